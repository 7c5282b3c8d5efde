"""Open and close a client: `async with`, which may nest, `aclose`, and what a closed client refuses."""

from __future__ import annotations

from _thread import allocate_lock

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

if TYPE_CHECKING:
    from .._call.client_state import ClientState
    from .._observers import Observation

    C = typing.TypeVar("C", bound="OpenAndClose")  # unlike with `Self`, completion by jedi follows it to a subclass

CLOSE_GRACE = 5.0
"""Seconds that closing leaves to the calls under way."""
_making = allocate_lock()  # threads that begin at once share one state, and one count of open blocks


class OpenAndClose:
    """The part of a client that opens and closes it, and makes its state at the first use.

    A derived client counts its own blocks and closes by itself. Its state is that of the client it comes from.
    """

    def __init__(self) -> None:
        """Start as an open client that is not derived. The first call creates its ClientState."""
        self._parent: typing.Self | None = None
        self._state: ClientState | None = None
        self._limits_of: OpenAndClose | None = None  # the client whose rate limits this one shares
        self._observed: Observation | None = None
        self._closed = False
        self._entered = 0  # `async with` blocks that are open

    async def aclose(self, grace: float = CLOSE_GRACE) -> None:
        """Close the client, also inside `async with`, and wait for calls under way, at most `grace`.

        Calls that begin from now on raise ClientClosedError, until `async with` opens the client again. All this
        includes the calls of clients that `with_options` made from it. Closing it twice does no harm. A caller's
        `http_client` stays open. A client made by `with_options` closes itself alone: it does not wait, and leaves
        the connections open.

        Args:
            grace: Seconds that calls under way have to end. Then they are ended with `ClientClosedError`, which may
                take a second more. Default: 5.

        Raises:
            ConfigurationError: `grace` is not a number between 0 and 10⁹.
        """
        from .._config.number_checks import check_number

        check_number("grace", grace, zero=True)
        self._closed, self._entered = True, 0
        if self._state is not None:
            await self._state.aclose(grace)

    async def __aenter__(self: C) -> C:
        """Open the client, also after it was closed, and return it. No connection is opened yet.

        Blocks may nest: the end of the last open one closes the client. A client made by `with_options` opens
        itself alone, not the client that it comes from.
        """
        with _making:
            self._closed = False
            self._entered += 1
            if self._state is not None:
                self._state.reopen()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client, with the default `grace`, when the last of its open blocks ends.

        An exception of the block is not suppressed.
        """
        with _making:
            self._entered = max(0, self._entered - 1)
            is_last = not self._entered
        if is_last:
            await self.aclose()

    def _open_state(self) -> ClientState:
        """Return the ClientState of this client: connection pools, retry budget and rate gates.

        A derived client has that of the client it comes from. The first use creates it.

        Raises:
            ClientClosedError: The client, or one that it was derived from, is closed.
        """
        if self._closed:
            from .._call.client_state import closed_error

            raise closed_error()
        if self._parent is not None:
            return self._parent._open_state()
        return self._state or self._make_state()

    def _make_state(self) -> ClientState:
        """Return the ClientState of this client, and create it if there is none.

        `_open_state` calls this for an open client that is not derived. If several threads call it at once, all get the
        same state.

        Raises:
            ClientClosedError: The client whose rate limits this one shares is closed.
        """
        from .._call.client_state import ClientState

        limits = self._limits_of._open_state().rate_limits if self._limits_of is not None else None
        observation = self._observation
        with _making:
            if self._state is None:
                self._state = ClientState(limits, observation)
        return self._state

    @property
    def _observation(self) -> Observation:
        """The Observation of this client, which says who observes its calls. `observe` sets the observer in it.

        The first use creates it. Its tag views and derived clients have the same one.
        """
        if self._parent is not None:
            return self._parent._observation
        from .._observers import Observation

        with _making:
            self._observed = self._observed or Observation()
        return self._observed


if not TYPE_CHECKING:
    C = OpenAndClose  # for `typing.get_type_hints`, the bound of the type variable
