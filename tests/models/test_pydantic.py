"""Models in Pydantic: as fields, in a `TypeAdapter`, in JSON and back, and as JSON schemas."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any, Literal
from uuid import UUID

import pytest
from epilot_targeting_generated.pydantic_schema import core_schema_of, open_type
from epilot_targeting_generated.types import File
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import core_schema

from epilot_targeting import models
from epilot_targeting.models import (
    CreateRecipientPayload,
    MatchCampaignParams,
    Recipient,
    RecipientsResponse,
    UpdatePortalStatusRequest,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
SOURCE: dict[str, Any] = {
    "entity_id": CID.upper(),
    "title": None,
    "updated_at": "yesterday",
    "portal_status": "archived",
    "email_clicked_links": [{"url": "https://localhost", "clicked_at": "1970-01-01T00:00:00Z", "by": 1}],
    "newer": {"a": [1]},
}
CLASSES: list[Any] = [kind for name in models.__all__ if hasattr(kind := getattr(models, name), "from_dict")]


class Report(BaseModel):
    """A user's model with ours as fields."""

    recipient: Recipient
    others: list[Recipient] = []
    payload: UpdatePortalStatusRequest | None = None


def test_a_field_survives_json() -> None:
    """A field is written as `to_dict` does, and read without loss: unknown, newer, null and malformed values."""
    report = Report(recipient=Recipient.from_dict(SOURCE), others=[Recipient(title="a")])
    again = Report.model_validate_json(report.model_dump_json())
    assert report == again
    assert SOURCE == again.recipient.to_dict() == report.model_dump()["recipient"]
    assert SOURCE["newer"] == again.recipient.additional_properties["newer"]


def test_python_values_are_read() -> None:
    """A dict of Python values reads as one of JSON does, and a model is kept as it is."""
    moment = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    recipient = TypeAdapter(Recipient).validate_python({"entity_id": UUID(CID), "updated_at": moment})
    assert (UUID(CID), moment) == (recipient.entity_id, recipient.updated_at)
    assert recipient is TypeAdapter(Recipient).validate_python(recipient)
    with pytest.raises(ValidationError, match="valid dictionary"):
        TypeAdapter(Recipient).validate_python([])


@pytest.mark.parametrize(
    ("value", "place", "kind"),
    [
        ({}, ("entity_refs",), "missing"),
        ({"entity_refs": "x", "campaign_ids": []}, ("entity_refs",), "list_type"),
        ({"entity_refs": [{"entity_id": CID}], "campaign_ids": []}, ("entity_refs", 0, "entity_schema"), "missing"),
        ([], (), "dict_type"),
    ],
)
def test_a_payload_is_validated(value: Any, place: tuple[Any, ...], kind: str) -> None:
    """A model that only requests contain names the places that are missing or malformed."""
    with pytest.raises(ValidationError) as failed:
        TypeAdapter(MatchCampaignParams).validate_python(value)
    first = failed.value.errors()[0]
    assert (place, kind) == (first["loc"], first["type"])


def test_a_payload_is_read() -> None:
    """A payload is read with its nested models, with a status newer than the spec, and with unknown keys."""
    found = TypeAdapter(MatchCampaignParams).validate_json(
        f'{{"entity_refs": [{{"entity_id": "{CID}", "entity_schema": "contact", "x": 1}}], "campaign_ids": ["{CID}"]}}'
    )
    assert isinstance(found.entity_refs[0], models.EntityRef)
    assert {"x": 1} == found.entity_refs[0].additional_properties
    status = TypeAdapter(UpdatePortalStatusRequest).validate_python({"status": "newer", "x": 1})
    assert {"status": "newer", "x": 1} == status.to_dict()


def test_a_union_of_payloads_is_read() -> None:
    """The variant of a union is the one whose required fields are there."""
    base = {"entity_id": CID, "entity_schema": "contact"}
    found = TypeAdapter[Any](CreateRecipientPayload).validate_python({**base, "portal_status": "sent"})
    assert isinstance(found, models.CreatePortalRecipientPayload)


def test_an_error_of_a_union_names_the_models() -> None:
    """The location of an error in a union names the variant, and no function or address of this process."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter[Any](CreateRecipientPayload).validate_python({})
    assert "0x" not in str(caught.value)
    found = {one["loc"][0] for one in caught.value.errors()}
    variants = ("CreateAutomationRecipient", "CreatePortalRecipient", "CreateAutomationPortalRecipient")
    assert {f"function-wrap[{name}Payload()]" for name in variants} == found


@pytest.mark.parametrize("mode", ["validation", "serialization"])
@pytest.mark.parametrize("kind", CLASSES)
def test_each_model_has_a_json_schema(kind: Any, mode: Literal["validation", "serialization"]) -> None:
    """The JSON schema of each model is valid, and has its name, its description, and its fields by their JSON names."""
    schema = TypeAdapter(kind).json_schema(mode=mode)
    Draft202012Validator.check_schema(schema)
    found = schema["$defs"][kind.__name__] if "$ref" in schema else schema
    assert (kind.__name__, "object") == (found["title"], found["type"])
    assert found["description"]


def test_the_json_schema_names_nested_models() -> None:
    """A nested model is a definition of its own, and what is required is named."""
    schema = TypeAdapter(RecipientsResponse).json_schema()
    assert {"Recipient", "PortalStatus", "EmailClickedLink"} <= schema["$defs"].keys()
    assert ["results"] == schema["required"]
    assert {"$ref": "#/$defs/Recipient"} == schema["properties"]["results"]["items"]


def test_a_subclass_is_read() -> None:
    """A caller's subclass is read as itself."""

    class Known(Recipient):
        pass

    assert type(TypeAdapter(Known).validate_python({"title": "a"})) is Known


def test_types_are_opened() -> None:
    """A closed set of values becomes the type of the values, and a file its content."""
    assert str is open_type(Literal["a", "b"])
    assert list[str] == open_type(list[Literal["a"]])
    assert (bytes | str) == open_type(File | bytes | str)


def test_pydantic_is_not_loaded_by_models() -> None:
    """Making, reading and writing models loads no Pydantic."""
    code = (
        "import sys\nfrom epilot_targeting.models import Recipient\n"
        "Recipient.from_dict(Recipient(title='a').to_dict())\n"
        "print([name for name in sys.modules if name.startswith('pydantic') or name.endswith('pydantic_schema')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_a_model_within_itself_refers_to_its_schema() -> None:
    """A model that contains itself, as in other documents, has one schema, to which its fields refer."""
    inner: list[Any] = []

    def generate(_: Any) -> Any:
        inner.append(core_schema_of(Recipient, generate))
        return core_schema.any_schema()

    outer = core_schema_of(Recipient, generate)
    assert {("definition-ref", outer["ref"])} == {(one["type"], one["schema_ref"]) for one in inner}
