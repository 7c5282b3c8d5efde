"""Which version follows."""

from __future__ import annotations

import pytest
from spec_diff.changes import Level
from spec_diff.versions import of_project, parse

NONE, PATCH, MINOR, BREAKING = Level


@pytest.mark.parametrize(
    ("old", "level", "new"),
    [
        ("0.1.2", NONE, "0.1.2"),
        ("0.1.2", PATCH, "0.1.3"),
        ("0.1.2", MINOR, "0.1.3"),
        ("0.1.2", BREAKING, "0.2.0"),
        ("v1.2.3", NONE, "1.2.3"),
        ("1.2.3", PATCH, "1.2.4"),
        ("1.2.3", MINOR, "1.3.0"),
        ("1.2.3rc1", BREAKING, "2.0.0"),
    ],
)
def test_the_smallest_version_allowed(old: str, level: Level, new: str) -> None:
    """Before 1.0.0 a breaking change raises the second number, all else the third."""
    version = parse(old)
    assert new == str(version.after(version.bump(level)))


def test_numbers_are_compared_as_numbers() -> None:
    """Ten is more than nine."""
    assert parse("0.10.0") == max(parse("0.9.9"), parse("0.10.0"))


def test_no_version() -> None:
    """It is refused in words."""
    with pytest.raises(ValueError, match="'newest' is no version: three numbers are needed"):
        parse("newest")


@pytest.mark.parametrize(("text", "version"), [("[project]\nversion = '1.2.3'", "1.2.3"), ("", "")])
def test_the_version_of_a_project(text: str, version: str) -> None:
    """It stands in `pyproject.toml`, or nowhere."""
    assert version == of_project(text)
