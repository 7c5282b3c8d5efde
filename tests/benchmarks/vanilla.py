"""The client that openapi-python-client makes of the same spec without this project's templates."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SPEC = Path(__file__).parents[2] / "openapi" / "targeting.yaml"
PACKAGE = "vanilla_targeting"


@contextmanager
def generated() -> Iterator[Path]:
    """Make the client in a temporary folder, from which it can be imported; return the folder."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
        command += ["--path", str(SPEC), "--output-path", str(Path(folder, PACKAGE))]
        # It formats its work with ruff, which it looks for on the path.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        subprocess.run(command, check=True, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL)
        sys.path.append(folder)
        try:
            yield Path(folder)
        finally:
            sys.path.remove(folder)


def part(name: str) -> Any:
    """Import one of its modules."""
    return import_module(f"{PACKAGE}.{name}")
