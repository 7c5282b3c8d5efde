"""Documents that are made for comparisons: small ones, and changed copies of the spec."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from generator import command
from generator.read.document import load

Edit = Callable[[dict[str, Any]], object]
JSON = "application/json"


def small(schema: Any, side: str) -> dict[str, Any]:
    """Make a document with one operation that takes or gives a schema, as the component `Thing`."""
    operation: dict[str, Any] = {"operationId": "getThing", "responses": {"200": {"description": "Done"}}}
    content = {JSON: {"schema": {"$ref": "#/components/schemas/Thing"}}}
    if side == "request":
        operation["requestBody"] = {"content": content}
    if side == "response":
        operation["responses"]["200"]["content"] = content
    paths = {"/thing": {"post": operation}}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths} | {
        "components": {"schemas": {"Thing": schema}}
    }


def spec(edit: Edit = lambda _: None) -> dict[str, Any]:
    """Return a changed copy of the spec."""
    changed = copy.deepcopy(_loaded())
    edit(changed)
    return changed


@cache
def _loaded() -> dict[str, Any]:
    return load(command.SPEC)


def written(path: Path, content: Any) -> Path:
    """Write a document, as JSON, which is YAML too."""
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def patch(one: dict[str, Any]) -> None:
    """Change words only."""
    one["components"]["schemas"]["Recipient"]["properties"]["title"]["description"] = "Other words"
    one["info"]["version"] = "1.0.1"


def minor(one: dict[str, Any]) -> None:
    """Add a response field, an enum value of a response, an optional parameter and an operation."""
    schemas, paths = one["components"]["schemas"], one["paths"]
    schemas["Recipient"]["properties"]["email"] = {"type": "string"}
    schemas["JobState"]["enum"].append("paused")
    paths["/v1/campaign/{campaign_id}/recipients"]["get"]["parameters"].append(
        {"name": "sort", "in": "query", "schema": {"type": "string"}}
    )
    job = paths["/v1/campaign/{campaign_id}/job"]["get"]
    paths["/v1/campaign/{campaign_id}/jobs"] = {"get": job | {"operationId": "getCampaignJobs"}}


def breaking(one: dict[str, Any]) -> None:
    """Break a little of everything."""
    schemas, paths = one["components"]["schemas"], one["paths"]
    del schemas["Recipient"]["properties"]["title"]
    schemas["RetriggerAutomationsRequest"]["required"].append("reason")
    schemas["RetriggerAutomationsRequest"]["properties"]["reason"] = {"type": "string"}
    schemas["AutomationStatus"]["enum"].remove("cancelled")
    schemas["RecipientsResponse"]["properties"]["total"]["type"] = "string"
    schemas["TargetQueriesResponse"]["required"].remove("results")
    del paths["/v1/target/queries"]
    paths["/v1/campaign/{campaign_id}/job"]["get"]["x-retry"] = "write"
    paths["/v2/campaign:match"] = paths.pop("/v1/campaign:match")
    responses = paths["/v1/campaign/{campaign_id}/recipient"]["post"]["responses"]
    responses["200"] = responses.pop("201")
    for parameter in paths["/v1/campaign/{campaign_id}/recipients"]["get"]["parameters"]:
        if parameter.get("name") == "portal_status":
            parameter["schema"] = {"type": "array", "items": parameter["schema"]}
