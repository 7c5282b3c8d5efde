"""Models in attrs and cattrs: data with the names that users know, and nothing is lost."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import attrs
import cattrs
import pytest
from epilot_targeting_generated.record import Model

from epilot_targeting import models
from epilot_targeting.models import Recipient

SOURCE: dict[str, Any] = {
    "entity_id": "B8C01433-5556-4E2B-AAD4-6F5348D1DF84",
    "title": None,
    "updated_at": "yesterday",
    "email_clicked_links": [{"url": "https://localhost", "clicked_at": "1970-01-01T00:00:00Z", "by": 1}],
    "newer": {"a": [1]},
}
CLASSES: list[Any] = [kind for name in models.__all__ if hasattr(kind := getattr(models, name), "from_dict")]


def converter() -> cattrs.Converter:
    """Return a converter as the docs show it."""
    made = cattrs.Converter()
    made.register_unstructure_hook_func(is_model, lambda model: model.to_dict())
    made.register_structure_hook_func(is_model, lambda value, kind: kind.from_dict(value))
    return made


def is_model(kind: Any) -> bool:
    """Return whether a type is a model."""
    return hasattr(kind, "from_dict") and hasattr(kind, "to_dict")


@pytest.mark.parametrize("kind", CLASSES)
def test_attrs_shows_public_names_only(kind: Any) -> None:
    """The attributes of a model are its fields and `additional_properties`."""
    names = [one.name for one in attrs.fields(kind)]
    assert [] == [name for name in names if name.startswith("_")]
    assert "additional_properties" == names[-1] == attrs.fields(kind).additional_properties.name


def test_asdict_is_clean() -> None:
    """`asdict` has the fields and `additional_properties`, at every level."""
    recipient = Recipient.from_dict(SOURCE)
    found = attrs.asdict(recipient)
    assert {one.name for one in attrs.fields(Recipient)} == found.keys()
    assert {"title": None, "updated_at": "yesterday", "newer": {"a": [1]}} == found["additional_properties"]
    assert {"by": 1} == found["email_clicked_links"][0]["additional_properties"]
    assert recipient.entity_id == found["entity_id"]


def test_evolve_keeps_what_it_does_not_change() -> None:
    """`evolve` keeps unknown fields and malformed values."""
    recipient = Recipient.from_dict(SOURCE)
    changed = attrs.evolve(recipient, title="set")
    assert recipient.additional_properties == changed.additional_properties
    assert {**SOURCE, "entity_id": SOURCE["entity_id"].lower(), "title": "set"} == {
        **changed.to_dict(),
        "email_clicked_links": SOURCE["email_clicked_links"],
    }


def test_cattrs_round_trip() -> None:
    """With two hooks, cattrs writes and reads models without loss, also inside of other classes."""

    @attrs.define
    class Box:
        recipients: list[Recipient]

    box = Box([Recipient.from_dict(SOURCE)])
    written = converter().unstructure(box)
    assert {"recipients": [SOURCE]} == written
    assert box == converter().structure(written, Box)


def test_a_subclass_by_attrs_loses_no_value() -> None:
    """A subclass that attrs defines is read, made, copied and written, without the hidden attributes."""

    @attrs.define(kw_only=True)
    class Seen(Recipient):
        times: int = 0

    seen = Seen.from_dict(SOURCE)
    assert (SOURCE, 0) == (seen.to_dict(), seen.times)
    assert {"title": "a"} == Seen(title="a", times=2).to_dict()
    assert SOURCE["newer"] == copy.copy(seen).to_dict()["newer"]
    assert isinstance(seen, Model)
    with pytest.raises(AttributeError, match="'Seen' object has no attribute 'tittle'"):
        _ = seen.tittle  # type: ignore[attr-defined]


def test_the_snippets_of_the_page_run(capsys: pytest.CaptureFixture[str]) -> None:
    """The Python blocks of docs/models.md run, and print what a reader expects."""
    page = Path(__file__).parents[2] / "docs" / "models.md"
    for block in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(page), "exec"), {"__name__": "page"})  # noqa: S102 (the page is ours)
    expected = ["True", "Recipient", "{'newer': 1, 'title': 'Bob'}", "{'newer': 1}"]
    assert expected == capsys.readouterr().out.splitlines()
