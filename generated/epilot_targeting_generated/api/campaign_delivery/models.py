# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""The models of the tag campaign_delivery."""

from ...models.client_error_body import ClientErrorBody
from ...models.code_error import CodeError
from ...models.error_code import ErrorCode
from ...models.message_error import MessageError
from ...models.retrigger_automations_request import RetriggerAutomationsRequest
from ...models.retrigger_automations_request_dict import RetriggerAutomationsRequestDict
from ...models.retrigger_automations_response import RetriggerAutomationsResponse
from ...models.retrigger_automations_result import RetriggerAutomationsResult
from ...models.retrigger_outcome import RetriggerOutcome
from ...models.server_error_body import ServerErrorBody
from ...models.statused_error import StatusedError

__all__ = [
    "ClientErrorBody",
    "CodeError",
    "ErrorCode",
    "MessageError",
    "RetriggerAutomationsRequest",
    "RetriggerAutomationsRequestDict",
    "RetriggerAutomationsResponse",
    "RetriggerAutomationsResult",
    "RetriggerOutcome",
    "ServerErrorBody",
    "StatusedError",
]
