"""Install the wheel (the one that is named, or else a new one) into a clean environment and run the tests there.

The sources are out of the way.

They run with the transports that `make test` does not run with: all with aiohttp, those of the client with httpx2 as
well, and with a caller's client and the standard library's JSON.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSIDE = {
    "epilot_targeting/__init__.py",
    "epilot_targeting/py.typed",
    "epilot_targeting_generated/__init__.py",
    "epilot_targeting_generated/py.typed",
}
NOT_INSTALLED = [f"--ignore=tests/{name}" for name in ("corpus", "generator", "workflows")]
"""Tests of what makes the package, and not of the package."""
LEFT_OUT = shutil.ignore_patterns("node_modules", "__pycache__", "_build")
RUNS = (
    ["--transport", "aiohttp", *NOT_INSTALLED],
    ["tests/facade", "--transport", "httpx2"],
    ["tests/facade", "--transport", "callers_client", "--json", "stdlib"],
)


def main() -> None:
    """Build, look inside, install, test."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        given = [Path(one).resolve() for one in sys.argv[1:]]
        if not given:
            build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, str(ROOT)]
            subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        [wheel] = given or work.glob("*.whl")
        missing = INSIDE - set(zipfile.ZipFile(wheel).namelist())
        if missing:
            raise SystemExit(f"{wheel.name} lacks {', '.join(sorted(missing))}")
        subprocess.run([sys.executable, "-m", "venv", str(work / "venv")], check=True)
        python = str(work / "venv" / "bin" / "python")
        pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
        subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / ".ci" / "requirements.txt")], check=True)
        subprocess.run([*pip, str(wheel)], check=True)
        for name in ("tests", "docs", "openapi", "generated", "pyproject.toml", "README.md"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, work / name, ignore=LEFT_OUT)
            else:
                shutil.copy(source, work / name)
        test(python, work)


def test(python: str, work: Path) -> None:
    """Run the tests with each transport; stop at the first run that fails."""
    command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto", "--dist", "worksteal"]
    for run in RUNS:
        if subprocess.run([*command, *run], cwd=work, check=False).returncode:
            raise SystemExit(f"failed: pytest {' '.join(run)}")


if __name__ == "__main__":
    main()
