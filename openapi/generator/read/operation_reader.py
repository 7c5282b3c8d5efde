"""Read one operation: its names, tag, retry class, parameters, body and responses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..json_types import Schema
from ..naming.python_names import NEEDED_BY_OPERATIONS, any_name, class_name, free, shortened
from .document import resolve
from .media_types import body_of, contents_of, kind_of, responses_of, successes_of
from .operation import Operation
from .parameters import parameters_of
from .paths import check_path
from .retry_classes import retry_class
from .tags import tag_name, tag_notes


class OperationReader:
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
        self.notes += tag_notes(given, self.where)
        body, notes = body_of(self.document, given, self.where)
        self.notes += notes
        return Operation(
            operation_id=operation_id,
            name=name,
            tag=tags[class_name(tag_name(given))],
            method=method,
            path=path,
            retry=retry_class(method, given, self.where),
            summary=" ".join(str(given.get("summary") or "").split()),
            description=str(given.get("description") or "").strip(),
            deprecated=given.get("deprecated") is True,
            parameters=parameters,
            body=body,
            successes=successes,
            failures=self._failures(responses, {one.status for one in successes}),
        )

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
