"""Read the document: its `$ref`s, operations, parameters and media types.

In: a YAML or JSON file. Out: plain dicts, and one `Operation` for each operation, with the assumptions made.
May import: `errors`, `json_types`, `upstream`, `naming`.
"""
