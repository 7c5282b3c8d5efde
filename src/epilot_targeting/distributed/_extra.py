"""Check that the optional extra `dask` is installed."""

from __future__ import annotations

from importlib.util import find_spec


def require_dask() -> None:
    """Check that the package `distributed` is installed, without importing it.

    `epilot_targeting.distributed` calls this when it is imported.

    Raises:
        ImportError: It is not installed. The message names the extra.
    """
    if find_spec("distributed") is None:
        raise ImportError("epilot_targeting.distributed needs the extra: pip install 'epilot-targeting[dask]'")
