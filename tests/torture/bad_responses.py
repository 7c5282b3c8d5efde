"""Complete responses that are invalid: failure statuses, and successes that do not match the spec."""

from __future__ import annotations

import json

from torture.payloads import Good, with_extra_field, with_main_field, with_unknown_enum, without_main_field
from torture.wire import Fault, ResponseWriter, into

ANSWERS: dict[str, Fault] = {}
fault = into(ANSWERS)
PAGE = "<html><title>no service</title>{}</html>"
QUERY_SECRET = "X-Amz-Signature=0123456789abcdef-of-the-redirect"

# --- statuses; the failures say the token again, in a header and in the body ---


def said_again(token: str) -> str:
    """Write JSON as some services do, which spell slash and plus in other ways: once it is read, it is the token."""
    return json.dumps({"message": f"no: {token}"}).replace("/", "\\/").replace("+", "\\u002B")


def status(name: str, number: int, *headers: str, html: bool = False, carries_out: bool = False) -> None:
    """Register a status."""

    async def act(response: ResponseWriter) -> None:
        body = PAGE.format(response.token) if html else json.dumps({"message": f"no: {response.token}"})
        if number == 403:
            body = said_again(response.token)
        shown = b"" if number == 204 else body.encode()
        kind = "xhtml+xml" if html else "json"
        await response.answer(shown, f"x-echo: {response.token}", *headers, status=number, kind=kind)

    ANSWERS[name] = Fault(carries_out, act)


status("status_204", 204, carries_out=True)
for redirect in (301, 307, 308):
    status(
        f"status_{redirect}",
        redirect,
        f"location: https://elsewhere.invalid/a/path?{QUERY_SECRET}",
        carries_out=True,
    )
status("status_400_json", 400)
status("status_400_html", 400, html=True)
for refusal in (401, 403, 404, 409, 413):  # a 429 that stays is waited for until the deadline
    status(f"status_{refusal}", refusal)
status("status_429_later", 429, "retry-after: 3600")
for unknown in (408, 460, 500, 504):
    status(f"status_{unknown}", unknown, carries_out=True)
status("status_502_html", 502, html=True, carries_out=True)
status("status_503_at_once", 503, "retry-after: 0", carries_out=True)


# --- whole successes ---


@fault
async def empty(response: ResponseWriter) -> None:
    """Send nothing, whole."""
    await response.answer(b"")


@fault
async def html(response: ResponseWriter) -> None:
    """Send a page that says the token again."""
    await response.answer(PAGE.format(response.token).encode(), kind="xhtml+xml")


@fault
async def truncated(response: ResponseWriter) -> None:
    """Send JSON that is cut, with the length of what is left."""
    await response.answer(response.good.bytes()[:-1])


def spelled(good: Good, spelling: bytes) -> bytes:
    """Return the response with a further field that no JSON library would write; all else in it is good."""
    return json.dumps(with_extra_field(good, "HERE")).encode().replace(b'"HERE"', spelling)


@fault
async def bad_utf8(response: ResponseWriter) -> None:
    """Send bytes that are no UTF-8."""
    await response.answer(spelled(response.good, b'"\xff\xfe\xfd"'))


@fault
async def deep(response: ResponseWriter) -> None:
    """Send 100,000 lists, one inside the other."""
    await response.answer(spelled(response.good, b"[" * 100_000 + b"]" * 100_000))


@fault
async def nan(response: ResponseWriter) -> None:
    """Send what Python takes for JSON, but JSON does not."""
    await response.answer(spelled(response.good, b"NaN"))


@fault
async def long_number(response: ResponseWriter) -> None:
    """Send a number of 5,000 digits."""
    await response.answer(spelled(response.good, b"9" * 5000))


@fault
async def null(response: ResponseWriter) -> None:
    """Send null."""
    await response.json(None)


@fault
async def list_for_object(response: ResponseWriter) -> None:
    """Send an empty list."""
    await response.json([])


@fault
async def missing_required(response: ResponseWriter) -> None:
    """Leave the main field out."""
    await response.json(without_main_field(response.good))


@fault
async def wrong_type(response: ResponseWriter) -> None:
    """Send a main field of a type that no main field has."""
    await response.json(with_main_field(response.good, True))


@fault
async def unknown_enum(response: ResponseWriter) -> None:
    """Send an enum value newer than the spec."""
    await response.json(with_unknown_enum(response.good))


@fault
async def extra_field(response: ResponseWriter) -> None:
    """Send a field newer than the spec."""
    await response.json(with_extra_field(response.good, {"kept": [1, None, {"deep": "down"}]}))
