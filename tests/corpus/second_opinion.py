"""Let openapi-core judge a request by the original document, as far as it can."""

from __future__ import annotations

import copy
import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, unquote

from attrs import define
from corpus import wire
from corpus.documents import Document, Operation
from jsonschema_path import SchemaPath
from openapi_core import V30RequestValidator, V31RequestValidator
from openapi_core.datatypes import RequestParameters
from server import Seen
from werkzeug.datastructures import Headers, ImmutableMultiDict

STYLES = frozenset({"simple", "form", "pipeDelimited"})


@define
class Request:
    """A request, as openapi-core wants to be told of it."""

    method: str
    path: str
    body: bytes
    content_type: str
    parameters: RequestParameters
    host_url: str = "http://127.0.0.1"


class SecondOpinion:
    """The judge for one document."""

    def __init__(self, document: Document) -> None:
        self.reason: str = document.raw.get("x-unjudged") or document.raw.get("x-by-hand", "")
        """Why it can't judge this document at all."""
        if not self.reason:
            spec = SchemaPath.from_dict(_without_the_unknown(document))
            kind = V31RequestValidator if str(document.raw["openapi"]).startswith("3.1") else V30RequestValidator
            readers: dict[str, Any] = dict.fromkeys(_json_types(document), json.loads)
            readers["application/xml"] = bytes.decode  # a string to the document, and a tree to openapi-core
            self._validator = kind(spec, extra_media_type_deserializers=readers)

    def problems(self, operation: Operation, seen: Seen) -> list[str]:
        """Return what is wrong with a request."""
        if self.reason:
            return []
        return [_sentence(error) for error in self._validator.iter_errors(_request(operation, seen))]


def _sentence(error: BaseException) -> str:
    causes = [error]
    while causes[-1].__cause__ is not None:
        causes.append(causes[-1].__cause__)
    return "openapi-core: " + " <- ".join(f"{type(one).__name__}: {one}"[:300] for one in causes)


def _request(operation: Operation, seen: Seen) -> Request:
    raw_path, _, raw_query = seen.target.partition("?")
    match = wire.template(operation.path).search(raw_path)
    values = [unquote(value) for value in match.groups()] if match else []
    cookies = SimpleCookie(seen.headers.get("cookie", ""))
    return Request(
        method=operation.method,
        path=operation.path,  # found by ourselves: its own search knows no encoded slash
        body=seen.body,
        content_type=seen.headers.get("content-type", ""),
        parameters=RequestParameters(
            query=ImmutableMultiDict(parse_qsl(raw_query, keep_blank_values=True)),
            header=Headers(list(seen.headers.items())),
            cookie=ImmutableMultiDict([(name, unquote(morsel.value)) for name, morsel in cookies.items()]),
            path=dict(zip(wire.names(operation.path), values, strict=False)),
        ),
    )


def _without_the_unknown(document: Document) -> dict[str, Any]:
    """Copy a document without servers, security, and parameters in styles that openapi-core reads otherwise."""
    raw = copy.deepcopy(document.raw)
    raw.pop("servers", None)
    raw.pop("security", None)
    for path, item in raw.setdefault("paths", {}).items():
        nodes = [item, *(one for one in item.values() if isinstance(one, dict))]
        for node in nodes if path.startswith("/") else ():
            node.pop("servers", None)
            node.pop("security", None)
            if "parameters" in node:
                node["parameters"] = [one for one in node["parameters"] if _is_known(document, one)]
    return raw


def _is_known(document: Document, reference: Any) -> bool:
    parameter = document.resolve(reference)
    if "content" in parameter:
        return True
    style, explode = wire.style_of(parameter)
    schema = document.resolve(parameter["schema"])
    kind = schema.get("type") if isinstance(schema, dict) else None
    exploded = explode and (kind == "object" or style == "pipeDelimited")
    return style in STYLES and not exploded and not isinstance(kind, list)


def _json_types(document: Document) -> set[str]:
    found: set[str] = set()
    for operation in document.operations:
        for one in (operation.body or {}).get("content", {}):
            bare = one.partition(";")[0].strip()
            if bare.endswith(("/json", "+json")):
                found.add(bare)
    return found
