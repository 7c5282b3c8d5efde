"""Note the parts of a document that have no effect: webhooks, callbacks, `servers`, other security schemes."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_types import Schema
from .document import resolve
from .paths import each_operation


def ignored_parts(document: Schema) -> Iterator[str]:
    """Yield notes on the parts of a document that have no effect on the package."""
    if document.get("webhooks"):
        yield f"webhooks are requests of the service, not of a client: {', '.join(document['webhooks'])} are ignored"
    for path, method, item, operation in each_operation(document):
        name = operation.get("operationId", f"{method.upper()} {path}")
        if operation.get("callbacks"):
            yield f"{name}: its callbacks are ignored"
        if operation.get("servers") or item.get("servers"):
            yield f"{name}: its `servers` are ignored; it is sent to the client's base URL"
    components: Schema = document.get("components") or {}
    schemes: Schema = components.get("securitySchemes") or {}
    if others := [name for name, one in schemes.items() if not _is_bearer(resolve(document, one))]:
        yield f"clients authorize with a bearer token; for {', '.join(others)} pass headers to the client"


def _is_bearer(scheme: Schema) -> bool:
    """Return whether a security scheme takes a bearer token in the Authorization header."""
    kind = scheme.get("scheme") if scheme.get("type") == "http" else scheme.get("type")
    return str(kind).lower() in ("bearer", "oauth2", "openidconnect")
