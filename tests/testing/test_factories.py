"""The factories of models: valid by the spec, the same in each run, and one for every model."""

from __future__ import annotations

import inspect
from typing import Any
from uuid import UUID

import pytest
from attrs import fields
from epilot_targeting_generated.record import Model
from operations import CHECKER

from epilot_targeting import models, openapi, testing
from epilot_targeting.testing import (
    EXAMPLE_ID,
    FakeTargeting,
    _factories,
    make_campaign,
    make_discover_result,
    make_entity_ref,
    make_job_status,
    make_match_campaign_params,
    make_recipient,
    seed_factories,
)

CLASSES: dict[str, type[Model]] = {
    name: kind for name in models.__all__ if isinstance(kind := getattr(models, name), type) and issubclass(kind, Model)
}
FACTORIES = [name for name in testing.__all__ if name.startswith("make_") and name != "make_error"]


def test_each_model_has_a_factory() -> None:
    """Every model has a factory, whose name `dir` shows."""
    made = {type(getattr(testing, name)()) for name in FACTORIES}
    assert set(CLASSES.values()) == made
    assert set(FACTORIES) <= set(dir(testing))
    with pytest.raises(AttributeError, match="has no attribute 'make_nothing'"):
        _ = testing.make_nothing


@pytest.mark.parametrize("name", FACTORIES)
def test_a_model_is_valid_and_full(name: str) -> None:
    """A made model is valid by its schema, has a value in every field, and survives a round trip."""
    made: Any = getattr(testing, name)()
    component = {"ServerErrorBody": "ServerError"}.get(type(made).__name__, type(made).__name__)
    assert component in openapi()["components"]["schemas"]
    assert [] == list(CHECKER.problems({"$ref": f"#/components/schemas/{component}"}, made.to_dict()))
    names = [one.name for one in fields(type(made)) if one.init and one.alias != "additional_properties"]
    assert [] == [name for name in names if getattr(made, name) is None]
    assert {} == made.additional_properties
    assert made == type(made).from_dict(made.to_dict())


def test_the_same_seed_makes_the_same_models() -> None:
    """After a seed the ids are the same each time, and all of them differ."""

    def ids() -> list[UUID | None]:
        return [make_recipient().entity_id for _ in range(3)]

    seed_factories(1)
    first = ids()
    seed_factories(1)
    assert first == ids()
    seed_factories(2)
    assert 6 == len({*first, *ids()})


def test_an_argument_replaces_a_value() -> None:
    """An argument is a Python value or its text, a model or a plain dict; None leaves the field out."""
    seen = make_recipient(title="Ada", portal_status="seen", email_status=None, additional_properties={"city": "Bonn"})
    assert ("Ada", models.PortalStatus.SEEN, None) == (seen.title, seen.portal_status, seen.email_status)
    assert ("Bonn", False) == (seen.to_dict()["city"], "email_status" in seen.to_dict())
    refs: Any = [{"entity_id": EXAMPLE_ID, "entity_schema": "contact"}]
    made = make_match_campaign_params(entity_refs=refs)
    assert [make_entity_ref(entity_id=EXAMPLE_ID, entity_schema="contact")] == made.entity_refs
    nba: Any = {"title": "Call", "cta": {"type": "flow", "target": "x"}}
    assert "Call" == make_discover_result(nba=nba).nba.title


def test_a_list_that_is_empty_in_the_example_takes_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """An example without items says nothing about them."""
    monkeypatch.setattr(_factories, "_examples", lambda: {models.JobStatus: {"execution_summary": []}})
    summary = [models.ExecutionSummaryItem(execution_id="x")]
    assert summary == make_job_status(execution_summary=summary).execution_summary


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        ({"titel": "Ada"}, TypeError, r"make_recipient\(\) has no argument titel: did you mean `title`\?"),
        ({"entity_id": "no-uuid"}, ValueError, r"make_recipient\(\): entity_id must be a uuid; for an invalid model"),
        ({"portal_status": "gone"}, ValueError, "portal_status must be one of sent, seen"),
    ],
)
def test_a_wrong_argument_is_refused(arguments: dict[str, Any], kind: type[Exception], words: str) -> None:
    """An unknown field, or a value that the spec does not allow, is refused by name."""
    with pytest.raises(kind, match=words):
        make_recipient(**arguments)


async def test_the_fake_takes_made_models() -> None:
    """The fake takes made campaigns and recipients as its state."""
    campaign = make_campaign(name="Mine")
    recipients = {str(campaign.id): [make_recipient(title="Ada")]}
    async with FakeTargeting(campaigns=[campaign], recipients=recipients) as fake:
        assert ["Ada"] == [one.title async for one in fake.client().iter_recipients(str(campaign.id))]


def test_a_factory_shows_its_arguments() -> None:
    """The signature and the docstring of a factory are those of its model."""
    names = ["entity_id", "entity_schema", "additional_properties"]
    assert names == list(inspect.signature(make_entity_ref).parameters)
    assert "Return a `EntityRef`" in str(inspect.getdoc(make_entity_ref))
