"""`CellReader`: turn the cells of a row into a payload model. The types of the model's fields say how."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, NoReturn, cast

from epilot_targeting_generated.record import Model
from epilot_targeting_generated.rows import Column, columns_of

from .table_values import UNKNOWN

EXPECTED = {
    "id": "a UUID",
    "time": "a date-time with an offset, such as 2026-01-31T09:30:00Z",
    "date": "a date, such as 2026-01-31",
    "integer": "a whole number",
    "number": "a number with a point, such as 1.5",
    "boolean": "true or false",
    "json": "JSON text that matches the spec",
}
"""What a cell must be, by the kind of the column. Texts and enum values may be any text."""


class CellError(Exception):
    """A cell that is invalid: its column and the problem."""

    def __init__(self, column: str, problem: str) -> None:
        """Keep the column and the problem, for the error that the reader of the file makes of them.

        Args:
            column: The name of the column: as in the header, or the Python name of a field without a column.
            problem: The end of a message, such as `the cell is not a UUID`. It shows no value of a cell.
        """
        super().__init__(problem)
        self.column = column
        self.problem = problem


class Variant(NamedTuple):
    """A model that a row may be.

    Attributes:
        model: The model.
        columns: Its fields, by the names that a header may have.
        required: The required fields, by their names in JSON.
        wires: The names of all fields in JSON.
    """

    model: type[Model]
    columns: dict[str, Column]
    required: dict[str, Column]
    wires: set[str]


class CellReader:
    """Reads rows as one of several models.

    Args:
        models: The models. A row is the one whose required fields have cells, and that has the other cells too.
    """

    def __init__(self, models: Collection[type[Model]]) -> None:
        """Read the names and types of the models' fields.

        Args:
            models: One payload model or more. Each row becomes one of them.
        """
        self._variants = [_variant(model) for model in models]
        self.names: set[str] = {UNKNOWN, *(name for variant in self._variants for name in variant.columns)}

    def wire(self, name: str) -> str:
        """Return the name in JSON of a field of the models, by its name in Python or in JSON.

        Another name is returned unchanged, such as `additional_properties`.
        """
        return next((one.columns[name].wire for one in self._variants if name in one.columns), name)

    def check(self, names: Collection[str]) -> None:
        """Check that a header has all required columns of at least one of the models. Nothing is returned.

        Args:
            names: The names in the header: those of fields, as in Python or in JSON. Unknown names are ignored.

        Raises:
            CellError: Each model has a required column that is missing. The error names the first one of the model that
                lacks the fewest.
        """
        self._choose({self.wire(name) for name in names}, "is missing")

    def read(self, cells: Mapping[str, str]) -> Model:
        """Return a row as a payload model.

        Args:
            cells: The texts of the cells of the row, by the names of their columns: those of fields in Python or in
                JSON, and `additional_properties`. A cell that is left out is a field that is not set. The members of
                the JSON object in `additional_properties` are further fields, unless these have a cell of their own.

        Returns:
            A payload of the model whose required fields all have cells; of several models, the one that has a field for
            the most cells.

        Raises:
            CellError: A cell is invalid, a required one is left out, or the model has no field for a cell.
        """
        variant = self._choose({self.wire(name) for name in cells}, "is empty")
        source: dict[str, Any] = {}
        for name, text in cells.items():
            column = variant.columns.get(name)
            if name == UNKNOWN:
                source = {**_members(text), **source}
            elif column is None:
                raise CellError(name, f"{variant.model.__name__} has no such field, so the cell must be empty")
            else:
                source[column.wire] = json_value(column, text)
        model = variant.model.from_dict(source)
        for name in cells:
            column = variant.columns.get(name)
            if column is not None and (
                getattr(model, column.name) is None or column.wire in model.additional_properties
            ):
                raise CellError(name, f"the cell is not {EXPECTED.get(column.kind, 'a text')}")
        return model

    def _choose(self, wires: set[str], problem: str) -> Variant:
        """Return the model of a row or a header, with its columns.

        It is the one for which the fewest required fields are missing; of several, the one to which the fewest of the
        given fields are unknown; of several, the first. It may have unknown fields: the caller finds them.

        Args:
            wires: The names in JSON of the fields that the row or the header has.
            problem: What is wrong with a missing field, for the message: `is missing` or `is empty`.

        Raises:
            CellError: A required field of that model is missing. The error names the first one, as in Python.
        """
        best = min(self._variants, key=lambda one: (len(one.required.keys() - wires), len(wires - one.wires)))
        missing = [column.name for wire, column in best.required.items() if wire not in wires]
        if missing:
            raise CellError(missing[0], f"it {problem}, and {best.model.__name__} requires it")
        return best


def _variant(model: type[Model]) -> Variant:
    """Return a model with its fields, as one that a row may be.

    `columns` has the `Column` of each field twice: by its name in Python, and by its name in JSON. `required`
    has those of the required fields, by their names in JSON. `wires` is the set of the names of all fields in
    JSON.
    """
    columns = columns_of(model)
    by_wire = {column.wire: column for column in columns}
    names = {**by_wire, **{column.name: column for column in columns}}
    required = {wire: column for wire, column in by_wire.items() if column.required}
    return Variant(model, names, required, {*by_wire})


def json_value(column: Column, text: str) -> Any:
    """Return the JSON value of a cell by the kind of its column, such as a number, a dict or a string.

    Nothing is raised. Invalid JSON, such as an empty text, is returned as it is. So is a JSON value of another
    type than the field has, which the model finds malformed. Otherwise white space around the value is removed,
    but not from texts and unknown values of enums.
    """
    if column.kind == "enum":
        known = {member.value for member in column.enum or ()}
        return text.strip() if text.strip() in known else text  # a newer value may be any text
    if column.kind not in ("integer", "number", "boolean", "json"):
        return text if column.kind == "text" else text.strip()
    try:
        return json.loads(text.lower() if column.kind == "boolean" else text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return text


def _members(text: str) -> dict[str, Any]:
    """Return the JSON object in a cell of the column `additional_properties` as a dict.

    Raises:
        CellError: The cell is another JSON value, or not JSON.
    """
    members: Any
    try:
        members = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        raise CellError(UNKNOWN, "the cell is not a JSON object")
    return cast("dict[str, Any]", members)


def _no_constant(name: str) -> NoReturn:
    """Reject `NaN`, `Infinity` or `-Infinity`, which is no JSON. `json.loads` calls this with the name.

    Raises:
        ValueError: Always.
    """
    raise ValueError(f"{name} is not JSON")
