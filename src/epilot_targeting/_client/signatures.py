"""The signature of a client's class, with every option and its default, for `help` and `inspect.signature`."""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, lazy_module

if TYPE_CHECKING:
    import inspect
    from collections.abc import Callable
    from typing import Any
else:
    inspect = lazy_module("inspect")


class ClientSignature:
    """The attribute `__signature__` of the classes that are made by one constructor."""

    def __init__(self, constructor: Callable[..., None]) -> None:
        """Keep the constructor: the `__init__` of the classes whose `__signature__` this is."""
        self._constructor = constructor

    def __get__(self, client: object, kind: Any) -> inspect.Signature:
        """Return the signature for the class `kind`, when `help` or `inspect` reads its attribute `__signature__`.

        Raises:
            AttributeError: `kind` has another constructor, whose signature Python finds itself, or the attribute is
                read on an instance (`client` is not None).
        """
        if client is not None or kind.__init__ is not self._constructor:
            raise AttributeError("__signature__")  # a subclass with a constructor of its own
        return client_signature()


def client_signature() -> inspect.Signature:
    """Return the signature of a client's constructor without `self`, for `ClientSignature`.

    It has `token`, which may be positional, and each option as keyword-only, with its type annotation and
    default.
    """
    from typing import get_type_hints

    from .._config.options import ClientKeywords, ClientOptions, TokenProvider

    defaults = ClientOptions()
    kind = inspect.Parameter
    token = kind("token", kind.POSITIONAL_OR_KEYWORD, default=None, annotation=TokenProvider | None)
    options = [
        kind(name, kind.KEYWORD_ONLY, default=getattr(defaults, name, None), annotation=annotation)
        for name, annotation in get_type_hints(ClientKeywords).items()
    ]
    return inspect.Signature([token, *options])
