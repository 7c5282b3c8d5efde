"""Part files: each is whole, and a repeated export continues behind the last one."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export.records import names, pager_of, recipients, text_of
from hypothesis import given
from hypothesis import strategies as st

from epilot_targeting import ConfigurationError, Page, RecipientPager, ServerError
from epilot_targeting.export import batches, parquet_file, write_parquet
from epilot_targeting.export.part_folder import PartFolder
from epilot_targeting.models import Recipient
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

SUCCESS = "_SUCCESS"


def part(number: int) -> str:
    """Return the name of a part."""
    return f"part-{number:05}.parquet"


def titles(folder: Path) -> list[str]:
    """Return the titles in all parts, in order."""
    return [
        title
        for name in names(folder)
        if name != SUCCESS
        for title in pq.read_table(folder / name)["title"].to_pylist()
    ]


def all_titles(count: int) -> list[str]:
    """Return the titles of so many recipients."""
    return [f"Customer {number}" for number in range(count)]


class FailAt:
    """Fails once, at the page that begins with a record, and notes the pages."""

    def __init__(self, *places: int) -> None:
        self.places = [*places]
        self.fetched: list[int] = []

    def __call__(self, first: int) -> None:
        if first in self.places:
            self.places.remove(first)
            raise ServerError("down")
        self.fetched.append(first)


async def test_parts_end_at_pages(tmp_path: Path) -> None:
    """A part ends at the end of a page, as soon as it has enough rows."""
    assert 45 == await write_parquet(pager_of(recipients(45)), tmp_path / "a" / "b", part_rows=15)
    folder = tmp_path / "a" / "b"
    assert [SUCCESS, part(0), part(1), part(2)] == names(folder)
    assert [20, 20, 5] == [pq.read_metadata(folder / part(number)).num_rows for number in range(3)]
    assert {"parts": 3, "rows": 45} == json.loads(text_of(folder / SUCCESS))
    assert all_titles(45) == titles(folder)


async def test_a_folder_is_one_dataset(tmp_path: Path) -> None:
    """Readers of folders take the parts as one table, and skip the mark."""
    await write_parquet(pager_of(recipients(45)), tmp_path, part_rows=10)
    assert 45 == pq.read_table(tmp_path).num_rows


@pytest.mark.thorough
@given(
    st.integers(0, 60),
    st.integers(1, 12),
    st.integers(1, 30),
    st.lists(st.integers(0, 60), max_size=3),
    st.none() | st.integers(0, 70),
)
async def test_a_repeated_export_loses_and_doubles_nothing(
    tmp_path_factory: pytest.TempPathFactory, count: int, size: int, part_rows: int, faults: list[int], most: int | None
) -> None:
    """Wherever exports fail, the last one completes the folder, and each record is there once."""
    folder, fail = tmp_path_factory.mktemp("parts"), FailAt(*(place // size * size for place in faults))
    while True:
        try:
            rows = await write_parquet(
                pager_of(recipients(count), size, before=fail, max_items=most), folder, part_rows=part_rows
            )
        except ServerError:
            continue
        break
    expected = all_titles(count)[:most]
    assert (len(expected), expected) == (rows, titles(folder))
    assert not [name for name in names(folder) if name.endswith(".tmp")]


async def test_whole_parts_are_not_fetched_again(tmp_path: Path) -> None:
    """A repeated export fetches only what is behind the last whole part."""
    fail = FailAt(30)
    with pytest.raises(ServerError):
        await write_parquet(pager_of(recipients(45), before=fail), tmp_path, part_rows=20)
    assert [part(0)] == names(tmp_path)
    fail.fetched.clear()
    assert 45 == await write_parquet(pager_of(recipients(45), before=fail), tmp_path, part_rows=20)
    assert [20, 30, 40] == fail.fetched


async def test_a_repeated_export_fetches_several_pages_at_once_again(tmp_path: Path) -> None:
    """With `ahead`, the rows of the whole parts say where the first page is: only that one is fetched by cursor."""
    everyone = [str(UUID(int=number)) for number in range(30)]
    async with FakeTargeting() as fake:
        fake.add_recipients(EXAMPLE_ID, [{"entity_id": one} for one in everyone])
        client = fake.client()
        await write_parquet(client.iter_recipients(EXAMPLE_ID, limit=5, ahead=3), tmp_path, part_rows=5)
        for name in (SUCCESS, *map(part, range(2, 5))):
            (tmp_path / name).unlink()
        fake.requests.clear()
        await write_parquet(client.iter_recipients(EXAMPLE_ID, limit=5, ahead=3), tmp_path, part_rows=5)
        sent = [dict(one.pairs) for one in fake.requests]
    assert everyone == pq.read_table(tmp_path)["entity_id"].to_pylist()
    assert [None, "17", "21", "25"] == [one.get("from") for one in sent]
    assert ["next"] == [name for name in sent[0] if name != "limit"]


async def test_parts_with_longer_numbers_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the number on at which the names get longer, a repeated export finds the parts in order too."""
    monkeypatch.setattr(PartFolder, "part", lambda self, number: self._folder / f"part-{number}.parquet")
    fail = FailAt(45)
    with pytest.raises(ServerError):
        await write_parquet(pager_of(recipients(48), 3, before=fail), tmp_path, part_rows=3)
    fail.fetched.clear()
    assert 48 == await write_parquet(pager_of(recipients(48), 3, before=fail), tmp_path, part_rows=3)
    assert [45] == fail.fetched


