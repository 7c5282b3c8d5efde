"""The pytest plugin: its fixtures, and the default clients that it points at the fake."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from epilot_targeting import RetryPolicy, TargetingClient, configure, get_client
from epilot_targeting import campaign as campaign_module
from epilot_targeting._client import default_clients
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting
from epilot_targeting.testing._default_clients import OtherOptions
from epilot_targeting.testing.pytest_plugin import fake_targeting as fake_targeting
from epilot_targeting.testing.pytest_plugin import targeting_client as targeting_client


async def test_the_client_sends_to_the_fake(fake_targeting: FakeTargeting, targeting_client: TargetingClient) -> None:
    """The fixtures are a fake and a client of it."""
    fake_targeting.fail("get_recipients", status=503)
    assert [] == (await targeting_client.get_recipients(EXAMPLE_ID)).results
    assert ["get_recipients"] * 2 == [one.operation for one in fake_targeting.requests]


async def test_default_clients_send_to_the_fake(fake_targeting: FakeTargeting) -> None:
    """The default clients send to the fake without a token, also one that is first used now."""
    assert [] == (await get_client().get_recipients(EXAMPLE_ID)).results
    await campaign_module.get_client().get_campaign_job_status(EXAMPLE_ID)
    assert ["get_recipients", "get_campaign_job_status"] == [one.operation for one in fake_targeting.requests]


async def test_default_clients_are_put_back() -> None:
    """Options, connections, retry budget and rate limits of the default clients are as before, also of a closed one."""
    configure(token="mine", deadline=7.0)
    client = get_client()
    state = client._open_state()
    async with FakeTargeting() as fake:
        with OtherOptions(fake.client(retry=RetryPolicy(attempts=1)).options):
            await client.get_recipients(EXAMPLE_ID)
            assert state is not client._open_state()
            newer = campaign_module.get_client()
            await newer.get_campaign_job_status(EXAMPLE_ID)
            await client.aclose()
    assert 2 == len(fake.requests)
    assert (7.0, "https://targeting.sls.epilot.io") == (client.options.deadline, client.options.base_url)
    assert state is client._open_state()
    assert client.options is newer.options
    assert newer._state is None
    assert client is default_clients.default_of(TargetingClient)


SUITE = """
import asyncio
from epilot_targeting import targeting
from epilot_targeting.testing import EXAMPLE_ID, make_recipient

pytest_plugins = ["epilot_targeting.testing.pytest_plugin"]
FIRST = []

def test_one(fake_targeting, targeting_client):
    fake_targeting.add_recipients(EXAMPLE_ID, [make_recipient()])
    FIRST.append(make_recipient())
    assert 1 == asyncio.run(targeting.get_recipients(EXAMPLE_ID)).total

def test_two():
    make_recipient()
    assert FIRST == [make_recipient()]
    assert targeting.options.base_url == "https://targeting.sls.epilot.io"
"""


@pytest.mark.thorough
def test_a_project_names_the_plugin(tmp_path: Path) -> None:
    """A project that names the plugin has its fixtures, and the same models in each test. It loads nowhere else."""
    (tmp_path / "test_suite.py").write_text(SUITE)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_suite.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "2 passed" in done.stdout
    assert not [one for one in entry_points(group="pytest11") if one.value.startswith("epilot")]


@pytest.mark.parametrize("name", ["fake_targeting", "targeting_client"])
def test_fixtures_are_listed_with_their_docstrings(name: str) -> None:
    """`pytest --fixtures` shows what a fixture is."""
    from epilot_targeting.testing import pytest_plugin

    assert getattr(pytest_plugin, name).__doc__
