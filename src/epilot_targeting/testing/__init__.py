"""A fake Targeting service for tests: in process, as an ASGI app, or served by `python -m epilot_targeting.testing`."""

from __future__ import annotations

from ._fake import FakeTargeting
from ._faults import Fault
from ._messages import Reply, Request
from ._state import EXAMPLE_ID

__all__ = ["EXAMPLE_ID", "FakeTargeting", "Fault", "Reply", "Request"]


def __dir__() -> list[str]:
    return __all__
