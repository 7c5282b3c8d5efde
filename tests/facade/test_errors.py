"""The public names of the errors, and their types."""

from __future__ import annotations

import inspect
import typing

import pytest

from epilot_targeting import errors, models

CLASSES = sorted(name for name, value in vars(errors).items() if inspect.isclass(value) and not name.startswith("_"))


def test_the_public_names_are_the_classes() -> None:
    """`__all__` names each error class, in order, and nothing private can be reached beside them."""
    own = [name for name in CLASSES if getattr(errors, name).__module__ == errors.__name__]
    assert errors.__all__ == own
    assert [] == [name for name, value in vars(errors).items() if inspect.isfunction(value) and name[0] != "_"]


@pytest.mark.parametrize("name", errors.__all__)
def test_the_fields_have_types_that_resolve(name: str) -> None:
    """Each annotation of an error class resolves at run time, as frameworks need it."""
    hints = typing.get_type_hints(getattr(errors, name))
    assert bool | None == hints["applied"]


def test_the_code_is_an_enum_or_newer_text() -> None:
    """The type of `code` tells the known codes from newer ones."""
    assert models.ErrorCode | str | None == typing.get_type_hints(errors.ApiError)["code"]
