"""Render types and operations as Python source.

In: typed operations and models. Out: the files of the package, formatted.
May import: `errors`, `upstream`, `naming`, `provenance`, `read`, `types`.
"""
