"""Small repairs of programs that somebody else wrote: each is a pure function of a source and its report.

`mending` is the way in: a table of mends by verdict. `lexicon` is what the task language offers, as a
repairer needs to know it; `splicing` cuts and pastes source; the other modules hold the mends.
"""
