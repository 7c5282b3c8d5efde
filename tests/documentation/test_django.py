"""The async view of `docs/deploy.md` answers in a Django application."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from documentation.pages import ROOT, blocks

from epilot_targeting import configure, get_client
from epilot_targeting.testing import EXAMPLE_ID, FakeTargeting

PAGE = ROOT / "docs" / "deploy.md"
URLS = "urls_of_the_page"
if not PAGE.is_file():
    pytest.skip("the pages are not part of the package", allow_module_level=True)
settings.configure(ALLOWED_HOSTS=["app"], LOGGING_CONFIG=None, ROOT_URLCONF=URLS, USE_TZ=True)


@pytest.fixture
def application(service: FakeTargeting, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A Django application with the view and the URLs of the page. Its default clients call the service."""
    [block] = [block for block in blocks(PAGE) if "from django." in block.code]
    module = ModuleType(URLS)
    exec(compile(block.padded, str(PAGE), "exec"), module.__dict__)  # noqa: S102 (the pages are ours)
    monkeypatch.setitem(sys.modules, URLS, module)
    return get_asgi_application()


async def test_the_view_awaits_the_default_client(service: FakeTargeting, application: Any) -> None:
    """A request to the view becomes a call, and an error of the service becomes a response."""
    configure(token="token")  # as in AppConfig.ready
    transport = httpx.ASGITransport(application)
    async with get_client(), httpx.AsyncClient(transport=transport, base_url="http://app") as user:
        found = await user.get(f"/campaigns/{EXAMPLE_ID}/total")
        unknown = await user.get("/campaigns/3fa85f64-5717-4562-b3fc-2c963f66afa6/total")
    assert (200, {"total": 250}) == (found.status_code, found.json())
    assert (502, False) == (unknown.status_code, unknown.json()["applied"])
    assert 2 == len(service.requests)
