"""How good is it all: scores, exams, ceilings, suites of tasks, and how diverse a library is."""
