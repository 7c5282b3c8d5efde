"""Certificates for a server on loopback, trusted beside all others: a program loads as many as it always does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import certifi
import trustme


class Certificates(NamedTuple):
    """Where the server's key and certificate are, and those that its clients trust."""

    server: Path
    trusted: Path


@contextmanager
def certificates() -> Iterator[Certificates]:
    """Issue them, for as long as they are used."""
    authority = trustme.CA()
    with TemporaryDirectory() as folder:
        found = Certificates(Path(folder, "server.pem"), Path(folder, "trusted.pem"))
        authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(found.server))
        found.trusted.write_text(certifi.contents())
        authority.cert_pem.write_to_path(str(found.trusted), append=True)
        yield found
