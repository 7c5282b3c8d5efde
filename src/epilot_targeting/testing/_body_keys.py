"""Find the keys of a request body that the document does not know, at every level."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from epilot_targeting_generated.convert import is_list

from ._keyword_check import Json, Location, Schema
from ._object_keywords import additional_members
from ._scalar_keywords import is_object
from ._schema import Checker
from ._suggestions import did_you_mean


class UnknownKeyWarning(UserWarning, AssertionError):
    """A request body has a key that the spec does not know. The service would probably ignore it.

    `FakeTargeting(strict=True)` refuses such a body. Where warnings are errors, this one reaches the caller of the
    client unchanged, since it is an AssertionError too.
    """


@frozen
class UnknownKey:
    """A key of a body that the document does not know.

    Attributes:
        location: The location of the key.
        suggestion: The most similar key, as the end of a sentence, or an empty text.
        is_forbidden: Whether the schema allows no other keys.
    """

    location: str
    suggestion: str
    is_forbidden: bool

    def __str__(self) -> str:
        """Return the text for the warning and the response: `the spec has no key`, and its location.

        The suggestion follows, if there is one.
        """
        return f"the spec has no key {self.location}{self.suggestion}"


def unknown_keys(checker: Checker, schema: Schema | bool, value: Json, location: Location) -> Iterator[UnknownKey]:
    """Generate the keys of a request body, and of objects inside of it, that its schema does not list.

    Each comes with its location, a suggestion, and whether the schema forbids it. The caller warns of it, or refuses
    the request. Values are not validated. The objects inside are those of `properties` and `items`.

    A key that `properties` or `patternProperties` of any part of the schema list is known. A schema that is True or
    False, has no `properties`, or has True or a schema as `additionalProperties`, knows every key.

    Args:
        checker: The checker of the document.
        schema: The schema of the value.
        value: The body, or a part of it. One that is no object or list has no keys.
        location: Where the value is in the body.

    Raises:
        UnknownKeyword: A `$ref` is unresolved, or Python does not support a pattern of `patternProperties`.
        RecursionError: A schema combines itself, perhaps by way of others.
    """
    if is_list(value):
        items = [part["items"] for part in checker.parts(schema) if "items" in part]
        for index, item in enumerate(value if items else ()):
            yield from unknown_keys(checker, {"anyOf": items}, item, location.item(index))
    if not is_object(value):
        return
    parts = checker.parts(schema)
    known: dict[str, list[Schema | bool]] = {}
    for part in parts:
        for name, one in part.get("properties", {}).items():
            known.setdefault(name, []).append(one)
    is_open = not known or any(part.get("additionalProperties", False) is not False for part in parts)
    is_forbidden = any(part.get("additionalProperties") is False for part in parts)
    others = set(value).intersection(*(additional_members(part, value) for part in parts))
    for name, one in value.items():
        if name in known:
            yield from unknown_keys(checker, {"anyOf": known[name]}, one, location.member(name))
        elif name in others and not is_open:
            yield UnknownKey(str(location.member(name)), did_you_mean(name, known.keys() - value.keys()), is_forbidden)
