"""The page of errors says what to do for each error, and which operations are retried."""

from __future__ import annotations

import re

import pytest
from documentation.pages import ROOT

from epilot_targeting import bulk, errors, export, openapi
from epilot_targeting._response.error_class_by_status import STATUS_ERRORS

PAGE = ROOT / "docs" / "errors.md"
if not PAGE.is_file():
    pytest.skip("the pages are not part of the package", allow_module_level=True)


def section(title: str) -> str:
    """Return the text of a section of the page."""
    return PAGE.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> dict[str, list[str]]:
    """Return the other cells of each row of the tables in a section, by the text of its first cell."""
    lines = [line.strip("|").split(" | ") for line in section(title).splitlines() if line.startswith("| ")]
    return {first.strip(): [cell.strip() for cell in cells] for first, *cells in lines}


def public_errors() -> set[str]:
    """Return the names of all public error classes, but for the base class."""
    named = {name: getattr(module, name) for module in (errors, bulk, export) for name in module.__all__}
    found = {name for name, value in named.items() if isinstance(value, type) and issubclass(value, Exception)}
    return found - {"TargetingError"}


def test_each_error_says_what_to_do() -> None:
    """Each public error class has a row with its meaning and with what to do."""
    table = rows("What to do at night")
    documented = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    assert public_errors() == documented
    assert [] == [cell for cell, others in table.items() if len(others) != 2 or not all(others)]


def test_each_status_is_beside_its_class() -> None:
    """A row of an error class with one status names that status."""
    table = rows("What to do at night")
    assert [] == [code for code, kind in STATUS_ERRORS.items() if f"`{kind.__name__}` {code}" not in table]


def test_the_retry_classes_are_those_of_the_spec() -> None:
    """The table of retry classes names the operations of `value`, and the POSTs that only read."""
    table = rows("What is retried")
    operations = [(method, node) for path in openapi()["paths"].values() for method, node in path.items()]
    kinds = [(node["x-retry"], method, node["operationId"]) for method, node in operations]
    expected = {
        "`read`": {operation for kind, method, operation in kinds if (kind, method) == ("read", "post")},
        "`value`": {operation for kind, _, operation in kinds if kind == "value"},
    }
    snake = {kind: {re.sub("([A-Z])", r"_\1", one).lower() for one in found} for kind, found in expected.items()}
    assert snake == {kind: set(re.findall(r"`(\w+)`", table[kind][0])) for kind in expected}
