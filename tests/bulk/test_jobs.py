"""`wait_for_job` polls until the job of a campaign has ended, on a clock that jumps."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

import fake_clock
import httpx
import pytest
from bulk.scripted import CAMPAIGN, DOWN, Scripted, answer_with, once

from epilot_targeting import (
    ConfigurationError,
    ForbiddenError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    TargetingError,
    TransportError,
)
from epilot_targeting.bulk import JobFailedError, JobTimeoutError, wait_for_job
from epilot_targeting.models import JobStatus
from epilot_targeting.testing import Reply, Request


def run(main: Callable[[Scripted], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine with a fake service on a clock that jumps."""

    async def with_fake() -> None:
        async with Scripted() as fake:
            await main(fake)

    fake_clock.run(with_fake())


@pytest.mark.parametrize("end", ["finished", "failed", "cancelled"])
def test_it_returns_the_final_status(end: str) -> None:
    """Queued, processing and `send_report` are no ends; each status is reported once."""

    async def main(fake: Scripted) -> None:
        fake.set_job(CAMPAIGN, [None, "queued", "processing", "processing", "send_report", "newer_state", end])
        seen: list[Any] = []
        status = await wait_for_job(fake.client(), CAMPAIGN, on_status=lambda job: seen.append(job.status))
        assert end == status.status
        assert [None, "queued", "processing", "send_report", "newer_state", end] == seen

    run(main)


def test_a_tag_client_will_do() -> None:
    """The client of the tag Campaign can wait, and an async callback is awaited."""

    async def main(fake: Scripted) -> None:
        seen: list[JobStatus] = []

        async def note(status: JobStatus) -> None:
            await asyncio.sleep(0)
            seen.append(status)

        client = fake.client()
        await client.change_campaign_status(CAMPAIGN)
        assert "finished" == (await wait_for_job(client.campaign, CAMPAIGN, on_status=note)).status
        assert ["queued", "processing", "finished"] == [status.status for status in seen]

    run(main)


def test_the_pauses_grow() -> None:
    """Each pause is half as long again as the one before, up to 30 seconds."""

    async def main(fake: Scripted) -> None:
        times: list[float] = []

        def note(request: Request) -> None:
            times.append(fake_clock.now() - started)

        fake.before = note
        fake.set_job(CAMPAIGN, [*["processing"] * 14, "finished"])
        started = fake_clock.now()
        await wait_for_job(fake.client(), CAMPAIGN, poll=2)
        pauses = [after - before for before, after in pairwise(times)]
        assert [0.0, 2.0, 5.0, 9.5] == pytest.approx(times[:4])
        assert [30.0] * 6 == pytest.approx(pauses[-6:])

    run(main)


def test_a_long_poll_stays_as_long() -> None:
    """A `poll` of more than 30 seconds does not shrink."""

    async def main(fake: Scripted) -> None:
        fake.set_job(CAMPAIGN, ["queued", "processing", "finished"])
        started = fake_clock.now()
        await wait_for_job(fake.client(), CAMPAIGN, poll=60)
        assert 120 == pytest.approx(fake_clock.now() - started)

    run(main)


def test_a_job_that_was_never_started_ends_the_wait() -> None:
    """After five responses without a job the status is None; with `check` it is an error."""

    async def main(fake: Scripted) -> None:
        client = fake.client()
        assert JobStatus() == await wait_for_job(client, CAMPAIGN)
        assert 5 == fake.calls["GET"]
        fake.set_job(CAMPAIGN, [])
        with pytest.raises(JobFailedError, match="it was never activated"):
            await wait_for_job(client, CAMPAIGN, check=True)

    run(main)


def test_a_job_that_is_hidden_for_a_while_is_waited_for() -> None:
    """Once a job was seen, responses without one do not mean that it was never started."""

    async def main(fake: Scripted) -> None:
        fake.set_job(CAMPAIGN, ["processing", *[None] * 9, "finished"])
        assert "finished" == (await wait_for_job(fake.client(), CAMPAIGN)).status

    run(main)


