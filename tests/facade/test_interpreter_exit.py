"""A program that leaves an iteration and ends writes nothing to standard error."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from server import Script, page

PROGRAM = Path(__file__).with_name("leave_iteration.py")


WAYS = ["step", "view", "late", "pages", "cancelled", "task", "loop"]
CASES = [f"{way}-{provider}" for way in WAYS for provider in ("str", "slow", "async")]


@pytest.mark.parametrize("flags", [(), ("-X", "dev")])
async def test_a_program_that_leaves_an_iteration_writes_nothing(script: Script, flags: tuple[str, ...]) -> None:
    """Neither about generators that are still running nor about coroutines that nobody awaited."""
    script.answer = lambda seen: page([{}, {}], str(len(script.seen)))
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, *flags, str(PROGRAM), script.address, *CASES],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert "" == output.decode()


@pytest.mark.parametrize("arguments", [(), ("with a limit",)])
async def test_a_program_that_leaves_calls_writes_nothing(arguments: tuple[str, ...]) -> None:
    """Calls whose event loop has ended without cancelling them are dropped in silence."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, str(PROGRAM.with_name("leave_calls.py")), *arguments],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert "" == output.decode()
