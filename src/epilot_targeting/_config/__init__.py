"""Options: checked values in one frozen object.

In: what a user passes to a client. Out: `ClientOptions`.
May import: `errors`, `_version`.
"""
