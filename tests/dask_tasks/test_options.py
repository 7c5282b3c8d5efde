"""`WorkerOptions`: the options travel, and a token never does."""

from __future__ import annotations

import pickle
import sys
import traceback
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from attrs import evolve
from dask_tasks.environment import TOKEN, get_token

from epilot_targeting import ConfigurationError, RateLimit, RetryPolicy, cached_token
from epilot_targeting._config.options import ClientKeywords
from epilot_targeting.distributed import WorkerOptions
from epilot_targeting.distributed._options import CLIENT_OPTIONS

PATH = "dask_tasks.environment:get_token"
cached = cached_token(get_token, ttl=60)


class Vault:
    """Token providers that are members of a class."""

    @staticmethod
    def read() -> str:
        return TOKEN

    def method(self) -> str:
        return TOKEN


def test_a_token_provider_travels_as_its_import_path() -> None:
    """A function of a module is kept as its import path, and a path as it is."""
    assert PATH == WorkerOptions(get_token).token == WorkerOptions(PATH).token
    assert f"{__name__}:Vault.read" == WorkerOptions(Vault.read).token


async def test_the_provider_is_called_on_the_worker() -> None:
    """Options that were pickled make a client with the provider and the options, and a rate limit."""
    options = WorkerOptions(PATH, base_url="http://localhost:1", org_id="7", retry=RetryPolicy(attempts=1), deadline=5)
    limit = RateLimit(requests=3)
    client = pickle.loads(pickle.dumps(options)).client(limit)
    found = client.options
    assert ("http://localhost:1", 5, 1, limit) == (
        found.base_url,
        found.deadline,
        found.retry.attempts,
        found.rate_limit,
    )
    assert "7" == found.headers["x-epilot-org-id"]
    assert get_token is found.authorization.provider
    assert options == evolve(options) == pickle.loads(pickle.dumps(options))


def test_a_provider_object_is_named_by_its_path() -> None:
    """A cached token provider of a module is named by its import path."""
    assert cached is WorkerOptions(f"{__name__}:cached").client().options.authorization.provider


@pytest.mark.parametrize(
    "token",
    [
        TOKEN, "user:password", "dask_tasks.environment:TOKEN", "dask_tasks.environment:nothing", "", "a:", ":b",
        lambda: TOKEN, cached, Vault().method, None, 3, b"token",
    ],
)  # fmt: skip
def test_a_token_itself_is_refused(token: Any) -> None:
    """A token, and a function that would be pickled with its variables, is refused, and no error shows it."""
    with pytest.raises(ConfigurationError, match=r"^token ") as caught:
        WorkerOptions(token)
    frames = [*traceback.walk_tb(caught.tb)][1:]
    assert frames
    for frame, _ in frames:
        assert token not in [one for one in frame.f_locals.values() if one is not None] or token is None
    if isinstance(token, str) and token:
        assert token not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("absent_package.tokens:get_token", r"there is no module of that name.*'package\.module:function'"),
        ("dask_tasks.absent:get_token", "there is no module of that name"),
        ("dask_tasks.environment:get_tokn", r"the module dask_tasks\.environment has no function of that name"),
        ("dask_tasks.environment:TOKEN", r"the object of that name in dask_tasks\.environment is no function"),
    ],
)
def test_an_import_path_that_leads_to_no_function_says_why(path: str, reason: str) -> None:
    """The error tells a missing module, a missing name and an object that is no function apart, without a cause."""
    with pytest.raises(ConfigurationError, match=f"^token cannot be imported: {reason}") as caught:
        WorkerOptions(path)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import absent_library", "ModuleNotFoundError: No module named 'absent_library'"),
        ("[].absent", "AttributeError, which is the cause"),
        ("int('5ecret')", "ValueError, which is the cause"),
    ],
)
def test_a_module_that_fails_is_named_with_its_error(
    source: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The exception of the module is the cause, with the frames of the module and none that holds the whole path."""
    (tmp_path / "failing_tokens.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    path = "failing_tokens:get_token"
    with pytest.raises(ConfigurationError, match=f"the module failing_tokens failed with {words}") as caught:
        WorkerOptions(path)
    cause = caught.value.__cause__
    assert cause is not None
    assert "5ecret" not in str(caught.value)
    frames = [frame for frame, _ in traceback.walk_tb(cause.__traceback__)]
    assert any(frame.f_globals.get("__name__") == "failing_tokens" for frame in frames)
    assert not any(path in frame.f_locals.values() for frame in frames)


def test_the_reason_is_named() -> None:
    """The error for a token says who could read it."""
    with pytest.raises(ConfigurationError, match="can be read by all who reach the scheduler"):
        WorkerOptions("eyJhbGciOi.eyJzdWIi.c2ln")


def test_a_provider_that_a_worker_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a worker without the module, the error names the provider."""
    options = WorkerOptions(PATH)
    monkeypatch.setitem(sys.modules, "dask_tasks.environment", None)
    with pytest.raises(ConfigurationError, match=rf"the token provider {PATH} cannot be imported"):
        options.client()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("part_rows", 0), ("part_rows", True), ("part_rows", "9"), ("base_url", "http://example.org"), ("deadline", -1),
        ("settle_after", -1), ("give_up_after", "1"), ("max_concurrency", 0), ("org_id", ""),
        ("journal_folder", 5),
    ],
)  # fmt: skip
def test_an_invalid_option_is_found_at_once(name: str, value: Any) -> None:
    """Each option is checked before anything is submitted, and the message names it."""
    with pytest.raises(ConfigurationError, match=name):
        WorkerOptions(PATH, **{name: value})


def test_options_that_cannot_travel_are_none() -> None:
    """Each option of a client travels, except for the limit and those that may hold secrets or cannot be pickled."""
    kept = {"headers", "http_client", "middleware", "proxy", "rate_limit", "ssl_context"}
    assert {*CLIENT_OPTIONS} == {*get_type_hints(ClientKeywords)} - kept
    options: Any = WorkerOptions
    for name in kept:
        with pytest.raises(TypeError, match=name):
            options(PATH, **{name: None})


def test_the_folder_of_journals_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A relative folder counts from here, and not from the folder of a worker."""
    monkeypatch.chdir(tmp_path)
    assert str(tmp_path / "j") == WorkerOptions(PATH, journal_folder=Path("j")).journal_folder
