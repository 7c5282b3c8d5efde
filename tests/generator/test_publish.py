"""The folder of a package: only what the generator wrote is replaced, and every other one is refused by name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from generator import command

ROOT = Path(__file__).parents[2]
SHOP = """
openapi: 3.0.3
info: {title: Shop}
paths: {/things: {get: {operationId: getThings, x-retry: read, responses: {"200": {description: fine}}}}}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """Write a document of somebody else's."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return path


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return everything below a folder: files with what is in them."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def refused(out: Path | str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Run the generator, which must refuse; return what it said."""
    assert 1 == command.main(["--out", str(out), *more])
    printed = capsys.readouterr()
    assert "" == printed.out
    assert f"--out {out}: " in printed.err
    assert printed.err.endswith("Nothing was written.\n")
    return printed.err


def test_somebodys_files_stay(tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that the generator did not make is refused, whatever is in it."""
    for name in (".git/config", "notes.txt", "provenance.py", "models/user.py", "__pycache__/x.pyc", "empty/folder"):
        folder = tmp_path / "mine"
        (folder / name).parent.mkdir(parents=True)
        (folder / name).mkdir() if name == "empty/folder" else (folder / name).write_text("precious")
        before = tree(tmp_path)
        said = refused(folder, capsys, "--spec", str(spec))
        assert "this folder is not empty, and this generator did not make it" in said
        assert before == tree(tmp_path)
        shutil.rmtree(folder)


def link(path: Path) -> None:
    """Make a link to a file of the generator's own."""
    path.symlink_to(path.parent / "provenance.py")


@pytest.mark.parametrize(
    ("name", "add"),
    [
        ("notes.txt", Path.touch),
        ("helpers.py", lambda path: path.write_text("# Made by hand\n")),
        ("models/mine.py", lambda path: path.write_text("x = 1\n")),
        ("models/__pycache__/notes.txt", lambda path: (path.parent.mkdir(exist_ok=True), path.touch())),
        ("shop.pyc", Path.touch),
        ("linked.py", link),
        ("linked", lambda path: path.symlink_to(path.parent.parent)),
        ("dangling", lambda path: path.symlink_to("nowhere")),
        ("pipe", os.mkfifo),
    ],
)
def test_a_file_that_was_added_stays(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], name: str, add: Callable[[Path], object]
) -> None:
    """A package with a file of somebody's is refused, and the file is named."""
    out = tmp_path / "shop"
    assert 0 == command.main(["--spec", str(spec), "--out", str(out)])
    add(out / name)
    before = sorted(os.walk(tmp_path))
    capsys.readouterr()
    assert f"this generator did not write {name}: move or delete" in refused(out, capsys, "--spec", str(spec))
    assert before == sorted(os.walk(tmp_path))


