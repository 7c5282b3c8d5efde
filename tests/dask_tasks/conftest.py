"""A service in a process of its own, for tasks that run in this one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bulk.served import Served, served


@pytest.fixture(scope="session")
def process() -> Iterator[Served]:
    """The process of the service."""
    with served() as running:
        yield running


@pytest.fixture
def service(process: Served) -> Served:
    """A service that has seen nothing and does what it is asked."""
    process.control("/_reset", drops=0.0, errors=0.0, delay=0.0)
    return process
