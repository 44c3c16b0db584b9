"""Demonstrations: recorded oracle episodes, as Parquet that `datasets.load_dataset` reads.

`seeds` says which seeds belong to which split, `rows` what a step looks like on disk, `store` keeps the files
and their checksums, `record` fills a store from programs, `card` describes it to people.
"""
