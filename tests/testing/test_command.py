"""`python -m epilot_targeting.testing`, as a process and on a real socket."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest
from server import NOW

from epilot_targeting import RateLimit, TargetingClient, TransportError, UnauthorizedError
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting
from epilot_targeting.testing._command import create_fake, main, parser, save_state

COMMAND = [sys.executable, "-m", "epilot_targeting.testing", "--port", "0", "--token", "good"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
async def test_it_serves_until_it_is_told_to_stop(end: signal.Signals) -> None:
    """The command prints its address, answers, and stops without a traceback."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*COMMAND, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    address = line.split()[-1]
    async with TargetingClient("good", base_url=address) as client:
        assert "active" == (await client.change_campaign_status(EXAMPLE_ID)).campaign.status
        with pytest.raises(UnauthorizedError):
            await client.with_options(token="bad").get_campaign_portals(EXAMPLE_ID)
    process.send_signal(end)
    _, errors = await process.communicate()
    assert b"Traceback" not in errors


@pytest.mark.parametrize(("end", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, -signal.SIGTERM)])
async def test_a_state_that_cannot_be_saved_is_reported(end: signal.Signals, code: int, tmp_path: Path) -> None:
    """A file of `--state` that cannot be written at the end is named, and the exit code is no success."""
    file, pipe = tmp_path / "removed" / "state.json", asyncio.subprocess.PIPE
    file.parent.mkdir()
    process = await asyncio.create_subprocess_exec(*COMMAND, "--state", file, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().split()[-1]
    async with TargetingClient("good", base_url=address) as client:
        await client.get_campaign_portals(EXAMPLE_ID)  # the server runs, and handles signals
    file.parent.rmdir()
    process.send_signal(end)
    _, errors = await process.communicate()
    text = f"--state {file}: the state was not saved: No such file or directory\n"
    assert (code, text) == (process.returncode, errors.decode())


async def test_a_dropped_connection_breaks_off() -> None:
    """A dropped connection is an incomplete response over a socket."""
    import uvicorn

    fake = FakeTargeting()
    fake.fail(drop=True, times=3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(fake.app, log_level="critical"))
        serving = asyncio.create_task(server.serve([listener]))
        async with TargetingClient("t", base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", retry=NOW) as client:
            with pytest.raises(TransportError):
                await client.get_campaign_portals(EXAMPLE_ID)
        server.should_exit = True
        await serving


def test_a_taken_port_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A port in use ends the command with 1 and a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert 1 == main(["--port", str(port)])
    assert f"Cannot listen on 127.0.0.1:{port}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_out_of_range_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that no socket can have ends the command with a sentence, and without a traceback."""
    with pytest.raises(SystemExit):
        main([f"--port={port}"])
    assert f"argument --port: it must be from 0 to 65535, not {port}" in capsys.readouterr().err


def test_without_uvicorn_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without uvicorn the error names the extra to install."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert 1 == main([])
    assert 'pip install "epilot-targeting[testing]"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["--fault", "get_recipents:status=503"],
            "no operation get_recipents: did you mean `get_recipients`?",
        ),
        (["--fault", "get_recipients"], "name a fault"),
        (["--fault", "get_recipients:status"], "'status' is none of status=, times=, delay=, drop and large"),
        (["--fault", "get_recipients:drop=1"], "'drop=1' is none of"),
        (["--fault", "get_recipients:stat=503"], "'stat=503' is none of"),
        (["--fault", "get_recipients:status=x"], "invalid fault value"),
        (["--quota", "many"], "invalid quota value"),
        (["--quota", "0/60"], "invalid quota value"),
        (["--latency", "-1"], "latency must be a number 0 or more"),
        (["--seed", "missing.json"], "--seed missing.json: No such file or directory"),
        (
            ["--seed", "list.json"],
            "--seed list.json: a state must be an object with campaigns, targets",
        ),
        (["--seed", "broken.json"], "--seed broken.json: Expecting value"),
        (["--seed", "deep.json"], "--seed deep.json: the JSON is nested too deeply"),
        (["--state", "missing/state.json"], "--state missing/state.json: its folder does not exist, or cannot"),
        (["--state", "wrong.json"], "--state wrong.json: a state has no campaign: did you mean `campaigns`?"),
    ],
)
def test_a_wrong_option_is_named(
    options: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A wrong option, or a file that it names, ends the command with a message that names it."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("list", "[]"), ("broken", "x"), ("deep", "[" * 200_000), ("wrong", '{"campaign": []}')):
        Path(f"{name}.json").write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert 2 == ended.value.code
    assert words in capsys.readouterr().err


def test_a_quota_without_seconds_is_for_a_minute() -> None:
    """A quota may leave its seconds out, as the help says."""
    assert "without SECONDS, the window has 60" in " ".join(parser().format_help().split())
    assert RateLimit(requests=500, seconds=60) == parser().parse_args(["--quota", "500"]).quota


def test_a_state_with_any_text_is_saved(tmp_path: Path) -> None:
    """Valid JSON may hold half of a surrogate pair, which UTF-8 cannot. No unfinished file stays."""
    file = tmp_path / "state.json"
    fake = FakeTargeting()
    fake.add_campaign({"_id": "c", "name": "\ud800 ä"})
    save_state(fake, file)
    assert [file] == list(tmp_path.iterdir())
    saved = create_fake(parser().parse_args(["--state", str(file)]))
    assert fake.dump_state() == saved.dump_state()