def test_a_malformed_status_is_no_missing_job() -> None:
    """A status that is no text does not mean that the campaign has no job."""

    async def main(fake: Scripted) -> None:
        fake.before = once(Reply.of(200, {"status": 7}), "GET", times=9)
        fake.set_job(CAMPAIGN, ["finished"])
        assert "finished" == (await wait_for_job(fake.client(), CAMPAIGN)).status
        assert 10 == fake.calls["GET"]

    run(main)


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_check_raises_unless_the_job_finished(status: str) -> None:
    """The error has the status, counts the executions by state, and pickles."""

    async def main(fake: Scripted) -> None:
        summary = [{"execution_id": str(number), "execution_status": "failed"} for number in range(3)]
        fake.before = once(Reply.of(200, {"status": status, "execution_summary": summary}), "GET")
        with pytest.raises(JobFailedError, match=f"the job is {status}; its executions: 3 failed") as caught:
            await wait_for_job(fake.client(), CAMPAIGN, check=True)
        assert isinstance(caught.value, TargetingError)
        assert "get_campaign_job_status" == caught.value.operation
        assert caught.value.status is not None
        assert caught.value.status == pickle.loads(pickle.dumps(caught.value)).status

    run(main)


def test_check_accepts_a_job_that_finished() -> None:
    """A finished job raises nothing."""

    async def main(fake: Scripted) -> None:
        fake.set_job(CAMPAIGN, ["finished"])
        assert "finished" == (await wait_for_job(fake.client(), CAMPAIGN, check=True)).status

    run(main)


def test_a_job_that_never_ends_ends_by_the_timeout() -> None:
    """The error is a TimeoutError, names the limit, and has the last status."""

    async def main(fake: Scripted) -> None:
        fake.set_job(CAMPAIGN, ["processing"])
        started = fake_clock.now()
        with pytest.raises(TimeoutError, match=r"timeout=100 seconds: the job is processing; .* none") as caught:
            await wait_for_job(fake.client(), CAMPAIGN, timeout=100)
        assert 100 == pytest.approx(fake_clock.now() - started)
        assert isinstance(caught.value, JobTimeoutError)
        assert "timeout" == caught.value.limit
        assert JobStatus(status="processing", execution_summary=[]) == caught.value.status

    run(main)


def test_the_timeout_cuts_a_request_off() -> None:
    """A service that does not answer holds the wait no longer than `timeout`."""

    async def main(fake: Scripted) -> None:
        fake.fail("get_campaign_job_status", delay=50)
        with pytest.raises(JobTimeoutError, match="the service returned no status"):
            await wait_for_job(fake.client(), CAMPAIGN, timeout=3)

    run(main)


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (httpx.ConnectError("refused"), TransportError, "TransportError: .*https://.*refused"),
        (DOWN, ServerError, "ServerError: .*: 503 "),
        (Reply.of(429, {}, {"retry-after": "500"}), RateLimitError, "RateLimitError: .*retry after 500 s"),
    ],
)
def test_the_timeout_says_why_there_is_no_status(failure: Any, kind: type[TargetingError], words: str) -> None:
    """The last error of the requests is the cause, and the text quotes it, also when the last request is cut off."""

    async def main(fake: Scripted) -> None:
        fake.before = lambda _: answer_with(failure)
        started = fake_clock.now()
        with pytest.raises(JobTimeoutError, match=f"timeout=3 seconds: .*; the last error was {words}") as caught:
            await wait_for_job(fake.client(), CAMPAIGN, timeout=3)
        assert isinstance(caught.value.__cause__, kind)
        assert 3 == pytest.approx(fake_clock.now() - started)

    run(main)


def test_the_timeout_names_a_server_that_does_not_respond() -> None:
    """The deadline of the request ends just before `timeout`, and its error is the cause."""

    async def main(fake: Scripted) -> None:
        fake.fail("get_campaign_job_status", delay=50)
        with pytest.raises(JobTimeoutError, match=r"was RequestTimeoutError: get_camp\w+: GET http") as caught:
            await wait_for_job(fake.client(), CAMPAIGN, timeout=3)
        assert isinstance(caught.value.__cause__, RequestTimeoutError)

    run(main)


def test_a_timeout_does_not_replace_an_error_that_says_more() -> None:
    """A request that is cut off after a 503 leaves the 503 as the cause."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DOWN, "GET", times=3)
        fake.fail("get_campaign_job_status", delay=50)
        with pytest.raises(JobTimeoutError, match="the last error was ServerError") as caught:
            await wait_for_job(fake.client(), CAMPAIGN, timeout=20)
        assert isinstance(caught.value.__cause__, ServerError)
        assert 4 == fake.calls["GET"]

    run(main)


def test_an_error_before_a_status_is_no_cause_of_the_timeout() -> None:
    """After a status, the job is what takes long."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DOWN, "GET", times=3)
        fake.set_job(CAMPAIGN, ["processing"])
        with pytest.raises(JobTimeoutError, match=r"the job is processing; its executions: none$") as caught:
            await wait_for_job(fake.client(), CAMPAIGN, timeout=100)
        assert caught.value.__cause__ is None

    run(main)


