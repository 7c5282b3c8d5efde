"""The operations of the spec, each with arguments and a response, for tests that hold for all of them.

A new operation needs no entry here: its arguments and its response are generated from their schemas. Only if the fake
has a rule for it, its body must fit the recipient below.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from urllib.parse import quote

from attrs import frozen
from epilot_targeting_generated.api import all_tags

from epilot_targeting import TargetingClient, openapi
from epilot_targeting.testing._example_responses import is_json, success
from epilot_targeting.testing._example_values import Examples
from epilot_targeting.testing._routes import Route, Router
from epilot_targeting.testing._schema import Checker

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
RID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
NEW = "0e4d5c1a-93c1-4f0b-8d5e-2a1c5e9b7f10"
ENTITY = {"entity_id": RID, "entity_schema": "contact"}
RECIPIENT = {
    **ENTITY,
    "title": "Someone",
    "automation_status": "failed",
    "automation_execution_id": "execution-0",
    "entity_ui_status": "seen",
}
"""The recipient that the arguments are about. Called in the order of the document, every operation succeeds."""
NEW_RECIPIENT = {
    "entity_id": NEW,
    "entity_schema": "contact",
    "portal_status": "sent",
    "automation_status": "pending",
    "automation_execution_id": "execution-1",
}
BODIES: dict[str, dict[str, Any]] = {
    "retrigger_campaign_automations": {"recipient_ids": [RID]},
    "match_campaigns": {"entity_refs": [ENTITY], "campaign_ids": [CID]},
    "create_recipient": NEW_RECIPIENT,
    "update_recipient": {"automation_status": "cancelled"},
    "update_recipient_portal_status": {"status": "seen"},
    "match_targets": {"entity_refs": [ENTITY], "target_ids": [CID]},
    "update_recipient_entity_ui_status": {"status": "dismissed"},
    "get_target_queries": {"target_ids": [CID]},
}
"""Bodies that the fake service accepts, by method name. Other operations get an example of their schema."""
IDS = {"campaign_id": CID, "recipient_id": RID}
"""Values of path parameters. Others get an example of their schema."""

DOCUMENT = openapi()
CHECKER = Checker(DOCUMENT, for_response=True)
REQUESTS, RESPONSES = Examples(Checker(DOCUMENT)), Examples(CHECKER)
TAGS = list(all_tags.TAGS)
TAG_MODULES: list[ModuleType] = [
    importlib.import_module(name) for tag in TAGS if find_spec(name := f"epilot_targeting.{tag}")
]
"""The modules of the tags. A test of the generator fails for a tag without one."""


@frozen
class Operation:
    """One operation of the spec."""

    name: str
    operation_id: str
    method: str
    path: str
    tag: str
    retry: str
    arguments: dict[str, Any]
    """The arguments of the client's method: those that are required."""
    status: int
    response: dict[str, Any] | None
    """The schema of a success, or None if it is not JSON."""
    fields: list[str]
    """The fields of a success, or of the items of a list, the required ones first."""
    takes_json: bool
    """Whether the body is JSON, or there is none."""

    @property
    def target(self) -> str:
        """The path with the arguments in it."""
        return re.sub(r"{(.*?)}", lambda found: quote(str(self.arguments[found[1]]), safe=""), self.path)


def _operation(path: str, route: Route) -> Operation:
    status, response = success(route.operation)
    content = CHECKER.resolve(response).get("content", {})
    schema = next((one.get("schema", {}) for kind, one in content.items() if is_json(kind)), None)
    tag = re.sub(r"\W+", "_", route.operation["tags"][0]).lower()
    return Operation(
        name=route.name,
        operation_id=route.operation_id,
        method=route.method,
        path=path,
        tag=tag,
        retry=route.operation["x-retry"],
        arguments=dict(_arguments(route)),
        status=status,
        response=schema,
        fields=_fields(schema or {}),
        takes_json=all(map(is_json, list(_request(route))[:1])),
    )


def _fields(schema: dict[str, Any]) -> list[str]:
    return list(properties_of(CHECKER.opened(schema).get("items", schema)))


def _request(route: Route) -> dict[str, Any]:
    content: dict[str, Any] = CHECKER.resolve(route.operation.get("requestBody", {})).get("content", {})
    return content


def _arguments(route: Route) -> Iterator[tuple[str, Any]]:
    signature = inspect.signature(getattr(TargetingClient, route.name))
    names = {_squashed(name): name for name in signature.parameters}
    for one in route.parameters:
        if one.required:
            name = names[_squashed(one.name)]
            yield name, IDS[name] if name in IDS else REQUESTS.example(one.schema)
    required = CHECKER.resolve(route.operation.get("requestBody", {})).get("required", False)
    for media in list(_request(route).values())[: bool(required)]:
        yield "body", BODIES[route.name] if route.name in BODIES else REQUESTS.example(media.get("schema", True))


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def schema_parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Generate a schema without `$ref`, the parts of its `allOf`, and the first variant of a union."""
    opened = CHECKER.opened(schema)
    yield opened
    for part in [*opened.get("allOf", ()), *opened.get("anyOf", ())[:1], *opened.get("oneOf", ())[:1]]:
        yield from schema_parts(part)


def properties_of(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the properties of a schema, the required ones first."""
    parts = list(schema_parts(schema))
    required = [name for part in parts for name in part.get("required", ())]
    found = {name: one for part in parts for name, one in part.get("properties", {}).items()}
    return {name: found[name] for name in [*required, *found] if name in found}


def required_of(schema: dict[str, Any]) -> list[str]:
    """Return the required properties of a schema."""
    return [name for part in schema_parts(schema) for name in part.get("required", ())]


def smallest(schema: dict[str, Any]) -> Any:
    """Return a valid response without optional properties and with empty lists."""
    properties = properties_of(schema)
    known = {name: smallest(properties[name]) for name in required_of(schema) if name in properties}
    candidates: list[Any] = [[], known]
    valid = [value for value in candidates if CHECKER.fits(schema, value)]
    return valid[0] if valid else RESPONSES.example(schema)


def models_of(schema: dict[str, Any]) -> set[str]:
    """Return the names of the components that a schema is made of."""
    found: set[str] = set()
    pending: list[Any] = [schema]
    while pending:
        node = pending.pop()
        pending += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        if isinstance(node, dict) and "$ref" in node and node["$ref"] not in found:
            found.add(node["$ref"])
            pending.append(CHECKER.resolve(node))
    return {reference.rpartition("/")[2] for reference in found}


_ROUTES = {route.name: route for route in Router(DOCUMENT).routes}
OPERATIONS: dict[str, Operation] = {
    name: _operation(path, _ROUTES[name]) for (_, path), name in all_tags.OPERATIONS.items()
}
"""The operations, by method name, in the order of the document."""
JSON_OPERATIONS: dict[str, Operation] = {
    name: one
    for name, one in OPERATIONS.items()
    if one.takes_json and one.response is not None and isinstance(smallest(one.response), dict | list)
}
"""The operations whose body is JSON, and whose success is a JSON object or list."""


def smallest_body(name: str) -> bytes:
    """Return the body of the smallest success of an operation."""
    schema = OPERATIONS[name].response
    return b"" if schema is None else json.dumps(smallest(schema)).encode()
