"""A client as a dependency of FastAPI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import httpx
import pytest
from facade.stores import CID
from fastapi import Depends, FastAPI
from fastapi.exceptions import FastAPIError

from epilot_targeting import TargetingClient, campaign_recipient, configure, create_client, get_client
from epilot_targeting.testing import FakeTargeting


def provided() -> TargetingClient:
    """Return a client with other options, as the README recommends."""
    return get_client().with_options(deadline=10.0)


def app_with(dependency: Callable[..., Any]) -> FastAPI:
    """Return an app whose only route depends on a client."""
    app = FastAPI()

    async def total(campaign_id: str, client: Any) -> int | None:
        total: int | None = (await client.get_recipients(campaign_id)).total
        return total

    total.__annotations__["client"] = Annotated[Any, Depends(dependency)]
    app.get("/{campaign_id}")(total)
    return app


@pytest.mark.parametrize("dependency", [get_client, campaign_recipient.get_client, provided])
async def test_a_provider_function_exposes_no_parameter(dependency: Callable[..., Any]) -> None:
    """A request can say nothing but what the route takes, and the route gets the client."""
    app = app_with(dependency)
    route = app.openapi()["paths"]["/{campaign_id}"]["get"]
    assert (["campaign_id"], None) == ([one["name"] for one in route["parameters"]], route.get("requestBody"))
    async with (
        FakeTargeting() as fake,
        httpx.AsyncClient(transport=httpx.ASGITransport(fake.app)) as service,
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as user,
    ):
        configure(token="t", http_client=service)
        assert 0 == (await user.get(f"/{CID}")).json()


@pytest.mark.parametrize("dependency", [TargetingClient, create_client, campaign_recipient.CampaignRecipientClient])
def test_a_constructor_is_refused(dependency: Callable[..., Any]) -> None:
    """FastAPI would read options from the request: it refuses them when the route is defined."""
    with pytest.raises(FastAPIError, match="Invalid args"):
        app_with(dependency)
