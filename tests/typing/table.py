"""Write the table of what each type checker reports into docs/typing.md: `.venv/bin/python tests/typing/table.py`."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PAGE = ROOT / "docs" / "typing.md"
BEGIN, END = "<!-- table: tests/typing/table.py -->\n", "<!-- end of table -->\n"
PATHS = [str(ROOT / name) for name in ("src", "generated")]
COMMANDS: dict[str, list[str]] = {
    "mypy": ["-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "--hide-error-context"],
    "pyright": ["-m", "pyright"],
    "ty": ["-m", "ty", "check", "--output-format=concise", "--python", sys.prefix],
    "pyrefly": ["-m", "pyrefly", "check", "--output-format=min-text", "--python-interpreter-path", sys.executable],
}
LINE = re.compile(r"\.py:(\d+)")


def statements() -> tuple[str, dict[int, str]]:
    """Return the program of `mistakes.py`, and the mistakes by line."""
    spec: Any = spec_from_file_location("mistakes", Path(__file__).with_name("mistakes.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: tuple[str, dict[int, str]] = module.program()
    return found


def reported(checker: str, code: str) -> set[int]:
    """Return the lines of some code that a checker reports."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "program.py")
        path.write_text(code, encoding="utf-8")
        Path(folder, "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
        command = [sys.executable, *COMMANDS[checker], *([] if checker == "pyright" else [str(path)])]
        if checker == "pyright":
            command += ["--project", folder, "--pythonpath", sys.executable]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if "program.py:" in line and "note:" not in line]
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{checker} failed: {done.stdout}{done.stderr}")
    return {int(found[1]) for line in lines if (found := LINE.search(line))}


def table() -> tuple[str, dict[str, set[int]]]:
    """Return the table in Markdown, and the lines without a mistake that a checker reports, by checker."""
    code, where = statements()
    found = {checker: reported(checker, code) for checker in COMMANDS}
    rows = [f"| mistake | {' | '.join(COMMANDS)} |", f"|---|{'---|' * len(COMMANDS)}"]
    for line, name in where.items():
        rows.append(f"| {name} | {' | '.join('yes' if line in found[one] else 'no' for one in COMMANDS)} |")
    sums = (f"{len(found[one] & where.keys())} of {len(where)}" for one in COMMANDS)
    rows.append(f"| reported | {' | '.join(sums)} |")
    return "\n".join([*rows, ""]), {one: lines - where.keys() for one, lines in found.items()}


def main() -> int:
    """Write the table; return 1 if a checker reports a correct line."""
    made, wrong = table()
    text = PAGE.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    PAGE.write_text(f"{before}\n{made}\n{after}", encoding="utf-8")
    print({one: sorted(lines) for one, lines in wrong.items()})
    return int(any(wrong.values()))


if __name__ == "__main__":
    raise SystemExit(main())
