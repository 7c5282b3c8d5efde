"""The timer that limits how long a connection waits for data."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, cast

import pytest

from epilot_targeting._transport.read_timer import ReadTimer


class Clock(asyncio.SelectorEventLoop):
    """An event loop whose time stands still until a test moves it, and whose timers are counted."""

    now = 0.0
    made = 0

    def time(self) -> float:
        return self.now

    def call_at(self, *given: object, **more: object) -> asyncio.TimerHandle:
        self.made += 1
        return super().call_at(*given, **more)  # type: ignore[arg-type]

    def advance(self, now: float) -> None:
        """Move the time, and run what is due."""
        self.now = now
        self.call_soon(self.stop)
        self.run_forever()
        self.call_soon(self.stop)
        self.run_forever()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The loop."""
    loop = Clock()
    yield loop
    loop.close()


def timer_of(clock: Clock) -> tuple[ReadTimer, list[float]]:
    """Return a timer, and the times at which it expired."""
    expired: list[float] = []
    return ReadTimer(clock, lambda: expired.append(clock.now)), expired


def test_a_wait_that_lasts_too_long_expires_once(clock: Clock) -> None:
    """A wait expires after its time, once."""
    timer, expired = timer_of(clock)
    timer.start(10)
    for now in (9, 10, 11, 30):
        clock.advance(now)
    assert [10] == expired


def test_many_waits_need_one_timer(clock: Clock) -> None:
    """Waits that end in time leave the timer of the event loop as it is."""
    timer, expired = timer_of(clock)
    for _ in range(100):
        timer.start(10)
        timer.stop()
    assert 1 == clock.made
    clock.advance(10)
    assert ([], 1) == (expired, clock.made)


def test_a_later_wait_expires_at_its_own_time(clock: Clock) -> None:
    """The timer of an earlier wait does not end a later one too soon."""
    timer, expired = timer_of(clock)
    timer.start(10)
    timer.stop()
    clock.advance(5)
    timer.start(10)
    clock.advance(10)
    assert [] == expired
    clock.advance(15)
    assert [15] == expired


def test_a_shorter_wait_expires_at_its_own_time(clock: Clock) -> None:
    """A wait with a shorter limit does not last until the timer of the wait before."""
    timer, expired = timer_of(clock)
    timer.start(10)
    timer.stop()
    timer.start(2)
    clock.advance(2)
    assert [2] == expired


def test_a_closed_timer_never_expires(clock: Clock) -> None:
    """Closing cancels the wait, and closing a timer that never ran does nothing."""
    timer, expired = timer_of(clock)
    timer.close()
    timer.start(1)
    timer.close()
    clock.advance(5)
    assert [] == expired


class Rounding(Clock):
    """A loop that runs its timers a little early, by handles that do not know when, as uvloop does."""

    def call_at(self, *given: object, **more: object) -> Any:
        when, callback = cast("tuple[Any, Any]", given)
        super().call_at(when - 0.25, callback, **more)
        return asyncio.Handle(callback, (), self)


def test_a_timer_of_the_loop_may_run_early() -> None:
    """A wait expires once where the loop rounds the time down, and another wait is limited afterwards."""
    clock = Rounding()
    timer, expired = timer_of(clock)
    for end in (10, 20, 30):
        timer.start(10)
        clock.advance(end)
    clock.close()
    assert [10, 20, 30] == expired
