"""Build the response of an operation that has no logic here, from the examples and schemas of the document."""

from __future__ import annotations

import json
from typing import Any

from epilot_targeting_generated.convert import is_list

from ._example_values import Examples
from ._keyword_check import Json, Schema
from ._request_and_response import Reply
from ._schema import Checker

# The media type of a response, by the range in the document.
CONCRETE = {"*/*": "application/octet-stream", "text/*": "text/plain", "image/*": "image/png"}
BYTES = b"\x89\x00\xff\xfe"
NO_BODY = (204, 205, 304)


def is_json(media_type: str) -> bool:
    """Return whether a body of this media type is JSON, such as `application/problem+json`.

    Parameters such as `charset` do not count.
    """
    plain = media_type.partition(";")[0].strip().lower()
    return plain.endswith(("/json", "+json"))


def success(operation: Schema) -> tuple[int, Schema]:
    """Return the success status of an operation, and the response object in the document, which may be a `$ref`.

    It is the lowest status of 2xx, else the range `2XX`, else `default`. The last two count as 200. Without any of
    them, the result is 200 and an empty object.

    Args:
        operation: The operation object of the document. It has `responses`.
    """
    responses: dict[str, Schema] = operation["responses"]
    exact = [key for key in sorted(responses) if key.isdigit() and key.startswith("2")]
    ranges = [key for key in responses if key.upper() == "2XX"]
    defaults = [key for key in responses if key == "default"]
    for key in (*exact, *ranges, *defaults):
        return int(key) if key.isdigit() else 200, responses[key]
    return 200, {}


class Responses:
    """The success responses of operations, with examples from one document."""

    def __init__(self, document: Schema) -> None:
        """Keep the OpenAPI document with the examples and schemas of the responses. It is not changed.

        The value found for each `$ref` is cached: do not change the document later.
        """
        self._checker = Checker(document, for_response=True)
        self._examples = Examples(self._checker)

    def example(self, operation: Schema, method: str) -> Reply:
        """Return a success response of an operation, as the document describes it.

        The function `success` selects the response: 200 without headers and body if the document has none. JSON is
        preferred to other media types. A response without `content`, or with a status such as 204, has no body.

        Args:
            operation: The operation object of the document.
            method: The HTTP method: the response to HEAD has no body.

        Raises:
            NoExample: No body or header was found that fits its schema.
            UnknownKeyword: A schema has an unsupported keyword, or there is an unresolved `$ref`.
        """
        status, node = success(operation)
        response = self._checker.resolve(node)
        headers: dict[str, str] = {
            name.lower(): self._header(header) for name, header in response.get("headers", {}).items()
        }
        headers.pop("content-type", None)
        content: dict[str, Schema] = response.get("content", {})
        media_type = next((one for one in [*filter(is_json, content), *content]), None)
        if media_type is None or status in NO_BODY:
            return Reply(status, headers=headers)
        named = CONCRETE.get(media_type, media_type.replace("/*", "/octet-stream"))
        body = b"" if method == "HEAD" else self._body(media_type, self._checker.resolve(content[media_type]))
        return Reply(status, body, {"content-type": named, **headers})

    def _body(self, media_type: str, content: Schema) -> bytes:
        """Return an example body: a stated example of the document, else one that is generated.

        For JSON, a stated example that does not fit the schema is left out. For other media types, the first one is
        used, unchecked. Without one, a media type other than `text/` gets four fixed bytes, if it has no schema or
        `_is_binary` is True for it. Any other body is generated from the schema.

        Args:
            media_type: The media type.
            content: The media type object of the document, without `$ref` at its top.

        Raises:
            NoExample: No value was found that fits the schema.
            UnknownKeyword: The schema has an unsupported keyword, or there is an unresolved `$ref`.
        """
        stated, schema = self._stated(content), content.get("schema", True)
        if is_json(media_type):
            return json.dumps(self._examples.example(schema, stated)).encode()
        if stated:
            return _plain(stated[0])
        if not media_type.lower().startswith("text/") and (schema is True or self._is_binary(schema)):
            return BYTES
        return _plain(self._examples.example(schema))

    def _is_binary(self, schema: Schema) -> bool:
        """Return whether a schema describes bytes, so that the example is some bytes and no text.

        It does with `format: binary` or `contentMediaType`, and without `type`. A `$ref` is followed. From OpenAPI
        3.1 on, one with keywords beside it has no `type`.

        Raises:
            UnknownKeyword: The `$ref` is unresolved, or leads back to itself.
        """
        opened = self._checker.opened(schema)
        return opened.get("format") == "binary" or "contentMediaType" in opened or "type" not in opened

    def _stated(self, content: Schema) -> tuple[Json, ...]:
        """Return the values of `example` and `examples` of a media type or header object. They are not validated.

        That of `example` is the first. A `$ref` in `examples` is followed. An example without `value`, such as one with
        `externalValue`, is left out. The result may be empty.

        Raises:
            UnknownKeyword: A `$ref` is unresolved.
        """
        several = [self._checker.resolve(one) for one in content.get("examples", {}).values()]
        alone = [content["example"]] if "example" in content else []
        return (*alone, *(one["value"] for one in several if "value" in one))

    def _header(self, node: Schema) -> str:
        """Return an example value of a response header, in ASCII: other characters become question marks.

        The items of a list are joined by commas.

        Args:
            node: The header object of the document, or a `$ref` to it.

        Raises:
            NoExample: No value was found that fits the schema.
            UnknownKeyword: The schema has an unsupported keyword, or there is an unresolved `$ref`.
        """
        header = self._checker.resolve(node)
        media_type, content = next(iter(header.get("content", {}).items()), ("", header))
        value = self._examples.example(content.get("schema", True), self._stated(content))
        if is_json(media_type):
            text = json.dumps(value)
        else:
            text = ",".join(map(_text, value)) if is_list(value) else _text(value)
        return text.encode("ascii", "replace").decode()


def _text(value: Any) -> str:
    """Return a string as it is, and any other JSON value as JSON text."""
    return value if isinstance(value, str) else json.dumps(value)


def _plain(value: Json) -> bytes:
    """Return the bytes of a body that is not sent as JSON: a string in UTF-8, any other value as JSON text."""
    return _text(value).encode()
