"""Find the operation of a request in the document, or the 404 or 405 if there is none."""

from __future__ import annotations

import re
from typing import Any

from epilot_targeting_generated.api.all_tags import OPERATIONS

from ..errors import ConfigurationError
from ._body_models import to_model
from ._example_responses import is_json
from ._parameters import parameters_of
from ._request_and_response import ErrorResponse
from ._request_validator import RequestValidator
from ._route import Route as Route
from ._schema import Checker, Schema
from ._suggestions import did_you_mean

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Router:
    """The operations of a document.

    Args:
        document: The document.
        strict: Whether a key of a body that the document does not know is refused. Default: False, which warns.

    Attributes:
        checker: The checker of values against the schemas of the document.
        validator: The validator of requests for these operations.
        routes: The operations, those with fewer path variables first.
    """

    def __init__(self, document: Schema, *, strict: bool = False) -> None:
        """Read the operations of an OpenAPI document, and their parameters.

        The document is kept, and not changed. With `strict`, the validator refuses a key of a body that the
        document does not know. Otherwise it warns.

        Raises:
            UnknownKeyword: A `$ref` of a path item or parameter is unresolved. Schemas are not checked here.
        """
        self.checker: Checker = Checker(document)
        self.validator: RequestValidator = RequestValidator(self.checker, strict=strict)
        found = [
            self._route(path, method, self.checker.resolve(item))
            for path, item in document["paths"].items()
            for method in METHODS
            if method in self.checker.resolve(item)
        ]
        # Of two matching paths, the one with fewer variables wins.
        self.routes: list[Route] = sorted(found, key=lambda route: len(route.variables))

    def _route(self, path: str, method: str, item: Schema) -> Route:
        """Return the route of one operation of the document.

        Args:
            path: The path template.
            method: The HTTP method, in lower case.
            item: The path item object, without `$ref`. It has the method.

        Raises:
            UnknownKeyword: The `$ref` of a parameter, or one in its `content`, is unresolved.
            KeyError: A parameter has no `name` or no `in`, or its `in` is unknown.
        """
        operation = item[method]
        pieces = re.split(r"\{([^}]*)\}", path)
        pattern = "".join(re.escape(piece) if i % 2 == 0 else "([^/]+)" for i, piece in enumerate(pieces))
        name = OPERATIONS.get((method.upper(), path)) or f"{method}_{re.sub(r'[^a-z0-9]+', '_', path.lower())}"
        parameters = parameters_of(self.checker, path, item, operation)
        variables = tuple(pieces[1::2])
        identity = operation.get("operationId", name)
        return Route(name, identity, method.upper(), path, re.compile(pattern), variables, operation, parameters)

    def named(self, operation: str) -> Route:
        """Return the route of an operation by its method name or operationId.

        Raises:
            ConfigurationError: There is no such operation.
        """
        known = {name: route for route in self.routes for name in (route.operation_id, route.name)}
        if operation not in known:
            raise ConfigurationError(f"there is no operation {operation}{did_you_mean(str(operation), known)}")
        return known[operation]

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route of a request, and its path variables by name, percent-encoded.

        Args:
            method: The HTTP method, in upper case.
            path: The path, percent-encoded.

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

    def to_model(self, route: Route, value: Any) -> Any:
        """Return the JSON value of a request body as the model of the operation.

        Return the value as it is if the operation has no model for it, if it is no object, or if it fits no
        variant of a union. A malformed field of a model is None, and its value stays in `additional_properties`.
        An invalid value raises nothing. `RecordedRequest.body` calls this.

        Raises:
            UnknownKeyword: A schema without a model has an unresolved `$ref`, or a variant of its union has an
                unsupported keyword or pattern.
        """
        content = self.checker.resolve(route.operation.get("requestBody", {})).get("content", {})
        schema = next((media.get("schema", True) for key, media in content.items() if is_json(key)), True)
        return to_model(self.checker, schema, value)
