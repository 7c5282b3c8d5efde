"""The part is loaded when it is named, and says which extra it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest
from facade.test_laziness import modules

from epilot_targeting import distributed
from epilot_targeting.distributed import _extra


def test_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Dask the error says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r"pip install 'epilot-targeting\[dask\]'"):
        _extra.require_dask()


def test_importing_it_without_dask_fails() -> None:
    """The import itself fails, and not the first use."""
    code = "import sys; sys.modules['distributed'] = None; import epilot_targeting.distributed"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("pip install 'epilot-targeting[dask]'\n")


def test_importing_it_loads_no_dask() -> None:
    """Dask and pyarrow are loaded by the caller and by the work."""
    found = {name.partition(".")[0] for name in modules("import epilot_targeting.distributed")}
    assert set() == found & {"dask", "distributed", "httpcore", "httpx", "pyarrow"}


def test_its_names() -> None:
    """`__all__` is sorted and true."""
    assert sorted(distributed.__all__) == distributed.__all__ == dir(distributed)
    assert [] == [name for name in distributed.__all__ if not hasattr(distributed, name)]
