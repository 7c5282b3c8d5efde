"""The size of a run, and the figures that it measures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the figures are taken at full size."""
    return bool(request.config.getoption("full", default=False))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Note a measured figure, to be shown when all is done."""
    return request.config.stash.setdefault(FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the figures after a full run, or when more words are asked for."""
    lines = config.stash.get(FIGURES, [])
    if lines and (config.getoption("full", default=False) or config.getoption("verbose") > 0):
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.write_line(line)
