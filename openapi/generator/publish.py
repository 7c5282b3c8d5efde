"""Replace the folder of a package, or compare with it, without deleting files that the generator did not write."""

from __future__ import annotations

import difflib
import keyword
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .render.writer import MARK as MARK

CACHE = "__pycache__"
MOST_NAMED = 3


class FolderError(Exception):
    """A folder is unsuitable; the message names the option and what to do."""


def check_target(out: Path, *, writing: bool) -> None:
    """Check the folder of a package before any other work.

    Args:
        out: The folder, as it was typed.
        writing: Whether it will be replaced; else it is only compared.

    Raises:
        FolderError: Its name is invalid for a package, it is not a folder, or it has files of others.
    """
    if out.name in ("", ".."):
        raise FolderError(f"--out {out}: name the folder of the package itself, such as build/shop_client")
    if not _can_be_imported(out.name):
        raise FolderError(
            f"--out {out}: {out.name!r} is invalid as the name of a package: "
            "use letters, digits and underscores, begin with no digit, and take no word that Python reserves"
        )
    try:
        if writing:
            _check_place(out)
        elif not out.is_dir():
            raise FolderError(f"--out {out}: this folder does not exist: run without --check first")
    except OSError as error:
        raise FolderError(f"--out {out}: {error.strerror}: {error.filename}") from None


def _can_be_imported(name: str) -> bool:
    """Return whether a name is a valid name of a package: an identifier in its normal form (NFKC), and no keyword."""
    # Python normalises identifiers to NFKC: a file of another name would not be found.
    return name.isidentifier() and not keyword.iskeyword(name) and unicodedata.normalize("NFKC", name) == name


def _check_place(out: Path) -> None:
    """Check that a folder may be replaced.

    Raises:
        FolderError: It is a link, a file, the current folder, or has files of others.
    """
    if out.is_symlink():
        raise FolderError(f"--out {out}: this is a symbolic link: name its target")
    existing = next(path for path in (out, *out.absolute().parents) if path.exists())
    if not existing.is_dir():
        raise FolderError(f"--out {out}: {existing} is not a folder: name one that is empty or does not exist")
    if existing != out:
        return
    if Path.cwd().is_relative_to(out.resolve()):
        raise FolderError(f"--out {out}: you are in this folder, and it would be replaced: run from another")
    if any(out.iterdir()) and not _is_ours(out / "provenance.py"):
        raise FolderError(
            f"--out {out}: this folder is not empty, and this generator did not make it: "
            "name one that is empty or does not exist. Nothing in it was changed"
        )
    if others := sorted(_others(out)):
        named = ", ".join(map(str, others[:MOST_NAMED])) + (" and more" if others[MOST_NAMED:] else "")
        raise FolderError(
            f"--out {out}: it would be replaced, and this generator did not write {named}: "
            "move or delete what you have there. Nothing in it was changed"
        )


def _others(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that the generator did not write; links are not followed."""
    for place, folders, files in os.walk(folder, onerror=_raise):
        for name in [*folders, *files]:
            path = Path(place, name)
            compiled = path.suffix == ".pyc" and path.parent.name == CACHE and not path.is_symlink()
            if not (compiled or _is_ours(path) or (path.is_dir() and not path.is_symlink())):
                yield path.relative_to(folder)


def _raise(error: OSError) -> None:
    """Raise the error of a folder that cannot be listed."""
    raise error


def _is_ours(path: Path) -> bool:
    """Return whether a file is one that the generator wrote, by its first line. A link is not."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def differences(old: Path, new: Path) -> list[str]:
    """Return the unified diffs of two folders, one for each file that differs."""
    trees = [{p.relative_to(root): p for p in root.rglob("*") if p.is_file()} for root in (old, new)]
    found: list[str] = []
    for name in sorted({*trees[0], *trees[1]}):
        if CACHE in name.parts:
            continue
        before, after = (_lines(tree[name]) if name in tree else [] for tree in trees)
        if before != after or (name in trees[0]) != (name in trees[1]):
            lines = difflib.unified_diff(before, after, f"generated/{name}", f"would be generated/{name}")
            found.append("".join(lines) or f"{name}: only in one of the two\n")
    return found


def _lines(path: Path) -> list[str]:
    """Return the lines of a file; bytes that are not UTF-8 are replaced."""
    return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


def swap(new: Path, target: Path) -> None:
    """Replace a folder by another as a whole, by renaming: an interrupted run leaves the old or the new one.

    Raises:
        FolderError: The folder is unsuitable, or the file system refused.
    """
    check_target(target, writing=True)  # again: files may have been added since
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        fresh, old = work / "new", work / "old"
        try:
            shutil.copytree(new, fresh)
            if target.exists():
                target.rename(old)
            fresh.rename(target)
        finally:
            if old.exists() and not target.exists():
                old.rename(target)
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise FolderError(f"--out {target}: {error.strerror}: {error.filename}") from None
