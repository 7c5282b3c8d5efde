"""Local causes of a failed connection: a `ConfigurationError` that names the environment variable."""

from __future__ import annotations

import json
import os
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import trustme
from facade.environments import ADDRESS, LIBRARIES, clear
from facade.stores import CID, LARGE, calls
from server import NOW, Script, response

from epilot_targeting import ConfigurationError, TargetingClient
from epilot_targeting._transport.tls_context import tls_context

pytestmark = pytest.mark.own_connections
Library = Literal["httpx", "httpx2", "aiohttp"]


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """Each library, in an environment without settings."""
    clear(monkeypatch)
    tls_context.cache_clear()
    yield request.param
    tls_context.cache_clear()


async def refused(library: Library, address: str = ADDRESS, **options: Any) -> ConfigurationError:
    """Return the error of a call; it says that nothing was sent."""
    async with TargetingClient("t", base_url=address, retry=NOW, transport=library, **options) as client:
        with pytest.raises(ConfigurationError) as failed:
            await client.change_campaign_status(CID)
    error = failed.value
    assert (False, "change_campaign_status") == (error.applied, error.operation)
    return error


@pytest.mark.parametrize(
    ("content", "words"), [(None, "No such file"), (b"", "certificate"), (b"no PEM", "certificate")]
)
async def test_a_certificate_file_that_is_invalid(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, words: str
) -> None:
    """SSL_CERT_FILE is named with its value and the reason."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    error = await refused(library)
    assert f"SSL_CERT_FILE is invalid: {str(path)!r}" in str(error)
    assert words in str(error)
    assert isinstance(error.__cause__, OSError)


async def test_a_certificate_file_that_is_mended(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The next call reads the variable again."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    await refused(library)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert isinstance(tls_context(), ssl.SSLContext)


@pytest.mark.parametrize("kind", ["missing", "file"])
async def test_a_certificate_directory_that_is_none(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    """SSL_CERT_DIR is named if it is no directory: OpenSSL would trust no certificate."""
    path = tmp_path / "certs"
    if kind == "file":
        path.touch()
    monkeypatch.setenv("SSL_CERT_DIR", f"{path}{os.pathsep}{path}")
    assert "SSL_CERT_DIR is invalid: " in str(await refused(library))


@pytest.mark.usefixtures("library")
def test_certificates_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of SSL_CERT_FILE takes precedence over a directory of SSL_CERT_DIR, and each over certifi."""
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert [] == tls_context().get_ca_certs()
    tls_context.cache_clear()
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert 1 == len(tls_context().get_ca_certs())


async def test_the_certificates_of_certifi_are_missing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a variable the bundle of certifi is named."""
    monkeypatch.setattr("certifi.where", lambda: "/no/such.pem")
    assert "the certificates of certifi cannot be loaded (" in str(await refused(library))


@pytest.mark.parametrize("scheme", ["https", "http"])
async def test_a_key_log_file_that_cannot_be_written(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: str, script: Script
) -> None:
    """SSLKEYLOGFILE is named; aiohttp opens the file for plain http too."""
    path = str(tmp_path / "missing" / "keys.log")
    monkeypatch.setenv("SSLKEYLOGFILE", path)
    if scheme == "https":
        error = await refused(library)
    elif library != "aiohttp":
        async with TargetingClient("t", base_url=script.address, transport=library) as client:
            assert (await client.get_campaign_job_status(CID)).status is None
        return
    else:
        for name in [
            name for name in sys.modules if name.partition(".")[0] == "aiohttp" or name.endswith("aiohttp_connection")
        ]:
            monkeypatch.delitem(sys.modules, name)
        error = await refused(library, script.address)
    assert f"SSLKEYLOGFILE is invalid: {path!r} cannot be written (No such file or directory)" in str(error)


async def test_a_key_log_file_that_can_be_written(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A key log that can be written is no error."""
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
    assert tls_context().keylog_filename == str(tmp_path / "keys.log")
    assert library in LIBRARIES


INVALID = [
    "http://user:password@[",
    "http://user:password@127.0.0.1:x",
    "://",
    "http://",
    "http://user:password@127.0.0.1:99999",
]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize(
    "value",
    [
        *INVALID,
        "http://user:password@a\x7fb:1",
        "http://user:password@xn--a..b:1",
        "http://user:password@xn--ä:1",
        "http://user:password@" + "\xfc" * 100 + ".example:1",
        "http://user:password@" + "a" * 64 + ".example:1",
    ],
)
async def test_a_proxy_that_is_no_url(
    library: Library, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """The variable of a proxy that is no URL is named, without its value."""
    monkeypatch.setenv(variable, value)
    error = await refused(library)
    assert f"{variable} is not the URL of a proxy, such as http://proxy.example:3128" in str(error)
    assert "password" not in str(error) + str(vars(error)) + str(error.__cause__)


@pytest.mark.parametrize("scheme", ["ftp", "socks4", "password", "socks5"])
async def test_a_proxy_that_the_library_does_not_support(
    library: Library, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """The variable is named with the schemes that are possible, or the package that is missing."""
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://user:password@127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "socksio", None)
    error = str(await refused(library))
    missing = library != "aiohttp" and scheme == "socks5"
    assert "ALL_PROXY names a SOCKS proxy" in error if missing else "ALL_PROXY is invalid: with transport=" in error
    assert (f"pip install '{library}[socks]'" in error) == missing
    assert "password" not in error


async def test_a_proxy_of_the_system(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that no variable names is named as one of the system."""
    monkeypatch.setattr("epilot_targeting._transport.proxies.SYSTEM_PROXIES", (sys.platform,))
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"https": "ftp://user:password@127.0.0.1:1"})
    assert "the proxy settings of the system is invalid" in str(await refused(library))


async def test_a_local_cause_after_the_operation_was_carried_out(
    library: Library, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    """Where only the download of a large response meets the cause, the operation was carried out."""
    reference = json.dumps({"$payload_ref": "https://bucket.s3.amazonaws.com/large?X-Amz-Signature=feedface"}).encode()
    script.answer = lambda _: response(200, reference, media_type=LARGE)
    monkeypatch.setenv("HTTPS_PROXY", "ftp://127.0.0.1")
    async with TargetingClient("t", base_url=script.address, retry=NOW, transport=library) as client:
        with pytest.raises(ConfigurationError, match=r"HTTPS_PROXY .*; the operation was carried out$") as failed:
            await client.change_campaign_status(CID)
    assert (True, 1) == (failed.value.applied, calls(script))
