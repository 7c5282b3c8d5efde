"""The command `python -m epilot_targeting.testing`: its options, the files that they name, and the serving."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from .._config.rate_limit import RateLimit
from ..errors import ConfigurationError
from ._asgi import serve
from ._fake import FakeTargeting

FLAGS = ("drop", "large")
NUMBERS = {"status": int, "times": int, "delay": float}


def main(arguments: list[str] | None = None) -> int:
    """Serve the fake until a signal stops it. Return the exit code.

    It is 0, or 1 without uvicorn or a free address, or if the file of `--state` could not be written.

    It prints the address, or to the standard error why it cannot start. At the end it writes the file of `--state`, or
    prints why it cannot. After SIGINT it returns; after SIGTERM that signal then ends the process.

    Args:
        arguments: The options of the command line. Default: those of the process.

    Raises:
        SystemExit: An option, or a file that it names, is invalid (2), or the option is `--help` (0).
    """
    commands = parser()
    options = commands.parse_args(arguments)
    try:
        fake = create_fake(options)
    except ConfigurationError as error:
        commands.error(str(error))
    try:
        from uvicorn import Config, Server
    except ImportError:
        print('Serving needs uvicorn: pip install "epilot-targeting[testing]"', file=sys.stderr)
        return 1
    try:
        listener = socket.create_server((options.host, options.port))
    except OSError as error:
        print(f"Cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    with listener:
        print(f"The fake Targeting service listens on http://{options.host}:{listener.getsockname()[1]}", flush=True)
        lost: list[str] = []
        # The server raises the signal again after the shutdown: SIGTERM then ends the process.
        app = serve(fake.handle, partial(save_or_report, fake, options.state, lost))
        with suppress(KeyboardInterrupt):
            asyncio.run(Server(Config(app, log_level="warning")).serve([listener]))
    return 1 if lost else 0


def parser() -> argparse.ArgumentParser:
    """Return a new parser of the options of `python -m epilot_targeting.testing`, with the text of `--help`."""
    made = argparse.ArgumentParser(
        prog="python -m epilot_targeting.testing",
        description="Serve a fake Targeting service. GET /_fake/openapi.json documents its control addresses.",
    )
    made.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: loopback)")
    made.add_argument("--port", type=port, default=8080, help="the port; 0 is a free one (default: 8080)")
    made.add_argument("--token", help="the only good bearer token (default: any)")
    made.add_argument("--strict", action="store_true", help="refuse bodies with keys that the spec does not know")
    made.add_argument("--seed", type=Path, metavar="FILE", help="JSON with campaigns, targets and recipients to add")
    made.add_argument("--state", type=Path, metavar="FILE", help="read FILE if it exists, write it at the end")
    text = "writes of an organisation in a window of seconds: 500/60; without SECONDS, the window has 60"
    made.add_argument("--quota", type=quota, metavar="N[/SECONDS]", help=text)
    made.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="seconds that each response takes")
    made.add_argument(
        "--fault",
        type=fault,
        action="append",
        default=[],
        metavar="OPERATION:KEY=VALUE,…",
        help="a fault of the next requests, such as get_recipients:status=503,times=2 or *:delay=1.5 or *:drop; "
        "may be repeated",
    )
    return made


def port(text: str) -> int:
    """Return the value of `--port` as a number from 0 to 65535, where 0 is any free port.

    argparse turns the errors into a message.

    Raises:
        ArgumentTypeError: It is out of range.
        ValueError: It is no number.
    """
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"it must be from 0 to 65535, not {number}")
    return number


def quota(text: str) -> RateLimit:
    """Return the value of `--quota`, such as `500/60` for 500 writes in 60 seconds. `500` means 60 seconds too.

    argparse turns the error into a message.

    Raises:
        ValueError: It is no such text, or a number is invalid.
    """
    requests, _, seconds = text.partition("/")
    return RateLimit(int(requests), float(seconds or 60))


def fault(text: str) -> dict[str, Any]:
    """Return the arguments of `FakeTargeting.fail` that a value of `--fault` names, by their names.

    argparse turns the errors into a message. `FakeTargeting.fail` checks later whether the operation exists.

    Args:
        text: The value, such as `get_recipients:status=503,times=2`. The operation `*` is any, and becomes None.

    Raises:
        ArgumentTypeError: A key is unknown, lacks its value, or has a value although it takes none.
        ValueError: A number is invalid.
    """
    operation, _, rest = text.partition(":")
    arguments: dict[str, Any] = {"operation": None if operation == "*" else operation}
    for part in filter(None, rest.split(",")):
        name, equals, value = part.partition("=")
        if name not in (*FLAGS, *NUMBERS) or bool(equals) == (name in FLAGS):
            raise argparse.ArgumentTypeError(f"{part!r} is none of status=, times=, delay=, drop and large")
        arguments[name] = NUMBERS[name](value) if equals else True
    return arguments


class ServedFake(FakeTargeting):
    """A fake with the options of the command. `reset` goes back to the state of its files."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Create a fake with the options that `parser` has parsed, and the state in their files.

        The file of `--seed` is added first, then that of `--state`, if it exists. An entry of `--state` replaces the
        one of `--seed` with the same id. `reset` goes back to this state. The faults of `--fault` are not injected:
        `create_fake` does that.

        Raises:
            ConfigurationError: An option or a file is invalid.
        """
        super().__init__(token=options.token, strict=options.strict, quota=options.quota, latency=options.latency)
        if options.state is not None and not os.access(options.state.parent, os.W_OK):
            # Found now: at the shutdown, the state would be lost.
            raise ConfigurationError(f"--state {options.state}: its folder does not exist, or cannot be written")
        for name in ("seed", "state"):
            path: Path | None = getattr(options, name)
            if path is not None and (name == "seed" or path.exists()):
                _add_file(self, f"--{name}", path)
        self._keep_start()


def create_fake(options: argparse.Namespace) -> FakeTargeting:
    """Return a new fake as the parsed options describe it, with the state of its files and its faults.

    A file of `--state` that does not exist is no error: `save_state` creates it.

    Raises:
        ConfigurationError: An option, a fault or a file is invalid.
    """
    fake = ServedFake(options)
    for arguments in options.fault:
        fake.fail(**arguments)
    return fake


def _add_file(fake: FakeTargeting, option: str, path: Path) -> None:
    """Add the state in the JSON file of an option, `--seed` or `--state`, to a fake.

    Raises:
        ConfigurationError: The file cannot be read, or is malformed. The message names the option and the file, and the
            fake stays as it was.
    """
    try:
        fake.add_state(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigurationError(f"{option} {path}: {error.strerror}") from None
    except ValueError as error:
        raise ConfigurationError(f"{option} {path}: {error}") from None
    except RecursionError:
        raise ConfigurationError(f"{option} {path}: the JSON is nested too deeply") from None


def save_or_report(fake: FakeTargeting, path: Path | None, lost: list[str]) -> None:
    """Write the state of a fake as `save_state` does, or print why it cannot be written, and add that text to `lost`.

    The server would hide an exception, and SIGTERM ends the process before `main` could print it.

    Args:
        fake: The fake.
        path: The file of `--state`. None: nothing is written, and nothing is printed.
        lost: Receives the text of the error. It stays as it is after a success.
    """
    try:
        save_state(fake, path)
    except OSError as error:
        lost.append(f"--state {path}: the state was not saved: {error.strerror}")
        print(lost[-1], file=sys.stderr, flush=True)


def save_state(fake: FakeTargeting, path: Path | None) -> None:
    """Write the state of a fake as JSON to the file of `--state`, which is replaced as a whole.

    It is called at the shutdown of the server. Without a file, do nothing.

    Args:
        fake: The fake.
        path: The file, or None.

    Raises:
        OSError: The file cannot be written. It stays as it was, and an unfinished `.part` file may remain beside it.
    """
    if path is None:
        return
    # ASCII alone: JSON can hold half of a surrogate pair, which UTF-8 cannot.
    text = json.dumps(fake.dump_state(), indent=1)
    part = path.with_name(f"{path.name}.part")
    part.write_text(f"{text}\n", encoding="utf-8")
    os.replace(part, path)
