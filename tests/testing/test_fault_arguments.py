"""`fake.fail`: a call that cannot have been meant is refused, and names the argument."""

from __future__ import annotations

from typing import Any

import pytest

from epilot_targeting import ConfigurationError, RetryPolicy, ServerError
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, Fault


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"operation": "get_recipents", "status": 503}, "no operation get_recipents: did you mean `get_recipients`?"),
        ({"operation": "createRecipeint", "status": 503}, "did you mean `createRecipient`?"),
        ({"operation": "completely different", "status": 503}, "there is no operation completely different"),
        ({"operation": "get_recipients"}, "name a fault: status, headers, delay, drop or large"),
        ({"status": "503"}, "status must be an integer from 200 to 599, not '503'"),
        ({"status": 42}, "status must be an integer from 200 to 599, not 42"),
        ({"status": True}, "status must be an integer from 200 to 599, not True"),
        ({"status": 503, "times": -1}, "times must be a whole number greater than 0"),
        ({"status": 503, "times": 0}, "times must be a whole number greater than 0"),
        ({"status": 503, "times": "2"}, "times must be a whole number greater than 0"),
        ({"delay": -1}, "delay must be a number 0 or more"),
        ({"drop": "yes"}, "drop must be True or False, not 'yes'"),
        ({"large": 1}, "large must be True or False, not 1"),
        ({"status": 503, "drop": True}, "status and drop exclude each other: inject two faults"),
        ({"status": 503, "large": True}, "status and large exclude each other: inject two faults"),
        ({"body": {"message": "no"}}, "body needs a status"),
        ({"status": 400, "body": object()}, "body must be bytes or a JSON value, not object"),
        ({"status": 400, "body": float("nan")}, "body must be bytes or a JSON value, not float"),
        (
            {"status": 429, "headers": {"retry-after": 1}},
            "headers must be texts of printable ASCII, not 'retry-after': 1",
        ),
        ({"status": 429, "headers": {"x": "a\nb"}}, "headers must be texts of printable ASCII"),
        ({"status": 429, "headers": ["retry-after"]}, "headers must be a mapping"),
        ({"status": 429, "headers": dict}, "headers must be a mapping"),
        ({"status": 429, "headers": {"": "1"}}, "'' is no name of a header"),
        ({"status": 429, "headers": {"retry after": "1"}}, "'retry after' is no name of a header"),
    ],
)
def test_a_wrong_fault_is_refused(arguments: dict[str, Any], words: str) -> None:
    """A wrong argument is refused by name, and no fault is injected."""
    fake = FakeTargeting()
    with pytest.raises(ConfigurationError) as refused:
        fake.fail(**arguments)
    assert words in str(refused.value)
    assert [] == fake.faults


@pytest.mark.parametrize("body", [{}, [], False, 0, ""])
def test_an_empty_body_of_a_fault_is_shown(body: Any) -> None:
    """A body of a fault that is empty or false is shown by the control addresses: it is no missing body."""
    assert {"status": 400, "body": body} == Fault(status=400, body=body).to_dict()
    assert {"status": 400} == Fault(status=400).to_dict()


async def test_faults_that_hit_nothing_are_shown() -> None:
    """A test sees the faults that hit no request."""
    async with FakeTargeting() as fake:
        fake.fail("get_recipients", status=503, times=2)
        with pytest.raises(ServerError):
            await fake.client(retry=RetryPolicy(attempts=1)).get_recipients(EXAMPLE_ID)
        assert [("get_recipients", 503)] == [(fault.operation, fault.status) for fault in fake.faults]


def test_a_job_that_cannot_be_is_refused() -> None:
    """One text is no list of statuses, and the state of a job of an unknown campaign could not be added again."""
    fake = FakeTargeting()
    text: Any = "queued"
    with pytest.raises(ConfigurationError, match="statuses must be a list, such as \\['queued'\\]"):
        fake.set_job(EXAMPLE_ID, text)
    with pytest.raises(KeyError, match="there is no campaign other"):
        fake.set_job("other", ["queued"])
    assert {} == fake.dump_state()["jobs"]


def test_one_text_is_no_list_of_recipients() -> None:
    """The characters of one text are not removed as if they were ids."""
    fake = FakeTargeting(recipients={EXAMPLE_ID: [{"entity_id": "a"}]})
    text: Any = "abc"
    with pytest.raises(ConfigurationError, match="recipient_ids must be a list, such as \\['abc'\\]"):
        fake.remove_recipients(EXAMPLE_ID, text)
    assert ["a"] == [one["entity_id"] for one in fake.recipients(EXAMPLE_ID)]


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("add_recipients", [[{"entity_id": "a"}]]),
        ("remove_recipients", [["a"]]),
        ("remove_recipients", [[]]),
        ("recipients", []),
    ],
)
def test_an_unknown_campaign_is_named(method: str, arguments: list[Any]) -> None:
    """The KeyError for an id that no campaign has is a sentence."""
    with pytest.raises(KeyError, match="there is no campaign other"):
        getattr(FakeTargeting(), method)("Other", *arguments)


@pytest.mark.parametrize(
    ("method", "arguments", "key"),
    [
        ("add_recipients", [EXAMPLE_ID, [{}]], "entity_id"),
        ("add_campaign", [{}], "_id"),
        ("add_target", [{}], "_id"),
    ],
)
def test_an_entity_without_an_id_is_named(method: str, arguments: list[Any], key: str) -> None:
    """The KeyError for an entity without an id says which field is missing."""
    with pytest.raises(KeyError, match=f"each entity needs its id in {key}"):
        getattr(FakeTargeting(), method)(*arguments)
