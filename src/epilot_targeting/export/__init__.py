"""Tables: write the records of a pager to Parquet, CSV or Arrow, and read payloads from CSV. Loaded when named.

In: a pager of models, or a CSV file. Out: a file that is whole or absent, an Arrow table, or payload models.
May import: `errors`, `recipient_pager`.

    from epilot_targeting.export import write_parquet

    await write_parquet(client.iter_recipients(campaign_id), "recipients.parquet")
"""

from __future__ import annotations

from .arrow import to_arrow
from .csv_file import CsvError
from .csv_payloads import payloads_from_csv
from .csv_table import write_csv
from .parquet import write_parquet

__all__ = ["CsvError", "payloads_from_csv", "to_arrow", "write_csv", "write_parquet"]


def __dir__() -> list[str]:
    """Return the public names of this package, for `dir`."""
    return __all__
