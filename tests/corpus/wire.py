"""Read a request as OpenAPI's styles say, to compare it with what was given."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl, unquote

from server import Seen

MISSING = "(missing)"
USUAL = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
Text = Callable[[str], str]


def template(path: str) -> re.Pattern[str]:
    """Return the pattern of a path; its groups are the raw values in order."""
    return re.compile("".join("([^/]*?)" if n % 2 else re.escape(part) for n, part in enumerate(_split(path))) + r"\Z")


def names(path: str) -> list[str]:
    """Return the names in a path, in order."""
    return _split(path)[1::2]


def _split(path: str) -> list[str]:
    return re.split(r"\{([^{}]*)\}", path.partition("#")[0])


def as_text(value: Any) -> Any:
    """Return what a value reads as without its types: everything on a path or in a query is text."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value if isinstance(value, str) else json.dumps(value)


def moments(value: Any) -> Any:
    """Return times as moments: the same one may be written with more digits."""
    if isinstance(value, dict):
        return {key: moments(item) for key, item in value.items()}
    if isinstance(value, list):
        return [moments(item) for item in value]
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return value


def style_of(parameter: dict[str, Any]) -> tuple[str, bool]:
    """Return the style of a parameter, and whether it is exploded."""
    style = parameter.get("style", USUAL[parameter["in"]])
    return style, bool(parameter.get("explode", style in ("form", "deepObject")))


def received(parameter: dict[str, Any], path: str, seen: Seen, given: Any) -> Any:
    """Read one parameter from a request; the given value tells only whether a list or an object is meant."""
    place, name = parameter["in"], parameter["name"]
    raw_path, _, raw_query = seen.target.partition("?")
    text: Text = str if place == "header" else unquote
    if place in ("query", "cookie"):
        cookies = re.split("; |&", seen.headers.get("cookie", ""))
        pairs = [item.partition("=")[::2] for item in (raw_query.split("&") if place == "query" else cookies) if item]
        return _pairs(parameter, [(unquote(key), value) for key, value in pairs], given)
    if place == "header":
        raw = seen.headers.get(name.lower())
    else:
        match = template(path).search(raw_path)
        raw = match[names(path).index(name) + 1] if match else None
    if raw is None:
        return MISSING
    if "content" in parameter:
        return json.loads(text(raw))
    style, explode = style_of(parameter)
    return {"simple": _simple, "label": _label, "matrix": _matrix}[style](raw, name, explode, given, text)


def _pairs(parameter: dict[str, Any], pairs: list[tuple[str, str]], given: Any) -> Any:
    style, explode = style_of(parameter)
    name = parameter["name"]
    own = [value for key, value in pairs if key == name]
    if style == "deepObject":
        inside = {key[len(name) + 1 : -1]: unquote(value) for key, value in pairs if key.startswith(f"{name}[")}
        return inside or MISSING
    if explode and isinstance(given, dict) and "content" not in parameter:
        return {key: unquote(value) for key, value in pairs if key in given}
    if not own:
        return MISSING
    if "content" in parameter:
        return json.loads(unquote(own[0]))
    if explode:
        return [unquote(value) for value in own] if isinstance(given, list) else unquote(own[0])
    delimiter = {"form": ",|%2C", "spaceDelimited": r"%20|\+", "pipeDelimited": r"\||%7C"}[style]
    return _shaped([unquote(item) for item in re.split(delimiter, own[0])], given) if len(own) == 1 else own


def _shaped(items: list[str], given: Any) -> Any:
    if isinstance(given, dict):
        return dict(zip(items[::2], items[1::2], strict=True))
    return items if isinstance(given, list) else ",".join(items)


def _simple(raw: str, _: str, explode: bool, given: Any, text: Text) -> Any:
    if not isinstance(given, list | dict):
        return text(raw)
    items = re.split(", ?", raw)
    if isinstance(given, dict) and explode:
        return {text(key): text(value) for key, value in (item.split("=") for item in items)}
    return _shaped([text(item) for item in items], given)


def _label(raw: str, name: str, explode: bool, given: Any, text: Text) -> Any:
    if not raw.startswith("."):
        return f"no dot before {raw}"
    return _simple(raw[1:].replace(".", ",") if explode else raw[1:], name, explode, given, text)


def _matrix(raw: str, name: str, explode: bool, given: Any, text: Text) -> Any:
    if not raw.startswith(";"):
        return f"no semicolon before {raw}"
    pairs = [item.split("=", 1) for item in raw[1:].split(";")]
    if explode and isinstance(given, dict):
        return {text(key): text(value) for key, value in pairs}
    if {text(key) for key, _ in pairs} != {name}:
        return f"other names than {name} in {raw}"
    if explode and isinstance(given, list):
        return [text(value) for _, value in pairs]
    return _simple(pairs[0][1], name, False, given, text)


def body_of(seen: Seen, given: Any) -> Any:
    """Read the body by its media type, in the shape of what was given."""
    whole = Message()
    whole["content-type"] = seen.headers.get("content-type", "")
    kind = whole.get_content_type()
    if kind.endswith(("/json", "+json")):
        return json.loads(seen.body)
    if kind == "application/x-www-form-urlencoded":
        return _form(parse_qsl(seen.body.decode(), keep_blank_values=True), given)
    if kind == "multipart/form-data":
        head = f"content-type: {whole['content-type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + seen.body).get_payload()
        return _form([_part(part) for part in parts if isinstance(part, Message)], given)
    return seen.body if isinstance(given, bytes) else seen.body.decode()


def _part(part: Message) -> tuple[str, Any]:
    name = str(part.get_param("name", header="content-disposition"))
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return name, content.decode()


def _form(pairs: list[tuple[str, Any]], given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields in the shape of what was given: lists repeat their name, objects are JSON."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        own = [one for key, one in pairs if key == name]
        items = value if isinstance(value, list) else [value]
        read = [json.loads(one) if isinstance(as_, dict | list) else one for one, as_ in zip(own, items, strict=False)]
        read += own[len(items) :]
        if read or isinstance(value, list):
            found[name] = read if isinstance(value, list) else read[0]
    return {**found, **{key: value for key, value in pairs if key not in given}}
