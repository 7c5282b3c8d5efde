"""Read the operations of a document: names, tags, retry classes, parameters, bodies and responses.

openapi_python_client would lose some of them without an error: bodies of several media types, parameters given by
`content`, whole operations. It also drops `x-retry`. Here each operation is read, or rejected by name. Where the
document leaves something open, an assumption is made and returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ..errors import DocumentError
from ..json_types import Schema, is_array, is_object
from ..naming.python_names import NEEDED_BY_FILES, NEEDED_BY_OPERATIONS, any_name, class_name, free, shortened
from .document import METHODS, resolve
from .media_types import Body, Success, body_of, contents_of, kind_of, responses_of, successes_of
from .parameters import Parameter, parameters_of

RETRY_CLASSES = ("read", "value", "write")
MAX_NAMES = 5
"""Operations that a note for many of them names."""


@dataclass(frozen=True)
class Operation:
    """One operation of a document."""

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
    """Read all operations of a document; return them and the assumptions.

    Raises:
        DocumentError: An operation is invalid, or two have one operationId.
    """
    found: list[Operation] = []
    unclassified: list[Operation] = []
    notes = list(_ignored(document))
    tags = {class_name(tag): tag for tag in _tags(document)}
    ids = {str(operation.get("operationId")) for _, _, _, operation in _each(document)}
    for path, method, item, operation in _each(document):
        where = f"{operation.get('operationId', 'an operation without operationId')} ({method.upper()} {path})"
        reader = _Reader(document, where, {one.name for one in found} | set(tags.values()), ids)
        try:
            found.append(reader.operation(path, method, item, operation, tags))
        except DocumentError as error:
            raise DocumentError(str(error) if str(error).startswith(where) else f"{where}: {error}") from None
        except (AttributeError, TypeError, ValueError, LookupError) as error:
            raise DocumentError(f"{where}: a value has the wrong type: {error}") from error
        notes += reader.notes
        unclassified += [found[-1]] if operation.get("x-retry") is None else []
    notes += _assumed_retries(unclassified)
    ids_found = [one.operation_id for one in found]
    if twice := sorted({name for name in ids_found if ids_found.count(name) > 1}):
        places = "; ".join(f"{o.operation_id} ({o.method.upper()} {o.path})" for o in found if o.operation_id in twice)
        raise DocumentError(f"duplicate operationIds: {places}")
    return found, notes


def _assumed_retries(operations: list[Operation]) -> list[str]:
    """Return one assumption for all operations without `x-retry`, and its effect on a client."""
    if not operations:
        return []
    counts = {kind: sum(one.retry == kind for one in operations) for kind in RETRY_CLASSES}
    named = [f"{one.operation_id} ({one.method.upper()} {one.path})" for one in operations[:MAX_NAMES]]
    names = ", ".join(" ".join(one.split()) for one in named)
    more = f" and {len(operations) - MAX_NAMES} more" if len(operations) > MAX_NAMES else ""
    return [
        f"x-retry is missing: read is assumed for GET and HEAD ({counts['read']} operations), which are repeated after "
        f"any failure that may pass; write for all others ({counts['write']} operations), which are repeated only if "
        f"they were certainly not carried out: {names}{more}"
    ]


def _each(document: Schema) -> Iterator[tuple[str, str, Schema, Schema]]:
    """Yield each operation: path, method, path item and operation.

    Raises:
        DocumentError: A path item or an operation is not an object.
    """
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
                    raise DocumentError(f"{method.upper()} {path}: the operation is not an object")
                yield path, method, item, item[method]


def check_path(path: str) -> None:
    """Check that a path stays on the origin of the base URL: requests carry a token.

    Raises:
        DocumentError: It does not begin with a slash, or an HTTP library could resolve it to another origin.
    """
    segments = [unquote(segment) for segment in re.split(r"[/?#]", path)]
    if not path.startswith("/") or path.startswith("//") or {".", ".."} & {*segments}:
        fault = "it must begin with one slash and have no `.` or `..` between slashes"
    elif "\\" in path or not path.isprintable():
        fault = "it must have no backslash and no control character"
    else:
        return
    raise DocumentError(f"the path {path!r} is invalid: {fault}, or requests could be sent to another origin")


def _ignored(document: Schema) -> Iterator[str]:
    """Yield notes on the parts of a document that have no effect on the package."""
    if document.get("webhooks"):
        yield f"webhooks are requests of the service, not of a client: {', '.join(document['webhooks'])} are ignored"
    for path, method, item, operation in _each(document):
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


def _tags_of(operation: Schema) -> list[str]:
    """Return the tags of an operation; a single text is one tag."""
    given = operation.get("tags")
    return [one for one in (given if is_array(given) else [given]) if isinstance(one, str)]


def _tag(operation: Schema) -> str:
    """Return the Python name of the first tag; "default" without one.

    A name that is too long for a file is cut. Reserved names get the prefix `tag_`.
    """
    name = shortened(any_name((_tags_of(operation) or ["default"])[0], "tag"))
    # The classes or files of such a tag would collide with those of the package.
    is_taken = name in NEEDED_BY_FILES or name in ("all", "raw") or name.startswith("raw_")
    return f"tag_{name}" if is_taken else name


def _tags(document: Schema) -> list[str]:
    """Return the names of all tags, in the order of the operations."""
    return list(dict.fromkeys(_tag(operation) for _, _, _, operation in _each(document)))


class _Reader:
    """Reads one operation and collects the assumptions."""

    def __init__(self, document: Schema, where: str, taken: set[str], ids: set[str]) -> None:
        """Keep the document and the names in use. `where` names the operation in messages."""
        self.document = document
        self.where = where
        self.taken = taken
        self.ids = ids
        self.notes: list[str] = []

    def operation(self, path: str, method: str, item: Schema, given: Schema, tags: Mapping[str, str]) -> Operation:
        """Return the operation. `tags` has the names of tags by their class names.

        Raises:
            DocumentError: A part of it is invalid or unsupported.
        """
        check_path(path)
        operation_id, name = self._names(path, method, given)
        parameters, notes = parameters_of(self.document, path, item, given, self.where)
        self.notes += notes
        if "#" in path:
            self.notes.append(f"{self.where}: the part of its path after # is not sent")
        responses = responses_of(given, self.where)
        successes, notes = successes_of(self.document, method, responses, self.where)
        self.notes += notes
        self._note_tags(given)
        body, notes = body_of(self.document, given, self.where)
        self.notes += notes
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
            body=body,
            successes=successes,
            failures=self._failures(responses, {one.status for one in successes}),
        )

    def _note_tags(self, given: Schema) -> None:
        """Note `tags` that are not a list of texts, a tag whose name is cut, and tags that are not used."""
        tags = _tags_of(given)
        if given.get("tags") and given["tags"] != tags:
            self.notes.append(f"{self.where}: `tags` is not a list of texts; {', '.join(tags) or 'default'} is used")
        name = any_name(tags[0], "tag") if tags else ""
        if name != shortened(name):
            self.notes.append(f"{self.where}: its tag is named {shortened(name)}: the name is too long for a file")
        if len(tags) > 1:
            self.notes.append(f"{self.where}: only its first tag, {tags[0]!r}, is used")

    def _names(self, path: str, method: str, given: Schema) -> tuple[str, str]:
        """Return the operationId and the name in Python.

        Note an operationId that is made up, and a name that is taken.
        """
        operation_id = given.get("operationId")
        if not operation_id:
            operation_id = free(method + "".join(word.capitalize() for word in re.findall(r"[^\W_]+", path)), self.ids)
            self.ids.add(operation_id)
            self.notes.append(f"{self.where}: it has no operationId; it is named {operation_id}")
        whole = any_name(str(operation_id), method)
        plain = shortened(whole)
        name = free(f"{plain}_" if plain in NEEDED_BY_OPERATIONS else plain, self.taken)
        if plain != whole:
            self.notes.append(f"{self.where}: it is named {name}, since its own name is too long for a file")
        elif name != plain:
            self.notes.append(f"{self.where}: it is named {name}, since {plain} is taken")
        return str(operation_id), name

    def _retry(self, method: str, given: Schema) -> str:
        """Return the retry class; without `x-retry`, `read` for GET and HEAD and `write` otherwise.

        Raises:
            DocumentError: It is not a retry class.
        """
        retry = given.get("x-retry")
        if retry in RETRY_CLASSES:
            return str(retry)
        if retry is not None:
            raise DocumentError(f"{self.where}: x-retry is {retry!r}, not one of {', '.join(RETRY_CLASSES)}")
        return "read" if method in ("get", "head") else "write"

    def _failures(self, responses: Schema, successes: set[str]) -> dict[str, tuple[str, Schema | None]]:
        """Return the description and the JSON schema of each status that is not a success; the schema may be None."""
        found: dict[str, tuple[str, Schema | None]] = {}
        for status, given in responses.items():
            if status in successes:
                continue
            response = resolve(self.document, given)
            contents = contents_of(self.document, response.get("content"), self.where)
            schema = next((one for name, one in contents.items() if kind_of(name, one) == "json"), None)
            found[status] = " ".join(str(response.get("description") or "").split()), schema
        return found
