"""A client is an ordinary object: it takes patches, subclasses and attributes, and tools see its names."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any, cast
from unittest.mock import AsyncMock, patch

import pytest
from facade.stores import CID
from operations import TAG_MODULES

import epilot_targeting
from epilot_targeting import TargetingClient, authorize, campaign, campaign_recipient, errors, models, testing

MODULES = [epilot_targeting, *TAG_MODULES, models, errors, testing]


RESPONSE = models.RecipientsResponse(results=[])


class AuditedClient(TargetingClient):
    """A client with an attribute of its own."""

    late = ""

    def __init__(self, token: str, audit: list[str]) -> None:
        super().__init__(token)
        self.audit = audit

    def note(self, text: str) -> str:
        """Note something."""
        self.audit.append(text)
        return text

    async def get_recipients(self, campaign_id: Any, **arguments: Any) -> Any:
        """Note the limit, and respond without the service."""
        self.note(f"limit {arguments['limit']}")
        assert super().get_recipients.__func__ is TargetingClient.get_recipients  # type: ignore[attr-defined]
        return RESPONSE


async def test_a_client_takes_patches() -> None:
    """A method can be replaced for a test, and is itself again afterwards."""
    client = TargetingClient("t")
    with patch.object(client, "get_recipients", AsyncMock(return_value=RESPONSE)):
        assert RESPONSE is await client.get_recipients(CID)
    assert "get_recipients" not in vars(client)


def test_a_subclass_keeps_its_attributes() -> None:
    """A derived client has the class and the attributes of the client that it was made from."""
    audit: list[str] = []
    client = AuditedClient("t", audit)
    derived = client.with_options(org_id="o").with_options(deadline=5)
    assert "seen" == derived.note("seen")
    assert (["seen"], "o", 5) == (audit, derived.options.headers["x-epilot-org-id"], derived.options.deadline)
    assert "x-epilot-org-id" not in client.options.headers


async def test_a_tag_client_of_a_subclass_has_its_attributes_and_methods() -> None:
    """Overridden operations, further methods and attributes of a subclass are those of its tag clients too."""
    audit: list[str] = []
    client = AuditedClient("t", audit)
    client.late = "later"
    for tag_client in (client.campaign_recipient, client.with_options(deadline=5).campaign_recipient):
        assert isinstance(tag_client, AuditedClient | campaign_recipient.CampaignRecipientClient)
        assert RESPONSE is await tag_client.get_recipients(CID, limit=2)
        assert ("seen", "later") == (cast("Any", tag_client).note("seen"), cast("Any", tag_client).late)
    assert ["limit 2", "seen"] * 2 == audit
    assert client.campaign_recipient is client.campaign_recipient


class SlottedClient(TargetingClient):
    """A client with slots."""

    __slots__ = ("__secret", "region", "unset")

    def __init__(self, region: str) -> None:
        super().__init__("t")
        self.region = region
        self.__secret = f"secret of {region}"

    def secret(self) -> str:
        """Return the value of the private slot."""
        return self.__secret


class NamedClient(SlottedClient):
    """A client with one more slot, named by a string."""

    __slots__ = "label"  # noqa: PLC0205 (Python takes it)

    def __init__(self) -> None:
        super().__init__("eu")
        self.label = "main"


def test_a_subclass_keeps_its_slots() -> None:
    """Attributes in `__slots__` are those of derived clients and tag clients too."""
    client = NamedClient()
    for other in (client.with_options(deadline=5), client.campaign):
        found: Any = other
        assert ("eu", "main", False) == (found.region, found.label, hasattr(other, "unset"))
        assert "secret of eu" == found.secret()


async def test_a_patch_reaches_the_tag_clients() -> None:
    """A method that is replaced on a client is replaced on its tag clients, and the other way round."""
    client = TargetingClient("t")
    with patch.object(client, "get_recipients", AsyncMock(return_value=RESPONSE)):
        assert RESPONSE is await client.campaign_recipient.get_recipients(CID)
    with patch.object(client.campaign, "get_campaign_portals", AsyncMock(return_value=RESPONSE)):
        assert RESPONSE is cast("Any", await client.get_campaign_portals(CID))
    assert {"get_recipients", "get_campaign_portals"}.isdisjoint(vars(client))


def test_a_tag_client_has_the_operations_of_its_tag_only() -> None:
    """A tag client of the library's own class has no operations of other tags."""
    client = TargetingClient("t")
    assert campaign.CampaignClient is type(client.campaign)
    assert not hasattr(client.campaign, "get_recipients")


def test_raw_shows_its_client() -> None:
    """The repr of `raw` is its class and its client."""
    client = TargetingClient("t")
    assert f"RawCampaignOperations({client.campaign!r})" == repr(client.campaign.raw)
    assert f"RawAllOperations({client!r})" == repr(client.raw)


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
