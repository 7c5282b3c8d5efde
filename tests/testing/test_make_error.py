"""Errors for a user's own tests: `make_error`, and the checks of an error's attributes."""

from __future__ import annotations

import pickle
from typing import Any
from unittest.mock import AsyncMock

import pytest

from epilot_targeting import (
    ApiError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    DecodeError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
    TargetingClient,
    TargetingError,
    UnauthorizedError,
    errors,
)
from epilot_targeting.bulk import JobTimeoutError
from epilot_targeting.models import ErrorCode
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting, make_error

API_ERRORS: dict[type[ApiError], int] = {
    BadRequestError: 400,
    UnauthorizedError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    RateLimitError: 429,
    ServerError: 500,
}


@pytest.mark.parametrize(("kind", "status"), API_ERRORS.items())
async def test_an_error_is_as_the_client_raises_it(kind: type[ApiError], status: int) -> None:
    """An error of `make_error` has the text and the attributes of one that the client raises."""
    async with FakeTargeting() as fake:
        headers = {"x-request-id": "r-1", "retry-after": "0"}
        fake.fail("get_recipients", status=status, body={"message": "no"}, headers=headers)
        client = fake.client(retry=RetryPolicy(attempts=1), base_url="https://targeting.sls.epilot.io")
        with pytest.raises(kind) as raised:
            await client.get_recipients(EXAMPLE_ID)
    made = make_error(kind, "no", headers={"content-type": "application/json", **headers})
    theirs = {**vars(raised.value), "elapsed": 0.0}
    assert "17" == theirs["headers"].pop("content-length")
    assert theirs == {**vars(made), "elapsed": 0.0}
    assert str(raised.value) == str(made)
    assert kind().status_code == status


def test_an_error_has_the_attributes_that_are_given() -> None:
    """Attributes are given by name, and others follow from them."""
    made = make_error(BadRequestError, code="CAMPAIGN_NOT_FOUND", operation="createRecipient", attempts=2)
    assert (ErrorCode.CAMPAIGN_NOT_FOUND, "create_recipient", 2) == (made.code, made.operation, made.attempts)
    assert {"message": "an example", "code": "CAMPAIGN_NOT_FOUND"} == made.body
    assert ("POST", f"/v1/campaign/{EXAMPLE_ID}/recipient", False) == (made.method, made.path, made.applied)
    limited = make_error(RateLimitError, headers={"Retry-After": "7"})
    assert 7.0 == limited.retry_after
    assert (422, {"other": 1}) == ((other := make_error(ApiError, body={"other": 1})).status_code, other.body)
    assert 503 == make_error(ServerError, status_code=503).status_code


@pytest.mark.parametrize("name", errors.__all__)
def test_each_class_can_be_made(name: str) -> None:
    """An error of each class can be made, and pickles."""
    kind: type[TargetingError] = getattr(errors, name)
    made = make_error(kind, "why")
    assert type(made) is kind
    assert str(made).startswith("get_recipients: ")
    assert vars(made) == vars(pickle.loads(pickle.dumps(made)))


def test_a_timeout_names_its_limit() -> None:
    """Other errors take their own attributes."""
    made = make_error(RequestTimeoutError, limit="deadline", applied=None)
    assert ("deadline", None) == (made.limit, made.applied)
    assert "timeout" == make_error(JobTimeoutError).limit
    assert b"<html>" == make_error(DecodeError, body=b"<html>").body


@pytest.mark.parametrize("make", [ConflictError, lambda text, **details: make_error(ConflictError, text, **details)])
def test_an_unknown_attribute_is_refused(make: type[ConflictError]) -> None:
    """An attribute that the class does not have is refused, with the most similar one."""
    with pytest.raises(TypeError, match="ConflictError has no attribute status_cod: did you mean `status_code`"):
        make("…", status_cod=409)
    with pytest.raises(TypeError, match=r"ConflictError has no attribute zzz$"):
        make("…", zzz=1)


@pytest.mark.parametrize("kind", [ValueError, "ConflictError", ConflictError("no")])
def test_a_class_of_others_is_refused(kind: Any) -> None:
    """The message names the classes that it makes."""
    with pytest.raises(TypeError, match="make_error: kind must be a subclass of TargetingError, such as ConflictError"):
        make_error(kind, "why")


def test_an_unknown_operation_is_refused() -> None:
    """The operation must be one of the spec."""
    with pytest.raises(ConfigurationError, match="did you mean `get_recipients`"):
        make_error(ServerError, operation="get_recipients_")


def test_attributes_that_others_set_survive_pickling() -> None:
    """A note, or an attribute that a tool has set, does not keep an error from being pickled."""
    error = ConflictError("no", operation="x")
    error.add_note("a note")
    error.tool = 1  # type: ignore[attr-defined]
    again = pickle.loads(pickle.dumps(error))
    assert (vars(error), ["a note"]) == (vars(again), again.__notes__)


async def test_a_mock_raises_it() -> None:
    """A mock of the client raises such an error."""
    client = AsyncMock(spec=TargetingClient)
    client.get_recipients.side_effect = make_error(NotFoundError, "gone")
    with pytest.raises(NotFoundError, match="gone"):
        await client.get_recipients(EXAMPLE_ID)
