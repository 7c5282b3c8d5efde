"""Tokens: call the token provider, validate its token, and cache it with `cached_token`.

In: a token provider. Out: a token, or an error.
May import: `errors`, `_tasks`, `_tracebacks`, `_config`.
"""
