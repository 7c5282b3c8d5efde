"""Exports and bulk writes on several machines: Dask runs one task for each campaign or part file. Loaded when named.

In: a client of Dask, campaign ids or a folder of Parquet files, and options. Out: one future for each task.
May import: `__init__`, `errors`, `client`, `bulk`, `export`.

    from epilot_targeting.distributed import WorkerOptions, export_campaigns

    options = WorkerOptions("my_package.tokens:get_token")
    futures = export_campaigns(dask_client, campaign_ids, "exports", options)
    results = dask_client.gather(futures)
"""

from __future__ import annotations

from ._extra import require_dask

require_dask()

from ._create import create_recipients_from_parquet  # noqa: E402 (after the check)
from ._export import CampaignExport, export_campaigns  # noqa: E402
from ._options import WorkerOptions  # noqa: E402
from ._part import PartResult  # noqa: E402

__all__ = ["CampaignExport", "PartResult", "WorkerOptions", "create_recipients_from_parquet", "export_campaigns"]


def __dir__() -> list[str]:
    """Return the public names of this package, for `dir`."""
    return __all__
