"""Which version follows."""

from __future__ import annotations

from pathlib import Path

import pytest
from generator.diff.changes import Level
from generator.diff.versions import FILE, of_module, parse

from epilot_targeting import __version__

ROOT = Path(__file__).parents[3]
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
    """Before 1.0.0 a breaking change raises the second number, and all else the third."""
    version = parse(old)
    assert new == str(version.after(version.bump(level)))


def test_numbers_are_compared_as_numbers() -> None:
    """Versions are compared as numbers."""
    assert parse("0.10.0") == max(parse("0.9.9"), parse("0.10.0"))


def test_no_version() -> None:
    """A text without three numbers is an error."""
    with pytest.raises(ValueError, match="'newest' is not a version: use three numbers"):
        parse("newest")


@pytest.mark.parametrize(
    ("text", "version"), [('"""V."""\n\n__version__ = "1.2.3"\n', "1.2.3"), ("version = '1.2.3'\n", ""), ("", "")]
)
def test_the_version_of_a_module(text: str, version: str) -> None:
    """The version of the project is read from `__version__`."""
    assert version == of_module(text)


def test_our_version_is_found() -> None:
    """The version of the repository is that of the package."""
    assert __version__ == of_module((ROOT / FILE).read_text())
