"""Connections: send one request, and read its response.

In: a prepared request. Out: an `Attempt` with status, headers and body, or with the fault.
May import: `errors`, `_status_ranges`, `_tasks`, `_tracebacks`, `_config`.
"""
