"""A program that answers as oasdiff does."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def stand_in(folder: Path, remarks: list[dict[str, Any]] | None, trouble: str = "") -> Path:
    """Make a program that answers as oasdiff does."""
    path = folder / "oasdiff"
    code = [
        f"#!{sys.executable} -I",
        "import os, sys",
        "if sys.argv[1] == '--version': sys.exit(print('oasdiff version 9.9.9'))",
        "assert not [name for name in os.environ if name not in ('LC_CTYPE', 'PATH')], os.environ",
        f"sys.stderr.write({trouble!r})",
        f"print({json.dumps(remarks)!r})" if remarks is not None else "sys.exit(102)",
    ]
    path.write_text("\n".join(code))
    path.chmod(0o755)
    return path
