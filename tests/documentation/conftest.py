"""The service that the pages call: the fake on loopback, under the default base URL."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import uvicorn
from server import NOW

from epilot_targeting._config.options import ClientOptions
from epilot_targeting.bulk import wait_for_job
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

RECIPIENTS = 250


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTargeting]:
    """A fake service on loopback. Clients without `base_url` call it, and retry without a pause."""
    statuses = ("pending", "success", "failed")
    fake = FakeTargeting()
    fake.add_recipients(
        EXAMPLE_ID,
        (
            {
                "entity_id": f"00000000-0000-4000-8000-{number:012}",
                "entity_schema": "contact",
                "title": f"Recipient {number}",
                "automation_status": statuses[number % 3],
                "portal_status": "sent",
            }
            for number in range(RECIPIENTS)
        ),
    )
    polls: Any = wait_for_job.__kwdefaults__
    monkeypatch.setitem(polls, "poll", 0.001)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(fake.app, log_level="critical", lifespan="off"))
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        defaults: Any = ClientOptions.__init__.__kwdefaults__
        monkeypatch.setitem(defaults, "base_url", f"http://127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setitem(defaults, "retry", NOW)
        while not server.started:
            time.sleep(0.001)
        yield fake
        server.should_exit = True
        thread.join()
