"""Serve the fake in a process of its own: `python -m epilot_targeting.testing`."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOKEN = {"authorization": "Bearer t"}


@contextmanager
def served_fake(*options: str | Path, end: signal.Signals = signal.SIGTERM) -> Iterator[str]:
    """Return the address of a fake with the options of the command, and stop it at the end of the block."""
    command = [sys.executable, "-m", "epilot_targeting.testing", "--port", "0", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.send_signal(end)
            _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
