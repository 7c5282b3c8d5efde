# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""ClientErrorBody."""

from typing import TypeAlias

from .code_error import CodeError
from .message_error import MessageError
from .statused_error import StatusedError

ClientErrorBody: TypeAlias = MessageError | CodeError | StatusedError
"""A request the service will not carry out. It takes one of three forms: a message, a code for programs, or an
error text with its status."""
