"""Connections: send one request, and read its response.

In: a prepared request. Out: a status, headers and a body, or how far the request has come.
May import: `errors`, `_tasks`, `_config`.
"""
