"""Parse the normalised schemas into Python types.

In: a document in normal form. Out: models, enums and the type of every parameter, body and response.
May import: `errors`, `json_types`, `upstream`, `naming`, `read`.
"""
