"""Configuration: check the options of a client, and keep them in one frozen object.

In: what a user passes to a client. Out: `ClientOptions`.
May import: `errors`, `middleware`, `_tracebacks`, `_version`.
"""

from __future__ import annotations

from epilot_targeting_generated.lazy import lazy_module

# Annotations of clients name these modules; they are imported when the types are resolved.
globals().update({name: lazy_module(f"{__name__}.{name}") for name in ("options", "option_keywords")})
