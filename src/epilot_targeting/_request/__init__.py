"""Requests: from the arguments of an operation to what is sent.

In: an operation and its arguments. Out: a path with its query, headers and a body.
May import: `errors`, `_config`.
"""
