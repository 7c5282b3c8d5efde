"""A FastAPI service for several organisations. Run it: `uvicorn fastapi_service:app`.

Each request names its organisation in the header `x-org`. All organisations share the
connections of one client, and each has its own token and rate limit.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from math import ceil
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse

from epilot_targeting import (
    ApiError,
    RateLimitError,
    TargetingClient,
    TargetingError,
    cached_token,
    create_client,
)

organisation: ContextVar[str] = ContextVar("organisation")


async def fetch_token() -> str:
    """Return the token of the current organisation, such as from a secret store."""
    return os.environ[f"EPILOT_TOKEN_{organisation.get()}"]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the client when the service starts, and close it when it stops."""
    token = cached_token(fetch_token, ttl=300, key=organisation.get)
    async with create_client(
        token, base_url=os.environ.get("TARGETING_URL"), deadline=20.0
    ) as client:
        app.state.targeting = client
        yield


app = FastAPI(lifespan=lifespan)


async def client_of_organisation(
    request: Request, x_org: Annotated[str, Header()]
) -> TargetingClient:
    """Return a client for the organisation of the request, on the shared connections."""
    organisation.set(x_org)
    client: TargetingClient = request.app.state.targeting
    return client.with_options(org_id=x_org)


Client = Annotated[TargetingClient, Depends(client_of_organisation)]


@app.get("/campaigns/{campaign_id}/failed")
async def failed(campaign_id: str, client: Client) -> list[dict[str, Any]]:
    """Return the recipients whose automation failed, at most 100."""
    pager = client.iter_recipients(
        campaign_id, automation_status="failed", max_items=100
    )
    return [{"id": str(one.entity_id), "title": one.title} async for one in pager]


@app.exception_handler(TargetingError)
async def respond_to_error(_: Request, error: TargetingError) -> JSONResponse:
    """Turn an error into a response. `applied` says whether a write may be repeated."""
    status = 502
    if isinstance(error, ApiError) and error.status_code < 500:  # noqa: PLR2004
        status = error.status_code
    wait = error.retry_after if isinstance(error, RateLimitError) else None
    headers = {} if wait is None else {"retry-after": str(ceil(wait))}
    return JSONResponse(
        {"message": str(error), "applied": error.applied}, status, headers
    )
