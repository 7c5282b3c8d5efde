"""Pydantic takes models, and refuses their `TypedDict` twins, as `docs/models.md` says."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from pydantic import TypeAdapter
from pydantic.errors import PydanticUserError

from epilot_targeting import models

LISTS = "MatchCampaignParams"
"""A body with lists."""


@pytest.mark.parametrize("name", ["UpdateRecipientPayload", LISTS])
def test_models_are_types_of_pydantic(name: str) -> None:
    """Pydantic makes a schema of a model that only requests contain."""
    assert TypeAdapter(getattr(models, name)).json_schema()["properties"]


def test_twins_are_for_type_checkers() -> None:
    """Pydantic refuses a twin with lists, and before Python 3.12 each twin, with a hint at another `TypedDict`."""
    with_lists: Any = getattr(models, f"{LISTS}Dict")
    with pytest.raises(PydanticUserError):
        TypeAdapter(with_lists)
    if sys.version_info < (3, 12):
        with pytest.raises(PydanticUserError, match=r"typing_extensions\.TypedDict"):
            TypeAdapter(models.UpdateRecipientPayloadDict)
    else:
        adapter: Any = TypeAdapter(models.UpdateRecipientPayloadDict)
        assert {"automation_status": "pending"} == adapter.validate_python({"automation_status": "pending"})
