# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""Write any value of a model, or of a plain dict, as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, TypeGuard, cast
from uuid import UUID

from .dates import datetime_text


def to_json(value: Any) -> Any:
    """Return the JSON value of any value that a model or a plain dict may hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return datetime_text(value)
    if isinstance(value, UUID | dt.date):
        return str(value)
    if isinstance(value, list | tuple):
        return [to_json(item) for item in cast("tuple[Any, ...]", value)]
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if _is_sequence(value):
        return [to_json(item) for item in value]
    to_dict = getattr(value, "to_dict", None)
    return value if to_dict is None else to_dict()


def _is_sequence(value: Any) -> TypeGuard[Sequence[Any]]:
    """Return whether a value is a sequence that JSON has as a list."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)
