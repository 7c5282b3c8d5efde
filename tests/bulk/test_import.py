"""The bulk part is loaded when it is named, and loads little before it is used."""

from __future__ import annotations

import pytest
from facade.test_laziness import GENERATED, modules

from epilot_targeting import bulk


def test_importing_it_loads_no_library() -> None:
    """Importing the module loads no HTTP library, no attrs, no model and no SQLite."""
    found = modules("import epilot_targeting.bulk")
    tops = {name.partition(".")[0] for name in found}
    assert set() == tops & {"asyncio", "attr", "attrs", "httpx", "rich", "sqlite3", "typing"}


def test_naming_a_function_loads_no_http_library_and_no_model() -> None:
    """HTTP library, models and progress bars are loaded by the first run."""
    found = modules("from epilot_targeting.bulk import create_recipients, Journal")
    assert set() == {name.partition(".")[0] for name in found} & {"httpcore", "httpx", "rich", "tqdm"}
    assert set() == {name for name in found if name.startswith(f"{GENERATED}.models.")}


def test_the_client_does_not_load_it() -> None:
    """The core does not know the optional part."""
    found = modules("from epilot_targeting import targeting, errors, TargetingClient; TargetingClient('t')")
    assert set() == {name for name in found if ".bulk" in name}


def test_its_names() -> None:
    """`__all__` is sorted and true, and an unknown name is an AttributeError."""
    assert sorted(bulk.__all__) == bulk.__all__ == dir(bulk)
    assert [] == [name for name in bulk.__all__ if not hasattr(bulk, name)]
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = bulk.nonsense
