"""Options: which values are rejected, and that all default clients have the same ones."""

from __future__ import annotations

from itertools import permutations
from typing import Any, cast

import pytest
from server import Script

from epilot_targeting import (
    ConfigurationError,
    TargetingClient,
    authorize,
    campaign,
    configure,
    create_client,
    get_client,
    target,
)

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com",
        "file:///etc",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "https://evil.example\\@example.com",
        "https://@example.com",
        "https://example.com#x",
        "https://example.com?",
        "https://example.com#",
        "https://example.com\n",
        "https://exam ple.com",
        " https://example.com",
        "https://[::1",
        "https://example.com:port",
        "https://example.com:99999",
        "https://example.com:0",
        "https://:443",
        "https://example.com:\u0661",
        "https://example.com/..",
        "https://example.com/a/../b",
        "https://example.com/./b",
        "https://example.com/%2e%2E/b",
        "https://example.com/a%2Fb",
        "https://example.com/a%5cb",
        "https://example.com/a//b",
        "https://example.com/ä",
        "https://bücher.example",
        "https://\uff45xample.com",
        "https://example.com/%",
        "https://example.com/%zz",
        "https://example.com/a b",
        "https://example.com/a\\b",
        'https://example.com/"',
        "https://example.com/{id}",
        "https://example.com/<a>",
        "https://example.com/a|b",
        "https://example.com/a\x00",
        "https://{host}/",
        "https://a..b",
        f"https://{'a' * 64}.example",
        "https://-a.example",
        "https://0x7f000001",
        "https://127.1",
        "https://1.2.3.999",
        "https://1.2.3.04",
        "https://[::1%25eth0]",
        "https://[fe80::g]",
        "https://[1.2.3.4]",
        "https://user:pass@example.com",
        b"https://example.com",
        5,
    ],
)
def test_a_base_url_that_can_not_be_is_refused(url: Any) -> None:
    """A base URL is refused if a path after it would not reach the host that it names."""
    with pytest.raises(ConfigurationError, match="base_url"):
        TargetingClient("t", base_url=url)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://example.com:8443/", "https://example.com:8443"),
        ("HTTPS://Example.COM:443/Proxy//", "https://example.com/Proxy"),
        ("https://example.com/a%20b/~c", "https://example.com/a%20b/~c"),
        ("https://my_service.example.", "https://my_service.example."),
        ("https://xn--bcher-kva.example:", "https://xn--bcher-kva.example"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://LOCALHOST", "http://localhost"),
        ("http://127.0.0.1:080", "http://127.0.0.1"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://[0:0::1]:0443", "http://[::1]:443"),
    ],
)
def test_a_base_url_that_can_be_is_kept(url: str, kept: str) -> None:
    """A base URL may be https anywhere and http on loopback, and is kept in one spelling."""
    assert kept == TargetingClient("t", base_url=url).options.base_url


async def test_a_base_url_may_have_a_path(script: Script) -> None:
    """The operation's path follows the base URL's path, with one slash between."""
    async with TargetingClient("t", base_url=f"{script.address}/proxy/") as client:
        await client.get_campaign_job_status(CID)
    assert f"/proxy/v1/campaign/{CID}/job" == script.seen[0].target


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": ()},
        {"timeout": (1,)},
        {"timeout": (1, 2, 3)},
        {"timeout": "5"},
        {"timeout": 0},
        {"deadline": float("nan")},
        {"deadline": True},
        {"max_concurrency": 0.5},
        {"max_concurrency": 0},
        {"max_response_bytes": -1},
        {"retry": 5},
        {"headers": 5},
        {"headers": {5: "x"}},
        {"headers": {"x": None}},
        {"headers": {"x": " a"}},
        {"headers": {"Content-Length": "1"}},
        {"headers": {"AUTHORIZATION": "x"}},
        {"org_id": 5},
        {"org_id": "a\r\nb: c"},
        {"http_client": 5},
    ],
)
def test_an_option_that_can_not_be_is_refused(options: dict[str, Any]) -> None:
    """An invalid option is a ConfigurationError when it is set."""
    with pytest.raises(ConfigurationError):
        TargetingClient("t", **options)


def test_a_refused_header_does_not_show_its_value() -> None:
    """The error about a header does not show its value."""
    with pytest.raises(ConfigurationError) as refused:
        TargetingClient("t", headers={"x-key": "secret\n"})
    assert "secret" not in repr(refused.value)


def test_the_authorization_header_points_to_authorize() -> None:
    """The error about an Authorization header names `authorize`."""
    with pytest.raises(ConfigurationError, match="authorize"):
        TargetingClient("t", headers={"Authorization": "Bearer x"})


@pytest.mark.parametrize("make", [lambda o: create_client(**o), lambda o: TargetingClient().with_options(**o)])
def test_an_unknown_option_is_a_type_error(make: Any) -> None:
    """An unknown option is a TypeError."""
    with pytest.raises(TypeError, match="nonsense"):
        make({"nonsense": 1})


@pytest.mark.parametrize("name", ["authorization", "nonsense"])
def test_configure_takes_only_what_a_client_takes(name: str) -> None:
    """`configure` refuses what a client does not take, and later default clients can still be made."""
    with pytest.raises(ConfigurationError, match=name):
        configure(**cast("Any", {name: "x"}))
    assert get_client() is get_client()


