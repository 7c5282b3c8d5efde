"""Load the two sides of a comparison from files or revisions of the repository."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from .versions import FILE, NUMBERS, of_module, parse

SPEC = "openapi/targeting.yaml"
SETTINGS = "openapi/settings.yaml"
PACKAGES = ("src/epilot_targeting", "generated/epilot_targeting_generated")


class SourceError(Exception):
    """The side to compare with is missing; the message says what to do."""


class NoReleaseError(Exception):
    """There is no release yet; the message names the tags that were searched."""


@dataclass(frozen=True)
class Source:
    """One side.

    Attributes:
        label: Its name in the report.
        spec: The file of the document.
        version: The version of the project, or an empty text.
        tree: A folder with `src` and `generated` of that revision; None for a file.
    """

    label: str
    spec: Path
    version: str = ""
    tree: Path | None = None

    @property
    def digest(self) -> str:
        """Return the first eight digits of the document's SHA-256."""
        return hashlib.sha256(self.spec.read_bytes()).hexdigest()[:8]


def git(repository: Path, *arguments: str) -> bytes | None:
    """Run git and return its output, or None if it fails."""
    result = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    return None if result.returncode else result.stdout


def newest_release(repository: Path) -> str:
    """Return the newest release tag that HEAD contains.

    Raises:
        SourceError: This is no repository, or a shallow one, whose tags may be missing.
        NoReleaseError: There is no such tag.
    """
    tags = git(repository, "tag", "--list", "v*", "--merged", "HEAD")
    if tags is None:
        raise SourceError(f"{repository} is no git repository with a commit: name a file with OLD=… (--old)")
    if (git(repository, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
        raise SourceError("the repository is shallow, so its release tags may be missing: fetch it with fetch-depth: 0")
    names = [name for name in tags.decode().split() if NUMBERS.fullmatch(name)]
    if not names:
        raise NoReleaseError("no release yet, nothing to compare with: no tag `v1.2.3` is reachable from HEAD")
    return max(names, key=parse)


def of_file(path: Path, version: str = "") -> Source:
    """Return the side of a file."""
    return Source(str(path), path, version)


def of_revision(repository: Path, name: str, folder: Path) -> Source:
    """Return the side of a revision: its document and its packages.

    Raises:
        SourceError: There is no such revision, or no document in it.
    """
    found = git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found is None:
        raise SourceError(f"{name} is neither a file nor a revision of {repository}")
    commit = found.decode().strip()
    content = git(repository, "show", f"{commit}:{SPEC}")
    if content is None:
        raise SourceError(f"the revision {name} has no {SPEC}")
    folder.mkdir(parents=True)
    (folder / "spec.yaml").write_bytes(content)
    module = git(repository, "show", f"{commit}:{FILE}")
    tree = export(repository, commit, folder / "tree")
    return Source(f"{name} ({commit[:8]})", folder / "spec.yaml", of_module((module or b"").decode()), tree)


def export(repository: Path, commit: str, folder: Path) -> Path | None:
    """Write the packages of a revision into a folder and return it, or None if there are none."""
    archive = git(repository, "archive", "--format=tar", commit, *PACKAGES)
    if archive is None:
        return None
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    return folder
