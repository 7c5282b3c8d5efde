"""Models as responses and bodies of a FastAPI app, its OpenAPI page, and many requests at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import Body, FastAPI
from openapi_spec_validator import validate

from epilot_targeting import TargetingClient
from epilot_targeting.models import EntityRef, Recipient, RecipientsResponse, UpdateRecipientPayload
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

AT_ONCE = 200
IDS = [str(UUID(int=number)) for number in range(AT_ONCE)]


def app_of(client: TargetingClient) -> FastAPI:
    """Return an app whose routes take and return models."""
    app = FastAPI()

    async def change(recipient_id: str, payload: Annotated[UpdateRecipientPayload, Body()]) -> Recipient:
        return await client.update_recipient(EXAMPLE_ID, recipient_id, payload)

    async def page() -> RecipientsResponse:
        return await client.get_recipients(EXAMPLE_ID, limit=5)

    async def references(references: Annotated[list[EntityRef], Body()]) -> list[Any]:
        return [one.to_dict() for one in references]

    app.post("/recipients/{recipient_id}", response_model=Recipient)(change)
    app.get("/recipients", response_model=RecipientsResponse)(page)
    app.post("/references")(references)
    return app


@pytest.fixture
async def user() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the app, whose client calls the fake."""
    known = [{"entity_id": one, "entity_schema": "contact", "own": one} for one in IDS]
    async with FakeTargeting(recipients={EXAMPLE_ID: known}) as fake:
        transport = httpx.ASGITransport(app_of(fake.client()))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as user:
            yield user


async def test_many_requests_at_once(user: httpx.AsyncClient) -> None:
    """Two hundred requests at once: each response has the values of its own request, and its unknown fields."""

    async def change(recipient_id: str) -> dict[str, Any]:
        body = {"automation_status": "failed", "automation_execution_id": recipient_id}
        response = await user.post(f"/recipients/{recipient_id}", json=body)
        assert 200 == response.status_code
        found: dict[str, Any] = response.json()
        return found

    found = await asyncio.gather(*map(change, IDS))
    keys = ("entity_id", "automation_execution_id", "own")
    assert [(one, one, one) for one in IDS] == [tuple(each[key] for key in keys) for each in found]
    assert {"failed"} == {each["automation_status"] for each in found}


async def test_a_body_is_validated(user: httpx.AsyncClient) -> None:
    """A malformed body is a 422 that names the place, and a valid one arrives as models."""
    bad = await user.post(f"/recipients/{IDS[0]}", json={"portal_state": 5})
    assert (422, ["body", "portal_state"]) == (bad.status_code, bad.json()["detail"][0]["loc"])
    missing = await user.post("/references", json=[{"entity_id": IDS[0]}])
    assert (422, ["body", 0, "entity_schema"]) == (missing.status_code, missing.json()["detail"][0]["loc"])
    sent = [{"entity_id": IDS[0], "entity_schema": "contact"}]
    assert sent == (await user.post("/references", json=sent)).json()


async def test_the_openapi_page_has_the_models(user: httpx.AsyncClient) -> None:
    """The OpenAPI document of the app is valid, and has the models by their names."""
    document = (await user.get("/openapi.json")).json()
    validate(document)
    schemas = document["components"]["schemas"]
    assert {"Recipient", "RecipientsResponse", "UpdateRecipientPayload", "EntityRef"} <= schemas.keys()
    assert {"entity_id", "entity_schema"} == {*schemas["EntityRef"]["required"]}
    route = document["paths"]["/recipients/{recipient_id}"]["post"]
    assert {"$ref": "#/components/schemas/UpdateRecipientPayload"} == route["requestBody"]["content"][
        "application/json"
    ]["schema"]
    assert 200 == (await user.get("/docs")).status_code


async def test_a_page_of_models_is_a_response(user: httpx.AsyncClient) -> None:
    """A page is written with its records and the unknown fields of each."""
    found = (await user.get("/recipients")).json()
    assert IDS[:5] == [one["own"] for one in found["results"]]
    assert AT_ONCE == found["total"]
