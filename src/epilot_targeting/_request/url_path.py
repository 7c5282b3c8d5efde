"""Build the path of a request from the ids: percent-encode them, and reject an empty or invalid id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from epilot_targeting_generated.types import Operation

from ..errors import ConfigurationError

PARAMETER = re.compile(r"\{([^}]*)\}")
NO_SEGMENTS = ("", ".", "..")
"""Path segments that would change the route."""


def url_path(operation: Operation[Any], values: tuple[Any, ...]) -> str:
    """Return the path of an operation with the percent-encoded values of its variables, for a request.

    Args:
        operation: The operation.
        values: The values of its path variables, in order and one for each: UUIDs or strings. A variable with a
            style may have any value that `path_parameter` accepts.

    Returns:
        The path without the base URL, such as `/v1/campaign/<id>/job`. Without values, that of the operation is
        returned unchanged.

    Raises:
        ConfigurationError: A value is invalid, such as an empty id.
    """
    if not values:
        return operation.path
    remaining: Iterator[Any] = iter(values)

    def encoded(match: re.Match[str]) -> str:
        """Return the replacement of a `{variable}` in the path: the next one of `values`, percent-encoded.

        It is serialised in a style if the operation declares one for the name of the variable.

        Raises:
            ConfigurationError: The value is invalid.
        """
        value = next(remaining)
        try:
            if operation.styles and (style := operation.styles.get(f"path:{match[1]}")):
                from .other_documents.parameter_styles import path_parameter

                return _checked_segment(operation, match[1], path_parameter(operation, match[1], value, style))
            return quote(_id_text(operation, match[1], value), safe="")
        except UnicodeEncodeError:
            raise ConfigurationError(f"{operation.name}: {match[1]} cannot be encoded as UTF-8") from None

    return PARAMETER.sub(encoded, operation.path)


def _checked_segment(operation: Operation[Any], variable: str, text: str) -> str:
    """Return `text`, the percent-encoded value of a path variable that has a style, unchanged.

    Raises:
        ConfigurationError: It would change the route: decoded, it is blank, `.` or `..`. The message names the
            operation and the variable.
    """
    if unquote(text).strip() in NO_SEGMENTS:
        raise ConfigurationError(f"{operation.name}: {variable} is {text!r} in the path, which would change the route")
    return text


def _id_text(operation: Operation[Any], variable: str, given: Any) -> str:
    """Return the text of an id, not yet percent-encoded.

    A string is returned as it is, also with spaces around it. A UUID becomes its usual text in lower case.

    Args:
        operation: The operation, for the message of an error.
        variable: The name of the path variable, for the message too.
        given: A string or a UUID, or an enum member with such a value. A UUID may be of any library: an object
            with the text of a UUID is one.

    Raises:
        ConfigurationError: It is neither a UUID nor a string, or is no id: empty, `.` or `..`, with or without
            spaces around it.
    """
    value = given.value if isinstance(given, Enum) else given
    if not isinstance(value, str | UUID):
        try:
            value = UUID(str(value))
        except ValueError:
            kind = type(given).__name__
            raise ConfigurationError(f"{operation.name}: {variable} must be a UUID or a string, not {kind}") from None
    text = str(value)
    if text.strip() in NO_SEGMENTS:
        raise ConfigurationError(f"{operation.name}: {variable} is {text!r}, which is not an id; nothing was sent")
    return text
