# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models of the tag target."""

from ...models.base_entity_acl import BaseEntityAcl
from ...models.base_entity_owner import BaseEntityOwner
from ...models.client_error_body import ClientErrorBody
from ...models.code_error import CodeError
from ...models.entity_ref import EntityRef
from ...models.entity_ref_dict import EntityRefDict
from ...models.error_code import ErrorCode
from ...models.get_target_queries_params import GetTargetQueriesParams
from ...models.get_target_queries_params_dict import GetTargetQueriesParamsDict
from ...models.match_target_params import MatchTargetParams
from ...models.match_target_params_dict import MatchTargetParamsDict
from ...models.match_targets_response import MatchTargetsResponse
from ...models.message_error import MessageError
from ...models.server_error_body import ServerErrorBody
from ...models.statused_error import StatusedError
from ...models.target import Target
from ...models.target_match import TargetMatch
from ...models.target_queries_response import TargetQueriesResponse
from ...models.target_query_result import TargetQueryResult

__all__ = [
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
]
