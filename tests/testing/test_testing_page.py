"""docs/testing.md tells the truth: its tests pass, in Python and in Node.js, and its compose file is valid."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from testing.served_fake import served_fake

from epilot_targeting.testing._command import parser
from epilot_targeting.testing._control import document

FILE = Path(__file__).parents[2] / "docs" / "testing.md"
if not FILE.exists():
    pytest.skip("the docs are not here, as where the wheel is tested", allow_module_level=True)
PAGE = FILE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\w+\n(?:#|//) (\S+\.\w+)\n(.*?)```", PAGE, re.DOTALL)
FILES: dict[str, str] = dict(BLOCKS)
CONFIGURATION = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\n"


def test_the_page_has_its_files() -> None:
    """The files of the page are a function, four tests of it, and a compose file."""
    assert 6 == len(FILES)
    for text in FILES.values():
        names = ("failed automations are cancelled", "an unknown campaign has none", "an outage is an error")
        assert (
            "def cancel_failed" in text or "services:" in text or all(name in text.replace("_", " ") for name in names)
        )


@pytest.mark.thorough
@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("test_")])
def test_the_tests_in_python_pass(name: str, tmp_path: Path) -> None:
    """Each test in Python passes, with warnings as errors."""
    (tmp_path / "pytest.ini").write_text(CONFIGURATION)
    for one in ("service.py", name):
        (tmp_path / one).write_text(FILES[one])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "3 passed" in done.stdout, done.stdout


@pytest.mark.thorough
def test_the_test_in_node_passes(tmp_path: Path) -> None:
    """The test in Node.js passes against the served fake. It needs Node.js 18 or later."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if node is None:
        pytest.skip("there is no Node.js")
    (tmp_path / "service.test.mjs").write_text(FILES["service.test.mjs"])
    with served_fake() as address:
        environment = {**os.environ, "TARGETING_URL": address}
        command = [node, "--test", "--test-reporter=tap", "service.test.mjs"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "# pass 3" in done.stdout, done.stdout


def test_the_compose_file_starts_the_fake() -> None:
    """The compose file is valid YAML, and its command has options that exist."""
    services: dict[str, Any] = YAML(typ="safe").load(FILES["compose.yaml"])["services"]
    assert {"targeting", "app"} == services.keys()
    _, _, command = services["targeting"]["command"].partition("epilot_targeting.testing ")
    options = parser().parse_args(shlex.split(command.rstrip("'")))
    assert (8080, Path("/seed.json"), 500) == (options.port, options.seed, options.quota.requests)
    assert "/_fake/state" in services["targeting"]["healthcheck"]["test"][-1]


def test_the_tables_name_all_options_and_addresses() -> None:
    """The page names each option of the command and each control address."""
    options = {one for action in parser()._actions for one in action.option_strings if one.startswith("--")}
    assert {"--help"} == {one for one in options if f"`{one}" not in PAGE}
    assert [] == [path for path in document()["paths"] if path not in PAGE]