async def test_an_unfinished_part_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error within a part removes what there is of it."""
    monkeypatch.setattr(batches, "BATCH", 3)
    with pytest.raises(ServerError):
        await write_parquet(pager_of(recipients(45), before=FailAt(30)), tmp_path, part_rows=20)
    assert [part(0)] == names(tmp_path)


async def test_a_complete_folder_is_left_as_it_is(tmp_path: Path) -> None:
    """A repeated export of a complete folder fetches nothing."""
    fail = FailAt()
    for _ in range(2):
        assert 45 == await write_parquet(pager_of(recipients(45), before=fail), tmp_path, part_rows=20)
    assert [0, 10, 20, 30, 40] == fail.fetched


async def test_a_lost_mark_is_written_again(tmp_path: Path) -> None:
    """After a crash between the last part and the mark, the mark is written, and nothing is fetched."""
    fail = FailAt()
    await write_parquet(pager_of(recipients(45), before=fail), tmp_path, part_rows=20)
    (tmp_path / SUCCESS).unlink()
    fail.fetched.clear()
    assert 45 == await write_parquet(pager_of(recipients(45), before=fail), tmp_path, part_rows=20)
    assert ([], True) == (fail.fetched, SUCCESS in names(tmp_path))


async def test_empty_pages_at_the_end(tmp_path: Path) -> None:
    """Empty pages behind a full part make no further part, and an empty page within is no place to end one."""
    pages: dict[str | None, tuple[list[Recipient], str | None]] = {
        None: (recipients(2), "b"),
        "b": ([], "c"),
        "c": (recipients(2, 2), "d"),
        "d": ([], "e"),
        "e": ([], None),
    }

    async def fetch(cursor: str | None) -> Page[Any]:
        return Page(*pages[cursor], None, cursor)

    assert 4 == await write_parquet(RecipientPager(fetch), tmp_path / "a", part_rows=4)
    assert [SUCCESS, part(0)] == names(tmp_path / "a")
    assert 4 == await write_parquet(RecipientPager(fetch), tmp_path / "b", part_rows=3)
    assert [4] == [pq.read_metadata(tmp_path / "b" / part(0)).num_rows]


async def test_an_empty_list_has_one_part(tmp_path: Path) -> None:
    """An empty list becomes one part with the schema."""
    assert 0 == await write_parquet(pager_of([]), tmp_path, part_rows=5)
    assert ([SUCCESS, part(0)], 0) == (names(tmp_path), pq.read_table(tmp_path).num_rows)


async def test_large_parts_have_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is written by row groups, so memory does not grow with it."""
    monkeypatch.setattr(parquet_file, "ROW_GROUP", 256)
    await write_parquet(pager_of(recipients(600), 100), tmp_path, part_rows=600)
    assert 3 == pq.read_metadata(tmp_path / part(0)).num_row_groups


