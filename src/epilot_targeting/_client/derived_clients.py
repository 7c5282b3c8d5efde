"""Clients derived from another one (`with_options`): their own options on the same connections; and `authorize`."""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

from .._config import option_keywords
from .._config import options as client_options
from .._tracebacks import HiddenFrames
from .open_and_close import OpenAndClose

if TYPE_CHECKING:
    C = typing.TypeVar("C", bound="DerivedClients")  # unlike with `Self`, completion by jedi follows it to a subclass


def copy_slots(source: object, target: object) -> None:
    """Copy the values of `__slots__` from one client to another, as far as they are set.

    A subclass of the user may have slots, which `vars()` does not contain. The target must have those of the source.
    """
    from types import MemberDescriptorType  # few programs derive a client before their first call

    for kind in type(source).__mro__:
        # By their descriptors: `__slots__` names a private slot otherwise than Python does, and may be an iterator.
        for slot in vars(kind).values() if "__slots__" in vars(kind) else ():
            if isinstance(slot, MemberDescriptorType):
                try:
                    slot.__set__(target, slot.__get__(source))
                except AttributeError:
                    continue  # it is not set


class DerivedClients(OpenAndClose):
    """The part of a client that holds its options, and derives clients with others."""

    def __init__(self, options: client_options.ClientOptions) -> None:
        """Hold the options of a client that is not derived from another.

        `with_options` makes the derived ones without calling this.
        """
        super().__init__()
        self._options = options
        self._overrides: dict[str, typing.Any] = {}  # of a derived client
        self._merged: tuple[client_options.ClientOptions, client_options.ClientOptions] | None = None
        self._views: dict[type, typing.Any] = {}  # the tag clients by class

    @property
    def options(self) -> client_options.ClientOptions:
        """The options in force now. Those of a derived client are its parent's, with its own overrides."""
        if self._parent is None:
            return self._options
        # Merged each time the parent's have changed, so that a change of the parent reaches derived clients.
        base = self._parent.options
        if self._merged is None or self._merged[0] is not base:
            self._merged = base, base.replace(**self._overrides)
        return self._merged[1]

    def with_options(  # noqa: D417
        self: C,
        *,
        token: client_options.TokenProvider | None = None,
        **options: typing.Unpack[option_keywords.CallKeywords],
    ) -> C:
        """Return a client with other options on the same connections. This client does not change.

        Options that are not named, or are None, follow this client, also when it changes later. The returned
        client need not be closed. If it is, by `aclose` or `async with`, the connections stay open: only this
        client closes them.

        Args:
            token: As for the client: a token, or a function or async function that returns one.
            org_id: The organisation, sent as the header `x-epilot-org-id`.
            headers: Headers that are added to those of this client.
            timeout: Seconds to connect, and to wait for the next bytes: one number for both, or a pair.
            deadline: Seconds for a whole call.
            retry: A RetryPolicy: when a call is attempted again.

        Raises:
            ConfigurationError: There is no such option, or its value is invalid.

        Example:
            patient = client.with_options(deadline=300.0)
        """
        from .._config.with_options import call_overrides

        derived = object.__new__(type(self))
        vars(derived).update(vars(self))  # the attributes of a subclass
        copy_slots(self, derived)
        derived._merged, derived._state, derived._views = None, None, {}
        derived._closed, derived._entered = False, 0
        with HiddenFrames():
            derived._parent, derived._overrides = self, call_overrides(token, options)
            _ = derived.options  # an invalid value fails here, and not at the first call
        return derived

    def authorize(self: C, token: client_options.TokenProvider) -> C:
        """Set the token from now on, also for the tag clients and derived clients of this client.

        Derived clients for which another token was set keep that one. Calls under way keep the old one. On a
        derived client, this does not change the client that it comes from.

        Args:
            token: A token, or a function or async function that returns one; it is called before every attempt. An
                invalid token, such as an empty string, is not noticed here: calls then raise AuthorizationError.

        Returns:
            The client itself.

        Raises:
            ConfigurationError: The token is None, or neither a string nor a function.
        """
        from .._config.token_provider import required_authorization

        with HiddenFrames():
            authorization = required_authorization(token)
        if self._parent is None:
            self._options = self._options.replace(token=authorization)
        else:
            self._overrides["token"], self._merged = authorization, None
        return self

    def _set_options(self, options: client_options.ClientOptions) -> None:
        """Replace the options of this client, and with them those of its tag clients and derived clients.

        `configure`, `default_of` and the pytest plugin call this for default clients. On a derived client it has no
        effect, because the options come from its parent. Calls under way keep the options they began with.
        """
        self._options = options


if not TYPE_CHECKING:
    C = DerivedClients  # for `typing.get_type_hints`, the bound of the type variable
