"""The operations of a tag, which are imported when they are used."""

from __future__ import annotations

import inspect
import sys

import pytest
from epilot_targeting_generated.api import target


@pytest.fixture
def operations(monkeypatch: pytest.MonkeyPatch) -> object:
    """Return the operations of a tag of which none is imported."""
    for name in ("match_targets", "get_target_queries"):
        monkeypatch.delitem(sys.modules, f"{target.__name__}.{name}", raising=False)
    return type(target.OPERATIONS)(target.__name__)


def test_an_operation_is_imported_when_it_is_used(operations: object) -> None:
    """Using an operation imports its module, and no other one, and keeps the operation."""
    operation = getattr(operations, "match_targets")  # noqa: B009 (its type is not that of an object)
    assert ("match_targets", operation) == (operation.name, vars(operations)["match_targets"])
    assert f"{target.__name__}.match_targets" in sys.modules
    assert f"{target.__name__}.get_target_queries" not in sys.modules


def test_there_are_no_other_operations(operations: object) -> None:
    """Tools that look for other attributes import nothing."""
    assert (False, operations) == (hasattr(operations, "models"), inspect.unwrap(operations))  # type: ignore[arg-type]
