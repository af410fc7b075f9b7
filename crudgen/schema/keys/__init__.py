"""What a mapping of the language can hold, one module for each: its keys, described, and how their values are read.

`registry` has them all. A key is added by one `Key(…)` in its section; one that is not supported yet takes None.
"""
