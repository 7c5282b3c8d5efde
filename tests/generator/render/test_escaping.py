"""Text of a document stays text: no template and no line of the generator writes it as code."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
import typing
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from generator import command
from generator.errors import DocumentError
from generator.provenance import TEMPLATES as TEMPLATES_FOLDER
from generator.render.escaping import (
    Code,
    code,
    comment,
    docstring,
    identifier,
    joined,
    literal,
    only_code,
    sentence,
    split,
)
from generator.render.field_view import FieldView
from generator.render.model_views import AliasView, EnumView
from generator.render.operation_view import OperationView
from generator.render.writer import Writer, environment
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes
from jinja2.exceptions import UndefinedError
from markupsafe import Markup
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import ClassName, PythonCode

GENERATOR = Path(command.__file__).parent
ENVIRONMENT = environment(TEMPLATES_FOLDER)
TEMPLATES = sorted(ENVIRONMENT.list_templates(extensions=["jinja"]))

ESCAPES = {"docstring", "sentence", "literal", "identifier", "qualified"}
"""Functions that make code of a text, or of other code."""
MADE_BY_US: dict[str, type] = {
    "f": FieldView,
    "one": OperationView,
    "enum": EnumView,
    "alias": AliasView,
}
"""What the variables of the templates are whose members may be code already."""
LOCAL: dict[tuple[str, str], Any] = {
    ("endpoint_module.py.jinja", "decoder"): OperationView.others,
    ("str_enum.py.jinja", "value"): EnumView.members,
}
"""Variables of loops over pairs of which the second is code."""
HARMLESS = (nodes.If, nodes.For, nodes.Assign, nodes.Include, nodes.Output, nodes.FilterBlock)
"""Statements that write nothing that has not been looked at."""


def is_code(expression: nodes.Expr, template: str) -> bool:
    """Return whether an expression is escaped, or code by the annotation of whatever makes it."""
    match expression:
        case nodes.Call(node=nodes.Name(name=name)):
            return name in ESCAPES
        case (
            nodes.Call(node=nodes.Getattr(node=nodes.Name(name=name), attr=attribute))
            | nodes.Getattr(node=nodes.Name(name=name), attr=attribute)
        ):
            member = inspect.getattr_static(MADE_BY_US[name], attribute, None) if name in MADE_BY_US else None
            made_by = member.fget if isinstance(member, property) else member
            return made_by is not None and typing.get_type_hints(made_by).get("return") is Code
        case nodes.Name(name=name):
            member = LOCAL.get((template, name))
            made_by = member and member.fget
            return made_by is not None and "Code]]" in inspect.get_annotations(made_by)["return"]
        case nodes.Filter(name="length"):
            return True
    return False


def statements(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield every statement below a node."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Stmt):
            yield child
        yield from statements(child)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_expression_of_a_template_is_escaped_or_code(template: str) -> None:
    """An expression is a call of an escaping function, or made by a function that returns code."""
    tree = ENVIRONMENT.parse((TEMPLATES_FOLDER / template).read_text())
    found = [one for output in tree.find_all(nodes.Output) for one in output.nodes]
    assert [] == [one for one in found if not isinstance(one, nodes.TemplateData) and not is_code(one, template)]
    assert [] == [one for one in statements(tree) if not isinstance(one, HARMLESS)]
    assert {"indent"} >= {one.filter.name for one in tree.find_all(nodes.FilterBlock)}


def test_the_walk_finds_what_is_not_escaped() -> None:
    """It fails for the expressions that this project once had, and for the ways around the environment."""
    for text in (
        "{{ status }}",
        "{{ one.operation.operation_id }}",
        "{{ one.operation.summary or one.operation.operation_id }}",
        "{{ docstring(told) ~ told }}",
        "{{ told | safe }}",
        "{{ f.name }}",
        "{{ f.description }}",
        "{{ f.wire.__repr__() }}",
        "{{ enum.enum.name }}",
        "{{ 'text' }}",
    ):
        [output] = ENVIRONMENT.parse(text).find_all(nodes.Output)
        assert not is_code(output.nodes[0], "x"), text
    for text in ("{% call x() %}{% endcall %}", "{% macro x() %}{% endmacro %}", "{% set x %}{% endset %}"):
        assert not all(isinstance(one, HARMLESS) for one in statements(ENVIRONMENT.parse(text))), text


@pytest.mark.parametrize(
    "value",
    [
        *("text", "", UntrustedString("text"), PythonCode("text"), Markup("text"), ClassName("Text", "")),
        *(None, True, 1.5, ["text"], {"a": "text"}, object(), Code),
    ],
)
def test_the_environment_refuses_what_is_not_escaped(value: Any) -> None:
    """A slot that somebody forgot to escape stops the run, whatever stands in it."""
    for slot in ("{{ x }}", "{% if true %}{{ x }}{% endif %}", "{% for y in [x] %}{{ y }}{% endfor %}"):
        with pytest.raises(TypeError, match="must be escaped before it is written as code"):
            ENVIRONMENT.from_string(slot).render(x=value)


@pytest.mark.parametrize("slot", ["{{ 'x' }}", "{{ literal(x) ~ x }}", "{{ literal(x) | upper }}", "{{ missing }}"])
def test_what_is_made_of_code_is_no_code(slot: str) -> None:
    """Constants of a template, joined code and what filters make of it are refused too."""
    with pytest.raises((TypeError, UndefinedError)):
        ENVIRONMENT.from_string(slot).render(x="text")


def test_code_and_numbers_are_rendered() -> None:
    """Code is written as it is."""
    assert "x = 'a' + 5" == ENVIRONMENT.from_string("x = {{ literal('a') }} + {{ x }}").render(x=5)


def test_code_is_joined_of_code_alone() -> None:
    """A text among the pieces is refused, also one that was code before it was changed."""
    assert ("a(b, 'c')", Code) == ((made := code("a(%s)", joined(", ", [Code("b"), literal("c")]))), type(made))
    for wrong in ("text", Code("a").upper(), UntrustedString("a"), None):
        with pytest.raises(TypeError, match="must be escaped"):
            code("a(%s)", wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="must be escaped"):
            joined(", ", [Code("a"), wrong])  # type: ignore[list-item]
        with pytest.raises(TypeError, match="must be escaped"):
            Writer(TEMPLATES_FOLDER, Path(), Path("x")).put("x.py", wrong)  # type: ignore[arg-type]
    assert 5 == only_code(5)
    assert ["dict[str, A | B]", "None"] == (parts := split(Code("dict[str, A | B] | None")))
    assert {Code} == {*map(type, parts)}


def test_the_patterns_of_code_are_constants() -> None:
    """No line of the generator makes code of a text but in the two modules that are for it."""
    found: list[str] = []
    number = 0
    for path in sorted(GENERATOR.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and path.stem != "escaping"):
                continue
            if node.func.id in ("Code", "code", "joined"):
                number += 1
                pattern = node.args[0]
                if not (
                    isinstance(pattern, ast.Constant) or (isinstance(pattern, ast.Name) and pattern.id == "HEADER")
                ):
                    found.append(f"{path.name}: {ast.unparse(node)}")
    assert number > 40
    assert [
        "writer.py: Code(self.env.get_template(template).render(**values))",
        "writer.py: Code(source.read_text(encoding='utf-8'))",
    ] == sorted(found)


HARD = st.text() | st.text(st.sampled_from('"\\\n\r\t \0x{}%#\x1b\x7f\x85\u2028\u202e\u2066\u061c\ufeff\U000e0041N'))


@given(HARD, HARD, st.sampled_from([0, 20]), st.sampled_from([0, 8]))
def test_a_docstring_holds_any_text(one: str, other: str, width: int, indent: int) -> None:
    """Whatever the text is, wherever it is wrapped: what Python reads is the text without what prints nothing."""
    made = docstring(one, width=width, indent=indent)
    read = ast.literal_eval(f'"""{made}"""')
    assert "".join(read.split()) == "".join(docstring_text(one).split())
    assert ast.literal_eval(f'"""{made}{docstring(other)}"""') == read + ast.literal_eval(f'"""{docstring(other)}"""')
    assert ast.literal_eval(f'"""{sentence(one)}."""').endswith(".")
    assert not [c for c in made if unicodedata.category(c)[0] == "C" and c not in "\n\t\u200c\u200d"]


def docstring_text(text: str) -> str:
    """Return what of a text is printed."""
    return "".join(c for c in text if c in "\u200c\u200d" or c.isspace() or unicodedata.category(c)[0] != "C")


def test_a_docstring_takes_the_first_text_with_something_in_it() -> None:
    """Texts of nothing but blanks and control characters are passed over."""
    assert "c" == docstring(None, "", " \n", "\0\u202e", "c", "d")
    assert ("a. b", "") == (sentence("a. b.."), sentence("."))
    assert "" == docstring()
    with pytest.raises(TypeError, match="not a text"):
        docstring(UntrustedString("c"))  # type: ignore[arg-type]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | HARD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HARD, inner, max_size=3) | st.tuples(inner),
    max_leaves=6,
)


@given(JSON)
def test_a_literal_is_its_value(value: Any) -> None:
    """Python reads what was written, and every character of it prints."""
    assert value == ast.literal_eval(literal(value))
    assert literal(value).isprintable()


def test_what_has_no_literal() -> None:
    """Anything but JSON is refused, however deep it is."""
    assert "'\\ud800\\u202e\\x00'" == literal("\ud800\u202e\0")
    for value in (object(), {"a": {1, 2}}, [b"x"], 1.5, UntrustedString("x")):
        with pytest.raises(TypeError, match="has no literal"):
            literal(value)


@pytest.mark.parametrize(
    "name", ["", "1a", "a b", "a-b", "a\n", "class", "None", "a.b", "x=1", "\N{MATHEMATICAL BOLD SMALL X}", "j\u030c"]
)
def test_what_is_no_identifier(name: str) -> None:
    """It is refused, also where Python would read another name than the one that is written."""
    with pytest.raises(DocumentError, match="is invalid as a name in Python"):
        identifier(name)


NAMES = [
    "x\nraise SystemExit(7)\n.yaml",
    "x\r\nraise SystemExit(7)#.yaml",
    "x\rraise SystemExit(7).yaml",
    "x\x0craise SystemExit(7)\x0b\x1c\x1d\x85\u2028raise SystemExit(7).yaml",
    "coding: utf-7 +AAo-raise SystemExit(7)+AAo-.yaml",
    "coding=utf_7 +AAo-raise SystemExit(7)+AAo-.yaml",
    "encoding:latin-1.yaml",
    "x\u202e\u2066 # type: ignore.yaml",
    "x\x00y.yaml",
    "x\udcff.yaml",
    "x\\\n.yaml",
    'x"""{{ x }}%s%d{spec}.yaml',
]


