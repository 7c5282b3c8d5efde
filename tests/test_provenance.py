"""Spec, generated code, package and what goes over the wire name the same document and the same version."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import distribution
from pathlib import Path

import epilot_targeting_generated
from epilot_targeting_generated.provenance import SPEC_SHA256
from ruamel.yaml import YAML
from server import Script

import epilot_targeting
from epilot_targeting import TargetingClient
from epilot_targeting.testing import EXAMPLE_ID

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "openapi" / "targeting.yaml"
INSTALLED = distribution("epilot-targeting")


def test_the_packages_are_those_that_are_installed() -> None:
    """The packages come from the sources if they were installed as editable, and else from the wheel."""
    origin = json.loads(INSTALLED.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        homes = [ROOT / "src", ROOT / "generated"]
    else:
        homes = [Path(str(INSTALLED.locate_file("")))] * 2
    packages = (epilot_targeting, epilot_targeting_generated)
    assert [home.resolve() for home in homes] == [Path(str(one.__file__)).resolve().parents[1] for one in packages]


def test_the_code_names_the_document_it_was_generated_from() -> None:
    """The generated code has the SHA-256 of the YAML."""
    assert hashlib.sha256(SPEC.read_bytes()).hexdigest() == SPEC_SHA256


def test_the_package_carries_the_document() -> None:
    """`openapi()` returns what the YAML says."""
    assert YAML(typ="safe").load(SPEC) == epilot_targeting.openapi()


def test_the_version_is_one() -> None:
    """The distribution and the package have the same version."""
    assert INSTALLED.version == epilot_targeting.__version__


async def test_the_wire_names_version_and_document(script: Script) -> None:
    """The user agent has the version and the beginning of the spec's hash."""
    async with TargetingClient("token", base_url=script.address) as client:
        await client.get_campaign_job_status(EXAMPLE_ID)
    [seen] = script.seen
    digest = hashlib.sha256(SPEC.read_bytes()).hexdigest()
    assert f"epilot-targeting/{INSTALLED.version} spec/{digest[:8]}" == seen.headers["user-agent"]
