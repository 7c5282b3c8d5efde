"""Tokens: ask the token provider, check what it returns, and share it where that is asked for.

In: a token provider. Out: a token, or the error that says why there is none.
May import: `errors`, `_tasks`, `_config`.
"""
