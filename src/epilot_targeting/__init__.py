"""An async client of the epilot Targeting API: campaigns, targets and the recipients of a campaign.

    from epilot_targeting import targeting

    targeting.authorize(get_token)
    page = await targeting.get_recipients(campaign_id)

Nothing is loaded before it is named.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False  # type checkers take it for true; with its type, jedi reads what stands under it
if TYPE_CHECKING:
    from typing import Any

    from epilot_targeting_generated.types import Response

    from . import campaign, campaign_delivery, campaign_recipient, errors, middleware, models, target
    from ._auth.cached_token import cached_token
    from ._client.authorize import authorize
    from ._client.configure import configure
    from ._config.options import ClientOptions
    from ._config.rate_limit import RateLimit
    from ._config.retry_options import RetryPolicy
    from ._pagination.page import Page
    from ._version import __version__
    from .client import TargetingClient, create_client, get_client, openapi, preload
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
    from .recipient_pager import RecipientPager

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
    "RateLimit",
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
    "middleware",
    "models",
    "openapi",
    "preload",
    "target",
    "targeting",
]

_SUBMODULES = frozenset(
    {"campaign", "campaign_delivery", "campaign_recipient", "errors", "middleware", "models", "target"}
)
_HOMES = {
    "ClientOptions": "._config.options",
    "Page": "._pagination.page",
    "RateLimit": "._config.rate_limit",
    "RecipientPager": ".recipient_pager",
    "Response": "epilot_targeting_generated.types",
    "RetryPolicy": "._config.retry_options",
    "TargetingClient": ".client",
    "__version__": "._version",
    "authorize": "._client.authorize",
    "cached_token": "._auth.cached_token",
    "configure": "._client.configure",
    "create_client": ".client",
    "get_client": ".client",
    "openapi": ".client",
    "preload": ".client",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, and keep it as a global of this module.

    `targeting` is not kept: each access returns the default client.

    Raises:
        AttributeError: `__all__` does not have the name.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name == "targeting":
        return import_module(".client", __name__).get_client()
    value = getattr(import_module(_HOMES.get(name, ".errors"), __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted(__all__)
