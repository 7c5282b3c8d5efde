"""Build the request of an operation from its parts: URL, headers, body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epilot_targeting_generated.types import File, Operation

from .call_arguments import Arguments as Arguments
from .call_arguments import BuiltRequest as BuiltRequest
from .json_encoding import JSON, json_body
from .query_string import query_string
from .url_path import url_path


def build_request(operation: Operation[Any], arguments: Arguments, shared_headers: Mapping[str, str]) -> BuiltRequest:
    """Return the request of an operation: path with query, headers and body. It is built once for all attempts.

    Nothing is sent, and the token is not in it.

    Args:
        operation: The operation.
        arguments: The arguments of the call.
        shared_headers: The headers of all requests of the client, by lower-case name. They are not changed; the result
            may contain this mapping itself.

    Raises:
        ConfigurationError: An argument is invalid.
    """
    target, query = url_path(operation, arguments.path), query_string(arguments.query, operation.styles)
    if query:
        target += f"&{query[1:]}" if "?" in target else query
    headers, body = shared_headers, arguments.body
    if arguments.headers or arguments.cookies or operation.accept:
        from .other_documents.headers import request_headers

        headers = request_headers(operation, arguments, shared_headers)
    if body is None and not operation.needs_body:
        return BuiltRequest(target, headers)
    if arguments.media_type is None and operation.media_types[0] == JSON and not isinstance(body, File):
        return BuiltRequest(target, headers, json_body(operation, body))
    from .other_documents.bodies import encode_body

    return BuiltRequest(target, headers, *encode_body(operation, body, arguments.media_type))
