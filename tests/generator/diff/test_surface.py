"""The Python surface: what griffe finds, and what it has no opinion about."""

from __future__ import annotations

from pathlib import Path

import pytest
from generator.diff import surface
from generator.diff.changes import Level

MODEL = "class Thing:\n    {}\n"
CLIENT = "class TagOperations:\n    def get(self, {}) -> {}: ...\n"
CALL = ("api/tag/__init__.py", CLIENT)
FIELD = ("models/thing.py", MODEL)
NONE, PATCH, MINOR, BREAKING = Level


def package(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Write a package."""
    for file in dict.fromkeys(["__init__.py", "models/__init__.py", "api/__init__.py", "api/tag/__init__.py", *files]):
        path = folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files.get(file, ""))
    return folder


def found(folder: Path, old: dict[str, str], new: dict[str, str], name: str = surface.GENERATED) -> list[object]:
    """Compare two packages that hold these files."""
    sides = [package(folder / side, name, files) for side, files in (("old", old), ("new", new))]
    changes = surface.compare(sides[0], sides[1], name)
    return [(change.level, change.group, change.what) for change in changes]


CHANGES = [
    (FIELD, ["a: int", "pass"], BREAKING, "attribute `a`"),
    (FIELD, ["pass", "a: int = 1"], MINOR, "attribute `a`"),
    (FIELD, ["pass", "a: int"], MINOR, "attribute `a`, which the constructor needs"),
    (FIELD, ["a: int", "a: int | None"], BREAKING, "`a`: type `int` → `int | None`"),
    (FIELD, ["a: int = 1", "a: int"], BREAKING, "`a` has no default any more"),
    (FIELD, ["a: int", "a: int = 1"], MINOR, "`a` has a default now"),
    (FIELD, ["A = 'a'", "A = 'b'"], BREAKING, "`A`: value `'a'` → `'b'`"),
    (CALL, ["a: int", "a: int, *, b: int = 1"], MINOR, "`get`: argument `b`"),
    (CALL, ["a: int", "a: int, b: int"], BREAKING, "`get`: parameter was added as required: `b`"),
    (CALL, ["a: int = 1", "a: int"], BREAKING, "`get`: parameter is now required: `a`"),
    (CALL, ["a: int, b: int", "a: int"], BREAKING, "`get`: parameter was removed: `b`"),
    (CALL, ["a: int", "a: int | list[int | str]"], MINOR, "`get`: argument `a` `int` → `int | list[int | str]`"),
    (CALL, ["a: list[int | str]", "a: int"], BREAKING, "`get`: argument `a` `list[int | str]` → `int`"),
]


@pytest.mark.parametrize(("place", "texts", "level", "what"), CHANGES)
def test_one_change(place: tuple[str, str], texts: list[str], level: Level, what: str, tmp_path: Path) -> None:
    """A change is reported once, under the name of its class."""
    old, new = ({place[0]: place[1].format(text, "int")} for text in texts)
    group = "Thing" if place is FIELD else "TagOperations"
    assert [(level, group, what)] == found(tmp_path, old, new)


@pytest.mark.parametrize(("sent", "level"), [({"Thing"}, BREAKING), ({"Other"}, MINOR)])
def test_a_field_that_is_needed(sent: set[str], level: Level, tmp_path: Path) -> None:
    """A new required field is breaking in models that users make, and harmless in those of responses."""
    old, new = (
        package(tmp_path / text, surface.GENERATED, {FIELD[0]: MODEL.format(text)}) for text in ("pass", "a: int")
    )
    changes = surface.compare(old, new, surface.GENERATED, frozenset(sent))
    assert [level] == [change.level for change in changes]


@pytest.mark.parametrize(("old", "new", "level"), [("int", "int | None", BREAKING), ("int | None", "int", MINOR)])
def test_what_a_call_gives(old: str, new: str, level: Level, tmp_path: Path) -> None:
    """More possible results are breaking for those who read them, and fewer are not."""
    files = [{CALL[0]: CLIENT.format("a: int", text)} for text in (old, new)]
    assert [(level, "TagOperations", f"`get`: gives `{old}` → `{new}`")] == found(tmp_path, files[0], files[1])


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("models/thing.py", "class Thing:\n    _a: int\n    __slots__ = ()\n"),
        ("api/tag/__init__.py", "TYPE_CHECKING = False\nMODELS = 1\nclass RawTagOperations:\n    a: int\n"),
        ("api/all_tags.py", "class AllOperations:\n    a: int\n"),
        ("convert.py", "class Reader:\n    a: int\n"),
    ],
)
def test_what_users_do_not_see(file: str, text: str, tmp_path: Path) -> None:
    """Private names, raw twins and inner modules of the generated package are not compared."""
    assert [] == found(tmp_path, {file: text}, {file: "class Thing: ...\n" * file.startswith("models")})


def test_a_model_that_goes(tmp_path: Path) -> None:
    """A removed model is reported once, without its fields; one that becomes something else is a change."""
    model = {FIELD[0]: MODEL.format("a: int")}
    assert [(BREAKING, "Thing", "class `Thing`")] == found(tmp_path / "gone", model, {})
    other = {FIELD[0]: "def Thing() -> None: ...\n"}
    kinds = found(tmp_path / "other", model, other)
    assert (BREAKING, "Thing", "`Thing`: public object points to a different kind of object: `class → function`") in (
        kinds
    )


def test_a_property_has_no_default(tmp_path: Path) -> None:
    """An inherited or computed field needs no argument."""
    models = [{FIELD[0]: MODEL.format(text)} for text in ("a: int = 1", "@property\n    def a(self) -> int: ...")]
    assert [] == found(tmp_path, models[0], models[1])


def test_the_facade(tmp_path: Path) -> None:
    """Public names of the facade are compared under their shortest name."""
    start = "from elsewhere import Other\nfrom .errors import Error\n__all__ = ['Error', 'Other']\n"
    old = {"__init__.py": start, "errors.py": "class Error(Exception):\n    code: int\n"}
    new = old | {"errors.py": "class Error(Exception):\n    ...\n", "_private.py": "a = 1\n"}
    wanted = [(BREAKING, f"{surface.FACADE}.Error", "attribute `code`")]
    assert wanted == found(tmp_path, old, new, surface.FACADE)
    gone = old | {"__init__.py": start.replace(", 'Other'", "").replace("from elsewhere import Other\n", "")}
    assert [(BREAKING, surface.FACADE, "name `Other`")] == found(tmp_path / "gone", old, gone, surface.FACADE)
