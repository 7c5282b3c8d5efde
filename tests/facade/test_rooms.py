"""Imports between the rooms of the facade run one way, as the docstring of each room says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import epilot_targeting

FOLDER = Path(epilot_targeting.__file__).parent
MODULES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.py"))
LEAVES = {"errors", "_status_ranges", "_tasks", "_version", "_lazy"}
"""Modules that stand by themselves: they import none of the package, and each room may say that it imports them."""
TAGS = {"campaign", "campaign_delivery", "campaign_recipient", "target"}
PUBLIC = {"__init__", "client", "models", "recipient_pager", *TAGS, "testing"}


def room_of(module: str) -> str:
    """Return the room that a module lies in: a package, or a module at the top."""
    return module.removesuffix(".py").partition("/")[0]


def imported(module: str, source: str) -> set[str]:
    """Return the rooms that a module imports from, those inside functions and for type checkers included."""
    above = [part for part in module.split("/")[:-1] if part]
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        place = [*above[: len(above) - node.level + 1], *(node.module or "").split(".")]
        place = [part for part in place if part]
        found |= {place[0]} if place else {alias.name for alias in node.names}
    return found - {room_of(module)}


def allowed(room: str) -> set[str]:
    """Return the rooms that a room may import from."""
    if room in PUBLIC:
        return {*ROOMS, *LEAVES, *PUBLIC}
    if room in LEAVES:
        return set()
    said = re.search(r"May import: ([^.]*)\.", (FOLDER / room / "__init__.py").read_text(encoding="utf-8"))
    assert said is not None, f"{room}/__init__.py does not say what the room may import"
    return set(re.findall(r"`(\w+)`", said[1]))


def faults(module: str, source: str) -> set[str]:
    """Return the rooms that a module imports from and may not."""
    return imported(module, source) - allowed(room_of(module))


ROOMS = sorted({room_of(module) for module in MODULES if "/" in module} - PUBLIC)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_what_its_room_may(module: str) -> None:
    """Each module imports from the rooms that its own room names, and from no other."""
    assert set() == faults(module, (FOLDER / module).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("module", "line", "found"),
    [
        ("_config/options.py", "from .._call.call import call", {"_call"}),
        ("_transport/pool.py", "if True:\n    from ..client import TargetingClient", {"client"}),
        ("_request/build.py", "def f():\n    from .. import _response", {"_response"}),
        ("errors.py", "from ._config.options import LARGE", {"_config"}),
        ("_pagination/pager.py", "from .page_feed import PageFeed\nfrom ..errors import TargetingError", set[str]()),
    ],
)
def test_a_wrong_import_is_found(module: str, line: str, found: set[str]) -> None:
    """An import against the order is a fault, wherever in a module it stands."""
    assert found == faults(module, line)


def test_the_rooms_have_an_order() -> None:
    """No room can be reached from itself, so what the rooms say is an order."""
    order: list[str] = []
    rest = set(ROOMS)
    while rest:
        ready = {room for room in rest if allowed(room) - LEAVES <= set(order)}
        assert ready, f"these rooms import one another: {rest}"
        order += sorted(ready)
        rest -= ready
    assert "_call" in order
    assert order.index("_config") < order.index("_transport") < order.index("_call") < order.index("_client")


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_comes_in_and_goes_out(room: str) -> None:
    """The docstring of a room has its three sentences."""
    said = ast.get_docstring(ast.parse((FOLDER / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert re.search(r"^In: .+ Out: .+", said, re.MULTILINE)
