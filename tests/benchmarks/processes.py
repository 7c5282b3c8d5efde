"""Start what runs in processes of its own: the server, and programs in new interpreters."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from benchmarks.measure import Cost

TESTS = Path(__file__).parents[1]
PACKAGE = "BENCHMARKED_PACKAGE"
"""The environment variable with the folders that this package is imported from, here and in new interpreters."""
SOURCES = os.pathsep.join(str(TESTS.parent / name) for name in ("src", "generated"))
# httpx loads its command line, and rich with it, where click happens to be installed, as it is here for the generator.
AS_INSTALLED = "import sys; sys.modules['click'] = None; "


class Ended(NamedTuple):
    """A program that has ended: what it cost altogether, and what it printed."""

    cost: Cost
    output: str


def forget_proxies() -> None:
    """Take the proxies out of the environment: nothing here leaves the machine, and looking them up costs time."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]


def environment(*paths: Path) -> dict[str, str]:
    """Return the environment of a new interpreter, which keeps its bytecode as everybody's does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": os.pathsep.join([os.environ.get(PACKAGE, SOURCES), *map(str, paths)])}


def run(statement: str, *paths: Path, trusted: Path | None = None) -> Ended:
    """Run a statement in a new interpreter, where httpx is without extras, and count the whole process."""
    began = time.perf_counter()
    with TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-c", AS_INSTALLED + statement],
            env=environment(*paths) | ({"SSL_CERT_FILE": str(trusted)} if trusted else {}),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        assert process.stdout is not None
        with process.stdout:
            output = process.stdout.read()
        # Not process.wait(), which would not tell what this child alone has used.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        said = complaints.read()
    if process.returncode:
        raise RuntimeError(said.strip().rpartition("\n")[2])
    print(said, end="", file=sys.stderr)
    return Ended(Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began), output)


@contextmanager
def served(*, delay: float = 0.0, recipients: int = 100, certificate: Path | None = None) -> Iterator[str]:
    """Run the server; give its address."""
    command = [sys.executable, "-m", "benchmarks.loopback", f"--delay={delay}", f"--recipients={recipients}"]
    command += [f"--certificate={certificate}"] if certificate else []
    # Leaving it closes the input, at which the server ends.
    with subprocess.Popen(
        command, env=environment(TESTS), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
