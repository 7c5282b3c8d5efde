"""Run the Python blocks of a page as an interactive session does, and end what the page leaves open."""

from __future__ import annotations

import ast
import asyncio
import codeop
import gc
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import trustme
from documentation.pages import Block, blocks

from epilot_targeting import otel
from epilot_targeting._client import default_clients
from epilot_targeting._client.base import BaseClient


def run_page(page: Path, folder: Path) -> None:
    """Run the blocks of a page in order, as one program, with the files that it names in a folder."""
    write_certificates(folder)
    session: dict[str, Any] = {"__name__": "page"}
    with asyncio.Runner() as runner:
        for block in filter(lambda block: block.runs, blocks(page)):
            run(page, block, session, runner)
        end(session, runner)


def write_certificates(folder: Path) -> None:
    """Write the files that the pages name: a certificate authority, a client's certificate and its key."""
    authority = trustme.CA()
    client = authority.issue_cert("client@example.org")
    authority.cert_pem.write_to_path(str(folder / "corporate-ca.pem"))
    client.cert_chain_pems[0].write_to_path(str(folder / "client.pem"))
    client.private_key_pem.write_to_path(str(folder / "client.key"))


def run(page: Path, block: Block, session: dict[str, Any], runner: asyncio.Runner) -> None:
    """Run a block as an interactive session would: with `await` at the top."""
    code = compile(block.padded, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    found = eval(code, session)  # noqa: S307 (the pages are ours)
    if inspect.isawaitable(found):

        async def wait() -> None:
            await found

        runner.run(wait())


def typed_in(block: Block) -> Iterator[str]:
    """Yield the mistakes that an interactive session finds if a block is pasted into it line by line."""
    compiler = codeop.CommandCompiler()
    compiler.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    lines: list[str] = []
    for number, line in enumerate([*block.code.splitlines(), ""], block.line):
        lines.append(line)
        try:
            if compiler("\n".join(lines), symbol="single") is not None:
                lines = []
        except SyntaxError as error:
            yield f"line {number}: {error.msg}: {line}"
            lines = []


def end(session: dict[str, Any], runner: asyncio.Runner) -> None:
    """End what a page leaves open, as the end of a process does: clients, event loops, instruments."""
    otel.uninstrument()
    for client in (*default_clients.all_clients.values(), *session.values()):
        if isinstance(client, BaseClient):
            runner.run(client.aclose())
    for value in session.values():
        if isinstance(value, asyncio.Runner):
            value.close()
    session.clear()
    gc.collect()
