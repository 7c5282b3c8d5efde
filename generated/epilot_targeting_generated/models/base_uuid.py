# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""BaseUUID."""

from typing import TypeAlias
from uuid import UUID

BaseUUID: TypeAlias = UUID
"""An id that is a UUID"""
