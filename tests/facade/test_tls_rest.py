"""The rest of a failed TLS connection of asyncio: data, the end, and an alert."""

from __future__ import annotations

import ssl
from types import SimpleNamespace

import pytest
import trustme
from aiohttp import ClientConnectionError

from epilot_targeting._transport import tls_rest
from epilot_targeting._transport.aiohttp_connector import Connector
from epilot_targeting._transport.attempt import Attempt
from epilot_targeting._transport.open_connection import OpenConnection
from epilot_targeting._transport.tls_rest import TlsRest

AUTHORITY = trustme.CA()
CLIENT = ssl.create_default_context()
AUTHORITY.configure_trust(CLIENT)
SERVICE = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
AUTHORITY.issue_cert("localhost").configure_cert(SERVICE)


class TlsProtocol:
    """asyncio's protocol of a TLS connection, as far as it is used."""

    def __init__(self, incoming: ssl.MemoryBIO) -> None:
        self._incoming, self._transport = incoming, None
        self.lost: list[Exception | None] = []

    def connection_lost(self, error: Exception | None) -> None:
        self.lost.append(error)


class Session:
    """Two ends of a TLS connection in memory."""

    def __init__(self) -> None:
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = CLIENT.wrap_bio(self.outgoing, self.incoming, server_hostname="localhost")
        self.service = SERVICE.wrap_bio(self.incoming, self.outgoing, server_side=True)
        for end in (self.client, self.service, self.client, self.service):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue

    def rest(self) -> tuple[TlsRest, TlsProtocol]:
        """Return the rest of the client's transport, and its protocol."""
        protocol = TlsProtocol(self.outgoing)
        transport = SimpleNamespace(_ssl_protocol=protocol, get_extra_info={"ssl_object": self.client}.get)
        return TlsRest(transport), protocol


@pytest.mark.parametrize("ending", ["none", "notice", "garbage"])
def test_the_rest_of_a_connection(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    """All data is decrypted; only a TLS error is an error."""
    session = Session()
    session.service.write(b"response")
    if ending == "notice":
        with pytest.raises(ssl.SSLWantReadError):
            session.service.unwrap()
    received = session.outgoing.read() + (b"garbage" * 9 if ending == "garbage" else b"")
    monkeypatch.setattr(tls_rest, "read_rest", lambda _: received)
    rest, protocol = session.rest()
    failure = ConnectionResetError()
    protocol.connection_lost(failure)
    data, error = rest.decrypt()
    assert (b"response", ending == "garbage", [failure]) == (data, isinstance(error, ssl.SSLError), protocol.lost)


def test_a_connection_that_ends_well_has_no_rest() -> None:
    """Without an error nothing is read."""
    rest, protocol = Session().rest()
    protocol.connection_lost(None)
    assert ((b"", None), [None]) == (rest.decrypt(), protocol.lost)


def test_an_event_loop_without_the_private_parts() -> None:
    """With another event loop nothing is read."""
    assert (b"", None) == TlsRest(SimpleNamespace(get_extra_info={}.get)).decrypt()


async def test_an_attempt_connects_once() -> None:
    """A session that would send a request again gets no second connection."""
    connector, attempt, nothing = Connector(), Attempt(), None
    connector.opened = OpenConnection()
    attempt.started = True
    connector.opened.start_attempt(attempt, 1)
    with pytest.raises(ClientConnectionError):
        await connector.connect(nothing, [], nothing)  # type: ignore[arg-type]
    connector.opened.end_attempt()
    await connector.close()
