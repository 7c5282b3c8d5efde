"""The context of token providers: both kinds share the context variables of the caller."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

import pytest
from server import Script

from epilot_targeting import AuthorizationError, TargetingClient

CID = "b8c01433-5556-4e2b-aad4-6f5348d1df84"
tenant: ContextVar[str] = ContextVar("tenant", default="none")
renewed: ContextVar[str] = ContextVar("renewed", default="no")


def plain() -> str:
    renewed.set(tenant.get())
    return "t"


async def awaited() -> str:
    await asyncio.sleep(0)
    return plain()


async def failing() -> str:
    raise ValueError(plain())


@pytest.mark.parametrize("provider", [plain, awaited])
async def test_the_caller_sees_what_a_provider_sets(script: Script, provider: object) -> None:
    """A provider sees the caller's context variables, and the caller sees those that it sets."""
    tenant.set("a")
    await TargetingClient(provider, base_url=script.address).get_campaign_job_status(CID)  # type: ignore[arg-type]
    assert ("a", "a") == (tenant.get(), renewed.get())


async def test_the_caller_sees_what_a_failed_provider_set(script: Script) -> None:
    """A provider that fails has set its context variables for the caller too."""
    tenant.set("b")
    with pytest.raises(AuthorizationError):
        await TargetingClient(failing, base_url=script.address).get_campaign_job_status(CID)
    assert "b" == renewed.get()


async def test_an_async_provider_cannot_unset_a_variable_of_the_caller(script: Script) -> None:
    """A variable that an async provider resets to "not set" keeps its value for the caller, and a set one is seen."""
    unset: ContextVar[str] = ContextVar("unset")
    failures: list[str] = []

    async def provider() -> str:
        token = unset.set("inside")
        unset.reset(token)
        try:
            unset.reset(outside)
        except ValueError as error:
            failures.append(str(error))
        renewed.set("yes")
        return "t"

    outside = unset.set("outside")
    await TargetingClient(provider, base_url=script.address).get_campaign_job_status(CID)
    assert ("outside", "yes", 1) == (unset.get(), renewed.get(), len(failures))
