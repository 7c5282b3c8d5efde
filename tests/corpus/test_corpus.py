"""Everything that a document may say: generated, imported, checked by type checkers, called, and nothing lost."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus import census
from corpus.documents import Document, documents
from corpus.exercise import exercise
from corpus.making import Packages, make, type_checks
from corpus.notes import expected_notes, expected_retry_counts, notes, retry_counts
from corpus.package import FIXED, client_class, descriptions

from epilot_targeting._client.base import BaseClient

ALL = [*documents()]
WORKING = [one for one in ALL if one.works]
FAILING = [one for one in ALL if one.fails]
STRICT = [one for one in ALL if one.fails_if_strict]
ROOT = Path(__file__).parents[2]
each_working = pytest.mark.parametrize("document", WORKING, ids=lambda one: one.name)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the packages, importable as long as the tests last."""
    folder = tmp_path_factory.mktemp("corpus")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def packages(root: Path) -> Packages:
    """The packages, each made when it is first asked for."""
    return Packages(root)


def modules_of(package: str) -> Iterator[str]:
    """Name every module of a package; the fixed ones are tested elsewhere."""
    folder = importlib.import_module(package).__path__
    for info in pkgutil.walk_packages(folder, f"{package}."):
        if info.name.rsplit(".", 1)[-1] not in FIXED or info.name.count(".") > 1:
            yield info.name


def test_the_corpus_is_large() -> None:
    """The corpus has at least 45 documents, and for some of them no package is generated."""
    assert len(ALL) >= 45
    assert len(FAILING) >= 3


@each_working
def test_operations_are_counted(document: Document, packages: Packages) -> None:
    """The document, the generator's summary and the client's methods have the same operations."""
    made = packages.of(document)
    described = descriptions(document.package)
    wanted = {(one.method, one.path) for one in document.operations}
    assert wanted == described.keys()
    assert f'"operations": {len(wanted)},' in made.out
    methods = {name for name in dir(client_class(document.package)) if not hasattr(BaseClient, name)} - {"raw"}
    assert {one.name for one in described.values()} == methods
    assert len(wanted) == len(methods)


@each_working
def test_no_field_is_lost(document: Document, packages: Packages) -> None:
    """Each object of each schema has a model with all of its properties; a component has it under its own name."""
    made = packages.of(document)
    models = census.generated_models(made.folder)
    assert [] == [str(one) for one in census.objects(document) if not one.has_model_in(models)]
    assert set() == census.wanted_fields(document) - {name for fields in models.values() for name in fields}


@each_working
def test_what_was_assumed_is_said(document: Document, packages: Packages) -> None:
    """Stderr has a note on each assumption, by the document's own words and by the list of all notes, and no other."""
    made = packages.of(document)
    assert [] == [word for word in document.raw.get("x-assumed", []) if word not in made.err], made.err
    assert expected_notes(document) == notes(made), "if a note changed on purpose: python tests/corpus/notes.py"
    assert expected_retry_counts(document) == retry_counts(made)


@each_working
def test_every_module_can_be_imported(document: Document, packages: Packages) -> None:
    """Each module can be imported by itself, and each model through the index."""
    packages.of(document)
    for name in modules_of(document.package):
        importlib.import_module(name)
    models = importlib.import_module(f"{document.package}.models")
    assert [] == [name for name in models.__all__ if getattr(models, name, None) is None]
    assert {*models.__all__} <= {*dir(models)}


@each_working
def test_every_character_prints(document: Document, packages: Packages) -> None:
    """No file holds a control character, or one that changes the order in which others are shown."""
    made = packages.of(document)
    for path in made.folder.rglob("*.py"):
        kept = path.read_text(encoding="utf-8").replace("\n", "").replace("\t", "")
        odd = [one for one in kept if unicodedata.category(one).startswith(("C", "Zl", "Zp"))]
        assert [] == odd, path


@each_working
async def test_every_operation_can_be_called(document: Document, packages: Packages) -> None:
    """Each operation sends what the document says, and reads what it describes, for every kind of argument and body."""
    packages.of(document)
    tally = await exercise(document)
    assert [] == tally.problems
    assert tally.calls >= len(document.operations)


@pytest.mark.parametrize("document", FAILING, ids=lambda one: one.name)
def test_what_cannot_be_generated_is_named(document: Document, tmp_path: Path) -> None:
    """The error says which operation, where and why, and nothing is written."""
    made = make(document, tmp_path, settings=False)
    assert 1 == made.status
    assert [] == [word for word in [*document.fails, "Nothing was written."] if word not in made.err], made.err
    assert not made.folder.exists()


@pytest.mark.parametrize("document", STRICT, ids=lambda one: one.name)
def test_nothing_is_assumed_where_nothing_may_be(document: Document, tmp_path: Path) -> None:
    """With `--strict`, an assumption is an error."""
    made = make(document, tmp_path, "--strict", settings=False)
    assert 1 == made.status
    assert [] == [word for word in [*document.fails_if_strict, "Nothing was written."] if word not in made.err]


@pytest.fixture(scope="session")
def verdicts(root: Path, packages: Packages) -> dict[str, tuple[int, str]]:
    """What two type checkers say of all packages, each in one run, side by side."""
    commands = type_checks(root, packages.all_of(WORKING))
    running = {
        name: subprocess.Popen([sys.executable, *command], cwd=root, stdout=subprocess.PIPE, text=True)
        for name, command in commands.items()
    }
    said = {name: one.communicate()[0] for name, one in running.items()}
    return {name: (one.returncode, said[name]) for name, one in running.items()}


@pytest.mark.thorough
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_the_types_are_right(checker: str, verdicts: dict[str, tuple[int, str]]) -> None:
    """The generated packages pass both type checkers in strict mode."""
    status, said = verdicts[checker]
    assert 0 == status, said
