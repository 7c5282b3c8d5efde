"""Sixty faults in each operation, over each of four ways to send.

`--full` runs all of them. Otherwise each way meets each fault once, in another operation than the way before it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from epilot_targeting_generated.convert import to_json
from torture.bad_responses import QUERY_SECRET
from torture.cells import (
    APPLIED,
    CLASSES,
    SECRET,
    SECURE,
    TABLE,
    TOLERANCE,
    WAYS,
    WRITES,
    Outcome,
    call,
    client_of,
    expectation,
    faulty_headers,
    healthy,
    passing_time,
    rest,
)
from torture.hostile import EARLY, FAULTS, TortureServer
from torture.leaks import LOGGERS, shown_by, shown_by_log
from torture.payloads import CALLS
from torture.sockets import Certificates

from epilot_targeting import TargetingError, errors
from epilot_targeting._transport import tls_context

MAX_DIGITS = 4300  # of an integer that Python converts
CELLS = [(fault, operation) for fault in TABLE for operation in CALLS]
OPERATIONS = list(CALLS)
FULL = [(way, *cell) for way in WAYS for cell in CELLS]
SAMPLE = [
    (way, fault, OPERATIONS[(index + shift) % len(OPERATIONS)])
    for shift, way in enumerate([*WAYS, *SECURE])
    for index, fault in enumerate(TABLE)
    if way in WAYS or fault not in EARLY
]

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise with the cells: all of them, or the sample."""
    if "way" in metafunc.fixturenames:
        over_tls = [cell for cell in SAMPLE if cell[0] in SECURE]
        cells = [*FULL, *over_tls] if metafunc.config.getoption("full") else SAMPLE
        metafunc.parametrize(("way", "fault", "operation"), cells)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Certificates]:
    """Certificates, which our own connections trust through the environment."""
    made = Certificates()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    made.authority.cert_pem.write_to_path(str(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        patch.delenv("SSL_CERT_DIR", raising=False)
        tls_context.tls_context.cache_clear()
        yield made
    tls_context.tls_context.cache_clear()


@pytest.fixture
async def server(
    certificates: Certificates, way: str, fault: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[TortureServer]:
    """The hostile server with its fault ready, and everything listened to that is logged."""
    for name in LOGGERS:
        caplog.set_level(1, logger=name)
    for name in (*PROXIES, *map(str.lower, PROXIES)):
        monkeypatch.delenv(name, raising=False)
    async with TortureServer(certificates, fault if fault in EARLY else "", secure=way in SECURE) as running:
        running.faults["faulty"] = fault
        monkeypatch.setattr(socket, "getaddrinfo", running.resolve)
        if fault == "proxy_407":
            monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{running.ports['proxy']}")
        yield running


def check_outcome(outcome: Outcome, expected: dict[str, Any], operation: str) -> None:
    """The class, what it says of the operation, and everything else that the table has of it."""
    error, attempts = outcome.error, expected["attempts"][CLASSES[operation]]
    kind = getattr(errors, expected["error"]) if expected["error"] else type(None)
    assert (kind, attempts) == (type(error), outcome.attempts), error
    if error is not None:
        assert APPLIED[expected["applied"]] is error.applied
        assert operation == error.operation
        assert 0 < error.elapsed <= outcome.elapsed
        details = {name: value for name, value in expected.items() if name not in ("error", "applied", "attempts")}
        assert details == {name: getattr(error, name) for name in details}
        again = pickle.loads(pickle.dumps(error))
        assert (type(error), str(error), vars(error)) == (type(again), str(again), vars(again))


def number(digits: str) -> int | str:
    """Return an integer, or the text of one that has more digits than Python converts."""
    return int(digits) if len(digits) <= MAX_DIGITS else digits


def check_service(server: TortureServer, outcome: Outcome, fault: str, operation: str) -> None:
    """The error tells the truth about what the service saw and did, and a success lost nothing of its response."""
    carried_out = server.ledger["faulty"]
    if outcome.error is None:
        assert carried_out == 1
        assert json.loads(server.sent["faulty"], parse_int=number) == to_json(outcome.parsed)
    elif outcome.error.applied is not None:
        assert outcome.error.applied == (carried_out > 0)
    if operation in WRITES:
        assert carried_out <= 1
    if fault != "refused":  # which nobody sees
        assert outcome.attempts == (server.struck if fault in EARLY else server.requests["faulty"])


def check_secrets(error: TargetingError | None, records: list[logging.LogRecord]) -> None:
    """The token stands nowhere, and neither does the query of a redirect."""
    shown = [one for record in records for one in shown_by_log(record)]
    shown += [] if error is None else list(shown_by(error))
    assert [] == [(place, text) for place, text in shown if SECRET in text or QUERY_SECRET in text]
    assert "epilot_targeting" in {record.name for record in records}  # the good call's lines: somebody did listen
    assert [] == [record for record in records if record.name == "asyncio" and record.levelno >= logging.WARNING]


async def test_cell(
    way: str,
    fault: str,
    operation: str,
    server: TortureServer,
    certificates: Certificates,
    caplog: pytest.LogCaptureFixture,
    advance: Callable[[float], Awaitable[None]],
    head_read: asyncio.Event,
) -> None:
    """One fault in one operation ends as the table says, and leaves a client that works."""
    async with client_of(server, way, certificates) as client:
        if fault == "eof_reused":
            assert (await healthy(client, "warming")).error is None
        async with passing_time(server, fault, head_read, advance):
            outcome = await call(client.with_options(headers=faulty_headers(fault)), operation)
        assert outcome.elapsed <= client.options.deadline + TOLERANCE
        assert await rest(client) == 0
        check_outcome(outcome, expectation(fault, operation), operation)
        check_service(server, outcome, fault, operation)
        if fault == "eof_reused":
            assert server.met["warming"] == server.met["faulty"][:1]
        server.heal()
        # Another organisation: the rate limit of this one may hold calls back for long.
        assert (await healthy(client.with_options(org_id="other"), "after")).error is None
        assert server.ledger["after"] == 1
        check_secrets(outcome.error, caplog.records)


def test_the_size_of_the_matrix() -> None:
    """The matrix is all faults that the server knows, in every operation, in four ways."""
    assert set(TABLE) == FAULTS.keys() | EARLY.keys()
    assert (59, 59 * len(CALLS)) == (len(TABLE), len(set(CELLS)))
    assert 4 * len(CELLS) == len(set(FULL))


def test_the_sample_covers_everything() -> None:
    """The sample has every fault in every way, and every operation in every way."""
    for way in WAYS:
        cells = [(fault, operation) for name, fault, operation in SAMPLE if name == way]
        assert (set(TABLE), set(CALLS)) == ({fault for fault, _ in cells}, {operation for _, operation in cells})
        assert len(TABLE) == len(cells)


def test_the_sample_meets_each_fault_in_several_operations() -> None:
    """Each way meets a fault in another operation."""
    for fault in TABLE:
        cells = [operation for _, name, operation in SAMPLE if name == fault]
        assert len(cells) == len(set(cells)) == (4 if fault in EARLY else 6)