def test_configure_gives_the_same_headers_to_clients_made_before_and_after() -> None:
    """Two calls of `configure` add up, for clients made before and after."""
    before = get_client()
    configure(headers={"x-a": "1"})
    configure(headers={"x-b": "2"})
    assert before.options.headers == campaign.get_client().options.headers


def test_configure_with_none_means_the_same_for_clients_made_before_and_after() -> None:
    """`configure` with None leaves what was set, for clients made before and after."""
    before = get_client()
    configure(deadline=7, timeout=3)
    configure(deadline=None)
    assert (before.options.deadline, 7) == (target.get_client().options.deadline, before.options.deadline)


async def test_configure_without_a_token_keeps_the_token(script: Script) -> None:
    """`configure` without a token keeps the token, also for a client made afterwards."""
    configure(base_url=script.address)
    authorize("kept")
    configure(token=None, deadline=9)
    async with campaign.get_client() as client:
        await client.get_campaign_job_status(CID)
    assert "Bearer kept" == script.seen[0].headers["authorization"]


def test_configure_changes_nothing_where_one_option_is_bad() -> None:
    """One invalid option of `configure` leaves all as it was, for earlier and later clients."""
    before = get_client()
    with pytest.raises(ConfigurationError):
        configure(deadline=7, max_concurrency=-1)
    assert (90, 90) == (before.options.deadline, campaign.get_client().options.deadline)


def test_configure_does_not_reach_clients_of_ones_own() -> None:
    """`configure` reaches default clients only."""
    before = create_client()
    configure(deadline=7)
    assert (90, 90, 7) == (before.options.deadline, create_client().options.deadline, get_client().options.deadline)


def test_views_follow_configure() -> None:
    """A view that was taken before follows `configure`."""
    view = get_client().campaign
    configure(deadline=7)
    assert 7 == view.options.deadline


def test_a_child_keeps_what_it_names_and_follows_in_the_rest() -> None:
    """A derived client keeps the options that it sets, and follows its parent in the others."""
    child = get_client().with_options(deadline=3)
    configure(deadline=7, timeout=2)
    assert (3, 2) == (child.options.deadline, child.options.timeout)


def test_a_child_of_a_view_is_of_the_views_class() -> None:
    """A client derived from a view has the tag's operations and no others."""
    child = TargetingClient("t").target.with_options(deadline=3)
    assert (target.TargetClient, 3) == (type(child), child.options.deadline)


def test_a_bad_option_of_a_child_is_found_at_once() -> None:
    """An invalid option of a derived client is found before its first call."""
    with pytest.raises(ConfigurationError, match="deadline"):
        TargetingClient("t").with_options(deadline=-1)


@pytest.mark.parametrize(
    "forget", [lambda c: c.authorize(None), lambda c: authorize(c), lambda c: authorize(c, cast("Any", None))]
)
async def test_authorize_without_a_token_is_refused(script: Script, forget: Any) -> None:
    """`authorize` without a token is refused, so that a forgotten argument removes none."""
    async with TargetingClient("t", base_url=script.address) as client:
        with pytest.raises(ConfigurationError, match="token"):
            forget(client)
        await client.get_campaign_job_status(CID)
    assert "Bearer t" == script.seen[0].headers["authorization"]


@pytest.mark.parametrize("org_id", ["", " ", 5])
def test_an_organisation_has_a_name(org_id: Any) -> None:
    """An empty organisation, as from an unset variable, is refused, and so is one that is not a string."""
    with pytest.raises(ConfigurationError, match=r"org_id must be a string that is not empty"):
        TargetingClient("t", org_id=org_id)


SPELLINGS = ("x-epilot-org-id", "X-Epilot-Org-Id", "X-EPILOT-ORG-ID")


@pytest.mark.parametrize("names", [*permutations(SPELLINGS, 1), *permutations(SPELLINGS, 2)])
async def test_an_organisation_replaces_its_header(script: Script, names: tuple[str, ...]) -> None:
    """`org_id` is sent instead of that header of `headers` in any spelling, and no other organisation is."""
    headers = dict.fromkeys(names, "other")
    async with TargetingClient("t", base_url=script.address, org_id="own", headers=headers) as client:
        await client.get_campaign_job_status(CID)
        await client.with_options(org_id="next", headers=headers).get_campaign_job_status(CID)
    assert ["own", "next"] == [request.headers["x-epilot-org-id"] for request in script.seen]


def test_a_misspelt_option_gets_a_suggestion() -> None:
    """The message of an unknown option names a similar one, or says where the option belongs."""
    make: Any = TargetingClient
    with pytest.raises(ConfigurationError, match=r"no option retries: did you mean `retry`"):
        make("t", retries=3)
    with pytest.raises(ConfigurationError, match=r"no option zzz$"):
        make("t", zzz=3)
    with pytest.raises(ConfigurationError, match=r"no option ambiguous: pass retry=RetryPolicy\(ambiguous=…\)$"):
        make("t", ambiguous=True)
    with pytest.raises(ConfigurationError, match=r"base_url is an option of a whole client"):
        make("t").with_options(base_url="https://localhost")


def test_a_number_that_is_too_large() -> None:
    """The message of a number names both limits."""
    with pytest.raises(ConfigurationError, match=r"deadline must be a number greater than 0, and at most 1e"):
        TargetingClient("t", deadline=2e9)
