"""`write_csv`: quoted as in RFC 4180, in UTF-8, and readable again."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from epilot_targeting_generated.record import Model
from epilot_targeting_generated.rows import columns_of
from export.records import RECIPIENTS, names, pager_of, recipients, text_of
from hypothesis import given
from hypothesis import strategies as st

from epilot_targeting import ConfigurationError
from epilot_targeting.export import batches, csv_table, payloads_from_csv, write_csv
from epilot_targeting.models import Recipient

UNKNOWN = "additional_properties"


def as_read(recipient: Recipient) -> dict[str, Any]:
    """Return the JSON object of a recipient as a CSV file can hold it: without nulls and empty texts."""
    return {name: value for name, value in recipient.to_dict().items() if value not in (None, "")}


@pytest.mark.thorough
@given(st.lists(RECIPIENTS, max_size=4), st.sampled_from(",;\t"))
async def test_a_written_file_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, records: list[Recipient], delimiter: str
) -> None:
    """Every record that has a value comes back as it was, whatever its texts contain."""
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    assert len(records) == await write_csv(pager_of(records), path, delimiter=delimiter)
    expected = [found for one in records if (found := as_read(one))]
    assert expected == [as_read(one) for one in payloads_from_csv(path, Recipient)]


async def test_the_text_of_a_file(tmp_path: Path) -> None:
    """The header has the fields of the spec; times are ISO 8601, and nested and unknown fields JSON text."""
    source = {
        "entity_id": "B8C01433-5556-4E2B-AAD4-6F5348D1DF84",
        "title": '=1+1; "ü"',
        "portal_state": {"read": True},
        "updated_at": "2026-01-02T03:04:05.678Z",
        "new": [1],
    }
    await write_csv(pager_of([Recipient.from_dict(source)]), tmp_path / "x.csv", delimiter=";")
    header, row, end = text_of(tmp_path / "x.csv").split("\r\n")
    names = header.split(";")
    assert [*(column.name for column in columns_of(Recipient)), UNKNOWN] == names
    assert ';"=1+1; ""ü""";' in row
    cells = dict(zip(names, next(csv.reader([row], delimiter=";")), strict=True))
    assert {
        "entity_id": "b8c01433-5556-4e2b-aad4-6f5348d1df84",
        "title": '=1+1; "ü"',
        "portal_state": '{"read":true}',
        "updated_at": "2026-01-02T03:04:05.678Z",
        UNKNOWN: '{"new":[1]}',
    } == {name: cell for name, cell in cells.items() if cell}
    assert "" == end


async def test_text_that_utf8_cannot_encode_is_kept(tmp_path: Path) -> None:
    """A lone surrogate empties its cell, and the text stays in `additional_properties`."""
    records = [Recipient(title="\ud800", entity_schema="ü"), *recipients(1)]
    await write_csv(pager_of(records), tmp_path / "x.csv")
    first, second = csv.DictReader(text_of(tmp_path / "x.csv").splitlines())
    assert ("", "ü", {"title": "\ud800"}) == (first["title"], first["entity_schema"], json.loads(first[UNKNOWN]))
    assert ("Customer 0", "") == (second["title"], second[UNKNOWN])


async def test_an_empty_pager_has_the_header(tmp_path: Path) -> None:
    """An empty list becomes a file with the header."""
    assert 0 == await write_csv(pager_of([]), tmp_path / "x.csv")
    assert 1 == len(text_of(tmp_path / "x.csv").splitlines())


async def test_chunks_are_written_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is written whenever there is enough of it."""
    monkeypatch.setattr(csv_table, "CHUNK", 100)
    assert batches.BATCH * 3 == await write_csv(pager_of(recipients(batches.BATCH * 3), 100), tmp_path / "x.csv")
    assert batches.BATCH * 3 + 1 == len(text_of(tmp_path / "x.csv").splitlines())


@pytest.mark.parametrize("delimiter", ["", "|", ",,"])
async def test_an_invalid_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Only delimiters that `payloads_from_csv` knows are written."""
    with pytest.raises(ConfigurationError, match="delimiter must be a comma, a semicolon or a tab"):
        await write_csv(pager_of([]), tmp_path / "x.csv", delimiter=delimiter)


async def test_a_single_page_is_no_pager(tmp_path: Path) -> None:
    """A coroutine, such as that of `get_recipients`, and a list are refused, also with a model."""

    async def page() -> None:
        await asyncio.sleep(0)

    records: list[Any] = [page(), []]
    for one in records:
        for model in (None, Recipient):
            words = f"pass a pager, such as client.iter_recipients.*, not a {type(one).__name__}"
            with pytest.raises(ConfigurationError, match=words):
                await write_csv(one, tmp_path / "x.csv", model=model)
    records[0].close()
    assert [] == names(tmp_path)


@pytest.mark.parametrize(("model", "shown"), [(dict, "dict"), (Model, "Model"), ("Recipient", "'str'")])
async def test_a_model_is_a_class_of_a_model(tmp_path: Path, model: Any, shown: str) -> None:
    """Another class, and a value that is no class, is refused."""
    words = f"model must be a class of epilot_targeting.models, such as Recipient, not {shown}"
    with pytest.raises(ConfigurationError, match=words):
        await write_csv(pager_of([]), tmp_path / "x.csv", model=model)
    with pytest.raises(ConfigurationError, match=words):
        payloads_from_csv(tmp_path / "x.csv", model)
