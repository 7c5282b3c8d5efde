"""Documents that are too deep, too large or not JSON are errors that name the place."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from generator import command
from generator.errors import DocumentError, located
from generator.normalise.components import redirect
from generator.read.bounds import MAX_DEPTH, check_bounds
from generator.read.document import load_json
from generator.read.references import local_references

HEAD = 'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths: {}\ncomponents:\n  schemas:\n'


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> str:
    """Return the message of a run that writes nothing."""
    path = tmp_path / "deep.yaml"
    path.write_text(text, encoding="utf-8")
    assert 1 == command.main(["--spec", str(path), "--out", str(tmp_path / "deep")])
    assert not (tmp_path / "deep").exists()
    return capsys.readouterr().err


def nested(levels: int, before: str, after: str) -> str:
    """Return a component that is nested so many levels deep."""
    return f"{HEAD}    A: {before * levels}{{}}{after * levels}\n"


@pytest.mark.parametrize("levels", [150, 350, 3000])
@pytest.mark.parametrize(
    ("before", "after"),
    [('{"items":', "}"), ('{"properties":{"a":', "}}"), ('{"anyOf":[', ",{}]}"), ('{"allOf":[{"not":', "}]}")],
)
def test_a_schema_that_is_too_deep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], levels: int, before: str, after: str
) -> None:
    """The message says what to do, whichever part of the reader gives up first."""
    said = refused(tmp_path, capsys, nested(levels, before, after))
    assert "deep.yaml: " in said
    assert "it is nested too deeply: give an inner object a name under components/schemas" in said


def test_the_deepest_schema_that_is_allowed(tmp_path: Path) -> None:
    """A document of the greatest depth goes through every stage: no stage needs more of the stack."""
    path = tmp_path / "deep.yaml"
    path.write_text(nested((MAX_DEPTH - 4) // 2, '{"properties":{"a":', "}}"), encoding="utf-8")
    assert 0 == command.main(["--spec", str(path), "--out", str(tmp_path / "deep")])


@pytest.mark.parametrize("levels", [60, 300])
def test_lists_that_are_too_deep_for_an_annotation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], levels: int
) -> None:
    """Each is a component of its own, so the document is flat, but its annotation is not."""
    ends = range(levels)
    text = "".join(f'    A{n}: {{type: array, items: {{$ref: "#/components/schemas/A{n + 1}"}}}}\n' for n in ends)
    said = refused(tmp_path, capsys, f"{HEAD}{text}    A{levels}: {{type: string}}\n")
    assert "#/components/schemas/A0: it is nested too deeply" in said


def test_a_component_of_too_many_types(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each level has the next one twice, so the annotation of the first would have a million parts."""
    refs = [f'{{$ref: "#/components/schemas/A{n + 1}"}}' for n in range(15)]
    lines = [
        f"    A{n}: {{anyOf: [{{items: {ref}}}, {{additionalProperties: {ref}}}]}}\n" for n, ref in enumerate(refs)
    ]
    text = "".join(lines)
    said = refused(tmp_path, capsys, f"{HEAD}{text}    A15: {{type: string}}\n")
    assert "is made of more than 2000 types; list one of them under `untyped` in the settings with a reason" in said


def test_unions_of_unions_do_not_double(tmp_path: Path) -> None:
    """Each of forty levels refers to the next one twice, and is expanded once."""
    ref = '{{$ref: "#/components/schemas/{}{}"}}'
    lines = [
        f"    {name}{n}: {{oneOf: [{ref.format('A', n + 1)}, {ref.format('B', n + 1)}]}}\n"
        for n in range(40)
        for name in "AB"
    ]
    path = tmp_path / "wide.yaml"
    path.write_text(f"{HEAD}{''.join(lines)}    A40: {{type: string}}\n    B40: {{type: integer}}\n", encoding="utf-8")
    assert 0 == command.main(["--spec", str(path), "--out", str(tmp_path / "wide")])


def test_a_long_chain_of_aliases() -> None:
    """A thousand components that are `$ref`s to the next one all lead to the last."""
    schemas: dict[str, Any] = {f"A{n}": {"$ref": f"#/components/schemas/A{n + 1}"} for n in range(1000)}
    schemas["A1000"] = {"type": "string"}
    made = redirect(local_references({"components": {"schemas": schemas}}))
    assert {"A1000": {"type": "string"}} == made.document["components"]["schemas"]
    assert len(made.notes) == 1000


def test_aliases_that_multiply(tmp_path: Path) -> None:
    """Six levels of ten uses each are a million values: they are counted, and not made."""
    lines = ["a0: &a0 {x: 1}", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 7))]
    path = tmp_path / "many.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    tracemalloc.start()
    with pytest.raises(DocumentError, match=r"its YAML aliases repeat 2,345,\d\d\d values, and at most 100,000"):
        load_json(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("loaded", "said"),
    [
        ({"a": [0, b"x"]}, "#/a/1: a YAML value of the type bytes is not JSON"),
        ({"a": {"b/c": {1, 2}}}, "#/a/b~1c: a YAML value of the type set is not JSON"),
        ({"a": {(1, 2): 0}}, "#/a: a YAML value of the type tuple is not JSON"),
        ({"a": {200: 1, "200": 2}}, "#/a/200: this key is duplicate"),
        ({"a": {True: 1, "true": 2}}, "#/a/true: this key is duplicate"),
        ({None: 1, "null": 2}, "#/null: this key is duplicate"),
    ],
)
def test_what_is_not_json(loaded: Any, said: str) -> None:
    """A value or a key that JSON does not have is an error with its place."""
    with pytest.raises(DocumentError) as raised:
        check_bounds(loaded)
    assert said == str(raised.value)


def test_an_unexpected_exception_is_located() -> None:
    """A fault of the generator names the innermost place, the exception and the line, and keeps the traceback."""
    said = r"^#/a: the generator failed \(ValueError: no, test_bounds.py line \d+\)"
    with pytest.raises(DocumentError, match=said), located("the document"), located("#/a"):
        raise ValueError("no")


def test_errors_of_documents_pass() -> None:
    """An error that already names its place is left as it is."""
    with pytest.raises(DocumentError, match=r"^#/b: mine$"), located("#/a"):
        raise DocumentError("#/b: mine")
