"""Clients: what a user holds.

In: options, and calls of operations. Out: responses, or errors.
May import: every other room but `testing`.
"""
