"""`AttemptHeaders`: the headers of one attempt, which middleware may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping

from .._config.request_headers import check_header


class AttemptHeaders(MutableMapping[str, str]):
    """Headers by name, in any case. A header that is set is checked as the option `headers` is."""

    __slots__ = ("_values",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        """Copy the headers of a request, whose names are in lower case. They are not checked."""
        self._values = dict(headers)

    def __getitem__(self, name: str) -> str:
        """Return the value of a header, whose name may be in any case. Raise KeyError if there is none."""
        return self._values[name.lower()]

    def __setitem__(self, name: str, value: str) -> None:
        """Set a header, whose name may be in any case.

        Raises:
            ConfigurationError: The name or the value is invalid, or the client sets this header itself.
        """
        checked, text = check_header(name, value)
        self._values[checked] = text

    def __delitem__(self, name: str) -> None:
        """Remove a header, whose name may be in any case. Raise KeyError if there is none."""
        del self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, in lower case."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return the number of headers. Each name counts once, as it has one value."""
        return len(self._values)

    def replaced(self, given: Mapping[str, str]) -> AttemptHeaders:
        """Return the headers to send if middleware passes others to `call_next`: those of `given` alone.

        They are copied, with lower-case names. A header is checked unless this object has it with the same value;
        the name may be in any case.

        Raises:
            ConfigurationError: A name or a value is invalid, or the client sets this header itself.
        """
        found = AttemptHeaders({})
        for name, value in given.items():
            lower = str(name).lower()
            if (lower, value) in self._values.items():
                found._values[lower] = value
            else:
                found[name] = value
        return found

    def __repr__(self) -> str:
        """Return the class and the sorted names without the values, which may be secret."""
        return f"AttemptHeaders({sorted(self._values)})"
