"""Requests: build the request of an operation from its arguments.

In: an operation and its arguments. Out: a path with its query, headers and a body.
May import: `errors`, `_config`.
"""
