"""Fixtures for a user's tests: name `epilot_targeting.testing.pytest_plugin` in `pytest_plugins`.

The plugin has no entry point, so that it loads only where a project names it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ..client import TargetingClient
from ._default_clients import OtherOptions
from ._factories import seed_factories
from ._fake import FakeTargeting


@pytest.fixture
def fake_targeting() -> Iterator[FakeTargeting]:
    """A new fake service for this test. Meanwhile, all default clients send to it, and need no token.

    It only warns of a key of a body that the spec does not know. After the test, the default clients have their options
    and connections from before. Faults that have hit no request are not reported.
    """
    fake = FakeTargeting()
    with OtherOptions(fake.client().options):
        yield fake


@pytest.fixture
def targeting_client(fake_targeting: FakeTargeting) -> TargetingClient:
    """A new authorised client of the fake, which retries without a pause.

    It opens no socket, and a test need not close it.
    """
    return fake_targeting.client()


def pytest_runtest_setup() -> None:
    """Start the ids of the factories again, so that they do not depend on the order of the tests.

    pytest calls this hook before each test.
    """
    seed_factories()
