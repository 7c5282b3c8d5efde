"""Render types and operations as Python source.

In: typed operations and models. Out: the files of the package, formatted.
May import: `errors`, `json_types`, `upstream`, `naming`, `provenance`, `read`, `types`.
"""
