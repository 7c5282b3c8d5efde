"""The limits of a schema, in words."""

from __future__ import annotations

from typing import Any

import pytest
from generator.read.limit_sentences import described, limits_of


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({}, ""),
        ({"type": "string", "minLength": 0}, ""),
        ({"default": None}, ""),
        ({"default": 25, "minimum": 1}, "Default: 25. At least 1."),
        ({"default": False}, "Default: false."),
        ({"default": "medium"}, "Default: medium."),
        ({"minimum": 0}, "At least 0."),
        ({"maximum": 1.5}, "At most 1.5."),
        ({"minimum": 1, "maximum": 9}, "1 to 9."),
        ({"minLength": 1}, "At least 1 character."),
        ({"maxLength": 60}, "At most 60 characters."),
        ({"minItems": 1, "maxItems": 100, "uniqueItems": True}, "1 to 100 items. Each item once."),
        ({"minItems": 0, "maxItems": 1}, "At most 1 item."),
        ({"minProperties": 2}, "At least 2 members."),
        ({"minimum": True, "maxLength": "9"}, ""),
    ],
)
def test_limits_in_words(schema: dict[str, Any], words: str) -> None:
    """A default and each limit that says something is a sentence."""
    assert words == limits_of(schema)


@pytest.mark.parametrize(
    ("text", "schema", "whole"),
    [
        ("", {}, ""),
        ("The size", {}, "The size"),
        ("", {"minimum": 1}, "At least 1."),
        (" The size ", {"minimum": 1}, "The size. At least 1."),
        ("How many?", {"minimum": 1}, "How many? At least 1."),
    ],
)
def test_limits_follow_the_description(text: str, schema: dict[str, Any], whole: str) -> None:
    """The limits stand after the description, which ends with a full stop then."""
    assert whole == described(text, schema)
