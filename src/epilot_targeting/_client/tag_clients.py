"""The tag clients of a client, such as `client.campaign`: views of it with the operations of one tag."""

from __future__ import annotations

from epilot_targeting_generated.lazy import TYPE_CHECKING, typing

from .base import BaseClient
from .derived_clients import copy_slots

if TYPE_CHECKING:
    C = typing.TypeVar("C", bound=BaseClient)


def tag_client(client: BaseClient, whole: type[BaseClient], kind: type[C]) -> C:
    """Return the client of one tag, which is created at the first use and kept in `_views` of the client.

    It has the same options and connections: `authorize` or `aclose` of one of the two acts on both. The tag client of a
    user's subclass is an instance of that subclass too, so that its methods and `super()` work there.

    Args:
        client: The client of the whole API.
        whole: The class of the whole API, of which the class of the client may be a subclass.
        kind: The class of the tag.
    """
    views: dict[type, typing.Any] = vars(client)["_views"]
    if kind not in views:
        plain = type(client) is whole
        view: typing.Any = object.__new__(kind if plain else type(kind.__name__, (type(client), kind), {}))
        view.__dict__ = client.__dict__
        copy_slots(client, view)
        views.setdefault(kind, view)
    found: C = views[kind]
    return found
