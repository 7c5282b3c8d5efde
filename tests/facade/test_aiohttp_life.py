"""Own connections with aiohttp: loops, forks, closing and proxies, without a warning."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from facade.stores import CID, JOB, ONCE, calls, failure, settled
from server import HANG, Script, response

from epilot_targeting import ClientClosedError, ConfigurationError, TargetingClient, TransportError

pytestmark = pytest.mark.own_connections
ADDRESS = "https://service.example"


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client without retries, of a service that answers."""
    script.answer = lambda _: response(200, JOB)
    async with client_of(script.address) as client:
        yield client


def client_of(address: str, **options: Any) -> TargetingClient:
    return TargetingClient("t", base_url=address, retry=ONCE, transport="aiohttp", **options)


@pytest.fixture
async def complaints() -> AsyncIterator[list[Any]]:
    """The errors that the event loop reported."""
    found: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: found.append(context))
    yield found
    gc.collect()
    assert [] == found


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4", "ftp", "nonsense"])
@pytest.mark.parametrize("operation", ["get_campaign_job_status", "change_campaign_status"])
async def test_a_proxy_that_is_not_by_http(monkeypatch: pytest.MonkeyPatch, scheme: str, operation: str) -> None:
    """A proxy that is not HTTP is an error: nothing is sent to it, and nothing goes round it."""
    asked: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))
        writer.close()

    async with await asyncio.start_server(note, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://user:password@127.0.0.1:{port}")
        async with client_of(ADDRESS) as client:
            error = await failure(client, operation)
    assert ((ConfigurationError, False), []) == ((type(error), error.applied), asked)
    assert "HTTPS_PROXY is invalid: with transport='aiohttp' a proxy begins with http://, https://" in str(error)
    assert "password" not in str(error) + str(vars(error))


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n", b"garbage\r\n\r\n"])
async def test_a_proxy_is_asked_once(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    """A failing proxy is asked once an attempt, and no error shows its credentials."""
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:password@127.0.0.1:{port}")
        async with client_of(ADDRESS) as client:
            error = await failure(client, "get_campaign_job_status")
    assert ((TransportError, False), 1) == ((type(error), error.applied), len(asked))
    assert [] == [word for word in ("password", "dXNlcjpwYXNzd29yZA") if word in str(error) + str(vars(error))]


async def test_each_loop_has_connections_of_its_own(script: Script, client: TargetingClient) -> None:
    """One client on two loops at once opens a connection for each."""
    found: list[Any] = []

    async def twice() -> None:
        found.extend([await client.get_campaign_job_status(CID) for _ in range(2)])

    thread = threading.Thread(target=lambda: asyncio.run(twice()))
    thread.start()
    await twice()
    await asyncio.to_thread(thread.join)
    assert ["queued"] * 4 == [job.status for job in found]
    assert 2 == len({seen.connection for seen in script.seen})


@pytest.mark.usefixtures("complaints")
async def test_closing_ends_the_calls_under_way(script: Script, client: TargetingClient) -> None:
    """Closing ends the calls under way with ClientClosedError, and nothing is logged."""
    script.answer = lambda _: HANG
    tasks = [asyncio.create_task(client.change_campaign_status(CID)) for _ in range(3)]
    await script.until(lambda: calls(script) == 3)
    await client.aclose(grace=0)
    errors: list[Any] = await asyncio.gather(*tasks, return_exceptions=True)
    await script.until(lambda: script.open == 0)
    assert [(ClientClosedError, None)] * 3 == [(type(error), error.applied) for error in errors]


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_call_that_is_cancelled_over_and_over(script: Script, client: TargetingClient, times: int) -> None:
    """A call that is cancelled several times closes its connection."""
    script.answer = lambda _: HANG
    task = asyncio.create_task(client.change_campaign_status(CID))
    await script.until(lambda: calls(script) == 1)
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(task, return_exceptions=True)
    await script.until(lambda: script.open == 0)
    assert await settled(client)
    assert task.cancelled()


SERVER = """
import asyncio, gc, os, sys, threading
from server import Script
from epilot_targeting import TargetingClient

started, loop = threading.Event(), asyncio.new_event_loop()
loop.slow_callback_duration = 60  # in development mode it would complain on a busy machine
async def serve():
    global address, script
    async with Script() as script:
        address = script.address
        started.set()
        await asyncio.Event().wait()
threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True).start()
started.wait()
client = TargetingClient("t", base_url=address, transport=sys.argv[1], timeout=5)
"""
FORKED = """
async def main():
    await client.get_campaign_job_status("a")
    child = os.fork()
    if child == 0:
        return
    assert os.waitpid(child, 0)[1] == 0
    await client.get_campaign_job_status("b")
    await client.aclose()
    print(script.connections)
runner = asyncio.Runner()
parent = os.getpid()
runner.run(main())
if os.getpid() != parent:
    client = runner = None
    gc.collect()
    sys.exit(0)
runner.close()
"""
LEFT = """
other = asyncio.new_event_loop()
other.run_until_complete(client.get_campaign_job_status("a"))
other.close()
client = other = None
gc.collect()
print(script.connections)
"""


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
@pytest.mark.parametrize("program", [FORKED, LEFT], ids=["a child that ends", "a loop that is closed around it"])
def test_what_nobody_could_close_goes_quietly(transport: str, program: str) -> None:
    """Unclosed connections cause no warning, and those of the parent stay open after a fork."""
    code = f"import sys; sys.path[:0] = {sys.path!r}\n{SERVER}{program}"
    # Later Pythons warn of any fork beside another thread, which the resolver of host names leaves behind.
    command = [sys.executable, "-W", "ignore:This process:DeprecationWarning", "-c", code, transport]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ("1\n", "", 0) == (done.stdout, done.stderr, done.returncode)


PROGRAM = """
async def main():
    asyncio.get_running_loop().slow_callback_duration = 60
    for name in "abc":
        await client.get_campaign_job_status(name)
    await client.aclose()
    script.answer = lambda _: b"close"
    try:
        async with client:
            await client.change_campaign_status("a")
    except Exception as error:
        print(type(error).__name__)
asyncio.run(main(), debug=True)
client = None
gc.collect()
"""


def test_nothing_is_warned_of() -> None:
    """There is no warning in development mode."""
    strict = f"import sys; sys.path[:0] = {sys.path!r}\nimport warnings; warnings.simplefilter('error')\n"
    command = [sys.executable, "-X", "dev", "-c", strict + SERVER + PROGRAM, "aiohttp"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ("TransportError\n", "", 0) == (done.stdout, done.stderr, done.returncode)
