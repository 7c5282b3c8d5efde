"""An async client of the epilot Targeting API: campaigns, targets and the recipients of a campaign.

    from epilot_targeting import targeting

    targeting.authorize(get_token)
    reply = await targeting.change_campaign_status(campaign_id)

Nothing is loaded before it is named.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # type checkers know the name; `typing` itself would cost twenty modules
if TYPE_CHECKING:
    from typing import Any

    from epilot_targeting_generated.types import Response

    from . import campaign, campaign_delivery, campaign_recipient, errors, models, target
    from ._cached_token import cached_token
    from ._default import authorize, configure
    from ._options import ClientOptions
    from ._paging import Page, RecipientPager
    from ._retry import RetryPolicy
    from ._targeting import TargetingClient, create_client, get_client, openapi
    from ._version import __version__
    from .errors import (
        ApiError,
        AuthorizationError,
        BadRequestError,
        ClientClosedError,
        ConfigurationError,
        ConflictError,
        DecodeError,
        ForbiddenError,
        NotFoundError,
        PaginationError,
        RateLimitError,
        RequestTimeoutError,
        ResponseTooLargeError,
        ServerError,
        TargetingError,
        TransportError,
        UnauthorizedError,
    )

    targeting: TargetingClient

__all__ = [
    "ApiError",
    "AuthorizationError",
    "BadRequestError",
    "ClientClosedError",
    "ClientOptions",
    "ConfigurationError",
    "ConflictError",
    "DecodeError",
    "ForbiddenError",
    "NotFoundError",
    "Page",
    "PaginationError",
    "RateLimitError",
    "RecipientPager",
    "RequestTimeoutError",
    "Response",
    "ResponseTooLargeError",
    "RetryPolicy",
    "ServerError",
    "TargetingClient",
    "TargetingError",
    "TransportError",
    "UnauthorizedError",
    "__version__",
    "authorize",
    "cached_token",
    "campaign",
    "campaign_delivery",
    "campaign_recipient",
    "configure",
    "create_client",
    "errors",
    "get_client",
    "models",
    "openapi",
    "target",
    "targeting",
]

_SUBMODULES = frozenset({"campaign", "campaign_delivery", "campaign_recipient", "errors", "models", "target"})
_HOMES = {
    "ClientOptions": "._options",
    "Page": "._paging",
    "RecipientPager": "._paging",
    "Response": "epilot_targeting_generated.types",
    "RetryPolicy": "._retry",
    "TargetingClient": "._targeting",
    "__version__": "._version",
    "authorize": "._default",
    "cached_token": "._cached_token",
    "configure": "._default",
    "create_client": "._targeting",
    "get_client": "._targeting",
    "openapi": "._targeting",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name == "targeting":
        return import_module("._targeting", __name__).get_client()
    value = getattr(import_module(_HOMES.get(name, ".errors"), __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
