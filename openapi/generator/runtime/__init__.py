"""The modules that every generated package contains, copied as they are.

In: JSON values. Out: Python values, and the reverse.
May import: nothing.
"""