def test_many_files_that_were_added(tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first three are named."""
    out = tmp_path / "shop"
    assert 0 == command.main(["--spec", str(spec), "--out", str(out)])
    for name in "dcba":
        (out / name).touch()
    capsys.readouterr()
    assert "did not write a, b, c and more: " in refused(out, capsys, "--spec", str(spec))


@pytest.mark.parametrize("state", ["missing", "empty", "made", "made by an earlier spec", "compiled"])
def test_a_folder_that_is_free_or_ours_is_written(tmp_path: Path, spec: Path, state: str) -> None:
    """It holds the package and nothing else afterwards, and nothing stays beside it."""
    out = tmp_path / "deep" / "shop"
    arguments = ["--spec", str(spec), "--out", str(out)]
    if state == "empty":
        out.mkdir(parents=True)
    elif state != "missing":
        assert 0 == command.main(arguments)
    if state == "made by an earlier spec":
        spec.write_text(SHOP.replace("getThings", "listThings"))
    if state == "compiled":
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(out)], check=True)
    assert 0 == command.main(arguments)
    assert 0 == command.main([*arguments, "--check"])
    assert ["shop"] == [path.name for path in out.parent.iterdir()]
    wanted = "list_things" if state == "made by an earlier spec" else "get_things"
    assert [wanted] == [path.stem for path in (out / "api" / "default").glob("*_things.py")]


@pytest.mark.parametrize("out", [".", "..", "", "shop/..", "/", "./"])
@pytest.mark.parametrize("check", [[], ["--check"]])
def test_a_folder_without_a_name(
    tmp_path: Path,
    spec: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    out: str,
    check: list[str],
) -> None:
    """It is refused, since the package would have none."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    before = tree(tmp_path)
    said = refused(Path(out), capsys, "--spec", str(spec), *check)
    assert "name the folder of the package itself" in said
    assert before == tree(tmp_path)


@pytest.mark.parametrize(
    "name", ["my-shop", "1shop", "class", "None", "shop.client", "a b", "-", "\N{MATHEMATICAL BOLD SMALL S}hop", "x\n"]
)
def test_a_name_that_can_not_be_imported(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """It is refused, and what a name may be is said."""
    assert 1 == command.main(["--spec", str(spec), f"--out={tmp_path / name}"])
    said = capsys.readouterr().err
    assert f"{name!r} is invalid as the name of a package: use letters" in said
    assert [spec] == [*tmp_path.iterdir()]


def test_what_is_no_folder(tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file, a link and a folder below a file are refused by name."""
    file, real = tmp_path / "file", tmp_path / "real"
    file.write_text("precious")
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    before = tree(tmp_path)
    assert f"{file} is not a folder" in refused(file, capsys, "--spec", str(spec))
    assert f"{file} is not a folder" in refused(file / "deep" / "shop", capsys, "--spec", str(spec))
    for name in ("link", "loop", "dangling"):
        assert "this is a symbolic link" in refused(tmp_path / name, capsys, "--spec", str(spec))
    assert "File name too long" in refused(tmp_path / ("x" * 300), capsys, "--spec", str(spec))
    assert before == tree(tmp_path)


def test_a_folder_that_can_not_be_looked_into(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused, since nobody knows whose files are in it."""
    out = tmp_path / "shop"
    assert 0 == command.main(["--spec", str(spec), "--out", str(out)])
    capsys.readouterr()

    def closed(folder: str) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", closed)
        said = refused(out, capsys, "--spec", str(spec))
    assert f"Permission denied: {out}" in said


def test_the_folder_one_stands_in(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused: replacing it would leave the shell in a folder that is gone."""
    out = tmp_path / "shop"
    (out / "deep").mkdir(parents=True)
    for place in (out, out / "deep"):
        monkeypatch.chdir(place)
        assert "you are in this folder" in refused(out, capsys, "--spec", str(spec))


@pytest.mark.parametrize("option", ["--spec", "--settings"])
@pytest.mark.parametrize("more", [[], ["--check"], ["--strict"]])
def test_the_folder_must_be_named_for_another_document(
    spec: Path, capsys: pytest.CaptureFixture[str], option: str, more: list[str]
) -> None:
    """Without --out our own package would be overwritten by another's."""
    before = tree(command.PACKAGE)
    with pytest.raises(SystemExit) as caught:
        command.main([option, str(spec), *more])
    assert 2 == caught.value.code
    assert "--out is required with --spec and --settings" in capsys.readouterr().err
    assert before == tree(command.PACKAGE)


def test_our_own_package_is_of_our_own_document(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another document is refused even where our folder is named."""
    before = tree(command.PACKAGE)
    assert "this folder holds the package of targeting.yaml" in refused(command.PACKAGE, capsys, "--spec", str(spec))
    assert before == tree(command.PACKAGE)


def test_a_comparison_needs_a_folder(tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is missing, or is a file, is not compared."""
    for out in (tmp_path / "shop", spec.with_name("file")):
        assert "this folder does not exist" in refused(out, capsys, "--spec", str(spec), "--check")
        (tmp_path / "file").touch()


def test_a_comparison_reads_anything(tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no text is shown as different."""
    out = tmp_path / "shop"
    assert 0 == command.main(["--spec", str(spec), "--out", str(out)])
    (out / "picture.png").write_bytes(b"\x89PNG\xff")
    assert 1 == command.main(["--spec", str(spec), "--out", str(out), "--check"])
    assert "generated/picture.png" in capsys.readouterr().out


@pytest.mark.parametrize("at", ["copytree", "rename"])
def test_a_replacement_that_fails(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """The old package is there as it was, nothing stays beside it, and the reason is said."""
    out = tmp_path / "shop"
    arguments = ["--spec", str(spec), "--out", str(out)]
    assert 0 == command.main(arguments)
    capsys.readouterr()
    before = tree(tmp_path)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    def full(_: Path, to: Path) -> None:
        raise OSError(28, "No space left on device", str(to))

    with monkeypatch.context() as patched:
        if at == "rename":
            patched.setattr(Path, "rename", failing)
        else:
            patched.setattr(shutil, "copytree", full)
        assert "No space left on device" in refused(out, capsys, "--spec", str(spec))
    assert before == tree(tmp_path)


def test_a_file_that_comes_while_we_work_stays(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is looked at once more before it is replaced."""
    out = tmp_path / "shop"
    make = command.make

    def slow(*arguments: object, **more: object) -> object:
        out.mkdir()
        (out / "notes.txt").write_text("precious")
        return make(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "make", slow)
    assert "did not make it" in refused(out, capsys, "--spec", str(spec))
    assert ["notes.txt"] == [path.name for path in out.iterdir()]


def test_a_folder_beside_the_package_stays(tmp_path: Path, spec: Path) -> None:
    """The generator works in a folder of a name that nobody has."""
    for name in (".shop.new", ".shop.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.txt").write_text("precious")
    assert 0 == command.main(["--spec", str(spec), "--out", str(tmp_path / "shop")])
    assert ["notes.txt"] * 2 == [path.name for path in tmp_path.glob(".shop.*/*")]


@pytest.mark.parametrize("given", ["none.yaml", "folder", "\udcff.yaml"])
def test_a_document_or_settings_that_can_not_be_read(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    """The file is named, with the reason, and nothing is written."""
    (tmp_path / "folder").mkdir()
    out = ["--out", str(tmp_path / "shop")]
    for arguments in (["--spec", str(tmp_path / given)], ["--spec", str(spec), "--settings", str(tmp_path / given)]):
        assert 1 == command.main([*arguments, *out])
        said = capsys.readouterr().err
        assert re.search("(?:un|is un|are un)?readable: .*(No such file|Is a directory)", said)
        assert given.encode("ascii", "backslashreplace").decode() in said
    assert not (tmp_path / "shop").exists()


def test_the_command_says_it_in_words(tmp_path: Path) -> None:
    """No traceback reaches the user, whatever the folder is."""
    script = [sys.executable, str(ROOT / "openapi" / "generate.py")]
    for out, status in ((["--out", "."], 1), (["--spec", "none.yaml"], 2), (["--out", "a\tb"], 1)):
        done = subprocess.run([*script, *out], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (status, "") == (done.returncode, done.stdout)
        assert "Traceback" not in done.stderr
    assert [] == [*tmp_path.iterdir()]


def test_messages_are_no_commands_to_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters of a document are written out where a message quotes it."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP.replace("getThings", '"get\\e[31mThings\\u202e"').replace("x-retry: read,", ""))
    assert 0 == command.main(["--spec", str(path), "--out", str(tmp_path / "shop")])
    assert "not carried out: get\\x1b[31mThings\\u202e (GET /things)" in capsys.readouterr().err
