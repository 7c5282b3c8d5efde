"""Find the operation of a request in the document, and check the request against it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from attrs import frozen

from ._messages import Refusal, Request
from ._schema import Checker, Schema

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
INTEGER = re.compile(r"-?[0-9]+")


@frozen
class Route:
    """One operation of the document."""

    name: str
    operation_id: str
    method: str
    pattern: re.Pattern[str]
    operation: Schema


@frozen
class Arguments:
    """What a request that the document allows says."""

    path: dict[str, str]
    query: dict[str, Any]
    body: Any


class Router:
    """The operations of a document."""

    def __init__(self, document: Schema) -> None:
        self.checker = Checker(document)
        self.routes = [
            _route(path, method, item[method])
            for path, item in document["paths"].items()
            for method in METHODS
            if method in item
        ]

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Give the route of a request, and the ids in its path.

        Raises:
            Refusal: There is no such path (404), or it has no such method (405).
        """
        fitting = [(route, match) for route in self.routes if (match := route.pattern.fullmatch(path))]
        for route, match in fitting:
            if route.method == method:
                return route, {name: unquote(value) for name, value in match.groupdict().items()}
        if fitting:
            raise Refusal(405, {"message": "Method Not Allowed"})
        raise Refusal(404, {"message": "Not Found"})

    def check(self, route: Route, path: dict[str, str], request: Request) -> Arguments:
        """Read the arguments of a request.

        Raises:
            Refusal: The document forbids it (400).
        """
        parameters = [self.checker.resolve(one) for one in route.operation.get("parameters", [])]
        query: dict[str, Any] = {}
        for parameter in parameters:
            if parameter["in"] == "path":
                self._must(parameter["schema"], path[parameter["name"]], parameter["name"])
            else:
                self._query(parameter, request, query)
        return Arguments(path, query, self._body(route, request))

    def _query(self, parameter: Schema, request: Request, query: dict[str, Any]) -> None:
        # A name that the document does not know is passed over, as web services do: it says nothing that is forbidden.
        name, schema = parameter["name"], self.checker.resolve(parameter["schema"])
        values = [value for key, value in request.pairs if key == name]
        if not values:
            return
        if schema["type"] == "array":
            query[name] = values
        elif len(values) > 1:
            raise Refusal(400, {"message": f"{name} must stand once"})
        else:
            query[name] = _number(values[0]) if schema["type"] == "integer" else values[0]
        self._must(schema, query[name], name)

    def _body(self, route: Route, request: Request) -> Any:
        if "requestBody" not in route.operation:
            return None
        content = self.checker.resolve(route.operation["requestBody"])["content"]
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in content:
            raise Refusal(400, {"message": f"the content type must be {', '.join(content)}"})
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            raise Refusal(400, {"message": "the body is no JSON"}) from None
        self._must(content[media_type]["schema"], body, "")
        return body

    def _must(self, schema: Schema, value: Any, place: str) -> None:
        for problem in self.checker.problems(schema, value, place):
            raise Refusal(400, {"message": problem})


def _route(path: str, method: str, operation: Schema) -> Route:
    pieces = re.split(r"\{([^}]*)\}", path)
    pattern = "".join(re.escape(p) if i % 2 == 0 else f"(?P<{p}>[^/]+)" for i, p in enumerate(pieces))
    name = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", operation["operationId"]).lower()
    return Route(name, operation["operationId"], method.upper(), re.compile(pattern), operation)


def _number(text: str) -> int | str:
    return int(text) if INTEGER.fullmatch(text) and len(text) < 20 else text  # noqa: PLR2004 (64 bits)
