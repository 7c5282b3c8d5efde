"""Read the operations of a document, which openapi-python-client would do with losses.

It drops what it can't say (a body of another kind, a parameter given by `content`, a whole operation), renames, and
knows nothing of `x-retry`. Here every operation is read or refused by name, and the generator's parser is left with
what it does well: schemas. Whatever the document leaves open is assumed, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..errors import DocumentError
from ..json_types import Schema, is_array, is_object
from ..naming.python_names import NEEDED_BY_FILES, NEEDED_BY_OPERATIONS, any_name, class_name, free
from .document import METHODS, resolve
from .media_types import Body, Success, body_of, contents_of, kind_of, responses_of, successes_of
from .parameters import Parameter, parameters_of

RETRY_CLASSES = ("read", "value", "write")


@dataclass(frozen=True)
class Operation:
    """What the document says of one operation."""

    operation_id: str
    name: str
    """The method's name in Python."""
    tag: str
    method: str
    path: str
    retry: str
    summary: str
    description: str
    deprecated: bool
    parameters: list[Parameter]
    body: Body | None
    successes: list[Success]
    failures: dict[str, tuple[str, Schema | None]]
    """Status to description and schema."""


def read_operations(document: Schema) -> tuple[list[Operation], list[str]]:
    """Read all operations of a document; give what had to be assumed as well.

    Raises:
        DocumentError: One can't be called, or can't be told from another.
    """
    found: list[Operation] = []
    notes = list(_passed_over(document))
    tags = {class_name(tag): tag for tag in _tags(document)}
    ids = {str(operation.get("operationId")) for _, _, _, operation in _each(document)}
    for path, method, item, operation in _each(document):
        where = f"{operation.get('operationId', 'an operation without operationId')} ({method.upper()} {path})"
        reader = _Reader(document, where, {one.name for one in found} | set(tags.values()), ids)
        try:
            found.append(reader.operation(path, method, item, operation, tags))
        except DocumentError as error:
            raise DocumentError(str(error) if str(error).startswith(where) else f"{where}: {error}") from None
        except (AttributeError, TypeError, ValueError) as error:
            raise DocumentError(f"{where}: something of it is not of the type that OpenAPI says: {error}") from error
        notes += reader.notes
    said = [one.operation_id for one in found]
    if twice := sorted({name for name in said if said.count(name) > 1}):
        places = "; ".join(f"{o.operation_id} ({o.method.upper()} {o.path})" for o in found if o.operation_id in twice)
        raise DocumentError(f"operationIds that stand twice: {places}")
    return found, notes


def _each(document: Schema) -> Iterator[tuple[str, str, Schema, Schema]]:
    for path, given in document.get("paths", {}).items():
        if path.startswith("x-"):
            continue
        try:
            item = resolve(document, given)
        except DocumentError as error:
            raise DocumentError(f"the path {path}: {error}") from None
        for method in METHODS:
            if method in item:
                if not is_object(item[method]):
                    raise DocumentError(f"{method.upper()} {path}: the operation is no object")
                yield path, method, item, item[method]


def check_path(path: str) -> None:
    """Let no path lead away from the base URL: requests carry a token.

    Raises:
        DocumentError: It has no slash at its beginning, or an HTTP library could read it as another address.
    """
    segments = [unquote(segment) for segment in re.split(r"[/?#]", path)]
    if not path.startswith("/") or path.startswith("//") or {".", ".."} & {*segments}:
        fault = "it must begin with one slash and have no `.` or `..` between slashes"
    elif "\\" in path or not path.isprintable():
        fault = "it must have no backslash and no control character"
    else:
        return
    raise DocumentError(f"the path {path!r} is invalid: {fault}, so that it stays on the service's own address")


def _passed_over(document: Schema) -> Iterator[str]:
    if document.get("webhooks"):
        yield f"webhooks are calls of the service, not of a client: {', '.join(document['webhooks'])} are left out"
    for path, method, item, operation in _each(document):
        name = operation.get("operationId", f"{method.upper()} {path}")
        if operation.get("callbacks"):
            yield f"{name}: its callbacks are left out"
        if operation.get("servers") or item.get("servers"):
            yield f"{name}: its own servers are passed over; it is sent to where the client sends all"
    components: Schema = document.get("components") or {}
    schemes: Schema = components.get("securitySchemes") or {}
    if others := [name for name, one in schemes.items() if not _is_bearer(resolve(document, one))]:
        yield f"clients authorize by a bearer token; {', '.join(others)} can only be served by their headers"