@pytest.mark.parametrize("name", NAMES)
def test_a_comment_holds_any_name(name: str) -> None:
    """The name stays in its line, prints, and changes nothing of how Python reads the file."""
    made = comment(name)
    assert made.isprintable()
    source = f'# Made from {made}. Do not edit.\n"""Text."""\nX = "\N{LATIN SMALL LETTER E WITH ACUTE}"\n'
    tree = ast.parse(source.encode())
    assert ["Expr", "Assign"] == [type(node).__name__ for node in tree.body]
    assert {"X": "\N{LATIN SMALL LETTER E WITH ACUTE}"} == {"X": ast.literal_eval(tree.body[1].value)}  # type: ignore[attr-defined]


SHOP = {"openapi": "3.0.3", "info": {"title": "Shop"}, "paths": {}}


@pytest.mark.parametrize("name", [name for name in NAMES if "\0" not in name])
def test_a_file_name_runs_no_code(tmp_path: Path, name: str) -> None:
    """The name of the document stands in the first line of every file, and the package can be imported."""
    spec = tmp_path / name
    spec.write_text(json.dumps(SHOP))
    assert 0 == command.main(["--spec", str(spec), "--out", str(tmp_path / "shop")])
    use = "import shop.models, shop.spec, shop.provenance, shop.api.all_tags; print('fine')"
    done = subprocess.run([sys.executable, "-c", use], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ("fine\n", "", 0) == (done.stdout, done.stderr, done.returncode)
    for path in (tmp_path / "shop").rglob("*.py"):
        first, second = path.read_text().split("\n")[:2]
        assert first.isprintable()
        assert "" == second or second.startswith(('"""', "from ", "import ", "# mypy: "))


def test_a_file_of_another_name_is_not_written(tmp_path: Path) -> None:
    """A module stands below the package, under a name that can be imported."""
    writer = Writer(TEMPLATES_FOLDER, tmp_path / "out", Path("x"))
    for name in ("../x.py", "/x.py", "api/class.py", "a b.py", "x\n.py"):
        with pytest.raises(DocumentError, match="is invalid as a name"):
            writer.put(name, Code(""))
    assert [] == [*tmp_path.iterdir()]


PAYLOADS = [
    'a"""\nraise SystemExit(7)\n"""',
    '"""\nraise SystemExit(7)\n"""',
    '"; raise SystemExit(7); "',
    "'; raise SystemExit(7); '",
    '\\"""\nraise SystemExit(7)\n"""\\',
    "{{ raise_() }}{% raw %}{# ",
    "x\\",
    'x"',
    "\0\x1b[31m\x7f\x85\u2028raise SystemExit(7)\u2029\u202e\u2066\u061c\u200f",
    "\\N{DASH}\\x\\u12\\U0011",
    "%s %d %(x)s {0} {spec}",
    "]; raise SystemExit(7)  # ",
    "))\nraise SystemExit(7)\n",
    "\N{MATHEMATICAL SCRIPT SMALL P}rint(1)",
    "",
]


def hostile(text: str) -> dict[str, Any]:
    """Make a document with a text in every place that takes any: what is said, and what is called by it."""
    value = {
        "type": "string",
        "title": text,
        "description": text,
        "format": text,
        "pattern": text,
        "default": text,
        "example": text,
        "x-more": text,
        "contentMediaType": text,
    }
    kinds = {
        "type": "object",
        "title": text,
        "description": text,
        "required": [text, f"kind{text}"],
        "properties": {f"kind{text}": {"type": "string", "enum": [text or "e"]}, text: value},
    }
    other = {**kinds, "properties": {f"kind{text}": {"const": f"2{text}"}, text: {"type": "integer"}}}
    refs = [{"$ref": "#/components/schemas/One"}, {"$ref": "#/components/schemas/Two"}]
    mapping = {f"m{text}": "#/components/schemas/One", f"n{text}": "#/components/schemas/Two"}
    union = {"oneOf": refs, "discriminator": {"propertyName": f"kind{text}", "mapping": mapping}, "description": text}
    enum = {
        "type": "string",
        "enum": [f"a{text}", f"b{text}", text],
        "description": text,
        "title": text,
        "default": text,
    }
    inline = {
        "type": "object",
        "title": text,
        "properties": {f"in{text}": union, f"list{text}": {"type": "array", "items": enum}},
    }
    named = {
        "One": kinds,
        "Two": other,
        "Union": union,
        "Enum": enum,
        f"Own{text}": inline,
        "Deep": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Enum"}, "description": text},
        "List": {"type": "array", "items": union, "description": text, "title": text},
    }
    contents = {
        f"application/json; x={text}": {"schema": union},
        f"text/{text}": {},
        f"x/{text}": {},
        "multipart/form-data": {"schema": inline, "encoding": {f"in{text}": {"contentType": text or "a/b"}}},
    }
    parameters = [
        {
            "name": f"{place}{text}",
            "in": place,
            "description": text,
            "deprecated": True,
            "required": text != "",
            "schema": schema,
        }
        for place in ("query", "header", "cookie")
        for schema in (enum,)
    ] + [
        {"name": f"c{text}", "in": "query", "content": {f"application/json;{text}": {"schema": inline}}},
        {"name": f"s{text}", "in": "query", "style": text or "form", "schema": {"type": "array", "items": value}},
    ]
    reply = {"description": text, "content": contents, "headers": {text: {"description": text}}, "links": {text: {}}}
    operation = {
        "operationId": f"go{text}",
        "tags": [f"t{text}", text],
        "summary": text,
        "description": text,
        "deprecated": True,
        "externalDocs": {"url": text, "description": text},
        "parameters": parameters,
        "x-more": text,
        "requestBody": {"description": text, "required": False, "content": contents},
        "responses": {
            "200": reply,
            "202": {**reply, "content": {f"x/{text}": {}}},
            "404": reply,
            "5XX": reply,
            "default": reply,
        },
        "servers": [{"url": text}],
        "security": [{text: []}],
        "callbacks": {text: {}},
    }
    silent = {"operationId": f"silent{text}", "responses": {"200": {"description": text}, "4XX": {"description": text}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": text,
            "description": text,
            "version": text,
            "contact": {"name": text},
            "license": {"name": text},
        },
        "externalDocs": {"url": text, "description": text},
        "servers": [{"url": text, "description": text}],
        "tags": [{"name": f"t{text}", "description": text, "externalDocs": {"url": text}}],
        "paths": {
            "/x": {"summary": text, "description": text, "post": operation, "get": silent},
            f"/y/{{{text.replace('{', '').replace('}', '').replace(chr(92), '')}}}": {
                "put": {"responses": {"204": {"description": text}}}
            },
        },
        "components": {"schemas": named, "securitySchemes": {text: {"type": "apiKey", "name": text, "in": "header"}}},
        "webhooks": {text: {}},
    }


USE = """
import importlib, pkgutil, shop
for info in pkgutil.walk_packages(shop.__path__, "shop."):
    importlib.import_module(info.name)
from shop import models
from shop.api.all_tags import AllOperations, OPERATIONS
found = [getattr(models, name) for name in models.__all__]
for name in OPERATIONS.values():
    getattr(AllOperations, name).__doc__
print(len(found) > 5, len(OPERATIONS))
"""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_document_runs_no_code(tmp_path: Path, payload: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a hostile text in every place of a document every module is imported, and nothing but text comes of it."""
    made = hostile(payload)
    if not payload.isprintable() or "\\" in payload or not payload:
        # Such a path, and a parameter without a name, are refused.
        made["paths"] = {path: item for path, item in made["paths"].items() if path == "/x"}
    spec, out = tmp_path / "spec.json", tmp_path / "shop"
    spec.write_text(json.dumps(made))
    assert 0 == command.main(["--spec", str(spec), "--out", str(out)]), capsys.readouterr().err
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", USE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (f"True {len(made['paths']) + 1}\n", "", 0) == (done.stdout, done.stderr, done.returncode)
    for path in out.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not [c for c in source if unicodedata.category(c)[0] == "C" and c not in "\n\t\u200c\u200d"], path
        names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        assert not names & {"SystemExit", "raise_", "print"}, path
