"""Every model, each loaded when it is named."""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing
from epilot_targeting_generated.models import __all__ as __all__

from ._lazy_models import model_named

if TYPE_CHECKING:
    from epilot_targeting_generated.models import *  # noqa: F403


def __getattr__(name: str) -> typing.Any:
    """Import a model on first use, and return it.

    Raises:
        AttributeError: There is no such model.
    """
    return model_named(name, __all__, __name__)


def __dir__() -> list[str]:
    """Return the names of all models, loaded or not."""
    return sorted(__all__)
