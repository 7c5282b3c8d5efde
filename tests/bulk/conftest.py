"""Fixtures of the bulk tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from epilot_targeting.bulk import _journal_open
from epilot_targeting.bulk._journal_writer import JournalWriter, with_own_error


@pytest.fixture(autouse=True)
def no_pause_at_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try the lock of a journal again without a pause."""
    monkeypatch.setattr(_journal_open, "sleep", lambda _: None)


@pytest.fixture
def journal_in_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the journal in the event loop: a clock that jumps does not wait for a thread."""

    async def run(_: JournalWriter, work: Callable[[], Any]) -> Any:
        return with_own_error(work)

    monkeypatch.setattr(JournalWriter, "_run", run)
