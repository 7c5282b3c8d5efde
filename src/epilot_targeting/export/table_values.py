"""`Table`: turn models into columns of values. A value that a column cannot hold moves to `additional_properties`."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from epilot_targeting_generated.record import Model
from epilot_targeting_generated.rows import Column, columns_of, json_text, unknown_members

from ..errors import ConfigurationError
from ..recipient_pager import RecipientPager

UNKNOWN = "additional_properties"
"""The name of the last column."""
Fits = Callable[[Column, Any], bool]
"""Return whether a column can hold a value."""
Flatten = Callable[[Any], Any]
"""Turn a value, which is not None, into that of a table."""


class Table:
    """The columns of a model, in the order of the spec, and a last one with the fields that the spec does not know.

    Args:
        model: The class of the records.
        fits: Returns whether a column can hold a value.
        flatten: How values become those of a table, by the kind of the column.
    """

    def __init__(self, model: type[Model], fits: Fits, flatten: Mapping[str, Flatten]) -> None:
        """Read the fields of the model, and keep the functions. No function is called with a value that is None.

        Args:
            model: The class of the records.
            fits: Called as `fits(column, value)`. Returns whether the column can hold the value.
            flatten: For a kind of columns, such as `time`, the function that converts a value of such a column. The
                values of other kinds stay as they are.
        """
        self.columns: tuple[Column, ...] = columns_of(model)
        self._model = model
        self._fits = fits
        self._flatten = flatten

    def values(self, models: Sequence[Model]) -> tuple[list[list[Any]], list[dict[str, Any] | None]]:
        """Return records as columns of values that `flatten` has converted. A value may not fit its column.

        `fits` is not called here. For a column with values that may not fit, the caller then calls `move`.

        Returns:
            Two new lists. The first has a list of values for each column, with None for a field without a value.
            The second has a dict for each record: its unknown fields that are not null, by their JSON names, or
            None if it has none.

        Raises:
            ConfigurationError: A record is not of the table's model.
        """
        for kind in {*map(type, models)}:
            if not issubclass(kind, self._model):
                raise ConfigurationError(f"the records are {kind.__name__}, not {self._model.__name__}: pass model=")
        values = [[*map(attrgetter(column.name), models)] for column in self.columns]
        for index, column in enumerate(self.columns):
            flatten = self._flatten.get(column.kind)
            if flatten is not None:
                values[index] = [None if value is None else flatten(value) for value in values[index]]
        slots: Any = models  # `additional_properties` would make a dict for each record
        return values, [None if one._additional is None else unknown_members(one) for one in slots]

    def move(self, column: Column, values: list[Any], unknown: list[dict[str, Any] | None]) -> list[Any]:
        """Return a new list of the values of a column, with None for each one that the column cannot hold.

        Args:
            column: The column.
            values: The value of each record, or None: the list of this column in the first result of `values()`. It
                is not changed.
            unknown: The unknown fields of each record, or None: the second result of `values()`. It is changed in
                place: for a value that does not fit, the entry of its record becomes a new dict that has the value
                too, under the JSON name of the column.
        """
        kept: list[Any] = []
        for index, value in enumerate(values):
            fits = value is None or self._fits(column, value)
            kept.append(value if fits else None)
            if not fits:
                unknown[index] = {**(unknown[index] or {}), column.wire: value}
        return kept


def json_cell(value: object) -> str:
    """Return a nested value or a boolean as the JSON text of a cell. It may be a model, or hold models.

    `value` is that of a column of the kind `json` or `boolean`, and not None. A date or UUID becomes a JSON
    string, and so does an object of an unknown type.
    """
    return "{}" if value == {} else json_text(value)


def unknown_texts(unknown: Sequence[dict[str, Any] | None]) -> list[str | None]:
    """Return the values of the last column: the unknown fields of each record as a JSON object, or None if it has none.

    Args:
        unknown: For each record, its unknown fields by their JSON names, or None, from `Table.values()`.
    """
    return [None if members is None else json_text(members) for members in unknown]


def check_model(model: object) -> None:
    """Check that an argument is a class of `epilot_targeting.models`, and not `Model`, the base of all of them.

    Raises:
        ConfigurationError: It is another class, or no class.
    """
    if not isinstance(model, type) or not issubclass(model, Model) or model is Model:
        shown = model.__name__ if isinstance(model, type) else repr(type(model).__name__)
        raise ConfigurationError(f"model must be a class of epilot_targeting.models, such as Recipient, not {shown}")


def model_of(pager: object, model: type[Model] | None) -> type[Model]:
    """Return the class of the records of a pager: the one that was passed, else `Recipient` for a `RecipientPager`.

    Args:
        pager: The pager, or another async iterable.
        model: The class that the user has passed, or None.

    Raises:
        ConfigurationError: No class was passed, and the pager is no `RecipientPager`. Or the pager is no async
            iterable, or the class is none of `epilot_targeting.models`.
    """
    if not isinstance(pager, AsyncIterable):
        kind = type(pager).__name__
        raise ConfigurationError(f"pass a pager, such as client.iter_recipients(campaign_id), not a {kind}")
    if model is not None:
        check_model(model)
        return model
    if not isinstance(pager, RecipientPager):
        raise ConfigurationError("pass model=, the class of the records: only a RecipientPager has a known one")
    from epilot_targeting_generated.models import Recipient

    return Recipient
