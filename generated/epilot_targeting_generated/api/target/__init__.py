# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The operations of the tag target."""

from __future__ import annotations

from ...lazy import (
    TYPE_CHECKING,
    lazy_module,
)
from ...operations import LazyOperations, Operations, RawOperations, types

if TYPE_CHECKING:
    from . import models
else:
    models = lazy_module(f"{__name__}.models")

MODELS: frozenset[str] = frozenset(
    (
        "BaseEntityAcl",
        "BaseEntityOwner",
        "ClientErrorBody",
        "CodeError",
        "EntityRef",
        "EntityRefDict",
        "ErrorCode",
        "GetTargetQueriesParams",
        "GetTargetQueriesParamsDict",
        "MatchTargetParams",
        "MatchTargetParamsDict",
        "MatchTargetsResponse",
        "MessageError",
        "ServerErrorBody",
        "StatusedError",
        "Target",
        "TargetMatch",
        "TargetQueriesResponse",
        "TargetQueryResult",
    )
)
"""The names of the models in the requests and responses of the operations."""


class _Operations(LazyOperations):
    """The operations by name. Each is imported when it is first used."""

    match_targets: types.Operation[models.MatchTargetsResponse]
    get_target_queries: types.Operation[models.TargetQueriesResponse]


OPERATIONS = _Operations(__name__)


class RawTargetOperations(RawOperations):
    """The operations of the tag target; each returns the whole `Response`."""

    __slots__ = ()

    async def match_targets(
        self,
        body: models.MatchTargetParams | models.MatchTargetParamsDict,
    ) -> types.Response[models.MatchTargetsResponse]:
        """Call `match_targets`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.match_targets,
            (),
            body=body,
        )
        del body
        return await sending

    async def get_target_queries(
        self,
        body: models.GetTargetQueriesParams | models.GetTargetQueriesParamsDict,
    ) -> types.Response[models.TargetQueriesResponse]:
        """Call `get_target_queries`, and return the whole `Response`, with the decoded body as `parsed`."""
        sending = self._send(
            OPERATIONS.get_target_queries,
            (),
            body=body,
        )
        del body
        return await sending


class TargetOperations(Operations):
    """The operations of the tag target."""

    __slots__ = ()

    @property
    def raw(self) -> RawTargetOperations:
        """The same operations; each returns the whole `Response`."""
        return RawTargetOperations(self._send)

    async def match_targets(
        self,
        body: models.MatchTargetParams | models.MatchTargetParamsDict,
    ) -> models.MatchTargetsResponse:
        """Match targets.

        Tells which of the given targets the given entities belong to. It is a POST only because its arguments are too
        many for an address: it reads and changes nothing.

        Args:
            body: The model, or a plain dict in the shape of the JSON object.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.match_targets(
                {'entity_refs': [{'entity_id': 'b8c01433-5556-4e2b-aad4-6f5348d1df84',
                                  'entity_schema': 'string'}],
                 'target_ids': ['b8c01433-5556-4e2b-aad4-6f5348d1df84']},
            )

        Source: https://docs.epilot.io/api/targeting, matchTargets
        """
        sending = self._send(
            OPERATIONS.match_targets,
            (),
            body=body,
        )
        del body
        return (await sending).parsed

    async def get_target_queries(
        self,
        body: models.GetTargetQueriesParams | models.GetTargetQueriesParamsDict,
    ) -> models.TargetQueriesResponse:
        """Get target queries.

        Turns the filters of each given target into a Lucene query. Where that fails, the `query` is null and `error`
        says why; the other targets still get theirs. The operation reads and changes nothing.

        Args:
            body: The model, or a plain dict in the shape of the JSON object.

        Returns:
            The decoded response.

        Raises:
            ConfigurationError: An argument is invalid, or there is no token. Nothing was sent.
            AuthorizationError: The token provider failed, or returned no valid token. Nothing was sent.
            ApiError: The service responded with a failure. Each of these statuses has a class of its own:
                400: The service cannot do what the request asks.
                401: The token is invalid or expired.
                403: The token does not allow this.
                429: Too many requests; `retry_after` says how many seconds to wait, or is None.
                500: The service failed.
            TransportError: There was no usable response.
            DecodeError: The service responded with a success that does not match the spec.

        Example:
            await client.get_target_queries({'target_ids': ['b8c01433-5556-4e2b-aad4-6f5348d1df84']})

        Source: https://docs.epilot.io/api/targeting, getTargetQueries
        """
        sending = self._send(
            OPERATIONS.get_target_queries,
            (),
            body=body,
        )
        del body
        return (await sending).parsed