def test_a_malformed_status_at_the_timeout() -> None:
    """The error says that the state is unknown."""

    async def main(fake: Scripted) -> None:
        fake.before = once(Reply.of(200, {"status": 7}), "GET", times=9)
        with pytest.raises(JobTimeoutError, match="the job is in an unknown state"):
            await wait_for_job(fake.client(), CAMPAIGN, timeout=3)

    run(main)


def test_a_timeout_of_the_callback_is_its_own() -> None:
    """A TimeoutError that the callback raises reaches the caller unchanged."""

    async def main(fake: Scripted) -> None:
        def fails(_: JobStatus) -> None:
            raise TimeoutError("of the callback")

        with pytest.raises(TimeoutError, match="of the callback"):
            await wait_for_job(fake.client(), CAMPAIGN, timeout=3, on_status=fails)

    run(main)


@pytest.mark.parametrize(("failure", "seconds"), [(DOWN, 30), (Reply.of(429, {}, {"retry-after": "300"}), 6000)])
def test_an_outage_does_not_end_the_wait(failure: Reply, seconds: float) -> None:
    """A service that is down for minutes, or limits the rate, is asked again, and `Retry-After` holds."""

    async def main(fake: Scripted) -> None:
        fake.before = once(failure, "GET", times=20)
        fake.set_job(CAMPAIGN, ["processing", "finished"])
        started = fake_clock.now()
        assert "finished" == (await wait_for_job(fake.client(), CAMPAIGN)).status
        assert fake_clock.now() - started >= seconds

    run(main)


def test_a_time_stamp_in_retry_after_does_not_stop_the_wait() -> None:
    """After ten minutes the service is asked again, though it says to wait for years."""

    async def main(fake: Scripted) -> None:
        fake.before = once(Reply.of(429, {}, {"retry-after": "1764288000"}), "GET")
        fake.set_job(CAMPAIGN, ["finished"])
        started = fake_clock.now()
        assert "finished" == (await wait_for_job(fake.client(), CAMPAIGN)).status
        assert 600 <= fake_clock.now() - started < 660

    run(main)


def test_an_outage_without_an_end_ends_the_wait() -> None:
    """After 600 seconds without an answer, the error of the last request is raised."""

    async def main(fake: Scripted) -> None:
        fake.before = once(DOWN, "GET", times=999)
        started = fake_clock.now()
        with pytest.raises(ServerError):
            await wait_for_job(fake.client(), CAMPAIGN)
        assert 600 <= fake_clock.now() - started < 660

    run(main)


@pytest.mark.parametrize(("is_reached", "seconds"), [(False, 60), (True, 600)])
def test_a_service_that_was_never_reached_ends_the_wait_soon(is_reached: bool, seconds: float) -> None:
    """A name or port that is wrong ends the wait after a minute, unless the service was reached before."""

    async def main(fake: Scripted) -> None:
        def unreached(_: Request) -> Reply | None:
            return None if is_reached and fake.calls["GET"] == 1 else answer_with(httpx.ConnectError("refused"))

        fake.before = unreached
        fake.set_job(CAMPAIGN, ["processing"])
        started = fake_clock.now()
        with pytest.raises(TransportError):
            await wait_for_job(fake.client(), CAMPAIGN)
        assert seconds <= fake_clock.now() - started < seconds + 60

    run(main)


def test_a_refusal_ends_the_wait() -> None:
    """A 403 is raised at once."""

    async def main(fake: Scripted) -> None:
        fake.before = once(Reply.of(403, {}), "GET")
        with pytest.raises(ForbiddenError):
            await wait_for_job(fake.client(), CAMPAIGN)
        assert 1 == fake.calls["GET"]

    run(main)


@pytest.mark.parametrize(
    "arguments",
    [{"timeout": 0}, {"timeout": "9"}, {"poll": 0}, {"poll": True}, {"poll": float("nan")}, {"on_status": 7}],
)
async def test_an_invalid_argument_is_named(arguments: dict[str, Any]) -> None:
    """Nothing is sent."""
    async with Scripted() as fake:
        with pytest.raises(ConfigurationError, match=f"wait_for_job: {next(iter(arguments))} must be"):
            await wait_for_job(fake.client(), CAMPAIGN, **arguments)
        with pytest.raises(ConfigurationError, match="the id of the campaign is empty"):
            await wait_for_job(fake.client(), " ")
        assert 0 == fake.calls.total()
