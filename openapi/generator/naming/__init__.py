"""Python names for operations, arguments, fields, classes and modules.

In: names in a document. Out: Python identifiers, each used once in its scope.
May import: `errors`, `json_types`, `upstream`.
"""
