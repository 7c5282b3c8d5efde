"""Validate a request against its operation in the document: each 400 of a parameter or a body."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from ._body_keys import UnknownKeyWarning, unknown_keys
from ._example_responses import is_json
from ._parameter_styles import MalformedParameter, parse_json
from ._parameters import ParameterReader
from ._request_and_response import ErrorResponse, Request
from ._route import Route
from ._schema import Checker, Location, Schema


@frozen
class Arguments:
    """The arguments of a request, validated."""

    path: dict[str, Any]
    query: dict[str, Any]
    body: Any
    headers: dict[str, Any]
    cookies: dict[str, Any]
    fits: Callable[[str, Any], bool]
    """Return whether a value is valid against the schema of this name in the document's components."""
    read_only: Callable[[str], set[str]]
    """Return the `readOnly` properties of the schema of this name: the service sets them, and requests cannot."""


class RequestValidator:
    """Validates the requests for the operations of one document.

    Args:
        checker: The checker of the document.
        strict: Whether a key of a body that the document does not know is refused, and not warned of.
    """

    def __init__(self, checker: Checker, *, strict: bool) -> None:
        """Keep the checker of the document, for requests.

        With `strict`, a key of a body that the document does not know is refused, else warned of.
        """
        self.checker = checker
        self._strict = strict

    def check(self, route: Route, path: dict[str, str], request: Request) -> Arguments:
        """Validate the parameters and the body of a request, and return them with the types of their schemas.

        A parameter that the document does not know is ignored, and a key of the body is warned of, or refused if the
        validator is strict or the schema forbids it.

        Args:
            route: The route of the request.
            path: The path variables by name, percent-encoded.
            request: The request.

        Returns:
            The body, and the path, query, header and cookie parameters that were sent, by name, all decoded. Defaults
            are not added.

        Raises:
            ErrorResponse: The request is invalid by the document (400).
            UnknownKeyWarning: A key of the body is unknown, and warnings are errors.
            UnknownKeyword: A schema has an unsupported keyword, or an unresolved `$ref`.
        """
        found: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        # A parameter that the document does not know is ignored, as web services do.
        reader = ParameterReader(self.checker, request, path)
        try:
            for parameter in route.parameters:
                is_present, value = reader.read(parameter)
                if is_present:
                    self._require_valid(parameter.schema, value, parameter.name)
                    found[parameter.location][parameter.name] = value
                elif parameter.required:
                    raise ErrorResponse(400, {"message": f"{parameter.name} is missing"})
            body = self._body(route, request)
        except MalformedParameter as error:
            raise ErrorResponse(400, {"message": str(error)}) from None
        return Arguments(
            found["path"], found["query"], body, found["header"], found["cookie"], self._fits, self._read_only
        )

    def _body(self, route: Route, request: Request) -> Any:
        """Return the body of a request, validated against the schema of its media type.

        Returns:
            A JSON value, or the bytes of another media type, which are not validated. None if the operation has no
            body, or an optional one was not sent.

        Raises:
            ErrorResponse: The body, or its media type, is invalid by the document, or the validator is strict and a
                key is unknown (400).
            MalformedParameter: The body is not JSON. `check` makes it a 400.
            UnknownKeyWarning: A key of the body is unknown, and warnings are errors.
            UnknownKeyword: The schema has an unsupported keyword, or there is an unresolved `$ref`.
        """
        expected = self.checker.resolve(route.operation.get("requestBody", {}))
        content = expected.get("content", {})
        if not content or (not request.body and not expected.get("required")):
            return None
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        fitting = [key for key in content if fnmatchcase(media_type, key.partition(";")[0].strip().lower())]
        if not fitting:
            raise ErrorResponse(400, {"message": f"the content type must be {', '.join(content)}"})
        if not is_json(media_type):
            return request.body
        body = parse_json(request.body, "the body")
        media = self.checker.resolve(content[min(fitting, key=lambda key: key.count("*"))])
        schema = media.get("schema", True)
        self._require_known_keys(route, schema, body)
        self._require_valid(schema, body, "")
        return body

    def _require_known_keys(self, route: Route, schema: Schema | bool, body: Any) -> None:
        """Warn of each key of a body, at any level, that the document does not know, or refuse the body.

        `unknown_keys` finds the keys. The warning is an `UnknownKeyWarning`.

        Args:
            route: The operation, for the message.
            schema: The schema of the body. True and False know every key.
            body: The JSON value of the body.

        Raises:
            ErrorResponse: The schema forbids the key, or the validator is strict (400).
            UnknownKeyWarning: Warnings are errors.
            UnknownKeyword: A `$ref` is unresolved, or Python does not support a pattern of `patternProperties`.
        """
        for key in unknown_keys(self.checker, schema, body, Location()):
            if key.is_forbidden or self._strict:
                raise ErrorResponse(400, {"message": f"{key.location} is not allowed: {key}"})
            warnings.warn(f"{route.name}: {key}", UnknownKeyWarning, stacklevel=2)

    def _fits(self, component: str, value: Any) -> bool:
        """Return whether a JSON value is valid against the component schema of this name.

        Raises:
            UnknownKeyword: The document has no such schema.
        """
        return self.checker.fits({"$ref": f"#/components/schemas/{component}"}, value)

    def _read_only(self, component: str) -> set[str]:
        """Return the JSON names of the `readOnly` properties of the component schema of this name.

        Only `properties` of the schema itself are read, and not `allOf`, or a `readOnly` behind a `$ref`.

        Raises:
            UnknownKeyword: The document has no such schema.
            KeyError: The schema has no `properties`.
        """
        properties = self.checker.resolve({"$ref": f"#/components/schemas/{component}"})["properties"]
        return {name for name, one in properties.items() if one.get("readOnly")}

    def _require_valid(self, schema: Schema | bool, value: Any, location: str) -> None:
        """Check the value of a parameter or a body against its schema. Nothing is returned.

        Args:
            schema: The schema.
            value: The value.
            location: The name of the parameter, for the message. An empty text for the body.

        Raises:
            ErrorResponse: It is invalid (400). The message names the first problem.
        """
        for problem in self.checker.problems(schema, value, Location(location)):
            raise ErrorResponse(400, {"message": problem})
