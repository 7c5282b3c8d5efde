"""Use the installed package as a new user does: `python -I smoke.py VERSION [README]`.

Without a README, use what the package can do by itself. With one, run its blocks; they call the fake on loopback, which
needs the extra `testing`. Blocks of Dask run where the extra `dask` is installed.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DASK = "from distributed import"
TOKENS = 'def get_token() -> str:\n    return "your-token"\n'
"""The module that the README names for the workers of Dask."""


def check_imports(expected: str) -> None:
    """Check that the package is the installed one, has types, and loads no HTTP library when it is imported."""
    import epilot_targeting_generated

    import epilot_targeting

    loaded = {"httpx", "aiohttp"} & set(sys.modules)
    assert not loaded, f"the import loads {loaded}"
    assert expected == epilot_targeting.__version__ == version("epilot-targeting")
    for package in (epilot_targeting, epilot_targeting_generated):
        folder = Path(str(package.__file__)).parent
        assert folder.is_relative_to(sys.prefix), f"{folder} is not installed"
        assert (folder / "py.typed").is_file()


async def check_calls() -> None:
    """Create a recipient, iterate, catch an error, and run a bulk write, against the fake in memory."""
    from epilot_targeting import ConflictError, openapi
    from epilot_targeting.bulk import create_recipients
    from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

    bodies: list[Any] = [
        {"entity_id": f"00000000-0000-4000-8000-{number:012}", "entity_schema": "contact", "portal_status": "sent"}
        for number in range(1, 301)
    ]
    async with FakeTargeting() as fake:
        client = fake.client()
        assert bodies[0]["portal_status"] == (await client.create_recipient(EXAMPLE_ID, bodies[0])).portal_status
        counts = await create_recipients(client, EXAMPLE_ID, bodies)
        assert (299, 1) == (counts["done"], counts["exists"])
        fake.fail("get_recipients", status=503)
        assert len(bodies) == len(await client.iter_recipients(EXAMPLE_ID, limit=100).collect())
        fake.fail("update_recipient", status=409)
        found: ConflictError | None = None
        try:
            await client.update_recipient(EXAMPLE_ID, bodies[0]["entity_id"], {"portal_status": "seen"})
        except ConflictError as error:
            found = error
        assert found is not None, "a 409 raised nothing"
        assert found.applied is False
    assert openapi()["paths"]


def check_command() -> None:
    """Check that the command prints the versions, as a module and as the program that pipx runs."""
    for command in ([sys.executable, "-I", "-m", "epilot_targeting"], [Path(sys.prefix, "bin", "epilot-targeting")]):
        printed = subprocess.run([*command, "--offline"], check=True, capture_output=True, text=True).stdout
        assert f"epilot-targeting {version('epilot-targeting')}" in printed, printed


@contextmanager
def served() -> Iterator[None]:
    """Serve the fake on loopback. Clients without `base_url` call it."""
    import uvicorn

    from epilot_targeting._config.options import ClientOptions
    from epilot_targeting.testing import FakeTargeting

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(FakeTargeting().app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        defaults: Any = ClientOptions.__init__.__kwdefaults__
        defaults["base_url"] = f"http://127.0.0.1:{listener.getsockname()[1]}"
        while not server.started:
            time.sleep(0.01)
        yield
        server.should_exit = True
        thread.join()


@contextmanager
def scheduler() -> Iterator[None]:
    """Run a scheduler and a worker of Dask in this process, for `Client()`."""
    import dask
    from distributed import LocalCluster

    Path("my_package").mkdir()
    Path("my_package", "tokens.py").write_text(TOKENS)
    sys.path.insert(0, str(Path.cwd()))
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as cluster,
        dask.config.set({"scheduler-address": cluster.scheduler_address}),
    ):
        yield


def run_blocks(readme: Path) -> int:
    """Run the blocks of the README in order, as one session, and return their number."""
    blocks = [block for block in BLOCK.findall(readme.read_text(encoding="utf-8")) if DASK not in block or has_dask()]
    session: dict[str, Any] = {"__name__": "session"}
    with asyncio.Runner() as runner, served(), ExitStack() as stack:
        if has_dask():
            stack.enter_context(scheduler())
        for block in blocks:
            code = compile(block, str(readme), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            found = eval(code, session)  # noqa: S307
            if inspect.iscoroutine(found):
                runner.run(found)
    return len(blocks)


def has_dask() -> bool:
    """Return whether the extra `dask` is installed."""
    return find_spec("distributed") is not None


def main() -> None:
    """Run the checks that the command line names."""
    expected, *readme = sys.argv[1:]
    if readme:
        print(f"{run_blocks(Path(readme[0]))} blocks of the README ran")
        return
    check_imports(expected)
    asyncio.run(check_calls())
    check_command()


if __name__ == "__main__":
    main()
