"""The result of one attempt: its decoded response, with a large one downloaded, or the error of its failure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from .._response.api_error import api_error
from .._response.decode import JSON_KINDS, decode
from .._response.media_types import is_large_response
from .._response.request_in_errors import name_request
from .._response.transport_error import transport_error
from .._status_ranges import SUCCESS
from ..errors import DecodeError, TargetingError, TransportError
from . import deadline
from .decoding_thread import SMALL_BODY, decode_in_thread
from .object_store_download import download, may_retry_download, presigned_url, stored_content

if TYPE_CHECKING:
    from .._transport.attempt import Attempt
    from .call_state import CallState

T = TypeVar("T")


async def result_of(call: CallState[T], attempt: Attempt) -> tuple[Attempt, T]:
    """Return `attempt`, which has ended, with its decoded response, or raise its error.

    A success refills the retry budget. `answered` of the call is set if there is a response. `outcomes` is left
    to the caller.

    `run_attempts` calls this once for an attempt. With middleware, `_send_for_middleware` calls it first, and
    keeps the result in `by_middleware` of the call. The second call takes it from there, and sets that to None.

    Raises:
        TargetingError: The attempt failed, perhaps before it was sent. Or its response cannot be decoded, or
            the download of a large response failed.
    """
    if call.by_middleware is not None:
        found, call.by_middleware = call.by_middleware, None
        if isinstance(found, TargetingError):
            raise found
        return found
    options, operation = call.options, call.operation
    call.answered = call.answered or attempt.status is not None
    if attempt.status is None or (attempt.status in SUCCESS and attempt.fault):
        raise transport_error(operation, attempt, options.base_url, call.path(), call.token)
    if attempt.status not in SUCCESS:
        raise api_error(operation, attempt, options.base_url, call.path(), call.token)
    try:
        parsed = await _parsed(call, attempt)
    except (DecodeError, TransportError) as error:
        name_request(error, operation, options.base_url, call.path())
        raise
    call.budget.refill()
    return attempt, parsed


async def _parsed(call: CallState[T], attempt: Attempt) -> T:
    """Return the decoded response of an attempt whose status is a success.

    If it is a reference to a large response, first download that from the object store, and set `content` of
    the attempt to it. `has_store_failed` of the call then says whether the download failed by a network error,
    a timeout, or the status 408, 429 or 5xx. A body of more than `SMALL_BODY` (1 MiB) is decoded in a thread.

    Raises:
        DecodeError: The body does not match the spec, or is too large. Or the presigned URL is missing or not
            allowed, or the object store responded with a failure status.
        TransportError: The object store could not be reached or was too slow, or the connection to it broke.
        ConfigurationError: The proxy or a certificate file for the download is invalid, or the installed
            version of the HTTP library is unsuitable.
    """
    options, operation = call.options, call.operation
    success = operation.success(attempt.status or 0)
    is_stored = success.kind in JSON_KINDS and is_large_response(attempt)
    if is_stored:
        url = presigned_url(options, operation, attempt)
        call.deadline.start(deadline.DOWNLOAD)
        stored = await download(call.deadline.pool, options, url, call.budget, call.deadline.left, operation.name)
        call.has_store_failed = may_retry_download(stored)
        attempt.content = stored_content(operation, attempt, stored)
    if len(attempt.content) <= SMALL_BODY:
        return decode(operation, success, attempt, call.token, options.max_response_records, stored=is_stored)
    call.deadline.start(deadline.DECODE)
    work = partial(decode, operation, success, attempt, call.token, options.max_response_records, stored=is_stored)
    return await decode_in_thread(work)