def _is_bearer(scheme: Schema) -> bool:
    """Tell whether a token in the header Authorization is what a scheme asks for."""
    kind = scheme.get("scheme") if scheme.get("type") == "http" else scheme.get("type")
    return str(kind).lower() in ("bearer", "oauth2", "openidconnect")


def _tag(operation: Schema) -> str:
    given = operation.get("tags")
    name = any_name(str(given[0] if is_array(given) and given else "default"), "tag")
    # Such a tag's classes or files would have the names of others that the package needs.
    return f"tag_{name}" if name in NEEDED_BY_FILES or name == "all" or name.startswith("raw_") else name


def _tags(document: Schema) -> list[str]:
    return list(dict.fromkeys(_tag(operation) for _, _, _, operation in _each(document)))


class _Reader:
    """Reads one operation, and notes what had to be assumed."""

    def __init__(self, document: Schema, where: str, taken: set[str], ids: set[str]) -> None:
        self.document = document
        self.where = where
        self.taken = taken
        self.ids = ids
        self.notes: list[str] = []

    def operation(self, path: str, method: str, item: Schema, given: Schema, tags: Mapping[str, str]) -> Operation:
        check_path(path)
        operation_id, name = self._names(path, method, given)
        parameters, notes = parameters_of(self.document, path, item, given, self.where)
        self.notes += notes
        if "#" in path:
            self.notes.append(f"{self.where}: what follows # in its path tells it from others, and is not sent")
        responses = responses_of(given, self.where)
        successes, notes = successes_of(self.document, method, responses, self.where)
        self.notes += notes
        if len(given.get("tags") or []) > 1:
            self.notes.append(f"{self.where}: it stands under its first tag, {given['tags'][0]!r}, alone")
        return Operation(
            operation_id=operation_id,
            name=name,
            tag=tags[class_name(_tag(given))],
            method=method,
            path=path,
            retry=self._retry(method, given),
            summary=" ".join(str(given.get("summary") or "").split()),
            description=str(given.get("description") or "").strip(),
            deprecated=given.get("deprecated") is True,
            parameters=parameters,
            body=body_of(self.document, given, self.where),
            successes=successes,
            failures=self._failures(responses, {one.status for one in successes}),
        )

    def _names(self, path: str, method: str, given: Schema) -> tuple[str, str]:
        operation_id = given.get("operationId")
        if not operation_id:
            operation_id = free(method + "".join(word.capitalize() for word in re.findall(r"[^\W_]+", path)), self.ids)
            self.ids.add(operation_id)
            self.notes.append(f"{self.where}: it needs an operationId; it is called {operation_id}")
        plain = any_name(str(operation_id), method)
        name = free(f"{plain}_" if plain in NEEDED_BY_OPERATIONS else plain, self.taken)
        if name != plain:
            self.notes.append(f"{self.where}: it would be renamed to {name}, since {plain} is taken")
        return str(operation_id), name

    def _retry(self, method: str, given: Schema) -> str:
        retry = given.get("x-retry")
        if retry in RETRY_CLASSES:
            return str(retry)
        says = f"{self.where}: x-retry is {retry!r}, not one of {', '.join(RETRY_CLASSES)}"
        if retry is not None:
            raise DocumentError(says)
        assumed = "read" if method in ("get", "head") else "write"
        self.notes.append(f"{says}; taken for {assumed}")
        return assumed

    def _failures(self, responses: Schema, successes: set[str]) -> dict[str, tuple[str, Schema | None]]:
        found: dict[str, tuple[str, Schema | None]] = {}
        for status, given in responses.items():
            if status in successes:
                continue
            reply = resolve(self.document, given)
            contents = contents_of(self.document, reply.get("content"), self.where)
            schema = next((one for name, one in contents.items() if kind_of(name, one) == "json"), None)
            found[status] = " ".join(str(reply.get("description") or "").split()), schema
        return found
