"""Clients: what a user holds.

In: options, and calls of operations. Out: responses, or errors.
May import: `errors`, `_lazy_models`, `_tracebacks`, `_config`, `_auth`, `_observers`, `_call`.
"""
