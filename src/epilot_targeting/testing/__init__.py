"""A fake Targeting service for tests: in process, as an ASGI app, or served by `python -m epilot_targeting.testing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from epilot_targeting_generated import factories as _signatures

from ._body_keys import UnknownKeyWarning
from ._example_entities import EXAMPLE_ID
from ._factories import factory, seed_factories
from ._fake import FakeTargeting
from ._faults import Fault
from ._make_error import make_error
from ._recorded import RecordedRequest
from ._request_and_response import Reply, Request

__all__ = [
    "EXAMPLE_ID",
    "FakeTargeting",
    "Fault",
    "RecordedRequest",
    "Reply",
    "Request",
    "UnknownKeyWarning",
    "make_error",
    "seed_factories",
]
__all__ += _signatures.__all__

if TYPE_CHECKING:
    from epilot_targeting_generated.factories import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """Return the factory of a model, such as `make_recipient`, by its name.

    Python calls this for a name that the package does not define.

    Raises:
        AttributeError: There is no such factory.
    """
    if name not in _signatures.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return factory(name)


def __dir__() -> list[str]:
    """Return the public names of this package for `dir`, those of the factories included."""
    return sorted(__all__)
