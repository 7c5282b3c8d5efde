"""`python -m epilot_targeting`: what it prints, what it sends, and its exit status."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from server import Script, response

from epilot_targeting import __main__ as command
from epilot_targeting import __version__

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without proxies and certificates of the environment."""
    for name in (*PROXIES, *map(str.upper, PROXIES), *command.CERTIFICATES):
        monkeypatch.delenv(name, raising=False)


def offline(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the command prints without sending anything."""
    assert 0 == command.main(["--offline"])
    return capsys.readouterr().out


def test_versions_are_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The output names the version of each package, and those that are missing."""
    real = metadata.version

    def without_rich(name: str) -> str:
        if name == "rich":
            raise metadata.PackageNotFoundError
        return real(name)

    monkeypatch.setattr(command, "version", without_rich)
    printed = offline(capsys).splitlines()
    assert f"epilot-targeting {__version__} (API 1.1.0)" == printed[0]
    assert {f"httpx {real('httpx')}", "rich: not installed", "proxies: none"} <= {*printed}
    assert f"certificates: those of certifi {real('certifi')}" in printed


def test_proxies_are_printed_without_passwords(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The output names the proxies, and neither their users nor their passwords."""
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@proxy.example:3128")
    assert "proxy for https: http://proxy.example:3128\nno proxy for: loopback\n" in offline(capsys)
    monkeypatch.setenv("ALL_PROXY", "user:secret@other.example:1")
    monkeypatch.setenv("NO_PROXY", "example.org")
    printed = offline(capsys)
    assert "proxy for all: http://other.example:1\n" in printed
    assert "no proxy for: example.org\n" in printed
    assert "secret" not in printed
    # A slash in the password ends the host. No part of such a URL is known to be no secret.
    for url in ("http://user:sec/ret@host:1", "http://user:secret@[bad"):
        monkeypatch.setenv("HTTPS_PROXY", url)
        assert "proxy for https: the URL is invalid\n" in offline(capsys)


def test_missing_certificates_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The output names the variables of certificates, and says which files do not exist."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    printed = offline(capsys)
    assert f"SSL_CERT_FILE={tmp_path / 'none.pem'} (there is no such file)\n" in printed
    assert f"SSL_CERT_DIR={tmp_path}\n" in printed


@pytest.mark.own_connections
@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (200, "it accepts a placeholder as the token: another server may have responded"),
        (302, "it redirects, which calls do not follow; check base_url"),
        (401, "it refuses the placeholder that stands for the token, as expected\n"),
        (404, "it has nothing at /v1, as expected; if your calls end with 404 too, check base_url\n"),
        (407, "it refuses the request; a proxy may have responded"),
        (503, "the service, or a gateway or proxy in front of it, fails; try later"),
        (999, "the status is unknown"),
    ],
)
async def test_any_status_is_an_answer(
    script: Script, status: int, meaning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each transport sends one request with a placeholder for the token. Any status is an answer and is explained."""
    script.answer = lambda _: response(status)
    assert 0 == await asyncio.to_thread(command.main, [script.address])
    printed = capsys.readouterr().out
    assert (
        len([*command.transports()])
        == len(script.seen)
        == printed.count(f": status {status}: the host was reached; {meaning}")
    )
    assert {"Bearer no-token"} == {seen.headers["authorization"] for seen in script.seen}


def test_no_answer_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """Without an answer the output quotes the error, and the exit status is 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert 1 == command.main([address])
    printed = capsys.readouterr().out
    assert len([*command.transports()]) == printed.count("no answer: ") == printed.count("nothing was sent")


def test_an_invalid_url_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """An invalid URL ends with the message of the option."""
    assert 1 == command.main(["http://example.org"])
    assert "no answer: base_url must begin with https://" in capsys.readouterr().out


def test_it_is_a_module_to_run() -> None:
    """`python -m epilot_targeting` runs the command."""
    process = subprocess.run(
        [sys.executable, "-m", "epilot_targeting", "--offline"], capture_output=True, text=True, check=True
    )
    assert process.stdout.startswith(f"epilot-targeting {__version__} ")
