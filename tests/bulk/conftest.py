"""Fixtures of the bulk tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from epilot_targeting.bulk._journal_writer import JournalWriter


@pytest.fixture
def journal_in_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the journal in the event loop: a clock that jumps does not wait for a thread."""

    async def run(_: JournalWriter, work: Callable[[], Any]) -> Any:
        return work()

    monkeypatch.setattr(JournalWriter, "_run", run)
