"""Configuration: check the options of a client, and keep them in one frozen object.

In: what a user passes to a client. Out: `ClientOptions`.
May import: `errors`, `_version`.
"""
