"""A `base_url` that repeats the beginning of the operations' paths."""

from __future__ import annotations

import pytest

from epilot_targeting import ConfigurationError, TargetingClient


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/proxy/v1", "/proxy/v1//"])
def test_a_base_url_that_ends_in_the_version_is_rejected(path: str) -> None:
    """A base URL that ends in /v1 would double it in each request, and is rejected with a message that says so."""
    with pytest.raises(ConfigurationError, match="base_url ends in /v1: leave it out"):
        TargetingClient("t", base_url=f"https://targeting.sls.epilot.io{path}")


@pytest.mark.parametrize("path", ["", "/v1/proxy", "/v10"])
def test_another_path_is_kept(path: str) -> None:
    """A base URL with another path is accepted."""
    client = TargetingClient("t", base_url=f"https://targeting.sls.epilot.io{path}")
    assert client.options.base_url.endswith(path)
