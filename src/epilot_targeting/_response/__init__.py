"""Responses: decode a success, and turn a failed attempt into an error.

In: an `Attempt` with status, headers and body. Out: a model, or an error.
May import: `errors`, `_status_ranges`, `_config`, `_auth`, `_transport`.
"""
