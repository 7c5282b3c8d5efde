"""The cost of calls, records and bodies stays within the counts of `counts.toml`."""

from __future__ import annotations

import pytest
from cost.cases import CASES
from cost.counting import Counts, counted
from cost.table import ceilings, read


@pytest.mark.defaults
@pytest.mark.parametrize("case", CASES)
async def test_the_cost_is_within_the_table(case: str) -> None:
    """No count exceeds the table by more than 4 %."""
    most = ceilings(read()[case])._asdict()
    found = (await CASES[case]())._asdict()
    assert {} == {name: (found[name], limit) for name, limit in most.items() if found[name] > limit}


def test_the_table_has_all_cases() -> None:
    """The table has the cases that are counted, and no others."""
    assert list(CASES) == list(read())


async def test_no_work_has_no_counts() -> None:
    """Work that does nothing has no counts."""

    async def nothing() -> None:
        pass

    assert (0, 0, 0, 0, 0) == (await counted(nothing))[:5]


def test_a_version_that_is_not_in_the_table_has_the_largest_counts() -> None:
    """A new version of Python is compared with the largest counts of the others, and 25 %."""
    few, many = Counts(100, 0, 0, 0, 0, 0, 0), Counts(200, 0, 0, 0, 0, 0, 0)
    assert [104, 250] == [ceilings({"1.0": few, "1.1": many}, python).functions for python in ("1.0", "1.2")]