async def test_another_run_in_the_same_folder_ends_the_later_one(tmp_path: Path) -> None:
    """Parts of two runs are not mixed: they may end at different records. A repeated call continues."""
    other, folder = tmp_path / "other", tmp_path / "folder"
    await write_parquet(pager_of(recipients(45)), other, part_rows=20)

    def write_another(first: int) -> None:
        if first == 30:
            copyfile(other / part(0), folder / part(0))

    with pytest.raises(ConfigurationError, match=r"part-00000\.parquet was written by another run meanwhile"):
        await write_parquet(pager_of(recipients(45), before=write_another), folder, part_rows=35)
    assert [part(0)] == names(folder)
    assert 45 == await write_parquet(pager_of(recipients(45)), folder, part_rows=35)
    assert all_titles(45) == titles(folder)


async def test_parts_of_another_list(tmp_path: Path) -> None:
    """Parts of another list, or from another start, are an error before anything is fetched."""
    await write_parquet(pager_of(recipients(45)), tmp_path, part_rows=20)
    fail = FailAt()
    for pager in (pager_of(recipients(45), listing="other", before=fail), pager_of(recipients(45)).resume("10")):
        with pytest.raises(ConfigurationError, match=r"part-00000\.parquet belongs to another list"):
            await write_parquet(pager, tmp_path, part_rows=20)
    assert [] == fail.fetched


async def test_filters_make_another_list(tmp_path: Path) -> None:
    """The campaign and the filters of a pager say which list it is; no search text is in the files."""
    async with FakeTargeting() as fake:
        fake.add_recipients(EXAMPLE_ID, [{"entity_id": "a", "title": "Anna"}])
        client = fake.client()
        await write_parquet(client.iter_recipients(EXAMPLE_ID, q="Secret"), tmp_path, part_rows=5)
        assert 0 == await write_parquet(client.iter_recipients(EXAMPLE_ID, q="Secret"), tmp_path, part_rows=5)
        with pytest.raises(ConfigurationError, match="another list"):
            await write_parquet(client.iter_recipients(EXAMPLE_ID), tmp_path, part_rows=5)
    assert b"Secret" not in (tmp_path / part(0)).read_bytes()  # noqa: ASYNC240


async def test_a_gap_or_a_foreign_file(tmp_path: Path) -> None:
    """A missing part and a file of another origin are errors that name the file."""
    await write_parquet(pager_of(recipients(45)), tmp_path, part_rows=20)
    (tmp_path / part(0)).unlink()
    with pytest.raises(ConfigurationError, match=r"part-00000\.parquet is missing"):
        await write_parquet(pager_of(recipients(45)), tmp_path, part_rows=20)
    pq.write_table(pa.table({"a": [1]}), tmp_path / part(0))
    with pytest.raises(ConfigurationError, match="belongs to another list"):
        await write_parquet(pager_of(recipients(45)), tmp_path, part_rows=20)
    (tmp_path / part(0)).write_text("text")
    with pytest.raises(ConfigurationError, match=r"part-00000\.parquet is no Parquet file"):
        await write_parquet(pager_of(recipients(45)), tmp_path, part_rows=20)


@pytest.mark.parametrize("part_rows", [0, -1, True, 1.5, "5"])
async def test_an_invalid_number_of_rows(tmp_path: Path, part_rows: Any) -> None:
    """The number of rows of a part is a whole number from 1 on."""
    with pytest.raises(ConfigurationError, match="part_rows must be a whole number, 1 or more"):
        await write_parquet(pager_of([]), tmp_path, part_rows=part_rows)


async def test_an_empty_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty path, such as that of an unset variable, does not mean the current folder."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match="the path of the parts must not be empty"):
        await write_parquet(pager_of([]), "", part_rows=5)
    assert [] == os.listdir(tmp_path)


async def test_parts_need_a_pager(tmp_path: Path) -> None:
    """Without a cursor there is nothing to continue from."""

    async def records() -> AsyncIterator[Recipient]:
        yield Recipient()

    with pytest.raises(ConfigurationError, match="part files need a pager"):
        await write_parquet(records(), tmp_path, model=Recipient, part_rows=5)


async def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """A file in the place of the folder is an error that names it."""
    (tmp_path / "x").write_text("")
    with pytest.raises(FileExistsError, match="x"):
        await write_parquet(pager_of([]), tmp_path / "x", part_rows=5)
