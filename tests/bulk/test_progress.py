"""A run shows its progress to a callback, or as a bar of rich or tqdm."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import fake_clock
import pytest
import rich
import rich.console
from bulk.scripted import CAMPAIGN, Scripted, counts, once, payloads

from epilot_targeting import ConfigurationError, RateLimit
from epilot_targeting.bulk import BulkProgress, BulkRun, _start, create_recipients
from epilot_targeting.bulk._progress import reporter_of
from epilot_targeting.testing import Reply, Request


@pytest.mark.usefixtures("journal_in_loop")
def test_a_callback_sees_the_run() -> None:
    """It gets the counts, the rate, the time left, and the reason why calls wait."""
    seen: list[BulkProgress] = []

    async def main() -> None:
        async with Scripted() as fake:
            fake.before = once(Reply.of(429, {}, {"retry-after": "23"}))
            client = fake.client(retry=None)
            items = [{"entity_id": "x"}, *payloads(9)]
            await create_recipients(client, CAMPAIGN, items, progress=seen.append, concurrency=1)

    fake_clock.run(main())
    assert {"operation": "create_recipients", "total": 10} == {"operation": seen[0].operation, "total": seen[0].total}
    assert None is seen[0].seconds_left
    waiting = [one for one in seen if one.waiting_for]
    assert {"the rate limit"} == {one.waiting_for for one in waiting}
    assert 22 < waiting[0].waiting_seconds <= 23
    assert "waiting for the rate limit, 23 s" == waiting[0].text()
    last = seen[-1]
    assert (10, 1, 0.0, "1 failed") == (last.completed, last.failed, last.seconds_left, last.text())
    assert last.rate > 0


@pytest.mark.usefixtures("journal_in_loop")
def test_a_callback_sees_an_outage_while_its_probe_is_under_way() -> None:
    """All other calls wait for the end of the probe, however long it takes."""
    seen: list[BulkProgress] = []

    class Slow(Scripted):
        async def handle(self, request: Request) -> Reply:
            """Take 20 seconds for the first probe."""
            await asyncio.sleep(20 if self.calls["POST"] == 3 else 0)
            return await super().handle(request)

    async def main() -> None:
        async with Slow() as fake:
            fake.before = once(Reply.of(503, {}), times=3)
            client = fake.client(retry=None)
            await create_recipients(client, CAMPAIGN, payloads(9), progress=seen.append, concurrency=1)

    fake_clock.run(main())
    waiting = [one for one in seen if one.waiting_for]
    assert {"the service"} == {one.waiting_for for one in waiting}
    probed = [one.text() for one in waiting if not one.waiting_seconds]
    assert {"waiting for the service"} == set(probed)
    assert 190 <= len(probed) <= 210
    assert "" == seen[-1].waiting_for


@pytest.mark.usefixtures("journal_in_loop")
def test_a_callback_sees_that_calls_wait_for_a_limit_of_the_client() -> None:
    """Such a call waits inside the client, and no 429 says so."""
    seen: list[BulkProgress] = []

    async def main() -> None:
        async with Scripted() as fake:
            client = fake.client(rate_limit=RateLimit(5, 23.0))
            await create_recipients(client, CAMPAIGN, payloads(10), progress=seen.append)

    fake_clock.run(main())
    waiting = [one for one in seen if one.waiting_for]
    assert {"the rate limit"} == {one.waiting_for for one in waiting}
    assert 20 < max(one.waiting_seconds for one in waiting) <= 23


@pytest.mark.parametrize("is_terminal", [True, False])
async def test_rich_shows_a_bar(monkeypatch: pytest.MonkeyPatch, is_terminal: bool) -> None:
    """It shows the number of items; where the output is no terminal, it shows nothing."""
    shown = io.StringIO()
    console = rich.console.Console(file=shown, force_terminal=is_terminal, width=120)
    monkeypatch.setattr(rich, "_console", console)
    async with Scripted() as fake:
        assert counts(done=3) == await create_recipients(fake.client(), CAMPAIGN, payloads(3), progress="rich")
    assert is_terminal == ("3/3" in shown.getvalue())
    assert is_terminal == bool(shown.getvalue())


@pytest.mark.parametrize("is_terminal", [True, False])
async def test_tqdm_shows_a_bar(monkeypatch: pytest.MonkeyPatch, is_terminal: bool) -> None:
    """It shows the number of items; where the output is no terminal, it shows nothing."""

    class Shown(io.StringIO):
        def isatty(self) -> bool:
            return is_terminal

    shown = Shown()
    monkeypatch.setattr(sys, "stderr", shown)
    async with Scripted() as fake:
        assert counts(done=3) == await create_recipients(fake.client(), CAMPAIGN, payloads(3), progress="tqdm")
    assert is_terminal == ("3/3" in shown.getvalue())


@pytest.mark.parametrize("name", ["rich", "tqdm"])
def test_a_bar_shows_a_total_that_becomes_known_later(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """That of `retrigger_failed` is unknown until the failed recipients are collected."""

    class Shown(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Shown()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(rich, "_console", rich.console.Console(file=shown, force_terminal=True, width=120))
    reporter = reporter_of(name)
    assert reporter is not None
    for done, total in ((0, None), (2, 5)):
        reporter.update(BulkProgress("retrigger_failed", counts(done=done), total, 1.0, None))
    reporter.close()
    assert "2/5" in shown.getvalue()


@pytest.mark.parametrize(("name", "package"), [("rich", r"epilot-targeting\[progress\]"), ("tqdm", "tqdm")])
def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, name: str, package: str) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, f"{name}.progress", None)
    client = Scripted().client()
    with pytest.raises(ConfigurationError, match=f"pip install '{package}'"):
        create_recipients(client, CAMPAIGN, [], progress=name)  # type: ignore[call-overload]


@pytest.mark.parametrize("early", [True, False])
async def test_a_callback_that_fails_ends_the_run(early: bool) -> None:
    """Its exception reaches the consumer unchanged."""

    def broken(progress: BulkProgress) -> None:
        if early or progress.completed == 3:
            raise ZeroDivisionError

    async with Scripted() as fake:
        with pytest.raises(ZeroDivisionError):
            await create_recipients(fake.client(), CAMPAIGN, payloads(3), progress=broken)


class Shown:
    """A display that keeps what it shows, and fails from a number of results on."""

    def __init__(self, fails_from: int = 100) -> None:
        self.completed: list[int] = []
        self.closings = 0
        self._fails_from = fails_from

    def update(self, progress: BulkProgress) -> None:
        self.completed.append(progress.completed)
        if progress.completed >= self._fails_from:
            raise ZeroDivisionError

    def close(self) -> None:
        self.closings += 1


def shown_run(fake: Scripted, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> BulkRun[Any]:
    """Return a run of three items with this display."""
    monkeypatch.setattr(_start, "reporter_of", lambda _: shown)
    return create_recipients(fake.client(), CAMPAIGN, payloads(3))


@pytest.mark.parametrize("error", [None, KeyError])
async def test_a_display_that_fails_at_its_end_is_closed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception] | None
) -> None:
    """The counts are logged, and its exception does not replace that of the block."""
    caplog.set_level("INFO", "epilot_targeting")
    shown = Shown(fails_from=1)
    async with Scripted() as fake:
        with pytest.raises(error or ZeroDivisionError):
            async with shown_run(fake, shown, monkeypatch) as run:
                await anext(run)
                if error is not None:
                    raise error
    assert (1, 3) == (shown.closings, run.counts["done"])
    assert 1 == sum(record.getMessage() == repr(run) for record in caplog.records)


@pytest.mark.parametrize("is_awaited", [True, False])
def test_a_cancelled_end_closes_the_display(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, is_awaited: bool
) -> None:
    """The run ends in its own task. Nothing more is shown then, and the counts are logged."""
    caplog.set_level("INFO", "epilot_targeting")
    shown = Shown()

    async def main() -> None:
        async with Scripted() as fake:
            fake.fail("create_recipient", delay=3.0, times=3)
            run = shown_run(fake, shown, monkeypatch)
            await run.__aenter__()
            await asyncio.sleep(1)
            leaving = asyncio.create_task(run.__aexit__(None, None, None))
            await asyncio.sleep(1)
            leaving.cancel()
            await asyncio.wait([leaving])
            assert 0 == shown.closings
            if is_awaited:
                await run.__aexit__(None, None, None)
            await asyncio.sleep(10)
            number = len(shown.completed)
            await asyncio.sleep(10)
            assert (1, 3, number) == (shown.closings, shown.completed[-1], len(shown.completed))
            assert 1 == sum(record.getMessage() == repr(run) for record in caplog.records)

    fake_clock.run(main())


def test_a_bar_that_was_never_updated_can_be_closed() -> None:
    """Its first update may have failed."""
    for name in ("rich", "tqdm"):
        reporter = reporter_of(name)
        assert reporter is not None
        reporter.close()


@pytest.mark.parametrize("kind", [lambda it: it, partial, lambda it: type("Shown", (), {"__call__": it})()])
async def test_an_async_callback_is_refused(kind: Callable[[Any], Any]) -> None:
    """It would never be awaited. The error says what to pass in, and nothing is sent."""

    async def show(*_: object) -> None:
        raise AssertionError

    async with Scripted() as fake:
        with pytest.raises(ConfigurationError, match="pass in a function, which may start a task"):
            create_recipients(fake.client(), CAMPAIGN, payloads(3), progress=kind(show))
        assert [] == fake.requests
