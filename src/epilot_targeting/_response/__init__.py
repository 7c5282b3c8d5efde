"""Responses: what a response means.

In: a status, headers and a body. Out: a model, or an error.
May import: `errors`, `_statuses`, `_config`, `_transport`.
"""
