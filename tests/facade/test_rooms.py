"""Imports between the rooms of the facade run one way, as the docstring of each room says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from operations import TAGS
from rooms import Rooms, room_of

import epilot_targeting

FOLDER = Path(epilot_targeting.__file__).parent
OPTIONAL = ("bulk", "distributed", "export", "otel")
"""Optional parts: they import public modules, and only an optional part that names them imports them."""
LEAVES = {"errors", "_status_ranges", "_version", "_lazy_models", "_logger"}
"""Modules that stand by themselves: they import none of the package, and each room may say that it imports them."""
OPEN = {"__init__", "__main__", "client", "models", "_iter_recipients", "recipient_pager", *TAGS, "testing"}
ROOMS = Rooms(FOLDER, LEAVES, OPEN, OPTIONAL)


@pytest.mark.parametrize("module", ROOMS.modules)
def test_a_module_imports_what_its_room_may(module: str) -> None:
    """Each module imports from the rooms that its own room names, and from no other."""
    assert set() == ROOMS.faults(module, (FOLDER / module).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("module", "line", "found"),
    [
        ("_config/options.py", "from .._call.call import call", {"_call"}),
        ("_transport/pool.py", "if True:\n    from ..client import TargetingClient", {"client"}),
        ("_request/build.py", "def f():\n    from .. import _response", {"_response"}),
        ("errors.py", "from ._config.request_headers import LARGE", {"_config"}),
        ("_call/call.py", "from ..bulk._items import Item", {"bulk"}),
        ("client.py", "from . import bulk", {"bulk"}),
        ("bulk/_run.py", "from .._call.call import call\nfrom ..errors import TargetingError", {"_call"}),
        ("distributed/_create.py", "from ..bulk import Journal\nfrom ..target import TargetClient", {"target"}),
        ("bulk/_run.py", "from ..export import write_parquet", {"export"}),
        ("export/batches.py", "from .._pagination.pager import Pager", {"_pagination"}),
        (
            "_pagination/pager.py",
            "from .shared_iteration import SharedIteration\nfrom ..errors import TargetingError",
            set[str](),
        ),
    ],
)
def test_a_wrong_import_is_found(module: str, line: str, found: set[str]) -> None:
    """An import against the order is a fault, wherever in a module it stands."""
    assert found == ROOMS.faults(module, line)


@pytest.mark.parametrize("module", ROOMS.modules)
def test_the_core_does_not_know_the_optional_parts(module: str) -> None:
    """No module outside of the optional parts imports one, the public modules included."""
    imported = ROOMS.imported(module, (FOLDER / module).read_text(encoding="utf-8"))
    assert set() == imported & {*OPTIONAL} or room_of(module) in OPTIONAL


@pytest.mark.parametrize("part", OPTIONAL)
def test_an_optional_part_imports_public_modules_only(part: str) -> None:
    """An optional part imports no private module, except that `otel` observes calls, and `bulk` logs lines."""
    private = {name for name in ROOMS.allowed(part) if name.startswith("_")} - {"__init__"}
    assert {"otel": {"_observers", "_version"}, "bulk": {"_logger"}}.get(part, set()) == private


def test_the_rooms_have_an_order() -> None:
    """No room can be reached from itself, so what the rooms say is an order."""
    order = ROOMS.order()
    assert "_call" in order
    assert order.index("_config") < order.index("_transport") < order.index("_call") < order.index("_client")


def test_no_modules_import_one_another() -> None:
    """Imports run one way inside the rooms as well, those inside functions and for type checkers included."""
    assert [] == ROOMS.circle()


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("_config/secret.py", "from .options import ClientOptions"),
        ("_transport/attempt.py", "def f():\n    from .pool import ConnectionPool"),
        ("errors.py", "if TYPE_CHECKING:\n    from ._response.decode import decode"),
    ],
)
def test_a_circle_is_found(module: str, line: str) -> None:
    """An import that leads back to its own module is found, wherever in the module it stands."""
    found = ROOMS.circle({module: line})
    assert module in found
    assert found[0] == found[-1]


@pytest.mark.parametrize("room", ROOMS.names)
def test_each_room_says_what_comes_in_and_goes_out(room: str) -> None:
    """The docstring of a room has its three sentences."""
    assert re.search(r"^In: .+ Out: .+", ROOMS.description(room), re.MULTILINE)
