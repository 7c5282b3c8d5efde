"""Large responses: requested, downloaded without a token, and decoded as any other."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator

import pytest
from facade.stores import CAMPAIGN, CID, JOB, LARGE, ONCE, SIGNATURE, calls, refer, referring
from server import Script, response

from epilot_targeting import DecodeError, TargetingClient
from epilot_targeting.testing import FakeTargeting

OURS = {"authorization", "cookie", "x-own", "content-type", "content-length"}


@pytest.fixture
async def client(script: Script) -> AsyncIterator[TargetingClient]:
    """A client with headers of its own."""
    headers = {"x-epilot-user-id": "u", "x-own": "1"}
    async with TargetingClient("secret", base_url=script.address, org_id="o", headers=headers, retry=ONCE) as client:
        yield client


async def test_the_opt_in(script: Script, client: TargetingClient) -> None:
    """The `Accept` header has exactly the media type of large responses, for reads and writes."""
    script.answer = lambda seen: response(200, JOB if seen.line.startswith("GET") else CAMPAIGN)
    await client.get_campaign_job_status(CID)
    await client.change_campaign_status(CID)
    assert [LARGE, LARGE] == [seen.headers["accept"] for seen in script.seen]


@pytest.mark.parametrize("name", ["accept", "Accept"])
async def test_a_header_of_the_callers_opts_out(script: Script, client: TargetingClient, name: str) -> None:
    """A caller's `Accept` header replaces ours, on the client or a derived one."""
    await client.with_options(headers={name: "application/json"}).get_campaign_job_status(CID)
    assert "application/json" == script.seen[0].headers["accept"]


async def test_a_small_response_stays_as_it_is(script: Script, store: Script, client: TargetingClient) -> None:
    """A small response is read without a further request."""
    script.answer = lambda _: response(200, JOB)
    assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert (1, 0) == (calls(script), calls(store))


async def test_a_key_like_a_reference_in_a_small_response_is_data(
    script: Script, store: Script, client: TargetingClient
) -> None:
    """A key that looks like a reference is data in a small response."""
    script.answer = lambda _: referring(store.address, media_type="application/json")
    job = await client.get_campaign_job_status(CID)
    assert ({"$payload_ref": store.address}, 0) == (job.additional_properties, calls(store))


async def test_a_reference_is_followed(script: Script, store: Script, client: TargetingClient) -> None:
    """A reference is followed with one GET."""
    refer(script, store)
    assert "queued" == (await client.get_campaign_job_status(CID)).status
    assert ["GET"] == [seen.line.split(" ")[0] for seen in store.seen]


async def test_a_reference_of_a_write_is_followed(script: Script, store: Script, client: TargetingClient) -> None:
    """A write's reference is followed, and the write is sent once."""
    refer(script, store, CAMPAIGN)
    assert "a" == (await client.change_campaign_status(CID)).campaign.title
    assert (1, 1) == (calls(script), calls(store))


@pytest.mark.parametrize(
    "media_type", [f"{LARGE}; charset=utf-8", f'{LARGE.title()};Charset="UTF-8"', LARGE.upper(), f"{LARGE} ; x=y"]
)
async def test_the_media_type_in_other_words(
    script: Script, store: Script, client: TargetingClient, media_type: str
) -> None:
    """The media type is recognised with parameters and in any case."""
    refer(script, store)
    script.answer = lambda _: referring(f"{store.address}/p", media_type=media_type)
    assert "queued" == (await client.get_campaign_job_status(CID)).status


async def test_the_payload_request_is_bare(script: Script, store: Script, client: TargetingClient) -> None:
    """The request to the store has none of our headers and no token."""
    refer(script, store)
    large = referring(f"{store.address}/payload")
    script.answer = lambda _: large.replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b; Path=/\r\n\r\n", 1)
    await client.get_campaign_job_status(CID)
    headers = store.seen[0].headers
    assert set() == {name for name in headers if name in OURS or name.startswith("x-epilot")}
    assert ("*/*", b"") == (headers["accept"], store.seen[0].body)
    assert "secret" not in str(store.seen[0])


async def test_the_address_goes_out_as_it_came(script: Script, store: Script, client: TargetingClient) -> None:
    """The address is requested unchanged, since its signature covers every character."""
    target = "/a%2Fb%20c/d+e/f%c3%a9/~g?X-Amz-Credential=A%2F2%2fb&y=a+b&z=%20&empty=&flag"
    refer(script, store)
    script.answer = lambda _: referring(store.address + target)
    await client.get_campaign_job_status(CID)
    assert target == store.seen[0].target


async def test_a_payload_that_is_encoded_twice(script: Script, store: Script, client: TargetingClient) -> None:
    """A payload that is a JSON string is parsed once more."""
    refer(script, store, json.dumps(JOB.decode()).encode())
    assert "queued" == (await client.get_campaign_job_status(CID)).status


@pytest.mark.parametrize("payload", [json.dumps(json.dumps(JOB.decode())), '"no json"', "<Error/>", "", "[]"])
async def test_a_payload_that_is_none(script: Script, store: Script, client: TargetingClient, payload: str) -> None:
    """A payload that the spec does not promise is a DecodeError, and the operation was applied."""
    refer(script, store, response(200, payload.encode()))
    with pytest.raises(DecodeError) as failed:
        await client.get_campaign_job_status(CID)
    assert (True, 200) == (failed.value.applied, failed.value.status_code)


async def test_a_compressed_payload(script: Script, store: Script, client: TargetingClient) -> None:
    """A compressed payload is read like any other."""
    refer(script, store, response(200, gzip.compress(JOB), "Content-Encoding: gzip"))
    assert "queued" == (await client.get_campaign_job_status(CID)).status


async def test_the_whole_response_is_the_payload(script: Script, store: Script, client: TargetingClient) -> None:
    """`raw` has the payload, with the status and request id of the service."""
    refer(script, store)
    large = referring(f"{store.address}/payload", status=201)
    script.answer = lambda _: large.replace(b"\r\n\r\n", b"\r\nX-Request-Id: r\r\n\r\n", 1)
    response = await client.raw.get_campaign_job_status(CID)
    assert (201, JOB, "r") == (response.status_code, response.content, response.request_id)
    assert "queued" == response.parsed.status


async def test_the_whole_response_shows_no_reference(script: Script, store: Script, client: TargetingClient) -> None:
    """`raw` does not show the reference, since it is a credential."""
    refer(script, store)
    response = await client.raw.get_campaign_job_status(CID)
    assert SIGNATURE not in repr(response) + repr(response.headers)


async def test_pages_by_reference(script: Script, store: Script, client: TargetingClient) -> None:
    """Each page of an iteration may come by reference."""
    refer(script, store)
    first, last = b'{"results": [{"title": "a"}], "next": "n"}', b'{"results": [{"title": "b"}], "next": null}'
    store.answer = lambda _: response(200, first if calls(store) == 1 else last)
    assert ["a", "b"] == [recipient.title async for recipient in client.iter_recipients(CID)]
    assert (2, 2) == (calls(script), calls(store))


async def test_the_fake_answers_by_reference() -> None:
    """The fake answers by reference in process, and its client gets the page."""
    async with FakeTargeting() as fake:
        fake.add_recipients(CID, [{"entity_id": CID, "title": "a"}])
        fake.fail("get_recipients", large=True)
        page = await fake.client().get_recipients(CID)
    assert ["a"] == [recipient.title for recipient in page.results]
    assert LARGE == fake.requests[0].headers["accept"]
