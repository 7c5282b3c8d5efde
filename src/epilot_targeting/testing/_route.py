"""`Route`: one operation of the document, with the expression that the paths of its requests match."""

from __future__ import annotations

import re

from attrs import frozen

from ._parameter_styles import Parameter
from ._schema import Schema


@frozen
class Route:
    """One operation of the document.

    Attributes:
        name: The method name.
        operation_id: The operationId.
        method: The HTTP method.
        path: The path template.
        pattern: The expression that its paths match.
        variables: The names of the path variables.
        operation: The operation object of the document.
        parameters: The parameters.
    """

    name: str
    operation_id: str
    method: str
    path: str
    pattern: re.Pattern[str]
    variables: tuple[str, ...]
    operation: Schema
    parameters: list[Parameter]
