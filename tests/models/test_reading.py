"""Reading: the source stays its owner's, odd values find their place, and a caller's own classes work."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import subprocess
import sys
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

import pytest
from attrs import define, field
from epilot_targeting_generated import convert, ids, record

from epilot_targeting import models

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
WHOLE: dict[str, Any] = {
    "entity_id": CID.upper(),
    "entity_schema": "contact",
    "title": "x",
    "automation_status": "pending",
    "automation_execution_id": "e",
    "portal_status": "sent",
    "portal_status_updated_at": "1970-01-01T00:00:00Z",
    "portal_state": {"read": True},
    "updated_at": "1970-01-01T02:00:00.5+02:00",
}


class Text(str):
    """A string of a caller's own."""

    __slots__ = ()


class Object(dict[str, Any]):
    """A dict of a caller's own, which makes up what it lacks."""

    def __missing__(self, key: str) -> Any:
        self[key] = "made up"
        return self[key]


@define(kw_only=True)
class Customer(models.Recipient):
    """A recipient with an attribute more, and one that is worked out."""

    note: str = "none"
    seen: list[str] = field(factory=list[str])
    shout: str = field(init=False, default="")

    def __attrs_post_init__(self) -> None:
        self.shout = (self.title or "").upper()


def test_a_subclass_reads_itself() -> None:
    """A subclass is read with its defaults, and its hook runs."""
    customer = Customer.from_dict({**WHOLE, "new": 1})
    assert (Customer, "none", [], "X") == (type(customer), customer.note, customer.seen, customer.shout)


def test_a_subclass_loses_nothing() -> None:
    """A subclass keeps unusual spellings and unknown fields."""
    assert {**WHOLE, "new": 1} == Customer.from_dict({**WHOLE, "new": 1}).to_dict()


def test_a_whole_record_leaves_nothing_over() -> None:
    """A complete record has all of its values in attributes."""
    assert {} == models.Recipient.from_dict(WHOLE).additional_properties


@pytest.mark.parametrize("wire", WHOLE)
def test_a_null_stays_where_it_was(wire: str) -> None:
    """A null reads None and is written as null."""
    recipient = models.Recipient.from_dict({**WHOLE, wire: None})
    assert (None, {wire: None}) == (getattr(recipient, wire), recipient.additional_properties)


@pytest.mark.parametrize("wire", WHOLE)
def test_what_is_missing_stays_away(wire: str) -> None:
    """A missing field reads None and stays missing."""
    source = {key: value for key, value in WHOLE.items() if key != wire}
    recipient = models.Recipient.from_dict(source)
    assert (None, source) == (getattr(recipient, wire), recipient.to_dict())


@pytest.mark.parametrize("wire", WHOLE)
def test_an_unknown_field_in_the_place_of_a_known_one(wire: str) -> None:
    """An unknown field is kept, even if there are as many members as fields."""
    source = {key: value for key, value in WHOLE.items() if key != wire} | {"new": 1}
    recipient = models.Recipient.from_dict(source)
    assert (None, {"new": 1}, source) == (
        getattr(recipient, wire),
        recipient.additional_properties,
        recipient.to_dict(),
    )


@pytest.mark.parametrize("wire", WHOLE)
@pytest.mark.parametrize("junk", [5, True, 1.5, [], ["x"]])
def test_a_wrong_type_is_kept_aside(wire: str, junk: Any) -> None:
    """A value of a wrong type reads None and stays under its wire name."""
    recipient = models.Recipient.from_dict({**WHOLE, wire: junk})
    assert (None, {wire: junk}) == (getattr(recipient, wire), recipient.additional_properties)


def test_the_source_is_not_changed() -> None:
    """The source is not changed by changes of the model."""
    source = {**WHOLE, "new": 1}
    recipient = models.Recipient.from_dict(source)
    recipient.title = "y"
    recipient.additional_properties["more"] = 2
    assert {**WHOLE, "new": 1} == source


def test_a_change_of_the_source_comes_too_late() -> None:
    """A later change of the source does not change the model."""
    source: dict[str, Any] = {"entity_refs": [], "campaign_ids": [CID.upper()], "new": 1}
    params = models.MatchCampaignParams.from_dict(source)
    source["campaign_ids"][0] = "other"
    source.clear()
    assert {"entity_refs": [], "campaign_ids": [CID.upper()], "new": 1} == params.to_dict()


def test_a_change_of_what_was_written_comes_too_late() -> None:
    """A change of a written list does not change the model."""
    params = models.MatchCampaignParams.from_dict({"entity_refs": [], "campaign_ids": [CID.upper()]})
    params.to_dict()["campaign_ids"].clear()
    assert [CID.upper()] == params.to_dict()["campaign_ids"]


@pytest.mark.parametrize("kind", [MappingProxyType, Object])
def test_any_mapping_is_read(kind: Any) -> None:
    """Any mapping is read, and a default dict is not asked for missing keys."""
    assert {"title": "x"} == models.Recipient.from_dict(kind({"title": "x"})).to_dict()


@pytest.mark.parametrize("wire", [key for key, value in WHOLE.items() if isinstance(value, str)])
def test_strings_of_a_callers_own(wire: str) -> None:
    """A subclass of str is read as a string."""
    assert models.Recipient.from_dict(WHOLE) == models.Recipient.from_dict({**WHOLE, wire: Text(WHOLE[wire])})


