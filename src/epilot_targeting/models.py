"""Every model, each loaded when it is named."""

from __future__ import annotations

from epilot_targeting_generated.models import __all__ as __all__

from ._lazy import model_named

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from typing import Any

    from epilot_targeting_generated.models import *  # noqa: F403


def __getattr__(name: str) -> Any:
    return model_named(name, __all__, __name__)


def __dir__() -> list[str]:
    return sorted(__all__)
