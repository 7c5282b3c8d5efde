"""Requests: turn the arguments of an operation into one prepared request.

In: an operation and its arguments. Out: a path with its query, headers and a body.
May import: `errors`, `_config`.
"""
