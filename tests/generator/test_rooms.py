"""Imports between the rooms of the generator run one way, as the docstring of each room says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import generator
import pytest
from rooms import Rooms

FOLDER = Path(generator.__file__).parent
LEAVES = {"errors", "json_types", "provenance"}
"""Modules that import nothing of the generator."""
ROOMS = Rooms(FOLDER, LEAVES, {"__init__", "__main__", "command", "pipeline", "publish"})


@pytest.mark.parametrize("module", ROOMS.modules)
def test_a_module_imports_what_its_room_may(module: str) -> None:
    """Each module imports from the rooms that its own room names, and from no other."""
    assert set() == ROOMS.faults(module, (FOLDER / module).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("module", "line", "found"),
    [
        ("read/operations.py", "from ..normalise import normalise", {"normalise"}),
        ("normalise/unions.py", "def f():\n    from ..types.fields import Field", {"types"}),
        ("types/fields.py", "if True:\n    from .. import render", {"render"}),
        ("naming/class_names.py", "import generator.read.pointers", {"read"}),
        ("read/pointers.py", "from generator import pipeline", {"pipeline"}),
        ("read/settings.py", "from generator.render.escaping import Code", {"render"}),
        ("runtime/convert.py", "from ..errors import DocumentError", {"errors"}),
        ("diff/usage.py", "from ..types.python_types import Model", {"types"}),
        ("errors.py", "from .read.document import load", {"read"}),
        ("render/fields.py", "from ..types.fields import Field\nimport generators.read", set[str]()),
        ("pipeline.py", "from .render.package import PackageWriter", set[str]()),
    ],
)
def test_a_wrong_import_is_found(module: str, line: str, found: set[str]) -> None:
    """An import against the order is a fault, wherever in a module it stands."""
    assert found == ROOMS.faults(module, line)


def test_the_rooms_are_in_the_order_of_a_run() -> None:
    """No room can be reached from itself, and the order is that of the stages."""
    order = ROOMS.order()
    assert order.index("naming") < order.index("read") < order.index("normalise")
    assert order.index("read") < order.index("types") < order.index("render")


@pytest.mark.parametrize("room", ROOMS.names)
def test_each_room_says_what_comes_in_and_goes_out(room: str) -> None:
    """The docstring of a room names its input and its output."""
    assert re.search(r"^In: .+ Out: .+", ROOMS.description(room), re.MULTILINE)


def test_one_module_imports_the_parser() -> None:
    """Only `upstream` imports openapi_python_client."""
    importing: set[str] = set()
    for module in ROOMS.modules:
        for node in ast.walk(ast.parse((FOLDER / module).read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            importing |= {module for name in names if name.partition(".")[0] == "openapi_python_client"}
    assert {"upstream.py"} == importing