def test_dicts_of_a_callers_own() -> None:
    """A subclass of dict is read as an object, inside a list too."""
    page = models.RecipientsResponse.from_dict({"results": [Object(WHOLE)]})
    assert [models.Recipient.from_dict(WHOLE)] == page.results


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("entity_id", UUID(int=1)), ("updated_at", dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC))],
)
def test_a_spelling_goes_with_its_value(attribute: str, value: Any) -> None:
    """A spelling belongs to its value: another value loses it, and the same value has it again."""
    recipient = models.Recipient.from_dict(WHOLE)
    before = getattr(recipient, attribute)
    setattr(recipient, attribute, value)
    assert convert.to_json(value) == recipient.to_dict()[attribute]
    setattr(recipient, attribute, before)
    assert WHOLE[attribute] == recipient.to_dict()[attribute]


def test_none_takes_the_spelling_away() -> None:
    """An attribute that was set to None is not written."""
    recipient = models.Recipient.from_dict(WHOLE)
    recipient.entity_id = None
    assert "entity_id" not in recipient.to_dict()


def test_a_list_that_was_changed_is_written_anew() -> None:
    """A changed list is written anew, without the old spelling."""
    params = models.MatchCampaignParams.from_dict({"entity_refs": [], "campaign_ids": [CID.upper()]})
    cast("list[UUID]", params.campaign_ids).append(UUID(int=1))
    assert [CID, str(UUID(int=1))] == params.to_dict()["campaign_ids"]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_copies_write_the_same_spelling(copied: Any) -> None:
    """All three kinds of copy write the same spelling and unknown fields."""
    assert {**WHOLE, "new": 1} == copied(models.Recipient.from_dict({**WHOLE, "new": 1})).to_dict()


def test_no_unknown_fields_are_as_good_as_an_empty_dict() -> None:
    """Looking at missing unknown fields changes nothing."""
    looked_at = models.Recipient.from_dict(WHOLE)
    assert {} == looked_at.additional_properties
    assert models.Recipient.from_dict(WHOLE) == looked_at == models.Recipient.from_dict(WHOLE)


def test_unknown_fields_can_be_given_and_set() -> None:
    """Unknown fields can be given to the constructor and set afterwards."""
    recipient = models.Recipient(additional_properties={"a": 1})
    assert {"a": 1} == recipient.to_dict()
    recipient.additional_properties = {"b": 2}
    assert {"b": 2} == recipient.to_dict()


def test_a_codec_is_loaded_with_the_first_use_of_its_model() -> None:
    """The constructor needs no codec; reading and writing load it, also through a caller's subclass."""
    program = (
        "import sys\nfrom epilot_targeting.models import EntityRef\n"
        "class Mine(EntityRef): ...\n"
        "one = EntityRef(entity_id='a', entity_schema='b')\n"
        "assert not [name for name in sys.modules if '._codecs' in name]\n"
        "read = Mine.from_dict\n"
        "assert type(read({})) is Mine and type(read({})) is Mine\n"
        "assert {'entity_id': 'a', 'entity_schema': 'b'} == one.to_dict()\n"
        "assert EntityRef(entity_schema='b', entity_id=None) == EntityRef.from_dict({'entity_schema': 'b'})\n"
        "print(sorted(name.rpartition('.')[2] for name in sys.modules if '._codecs.' in name))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "['entity_ref']" == done.stdout.strip()


def test_what_models_share_is_no_model() -> None:
    """The common base of models cannot be encoded."""
    with pytest.raises(NotImplementedError):
        record.Model().to_dict()


SPELLINGS = [
    *(CID, CID.upper(), CID.replace("-", ""), f"urn:uuid:{CID}", "{" + CID + "}", "1234_5678" * 4, "1_2" * 12),
    *("+" + CID.replace("-", "")[1:], "0x" + CID.replace("-", "")[2:], " " * 36, "", "-" * 36, CID[:-1], CID + "0"),
    *(CID[:-2] + "\N{FULLWIDTH DIGIT ONE}" * 2, CID[:-1] + "\ud800", CID[:-1] + "\0", "b-8" * 16, Text(CID)),
]


def plainly(value: str) -> UUID | None:
    """Read as Python's UUID does."""
    try:
        return UUID(value)
    except ValueError:
        return None


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("read", [ids.as_uuid, ids.read_usual, ids.read_any])
def test_an_id_is_what_python_takes_for_one(read: Any, spelling: str) -> None:
    """An id is read exactly as Python's UUID reads it, in each way."""
    assert plainly(spelling) == read(spelling)


@pytest.mark.parametrize("junk", [None, 5, b"x" * 32, [], {}, dt.datetime(2026, 1, 2)])
@pytest.mark.parametrize("read", [ids.read_usual, ids.read_any])
def test_an_id_is_a_string(read: Any, junk: Any) -> None:
    """Only a string is read as an id."""
    assert read(junk) is None


def test_an_id_is_an_ordinary_one() -> None:
    """An id is of the plain UUID class, and is immutable."""
    made = ids.read_usual(CID)
    assert (UUID, True) == (type(made), ids.is_same(made, CID))
    with pytest.raises(TypeError):
        made.int = 1


def raising(error: type[Exception]) -> Any:
    """Make a way that this Python does not allow."""

    def read(value: Any) -> Any:
        raise error(value)

    return read


@pytest.mark.parametrize("way", [raising(TypeError), raising(AttributeError), str, lambda _: UUID(int=1)])
def test_the_plain_way_stands_in(way: Any) -> None:
    """The plain way reads ids where the shortest one fails or differs."""
    assert ids.read_any is ids.choose(way)


def test_the_shortest_way_is_taken() -> None:
    """The shortest way reads ids where it is right."""
    assert ids.read_usual is ids.choose(ids.read_usual)
