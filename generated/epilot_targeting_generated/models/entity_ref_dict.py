# Made by openapi/generate.py from openapi/targeting.yaml. Do not edit: change the spec, then run `make generate`.
"""EntityRefDict."""

from typing import TypedDict
from uuid import UUID


class EntityRefDict(TypedDict):
    """`EntityRef` as a plain dict in the shape of the JSON object."""

    entity_id: "UUID | str"
    """The id of the entity."""

    entity_schema: "str"
    """The kind of entity."""
