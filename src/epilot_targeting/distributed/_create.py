"""`create_recipients_from_parquet`: create the recipients of part files, one task for each file, `parallel` at once."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from .. import RateLimit
from ..bulk._journal_file_check import network_file_system
from ..errors import ConfigurationError
from ._export import campaign_name
from ._options import WorkerOptions
from ._part import create_part
from ._payloads import PayloadFile
from ._rate_limit import share_of_lane
from ._submit import DaskClient, check_arguments, check_folder, submit_all

JOURNALS = "_journals"
"""The folder of journals beside part files. Readers of Parquet folders skip names with an underscore."""


def create_recipients_from_parquet(
    dask_client: DaskClient,
    campaign_id: UUID | str,
    folder: str | os.PathLike[str],
    options: WorkerOptions,
    *,
    parallel: int = 4,
    rate_limit: RateLimit | None = None,
) -> list[Any]:
    """Create the recipients of all Parquet files in a folder, one Dask task for each file.

    The columns are the fields of the payloads. Each file is a part, and has its own journal: in `_journals` in
    the folder, or in the `journal_folder` of the options. Its task continues the journal after a crash, on any
    worker that sees the same local disk. Repeat the call to continue, once the earlier tasks have ended: a
    journal that is in use fails the part. This function returns when the tasks are submitted. Keep the futures:
    Dask cancels tasks that nobody holds a future of.

    Each part waits for the part `parallel` places before it. If that one fails, so do those that wait for it,
    with the same exception: an invalid token or a service that is down does not concern one part only.

    Example:
        limit = RateLimit(requests=500, seconds=60)
        futures = create_recipients_from_parquet(dask_client, campaign_id, "parts", options, rate_limit=limit)
        for result in dask_client.gather(futures):
            print(result.part, result.counts)

    Args:
        dask_client: A `distributed.Client`, synchronous or asynchronous.
        campaign_id: The id of the campaign.
        folder: The folder of the files, which the workers and this process can read. Its files `*.parquet` are
            the parts, but for names that begin with `.` or `_`.
        options: The options of the workers.
        parallel: The number of parts that run at once. More workers do not change it. A repeated call may pass
            another number. Default: 4.
        rate_limit: The limit of the writes of all parts. Each part has its share: 1 / `parallel`. Default: no
            limit.

    Returns:
        A future for each file, in the order of their names. Its result is a `PartResult`; its exception is that
        of a `BulkRun`, a `ConfigurationError`, as for an invalid row or a journal in use, or an OSError.

    Raises:
        ConfigurationError: An argument is invalid, pyarrow is not installed, or there is no file, or one whose
            columns are invalid. Or the folder is on a network file system, and there is no `journal_folder`.
            Nothing was sent.
        OSError: A file cannot be read. Nothing was sent.
    """
    check_arguments(dask_client, options)
    campaign = campaign_name(campaign_id)
    share = share_of_lane(rate_limit, parallel)
    parent = check_folder(folder)
    parts = sorted(str(path) for path in parent.glob("[!._]*.parquet"))
    if not parts:
        raise ConfigurationError(f"folder {parent} has no Parquet file")
    for part in parts:
        PayloadFile(part).check_columns()
    journals = _journal_folder(parent, campaign, options)
    calls = [(campaign, part, str(journals / f"{Path(part).name}.sqlite"), options, share) for part in parts]
    return submit_all(dask_client, "create-recipients", create_part, calls, parallel)


def _journal_folder(parts: Path, campaign_id: str, options: WorkerOptions) -> Path:
    """Return the folder of the journals of one folder of parts and one campaign. It is not created.

    It is `<journal_folder>/<digest of the path of the parts>/<campaign>`, or, if the options have no `journal_folder`,
    `<parts>/_journals/<campaign>`.

    Args:
        parts: The folder of the parts, from `check_folder`.
        campaign_id: The id of the campaign, from `campaign_name`. It is percent-encoded in the path.
        options: The options of the workers.

    Raises:
        ConfigurationError: There is no `journal_folder`, and the parts are on a network file system. A `journal_folder`
            is not checked here, since it is on the workers.
    """
    campaign = quote(campaign_id, safe="")
    if options.journal_folder is None:
        kind = network_file_system(parts / JOURNALS)
        if kind:
            raise ConfigurationError(
                f"folder {parts} is on a network file system ({kind}), where locks of journals do not hold: set "
                "journal_folder of WorkerOptions to a folder on a local disk of the workers"
            )
        return parts / JOURNALS / campaign
    return Path(options.journal_folder) / sha256(os.fsencode(parts)).hexdigest()[:16] / campaign
