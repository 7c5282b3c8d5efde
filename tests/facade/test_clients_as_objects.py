"""A client is an ordinary object: it takes patches, subclasses and attributes, and tools see its names."""

from __future__ import annotations

import inspect
from types import ModuleType
from unittest.mock import AsyncMock, patch

import pytest
from facade.stores import CID

import epilot_targeting
from epilot_targeting import TargetingClient, authorize, campaign, campaign_delivery, campaign_recipient, models, target

MODULES = [epilot_targeting, campaign, campaign_delivery, campaign_recipient, target, models]


class AuditedClient(TargetingClient):
    """A client with an attribute of its own."""

    def __init__(self, token: str, audit: list[str]) -> None:
        super().__init__(token)
        self.audit = audit

    def note(self, text: str) -> str:
        """Note something."""
        self.audit.append(text)
        return text


async def test_a_client_takes_patches() -> None:
    """A method can be replaced for a test, and is itself again afterwards."""
    client = TargetingClient("t")
    made = models.RecipientsResponse(results=[])
    with patch.object(client, "get_recipients", AsyncMock(return_value=made)):
        assert made is await client.get_recipients(CID)
    assert "get_recipients" not in vars(client)


def test_a_subclass_keeps_its_attributes() -> None:
    """A derived client has the class and the attributes of the client that it was made from."""
    audit: list[str] = []
    client = AuditedClient("t", audit)
    derived = client.with_options(org_id="o").with_options(deadline=5)
    assert "seen" == derived.note("seen")
    assert (["seen"], "o", 5) == (audit, derived.options.headers["x-epilot-org-id"], derived.options.deadline)
    assert "x-epilot-org-id" not in client.options.headers


def test_a_tag_view_is_no_subclass() -> None:
    """A view of a tag has the operations of that tag, and none of the client's own attributes."""
    client = AuditedClient("t", [])
    assert (True, False) == (hasattr(client, "audit"), hasattr(client.campaign, "audit"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_dir_lists_public_names_only(module: ModuleType) -> None:
    """Completion shows the names that a module offers, and each of them exists."""
    names = dir(module)
    assert ["__version__"] * (module is epilot_targeting) == [name for name in names if name.startswith("_")]
    assert sorted(set(names)) == names
    assert set(module.__all__) <= set(names)
    assert [] == [name for name in names if not hasattr(module, name)]


def test_authorize_shows_its_documentation() -> None:
    """`help(authorize)` says what it does, under its own name."""
    assert "authorize" == authorize.__name__
    assert "for every default client" in (inspect.getdoc(authorize) or "")
