"""Find the operation of a request in the document, and validate the request."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen
from epilot_targeting_generated.api.all_tags import OPERATIONS

from ..errors import ConfigurationError
from ._body_keys import UnknownKeyWarning, unknown_keys
from ._body_models import to_model
from ._parameter_styles import MalformedParameter, Parameter, parse_json
from ._parameters import ParameterReader, parameters_of
from ._request_and_reply import ErrorResponse, Request
from ._responses import is_json
from ._schema import Checker, Location, Schema
from ._suggestions import did_you_mean

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@frozen
class Route:
    """One operation of the document.

    Attributes:
        name: The method name.
        operation_id: The operationId.
        method: The HTTP method.
        path: The path template.
        pattern: The expression that its paths match.
        variables: The names of the path variables.
        operation: The operation object of the document.
        parameters: The parameters.
    """

    name: str
    operation_id: str
    method: str
    path: str
    pattern: re.Pattern[str]
    variables: tuple[str, ...]
    operation: Schema
    parameters: list[Parameter]


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


class Router:
    """The operations of a document.

    Args:
        document: The document.
        strict: Whether a key of a body that the document does not know is refused. Default: False, which warns.
    """

    def __init__(self, document: Schema, *, strict: bool = False) -> None:
        """Read the operations of a document."""
        self.checker = Checker(document)
        self._strict = strict
        found = [
            self._route(path, method, self.checker.resolve(item))
            for path, item in document["paths"].items()
            for method in METHODS
            if method in self.checker.resolve(item)
        ]
        # Of two matching paths, the one with fewer variables wins.
        self.routes = sorted(found, key=lambda route: len(route.variables))

    def _route(self, path: str, method: str, item: Schema) -> Route:
        """Return the route of an operation of the document."""
        operation = item[method]
        pieces = re.split(r"\{([^}]*)\}", path)
        pattern = "".join(re.escape(piece) if i % 2 == 0 else "([^/]+)" for i, piece in enumerate(pieces))
        name = OPERATIONS.get((method.upper(), path)) or f"{method}_{re.sub(r'[^a-z0-9]+', '_', path.lower())}"
        parameters = parameters_of(self.checker, path, item, operation)
        variables = tuple(pieces[1::2])
        identity = operation.get("operationId", name)
        return Route(name, identity, method.upper(), path, re.compile(pattern), variables, operation, parameters)

    def named(self, operation: str) -> Route:
        """Return a route by its method name or operationId.

        Raises:
            ConfigurationError: There is no such operation.
        """
        known = {name: route for route in self.routes for name in (route.operation_id, route.name)}
        if operation not in known:
            raise ConfigurationError(f"there is no operation {operation}{did_you_mean(str(operation), known)}")
        return known[operation]

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route of a request and its path variables, percent-encoded.

        Raises:
            ErrorResponse: There is no such path (404), or it has no such method (405).
        """
        fitting = [(route, match) for route in self.routes if (match := route.pattern.fullmatch(path))]
        for route, match in fitting:
            if route.method == method:
                return route, dict(zip(route.variables, match.groups(), strict=True))
        if fitting:
            allowed = ", ".join(sorted({route.method for route, _ in fitting}))
            raise ErrorResponse(405, {"message": "Method Not Allowed"}, {"allow": allowed})
        raise ErrorResponse(404, {"message": "Not Found"})

    def check(self, route: Route, path: dict[str, str], request: Request) -> Arguments:
        """Validate a request, and return its arguments.

        Args:
            route: The route of the request.
            path: The path variables, percent-encoded.
            request: The request.

        Raises:
            ErrorResponse: The request is invalid by the document (400).
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
        """Return the body of a request: a JSON value, bytes of another media type, or None.

        Raises:
            ErrorResponse: It is invalid by the document (400).
            MalformedParameter: It is not JSON.
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
        """Warn of each key of a body that the document does not know.

        Raises:
            ErrorResponse: It is forbidden, or the fake is strict (400).
        """
        for key in unknown_keys(self.checker, schema, body, Location()):
            if key.is_forbidden or self._strict:
                raise ErrorResponse(400, {"message": f"{key.location} is not allowed: {key}"})
            warnings.warn(f"{route.name}: {key}", UnknownKeyWarning, stacklevel=2)

    def to_model(self, route: Route, value: Any) -> Any:
        """Return the body of a request as a model, or as it is if its schema has none."""
        content = self.checker.resolve(route.operation.get("requestBody", {})).get("content", {})
        schema = next((media.get("schema", True) for key, media in content.items() if is_json(key)), True)
        return to_model(self.checker, schema, value)

    def _fits(self, component: str, value: Any) -> bool:
        """Return whether a value is valid against a component schema."""
        return self.checker.fits({"$ref": f"#/components/schemas/{component}"}, value)

    def _read_only(self, component: str) -> set[str]:
        """Return the `readOnly` properties of a component schema."""
        properties = self.checker.resolve({"$ref": f"#/components/schemas/{component}"})["properties"]
        return {name for name, one in properties.items() if one.get("readOnly")}

    def _require_valid(self, schema: Schema | bool, value: Any, location: str) -> None:
        """Check a value against a schema.

        Raises:
            ErrorResponse: It is invalid (400).
        """
        for problem in self.checker.problems(schema, value, Location(location)):
            raise ErrorResponse(400, {"message": problem})
