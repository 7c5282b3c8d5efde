"""The options about the network: which values are refused, what they change, and that no message shows a password."""

from __future__ import annotations

import ssl
import warnings
from typing import Any

import httpx
import pytest
from facade.environments import LIBRARIES
from facade.stores import CID, JOB, ONCE, SIGNATURE, TLS, referring
from server import Script, response

from epilot_targeting import ConfigurationError, DecodeError, TargetingClient, configure, get_client
from epilot_targeting._config import allow_http

HTTP = "http://service.example"
WARNING = "allow_http: the token and all data are sent to {} without encryption"


@pytest.fixture(autouse=True)
def _unwarned(monkeypatch: pytest.MonkeyPatch) -> None:
    """No warning was shown yet."""
    monkeypatch.setattr(allow_http, "_warned", set())


@pytest.mark.defaults
@pytest.mark.parametrize("given", ["ca.pem", True, False, 5, ssl.SSLContext])
def test_a_context_that_is_none(given: Any) -> None:
    """`ssl_context` must be an SSLContext."""
    with pytest.raises(ConfigurationError, match=r"ssl_context must be an ssl\.SSLContext, such as"):
        TargetingClient("t", ssl_context=given)


@pytest.mark.defaults
def test_a_context_of_a_server() -> None:
    """An SSLContext for servers is refused: it would check no certificate."""
    with pytest.raises(ConfigurationError, match="ssl_context is for servers"):
        TargetingClient("t", ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))


@pytest.mark.defaults
@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    "given",
    ["", "proxy.example:3128", "http://user:password@[", "http://user:password@a:x", "://", " http://user:password@a"],
)
def test_a_proxy_that_is_no_url(library: Any, given: str) -> None:
    """A proxy that is no URL is refused when the client is made, and the message does not show it."""
    with pytest.raises(ConfigurationError, match=r"proxy (is not the URL|is invalid)") as failed:
        TargetingClient("t", transport=library, proxy=given)
    assert "password" not in str(failed.value) + repr(failed.value.__cause__)


@pytest.mark.defaults
@pytest.mark.parametrize("given", [5, b"http://proxy.example", {"https": "http://proxy.example"}])
def test_a_proxy_that_is_no_string(given: Any) -> None:
    """`proxy` must be a string."""
    with pytest.raises(ConfigurationError, match="proxy must be a string: the URL of a proxy"):
        TargetingClient("t", proxy=given)


@pytest.mark.defaults
def test_a_proxy_that_a_transport_does_not_support() -> None:
    """Aiohttp supports no SOCKS proxy, and says so when the client is made."""
    with pytest.raises(ConfigurationError, match="with transport='aiohttp' a proxy begins with http://, https://"):
        TargetingClient("t", transport="aiohttp", proxy="socks5://127.0.0.1:1")


@pytest.mark.defaults
@pytest.mark.parametrize("option", [{"ssl_context": TLS}, {"proxy": "http://user:password@proxy.example"}])
async def test_options_that_a_callers_client_would_ignore(option: dict[str, Any]) -> None:
    """With `http_client` the options of own connections are refused: they would have no effect."""
    async with httpx.AsyncClient(verify=TLS) as own:
        with pytest.raises(ConfigurationError, match="set it on your http_client instead") as failed:
            TargetingClient("t", http_client=own, **option)
    assert "password" not in str(failed.value)


@pytest.mark.parametrize("option", ["transport", "ssl_context", "proxy", "allow_http", "large_responses"])
def test_options_of_a_whole_client(option: str) -> None:
    """`with_options` refuses the options of connections: the client that it returns shares those of its parent."""
    given: dict[str, Any] = {option: None}
    with pytest.raises(ConfigurationError, match=f"{option} is an option of a whole client"):
        TargetingClient("t").with_options(**given)


@pytest.mark.parametrize("option", ["allow_http", "large_responses"])
@pytest.mark.parametrize("given", [1, 0, "yes"])
def test_a_flag_that_is_none(option: str, given: Any) -> None:
    """A flag must be True or False."""
    with pytest.raises(ConfigurationError, match=f"{option} must be True or False, not {given!r}"):
        TargetingClient("t", **{option: given})


def test_plain_http_is_refused() -> None:
    """Plain http to a host that is not loopback needs `allow_http`, and the error names it."""
    with pytest.raises(ConfigurationError, match="and with allow_http=True"):
        TargetingClient("t", base_url=HTTP)


def test_plain_http_warns_once() -> None:
    """`allow_http` admits plain http, with one warning for each base URL, at the line that set the option."""
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        client = TargetingClient("t", base_url=HTTP, allow_http=True)
        client.with_options(deadline=5).authorize("u")
        TargetingClient("t", base_url=HTTP, allow_http=True)
        TargetingClient("t", base_url="http://127.0.0.1:1", allow_http=True)
        TargetingClient("t", base_url="https://service.example", allow_http=True)
        configure(base_url=f"{HTTP}:8080", allow_http=True)
    assert [WARNING.format("service.example"), WARNING.format("service.example:8080")] == [
        str(one.message) for one in shown
    ]
    assert {__file__} == {one.filename for one in shown}
    assert f"{HTTP}:8080" == get_client().options.base_url


def test_a_warning_that_is_an_error() -> None:
    """Where warnings are errors, each client raises it: one that was raised was not shown."""
    for _ in range(2):
        with pytest.raises(UserWarning, match="without encryption"):
            TargetingClient("t", base_url=HTTP, allow_http=True)


@pytest.mark.parametrize(
    ("options", "accept"),
    [
        ({}, "application/large-response.vnd+json"),
        ({"large_responses": False}, "application/json"),
        ({"large_responses": False, "headers": {"accept": "application/problem+json"}}, "application/problem+json"),
    ],
)
async def test_what_is_asked_for(script: Script, options: dict[str, Any], accept: str) -> None:
    """`large_responses=False` asks for plain JSON alone, also in a derived client."""
    script.answer = lambda _: response(200, JOB)
    async with TargetingClient("t", base_url=script.address, **options) as client:
        await client.get_campaign_job_status(CID)
        await client.with_options(org_id="o").get_campaign_job_status(CID)
    assert [accept] * 2 == [seen.headers["accept"] for seen in script.seen]


@pytest.mark.parametrize("allowed", [True, False])
async def test_large_responses_by_plain_http(script: Script, monkeypatch: pytest.MonkeyPatch, allowed: bool) -> None:
    """`allow_http` admits an object store without TLS, if `payload_hosts` names it."""
    monkeypatch.setenv("NO_PROXY", "*")
    script.answer = lambda _: referring(f"http://127.0.0.1.nowhere.invalid:1/payload?{SIGNATURE}")
    options: dict[str, Any] = {"payload_hosts": ["nowhere.invalid"], "allow_http": allowed, "retry": ONCE}
    async with TargetingClient("t", base_url=script.address, **options) as client:
        error: Any = None
        try:
            await client.get_campaign_job_status(CID)
        except Exception as failed:
            error = failed
    assert allowed == ("could not be downloaded" in str(error))
    assert allowed != (isinstance(error, DecodeError) and "its URL is not https" in str(error))
