"""Raise errors without the frames of this package: their local variables contain tokens, arguments and bodies.

In: an exception that is about to leave the package. Out: the same exception with another traceback.
May import: `errors`.
"""

from __future__ import annotations

import sys

from epilot_targeting_generated.lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class HiddenFrames:
    """A context manager at each entry to the package: an error that leaves it ends at the caller's frame.

    An expected error, or a cancellation, loses the frames from the `with` statement inward, and those of its causes.
    Another exception is a bug: it keeps its frames, without their local variables, so that their lines show the place.
    """

    __slots__ = ("_handled",)

    def __enter__(self) -> None:
        """Remember the exception that the caller is handling, or None. Each `with` needs a new object.

        `__exit__` leaves the frames of that exception as they are. It stays the context of the error that
        `__exit__` gets.
        """
        self._handled = sys.exception()  # the caller may handle an exception of its own

    def __exit__(self, kind: object, error: BaseException | None, frames: object) -> None:
        """Hide frames in an error, as `hide_frames` does, and let the error pass. Without one, do nothing."""
        if error is not None:
            hide_frames(error, self._handled)


def hide_frames(error: BaseException, handled: BaseException | None) -> None:
    """Hide the frames of an exception that a bare `raise` raises again, or that leaves a `with` statement.

    Call it in the `except` block or in `__exit__`, before the exception goes on. The exception is changed in
    place: Python raises it with the traceback that is set here, and adds no entry for the frame of the block.

    A TargetingError, StopAsyncIteration, cancellation or other BaseException loses all its frames, and those of
    its causes. The cause of an AuthorizationError loses only the frames of this package. Any other Exception is
    a bug: it keeps all but the first frame, without local variables.

    Args:
        error: The exception.
        handled: The exception that the caller of this package was handling before the call, or None. It stays
            the context.
    """
    from .errors import AuthorizationError, TargetingError

    if isinstance(error, Exception) and not isinstance(error, TargetingError | StopAsyncIteration):
        inner = error.__traceback__
        clear_locals(error, handled)
        error.__traceback__ = inner and inner.tb_next  # the frame of the entry is still running, and was not cleared
        return
    error.__traceback__ = None
    error.__context__ = None if handled is error else handled
    cause = error.__cause__
    error.__suppress_context__ = cause is not None
    if not isinstance(error, AuthorizationError):
        _strip(cause)
    elif cause is not None:
        cause.__traceback__ = _without_own_frames(cause.__traceback__)


def error_chain(error: BaseException | None, last: BaseException | None) -> list[BaseException]:
    """Return a list of an exception, which comes first, and its causes and contexts, each of them once.

    The cause of each comes before its context, with all that it leads to. Contexts that are suppressed are in it, too.

    Args:
        error: The exception, or None: then the list is empty.
        last: The exception that the caller was handling before, or None. It is left out, with what only it leads to.
    """
    found: list[BaseException] = []
    pending = [error]
    while pending:
        one = pending.pop()
        if one is not None and one is not last and all(one is not other for other in found):
            found.append(one)
            pending += [one.__context__, one.__cause__]
    return found


def hide_own_frames(error: BaseException) -> None:
    """Remove the frames of this package from the traceback of a user's exception. Nothing else of it changes."""
    error.__traceback__ = _without_own_frames(error.__traceback__)


def clear_locals(error: BaseException, handled: BaseException | None = None) -> None:
    """Clear the local variables in the frames of an exception, so that a report of it shows no secret.

    Those of its causes and contexts are cleared too. Frames that still run keep theirs.

    Args:
        error: The exception.
        handled: The exception that the caller of this package was handling before the call, or None. It is
            left as it is, with what only it leads to. Default: None.
    """
    import traceback

    for one in error_chain(error, handled):
        traceback.clear_frames(one.__traceback__)


def _strip(error: BaseException | None) -> None:
    """Remove the tracebacks of a cause, and of its causes and contexts: frames of a library, which contain the request.

    They are changed in place. If `error` is None, do nothing.
    """
    for one in error_chain(error, None):
        one.__traceback__ = None


def _without_own_frames(frames: TracebackType | None) -> TracebackType | None:
    """Return the traceback of an exception that a user's function raised, without the frames of this package.

    It is a new one: `frames` does not change. Return None if no frame is left, or `frames` is None.
    """
    own = __name__.partition(".")[0]
    entries: list[TracebackType] = []
    while frames is not None:
        if str(frames.tb_frame.f_globals.get("__name__")).partition(".")[0] != own:
            entries.append(frames)
        frames = frames.tb_next
    kept: TracebackType | None = None
    for entry in reversed(entries):
        kept = type(entry)(kept, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return kept
