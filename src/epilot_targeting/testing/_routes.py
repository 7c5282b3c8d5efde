"""Find the operation of a request in the document, and check the request against it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen
from epilot_targeting_generated.api.all_tags import OPERATIONS

from ._messages import Refusal, Request
from ._parameters import Reader, parameters_of
from ._replies import is_json
from ._schema import Checker, Place, Schema
from ._styles import Parameter, Unreadable, json_of

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@frozen
class Route:
    """One operation of the document."""

    name: str
    operation_id: str
    method: str
    pattern: re.Pattern[str]
    variables: tuple[str, ...]
    operation: Schema
    parameters: list[Parameter]


@frozen
class Arguments:
    """The checked arguments of a request."""

    path: dict[str, Any]
    query: dict[str, Any]
    body: Any
    headers: dict[str, Any]
    cookies: dict[str, Any]
    fits: Callable[[str, Any], bool]
    """Whether a value fits a component of the document, by its name."""


class Router:
    """The operations of a document."""

    def __init__(self, document: Schema) -> None:
        self.checker = Checker(document)
        found = [
            self._route(path, method, self.checker.resolve(item))
            for path, item in document["paths"].items()
            for method in METHODS
            if method in self.checker.resolve(item)
        ]
        # Of two matching paths, the one with fewer variables wins.
        self.routes = sorted(found, key=lambda route: len(route.variables))

    def _route(self, path: str, method: str, item: Schema) -> Route:
        operation = item[method]
        pieces = re.split(r"\{([^}]*)\}", path)
        pattern = "".join(re.escape(piece) if i % 2 == 0 else "([^/]+)" for i, piece in enumerate(pieces))
        name = OPERATIONS.get((method.upper(), path)) or f"{method}_{re.sub(r'[^a-z0-9]+', '_', path.lower())}"
        parameters = parameters_of(self.checker, path, item, operation)
        variables = tuple(pieces[1::2])
        identity = operation.get("operationId", name)
        return Route(name, identity, method.upper(), re.compile(pattern), variables, operation, parameters)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route of a request and its path variables, still encoded.

        Raises:
            Refusal: There is no such path (404), or it has no such method (405).
        """
        fitting = [(route, match) for route in self.routes if (match := route.pattern.fullmatch(path))]
        for route, match in fitting:
            if route.method == method:
                return route, dict(zip(route.variables, match.groups(), strict=True))
        if fitting:
            allowed = ", ".join(sorted({route.method for route, _ in fitting}))
            raise Refusal(405, {"message": "Method Not Allowed"}, {"allow": allowed})
        raise Refusal(404, {"message": "Not Found"})

    def check(self, route: Route, path: dict[str, str], request: Request) -> Arguments:
        """Read the arguments of a request.

        Raises:
            Refusal: The document forbids it (400).
        """
        found: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        # A parameter that the document does not know is ignored, as web services do.
        reader = Reader(self.checker, request, path)
        try:
            for one in route.parameters:
                there, value = reader.value(one)
                if there:
                    self._must(one.schema, value, one.name)
                    found[one.place][one.name] = value
                elif one.required:
                    raise Refusal(400, {"message": f"{one.name} is missing"})
            body = self._body(route, request)
        except Unreadable as error:
            raise Refusal(400, {"message": str(error)}) from None
        return Arguments(found["path"], found["query"], body, found["header"], found["cookie"], self._fits)

    def _body(self, route: Route, request: Request) -> Any:
        wanted = self.checker.resolve(route.operation.get("requestBody", {}))
        content = wanted.get("content", {})
        if not content or (not request.body and not wanted.get("required")):
            return None
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        fitting = [key for key in content if fnmatchcase(media_type, key.partition(";")[0].strip().lower())]
        if not fitting:
            raise Refusal(400, {"message": f"the content type must be {', '.join(content)}"})
        if not is_json(media_type):
            return request.body
        body = json_of(request.body, "the body")
        chosen = self.checker.resolve(content[min(fitting, key=lambda key: key.count("*"))])
        self._must(chosen.get("schema", True), body, "")
        return body

    def _fits(self, component: str, value: Any) -> bool:
        return self.checker.fits({"$ref": f"#/components/schemas/{component}"}, value)

    def _must(self, schema: Schema | bool, value: Any, place: str) -> None:
        for problem in self.checker.problems(schema, value, Place(place)):
            raise Refusal(400, {"message": problem})
