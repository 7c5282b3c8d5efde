"""The service against the served fake, over a socket, as in a container."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from campaign_desk import Unavailable, titles

from epilot_targeting import RetryPolicy, TargetingClient
from epilot_targeting.testing import EXAMPLE_ID, make_recipient


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "epilot_targeting.testing", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


@pytest.fixture
async def control(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address) as client:
        await client.delete("/_fake/state")
        yield client


async def test_a_recipient_is_found(address: str, control: httpx.AsyncClient) -> None:
    """A recipient that was added over HTTP is found."""
    recipient = make_recipient(title="Ada").to_dict()
    (await control.post("/_fake/state", json={"recipients": {EXAMPLE_ID: [recipient]}})).raise_for_status()
    async with TargetingClient("token", base_url=address) as client:
        assert await titles(client, EXAMPLE_ID) == ["Ada"]
    (await control.post("/_fake/requests", json={"operation": "getRecipients", "times": 1})).raise_for_status()


async def test_a_fault_is_injected(address: str, control: httpx.AsyncClient) -> None:
    """A fault that was injected over HTTP hits one request."""
    (await control.post("/_fake/faults", json={"operation": "getRecipients", "status": 500})).raise_for_status()
    async with TargetingClient("token", base_url=address, retry=RetryPolicy(attempts=1)) as client:
        with pytest.raises(Unavailable):
            await titles(client, EXAMPLE_ID)
        assert await titles(client, EXAMPLE_ID) == []
