"""Describe how an operation is authorised and how a parameter is serialised."""

from __future__ import annotations

from typing import Any

from ..read.document import resolve
from .usage import Operation

STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def accepted(document: dict[str, Any], one: Operation) -> set[str]:
    """Return the ways of authorisation as texts, each with the definition of its schemes.

    A scheme may change under one name. "nothing" stands for calls without authorisation.
    """
    schemes = document.get("components", {}).get("securitySchemes", {})
    ways: list[dict[str, list[str]]] = one.node.get("security", document.get("security", [])) or [{}]
    return {" + ".join(sorted(_scheme(document, schemes, *item) for item in way.items())) or "nothing" for way in ways}


def _scheme(document: dict[str, Any], schemes: dict[str, Any], name: str, scopes: list[str]) -> str:
    """Return a scheme of authorisation as text: its name, its definition, and the scopes."""
    found = resolve(document, schemes.get(name, {}))
    facts = [found[key] for key in ("type", "scheme", "in", "name", "openIdConnectUrl") if key in found]
    return " ".join([name, f"({' '.join(map(str, facts))})", *sorted(scopes)])


def way(parameter: dict[str, Any], place: str) -> str:
    """Return the serialisation of a parameter as Markdown code: its style, with `*` if exploded, and its media type."""
    style = parameter.get("style", STYLES.get(place, "form"))
    explode = parameter.get("explode", style == "form")
    media = "".join(f" as {name}" for name in parameter.get("content", {}))
    reserved = " with reserved characters" if parameter.get("allowReserved") else ""
    return f"`{style}{'*' if explode else ''}{media}`{reserved}"


def schema_of(parameter: dict[str, Any]) -> Any:
    """Return the schema of a parameter, from `schema` or `content`; `{}` if it has neither."""
    media: list[dict[str, Any]] = list(parameter.get("content", {}).values())
    return parameter.get("schema", media[0].get("schema", {}) if media else {})
