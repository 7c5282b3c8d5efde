"""A Celery task that creates a recipient, and looks before it creates it again.

Run a worker: `celery -A celery_task worker`.

Each worker process has one event loop. The connections of the client stay open between
its tasks.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any
from uuid import UUID

from celery import Celery, Task
from celery.signals import worker_process_shutdown

from epilot_targeting import (
    RateLimitError,
    ServerError,
    TargetingClient,
    TargetingError,
    TransportError,
    cached_token,
)
from epilot_targeting.models import CreateRecipientPayloadDict

TEMPORARY = (RateLimitError, ServerError, TransportError)
PAUSE = 60.0
"""Seconds before a task is retried. The list may lag: by then it should be up to date."""

app = Celery("celery_task", broker=os.environ.get("CELERY_BROKER_URL", "memory://"))


async def fetch_token() -> str:
    """Return a token, such as from a secret store. Each worker process has its own."""
    return os.environ["EPILOT_TOKEN"]


runner = asyncio.Runner()  # its event loop starts with the first task, after the fork
client = TargetingClient(
    cached_token(fetch_token, ttl=300),
    base_url=os.environ.get("TARGETING_URL"),
    deadline=60.0,
)
client.preload()  # before the fork, so worker processes share the memory


@app.task(bind=True, max_retries=5)
def add_recipient(
    task: Task[..., str],
    campaign_id: str,
    payload: CreateRecipientPayloadDict,
    look_first: bool = False,
) -> str:
    """Create a recipient, and retry temporary errors.

    After an unknown outcome, each retry looks at the list first.
    """
    try:
        return runner.run(create(campaign_id, payload, look_first))
    except TargetingError as error:
        if error.applied and error.operation == "create_recipient":
            return "created"  # only the response was lost
        unknown = error.applied is None
        if not unknown and not isinstance(error, TEMPORARY):
            raise  # the same request would fail again
        wait = error.retry_after if isinstance(error, RateLimitError) else None
        again = (campaign_id, payload, look_first or unknown)
        pause = max(wait or 0.0, PAUSE)
        raise task.retry(again, {}, exc=error, countdown=pause) from None


async def create(
    campaign_id: str, payload: CreateRecipientPayloadDict, look_first: bool
) -> str:
    """Return `created`, or `exists` if an earlier run created the recipient."""
    if look_first:
        entity_id = UUID(str(payload["entity_id"]))
        async for recipient in client.iter_recipients(campaign_id, limit=1000):
            if recipient.entity_id == entity_id:
                return "exists"
    await client.create_recipient(campaign_id, payload)
    return "created"


@worker_process_shutdown.connect
def close(**_: Any) -> None:
    """Close the connections of a worker process when it ends."""
    runner.run(client.aclose())
    runner.close()
