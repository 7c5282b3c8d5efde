"""Documents of others: what they leave open is assumed and said; what is not supported stops the run by name."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from generator import command, publish
from generator.errors import DocumentError
from generator.naming import python_names
from generator.provenance import TEMPLATES
from generator.render.escaping import Code
from generator.render.writer import Writer
from ruamel.yaml import YAML

from epilot_targeting import TargetingClient

OK = {"description": "fine"}


def document(paths: dict[str, Any] | None = None, schemas: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Make a document."""
    made = {"openapi": "3.1.0", "info": {"title": "Shop"}, "paths": paths or {}, **more}
    return made | ({"components": {"schemas": schemas}} if schemas else {})


def getting(schema: Any, **more: Any) -> dict[str, Any]:
    """Make the paths of one operation that replies a schema."""
    reply = {**OK, "content": {"application/json": {"schema": schema}}}
    return {"/thing": {"get": {"operationId": "getThing", "x-retry": "read", "responses": {"200": reply}, **more}}}


def generated(tmp_path: Path, source: Any, *arguments: str) -> int:
    """Generate from a document, or from a text; give the exit status."""
    path = tmp_path / "shop.yaml"
    if isinstance(source, str):
        path.write_text(source)
    else:
        YAML(typ="safe").dump(source, path)
    return command.main(["--spec", str(path), "--out", str(tmp_path / "shop"), *arguments])


def settings(tmp_path: Path, text: str) -> list[str]:
    """Write settings; give the arguments that name them."""
    path = tmp_path / "settings.yaml"
    path.write_text(text)
    return ["--settings", str(path)]


def fields_of(tmp_path: Path, model: str) -> dict[str, str]:
    """Return the attributes of a generated model by their wire names."""
    tree = ast.parse((tmp_path / "shop" / "_codecs" / f"{model}.py").read_text())
    [names] = [node.value for node in tree.body if isinstance(node, ast.Assign) and "_NAMES" in ast.unparse(node)]
    found: dict[str, str] = ast.literal_eval(names)
    return found


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("openapi: [", "the document is unreadable"),
        ("openapi: 3.0.0\nopenapi: 3.0.1", "the document is unreadable"),
        ('{"openapi": "3.0.0",\n"openapi": "3.0.1"}', "line 2, column 1"),
        ("a: &a {b: *a}", "#/a/b: this YAML alias contains itself"),
        ("just text", "an OpenAPI document of version 3.0 or 3.1 is needed, not None"),
        ("swagger: '2.0'", "not '2.0'"),
        ("openapi: 3.2.0", "not '3.2.0'"),
        ("openapi: 3.0.0", "no `info`"),
        ("openapi: 3.0.0\ninfo: {}\npaths: []", "`paths` must be an object"),
        ("openapi: 3.0.0\ninfo: {}\ncomponents: []", "`components` must be an object"),
        (
            "openapi: 3.0.0\ninfo: {}\ncomponents: {x-a: [], requestBodies: , schemas: []}",
            "`schemas` must be an object",
        ),
        ('{"openapi": "3.0.0", "info": {"title": "\\ud800"}}', "surrogates not allowed"),
    ],
)
def test_what_is_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, says: str) -> None:
    """A file that is no document is refused with the reason."""
    assert 1 == generated(tmp_path, source)
    assert says in capsys.readouterr().err


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file is an error that names it."""
    assert 1 == command.main(["--spec", str(tmp_path / "none.yaml"), "--out", str(tmp_path / "out")])
    assert "none.yaml" in capsys.readouterr().err


NAMELESS = {"name": "", "in": "query"}


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (getting({"$ref": "#/components/schemas/None"}), "getThing: "),
        (getting({"$ref": "#/components/schemas/None"}), "unresolved $ref '#/components/schemas/None'"),
        (getting({"$ref": "other.yaml#/Thing"}), "other.yaml#/Thing"),
        (getting({}, parameters=[NAMELESS]), "getThing (GET /thing): a parameter named '' in 'query' is invalid"),
        (getting({}, parameters=[{"$ref": "#/paths/~1thing/none"}]), "getThing (GET /thing): unresolved $ref"),
        (getting({}, parameters=[{"$ref": "other.yaml"}]), "external $ref"),
        (getting({}, parameters=[{"$ref": "#/paths/~1thing/get/parameters/0"}]), "circular $ref"),
        (getting({}, parameters=[{"$ref": "#/info/title"}]), "an object is needed at #/info/title, not str"),
        (getting({}, parameters=["x"]), "an object is needed, not str"),
        ({"/thing": None}, "the path /thing: an object is needed, not NoneType"),
        (getting({}, parameters=5), "getThing (GET /thing): a value has the wrong type"),
        (getting({}, requestBody={"content": []}), "getThing (GET /thing): `content` is not an object"),
        ({"/a": getting({})["/thing"], "/b": getting({})["/thing"]}, "getThing (GET /a); getThing (GET /b)"),
        (getting({"type": ["string"], "allOf": [{"type": "integer"}]}), "getThing"),
    ],
)
def test_what_can_not_be_generated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], paths: dict[str, Any], says: str
) -> None:
    """An invalid document stops the run with operation, place and reason, and the folder is unchanged."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "provenance.py").write_bytes(publish.MARK)
    assert 1 == generated(tmp_path, document(paths))
    printed = capsys.readouterr().err
    assert says in printed
    assert "Nothing was written." in printed
    assert ["provenance.py"] == [path.name for path in (tmp_path / "shop").iterdir()]


@pytest.mark.parametrize(
    "status",
    [
        *(
            "2foo",
            "200 ",
            " 200",
            "20",
            "2000",
            "600",
            "099",
            "2X",
            "2Xx",
            "DEFAULT",
            "",
            "2\N{MATHEMATICAL BOLD DIGIT ZERO}0",
        ),
        *(
            "\N{MATHEMATICAL BOLD DIGIT TWO}00",
            "\N{ARABIC-INDIC DIGIT FOUR}04",
            "2XX\n",
            "4XX\nimport os",
            "-200",
            "2.0",
        ),
        '2": types.Success("json", print(1)), "3',
        '2": \N{MATHEMATICAL SCRIPT SMALL P}rint(1), "3',
        '4""" + print(1) + """',
    ],
)
def test_a_status_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str) -> None:
    """Stops the run with the operation and the status, as a success and as a failure."""
    for responses in ({status: OK}, {"200": OK, status: OK}, {status: {"$ref": "#/nowhere"}}):
        source = {"/thing": {"get": {"operationId": "getThing", "responses": responses}}}
        assert 1 == generated(tmp_path, document(source))
        printed = capsys.readouterr().err
        assert f"getThing (GET /thing): the status {status!r} is invalid: use three digits" in printed
        assert not (tmp_path / "shop").exists()


def test_statuses_that_are_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ranges may be written in small letters, and extensions among the responses are passed over."""
    text = {"description": "fine", "content": {"text/plain": {}}}
    responses = {"200": OK, "2xx": text, "4xx": OK, "5XX": OK, "default": OK, "x-more": "anything"}
    source = {"/thing": {"get": {"operationId": "getThing", "x-retry": "read", "responses": responses}}}
    assert 0 == generated(tmp_path, document(source), "--strict")
    assert {"200", "2XX"} == use(tmp_path, "api.default.get_thing").OPERATION.others.keys()
    module = (tmp_path / "shop" / "api" / "default" / "__init__.py").read_text()
    assert ["4XX", "5XX", "default"] == [
        name for name in ("4XX", "5XX", "4xx", "default", "x-more") if f"{name}:" in module
    ]
    responses["4XX"] = OK
    assert 1 == generated(tmp_path, document(source))
    assert "getThing (GET /thing): the status 4XX is duplicate" in capsys.readouterr().err


@pytest.mark.parametrize(
    "path",
    [
        *("things", "@other.example/x", "{host}/x", "https://other.example/x", "//other.example/x", "///x", "", " /x"),
        *("?x=1", "#/x", ".other.example", ":8080/x", "/\\other.example", "\\\\other.example", "/a\\b"),
        *("/x\r\nHost: other.example", "/x\ty", "/x\0", "/\x7f", "/x\u2028y", "/\u202ex", "/\u200fx"),
        *("/..", "/a/../../b", "/./x", "/%2e%2E/x", "/a/.?b", "/..#x"),
    ],
)
def test_a_path_that_leads_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str) -> None:
    """Stops the run with the operation and the path: a request to another host would carry the token there."""
    source = {path: {"get": {"operationId": "getThing", "x-retry": "read", "responses": {"200": OK}}}}
    assert 1 == generated(tmp_path, document(source))
    printed = capsys.readouterr().err
    assert "getThing (GET " in printed
    assert f"the path {path!r} is invalid: it must" in printed
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize(
    "path", ["/", "/a//b", "/a:b", "/@x", "/a.b/..c", "/{x}", "/x y", "/\N{LATIN SMALL LETTER E WITH ACUTE}"]
)
def test_a_path_that_stays(tmp_path: Path, path: str) -> None:
    """Is taken: only what could lead to another host is refused."""
    source = {path: {"get": {"operationId": "getThing", "x-retry": "read", "responses": {"200": OK}}}}
    assert 0 == generated(tmp_path, document(source))


def test_a_broken_component_names_its_operations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken component is an error that names every operation that reaches it."""
    broken = {"allOf": [{"type": "string"}, {"type": "integer"}]}
    schemas = {"Box": {"type": "object", "properties": {"lid": {"$ref": "#/components/schemas/Lid"}}}, "Lid": broken}
    assert 1 == generated(tmp_path, document(getting({"$ref": "#/components/schemas/Box"}), schemas))
    assert "getThing: #/components/schemas/Lid" in capsys.readouterr().err


def test_what_is_assumed_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each assumption is one line on stderr."""
    paths = {
        "/thing/{thing-id}": {
            "x-owner": "somebody",
            "parameters": [{"name": "Accept", "in": "header", "schema": {"type": "string"}}],
            "head": {"responses": {"200": OK}},
            "post": {
                "operationId": "all",
                "tags": ["all", "more"],
                "parameters": [
                    {"name": "gone", "in": "path", "schema": {"type": "string"}},
                    {"name": "thing-id", "in": "query", "schema": {"type": "string"}},
                    {"name": "thing_id", "in": "query", "schema": {"type": "string"}},
                    {"name": "body", "in": "query", "style": "simple"},
                ],
                "requestBody": {"description": "of nothing"},
                "responses": {"302": OK},
            },
        },
        "x-more": {},
    }
    assert 0 == generated(tmp_path, document(paths))
    printed = capsys.readouterr()
    expected = [
        "operationId (HEAD /thing/{thing-id}): it has no operationId; it is named headThingThingId",
        "(HEAD /thing/{thing-id}): the header Accept is ignored",
        "'thing-id' is in its path but not in its parameters; string is used",
        "x-retry is missing: read is assumed for GET and HEAD (",
        "which are repeated only if they were certainly not carried out: ",
        "the path parameter 'gone' is not in its path and is ignored",
        "'thing-id' in the query is the argument thing_id_query, since thing_id is taken",
        "'thing_id' in the query is the argument thing_id_2, since thing_id is taken",
        "the style simple is invalid for 'body' in the query; form is used",
        "no success is documented; any 2xx response is accepted",
        "only its first tag, 'all', is used",
    ]
    assert [] == [line for line in expected if line not in printed.err]
    assert {True} == {line.startswith("assumed: ") for line in printed.err.splitlines()}
    assert '{"operations": 2, "tags": 2, "models": 0}' in printed.out
    assert (tmp_path / "shop" / "api" / "tag_all").is_dir()


def test_many_operations_without_a_retry_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One note names five of them, and counts the others."""
    paths = {f"/{n}": {method: {"operationId": f"{method}{n}"} for method in ("get", "put")} for n in range(4)}
    assert 0 == generated(tmp_path, document(paths))
    [note] = [line for line in capsys.readouterr().err.splitlines() if "x-retry" in line]
    assert "GET and HEAD (4 operations)" in note
    assert "all others (4 operations)" in note
    assert note.endswith(": get0 (GET /0), put0 (PUT /0), get1 (GET /1), put1 (PUT /1), get2 (GET /2) and 3 more")


@pytest.mark.parametrize(
    ("servers", "accept"),
    [
        ([{"url": "https://targeting.sls.epilot.io/v1"}], ""),
        ([{"url": "/v1"}, {"url": "https://epilot.io"}], ""),
        ([{"url": "https://epilot.io.example.com"}], "application/json"),
        ([{"url": "https://example.com/epilot.io"}, {"url": "http://[bad"}, "x", {}], "application/json"),
        ("https://epilot.io", "application/json"),
        (None, "application/json"),
    ],
)
def test_only_epilot_is_asked_for_large_responses(tmp_path: Path, servers: Any, accept: str) -> None:
    """A document is one of epilot if it has a server of epilot; the client's own header is for these."""
    reply = {**OK, "content": {"application/json": {"schema": {"type": "string"}}}}
    paths = {"/a": {"get": {"operationId": "getA", "x-retry": "read", "responses": {"200": reply}}}}
    assert 0 == generated(tmp_path, document(paths, servers=servers))
    module = (tmp_path / "shop" / "api" / "default" / "get_a.py").read_text()
    assert (f'accept="{accept}"' in module) == bool(accept)
    assert ("accept=" in module) == bool(accept)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text/plain": {}}, "body: The body, as text/plain."),
        ({"application/octet-stream": {}}, "body: The body, as application/octet-stream."),
        ({"application/json": {"schema": {"type": "object"}}}, "plain dict in the shape of the JSON object.\n"),
        (
            {"application/json": {"schema": {"type": "object"}}, "text/csv": {}},
            "plain dict in the shape of the JSON object. As text/csv: the content.\n",
        ),
    ],
)
def test_a_body_is_documented_as_what_it_is(tmp_path: Path, content: Any, words: str) -> None:
    """The docstring speaks of a model only if there is one."""
    paths = {"/a": {"put": {"operationId": "putA", "x-retry": "value", "requestBody": {"content": content}}}}
    assert 0 == generated(tmp_path, document(paths))
    assert words in (tmp_path / "shop" / "api" / "default" / "__init__.py").read_text()


def test_names_that_the_package_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that the package needs are not given to operations."""
    paths = {
        f"/{n}": {"get": {"operationId": n, "tags": [n], "x-retry": "read", "responses": {"200": OK}}} for n in "ab"
    }
    paths["/a"]["get"] |= {"operationId": "models", "tags": ["all tags"]}
    paths["/b"]["get"] |= {"operationId": "getB", "tags": ["Raw x"]}
    assert 0 == generated(tmp_path, document(paths))
    assert "it is named models_, since models is taken" in capsys.readouterr().err
    folders = {path.name for path in (tmp_path / "shop" / "api").iterdir() if path.is_dir()}
    assert {"tag_all_tags", "tag_raw_x"} == folders
    assert (tmp_path / "shop" / "api" / "tag_all_tags" / "models_.py").is_file()


def test_the_clients_names_are_known() -> None:
    """No operation gets the name of an attribute of every client."""
    all_tags = importlib.import_module("epilot_targeting_generated.api.all_tags")
    public = {name for name in dir(TargetingClient) if not name.startswith("_")}
    assert public - {*all_tags.TAGS} - {*all_tags.OPERATIONS.values()} == python_names.NEEDED_BY_CLIENTS


MEETING = {
    "Box": {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("_id", "id", "$id", "1st", "+", "fooBar", "foo_bar")},
    }
}


def test_fields_that_meet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of fields whose names collide, the one of that name keeps it, and the others get a number."""
    assert 0 == generated(tmp_path, document(getting({"$ref": "#/components/schemas/Box"}), MEETING))
    expected = {"_id": "id_3", "id": "id", "$id": "id_2", "1st": "field_1st", "+": "field_"}
    assert {**expected, "fooBar": "foo_bar_2", "foo_bar": "foo_bar"} == fields_of(tmp_path, "box")
    printed = capsys.readouterr().err
    assert "assumed: Box: 'id' and '_id' would both be named 'id'; the latter is id_3" in printed
    assert "assumed: Box: no Python name can be made of '+'; it is field_" in printed


def test_names_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The settings name a field by its pointer, and nothing of it is assumed then."""
    box = "#/components/schemas/Box/properties"
    chosen = settings(tmp_path, f"names: {{'{box}/_id': own_id, '{box}/$id': schema_id, '{box}/+': plus}}")
    schemas = {"Box": {"type": "object", "properties": {n: {"type": "string"} for n in ("_id", "id", "$id", "+")}}}
    shop = document(getting({"$ref": "#/components/schemas/Box"}), schemas)
    assert 0 == generated(tmp_path, shop, "--strict", *chosen)
    assert {"_id": "own_id", "id": "id", "$id": "schema_id", "+": "plus"} == fields_of(tmp_path, "box")
    chosen = settings(tmp_path, f"names: {{'{box}/_id': class}}")
    assert 1 == generated(tmp_path, shop, *chosen)
    assert f"{box}/_id: 'class' is invalid as the name of a field" in capsys.readouterr().err


def test_class_names_can_be_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The settings name the class of a component by its pointer; another one of that name gets a number."""
    one = {"type": "object", "properties": {"a": {"type": "string"}}}
    schemas = {"Error": one, "ErrorBody": one}
    shop = document(getting({"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in schemas]}), schemas)
    pointer = "#/components/schemas/Error"
    assert 0 == generated(tmp_path, shop, *settings(tmp_path, f"names: {{'{pointer}': ErrorBody}}"))
    assert {"error_body.py", "error_body_2.py"} == {p.name for p in (tmp_path / "shop" / "models").glob("error*.py")}
    assert "assumed: #/components/schemas/ErrorBody: becomes the class ErrorBody2" in capsys.readouterr().err
    for name in ("error", "Operation"):
        assert 1 == generated(tmp_path, shop, *settings(tmp_path, f"names: {{'{pointer}': {name}}}"))
        assert f"{pointer}: {name!r} is invalid as the name of a class" in capsys.readouterr().err


def test_a_docstring_has_limits_failures_and_an_example(tmp_path: Path) -> None:
    """A method says the default and the limits of its arguments, each status of a failure, and shows a call."""
    schema = {"type": "object", "properties": {"size": {"type": "integer", "minimum": 1}}}
    operation = {
        "operationId": "putBox",
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 9}}],
        "requestBody": {"content": {"application/json": {"schema": schema, "examples": {"A": {"value": {"size": 2}}}}}},
        "responses": {"204": {"description": "Done"}, "404": {"description": "No box."}},
    }
    assert 0 == generated(tmp_path, document({"/box": {"put": operation}}))
    method = (tmp_path / "shop" / "api" / "default" / "__init__.py").read_text()
    for line in (
        "q: `q` in the query. At most 9 characters. Default: not sent.",
        "403: The token does not allow this.\n                404: No box.\n",
        "Example:\n            await client.put_box({'size': 2})\n",
        '"""Call `put_box`, and return the whole `Response`, with the decoded body as `parsed`."""',
    ):
        assert 1 == method.count(line), line
    model = (tmp_path / "shop" / "models" / "put_box_body.py").read_text()
    assert 'size: int | None = None\n    """At least 1."""' in model


def test_a_model_that_is_only_sent_takes_text(tmp_path: Path) -> None:
    """Ids and times of a model that no response holds may be their texts; those of other models are values."""
    uuid = {"type": "string", "format": "uuid"}
    sent = {"type": "object", "properties": {"id": uuid, "ids": {"type": "array", "items": uuid}}, "required": ["id"]}
    reference = {"$ref": "#/components/schemas/Sent"}
    body = {"content": {"application/json": {"schema": reference}}}
    paths = getting({"type": "object", "properties": {"id": uuid}}, requestBody=body)
    assert 0 == generated(tmp_path, document(paths, {"Sent": sent}))
    model = (tmp_path / "shop" / "models" / "sent.py").read_text()
    assert "    id: UUID | str\n" in model
    assert "    ids: list[UUID] | list[str] | None = None\n" in model


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("untyped: {a: b}", "untyped a: a pointer begins with #/"),
        ("other: {}", "settings.yaml: the only settings are untyped and names"),
        ("- x", "settings are untyped and names"),
        ("untyped: {5: reason}", "untyped must map each pointer to a text"),
        ("untyped: {a: 2026-99-99}", "the settings are unreadable"),
        ("untyped: [a]", "settings.yaml: untyped must map each pointer to a text"),
        ("untyped: {'#/components/schemas/Json': }", "untyped must map each pointer to a text"),
        ("{", "the settings are unreadable"),
    ],
)
def test_settings_that_can_not_be(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str) -> None:
    """Settings that are invalid, or that concern nothing, stop the run: they would hide that something has changed."""
    assert 1 == generated(tmp_path, document(getting({})), *settings(tmp_path, text))
    printed = capsys.readouterr().err
    assert says in printed
    assert "Nothing was written." in printed
    assert not (tmp_path / "shop").exists()


@pytest.mark.parametrize("text", ["", "null", "{}", "[]"])
def test_settings_without_entries(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Settings without entries change nothing, and nothing is said of them."""
    assert 0 == generated(tmp_path, document(getting({})), *settings(tmp_path, text))
    assert "" == capsys.readouterr().err
    assert (tmp_path / "shop" / "api" / "default" / "get_thing.py").exists()


JSON = {"Json": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/components/schemas/Json"}}]}}


def test_what_resists_typing_is_listed_by_its_pointer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A schema that has no Python type stops the run, unless the settings list it with a reason."""
    shop = document(
        getting({"$ref": "#/components/schemas/Json"}), {"Json": {"allOf": [{"type": "string"}, {"type": "integer"}]}}
    )
    assert 1 == generated(tmp_path, shop)
    assert "#/components/schemas/Json" in capsys.readouterr().err
    listed = settings(tmp_path, "untyped: {'#/components/schemas/Json': 'nothing is valid'}")
    assert 0 == generated(tmp_path, shop, "--strict", *listed)
    module = (tmp_path / "shop" / "api" / "default" / "get_thing.py").read_text()
    assert "types.Operation[Any]" in module


@pytest.mark.parametrize(
    "reference",
    [
        "https://example.com/a.yaml",
        "gone.yaml",
        "../up.yaml",
        "#/components/schemas/Gone",
        "#gone",
        "#/components/schemas/A",
    ],
)
def test_a_reference_to_nowhere_can_be_listed(tmp_path: Path, reference: str) -> None:
    """A `$ref` that is not followed is no error where the settings list its schema."""
    shop = document(getting({"$ref": "#/components/schemas/A"}), {"A": {"$ref": reference}})
    assert 1 == generated(tmp_path, shop)
    listed = settings(tmp_path, "untyped: {'#/components/schemas/A': 'it is elsewhere'}")
    assert 0 == generated(tmp_path, shop, "--strict", *listed)
    assert reference in (tmp_path / "shop" / "spec.py").read_text()


def test_a_parameter_that_is_listed(tmp_path: Path) -> None:
    """Its pointer is that of the message, which counts the parameters of the path too."""
    given = {"name": "q", "in": "query", "schema": {"allOf": [{"type": "string"}, {"type": "integer"}]}}
    shop = document(getting({"type": "string"}, parameters=[given]))
    assert 1 == generated(tmp_path, shop)
    listed = settings(tmp_path, "untyped: {'#/paths/~1thing/get/parameters/0/schema': 'nothing is valid'}")
    assert 0 == generated(tmp_path, shop, "--strict", *listed)


def use(tmp_path: Path, name: str) -> Any:
    """Import a module of the package that was generated, afresh."""
    sys.path.insert(0, str(tmp_path))
    try:
        for known in [one for one in sys.modules if one.partition(".")[0] == "shop"]:
            del sys.modules[known]
        return importlib.import_module(f"shop.{name}")
    finally:
        sys.path.remove(str(tmp_path))


def test_variants_are_told_by_their_tag(tmp_path: Path) -> None:
    """Variants are told apart by a discriminator, or by a field with one value each. A newer value reads a dict."""
    pets = {
        kind: {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind.lower()}, "name": {}}}
        for kind in ("Cat", "Dog")
    }
    boxes = {n: {"type": "object", "properties": {"size": {"type": "string"}}} for n in ("Box", "Bag")}
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in boxes]
    mapping = {"b1": "#/components/schemas/Box", "b2": "#/components/schemas/Bag"}
    shelf = {
        "type": "object",
        "properties": {
            "pet": {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in pets]},
            "box": {"oneOf": refs, "discriminator": {"propertyName": "size", "mapping": mapping}},
        },
    }
    paths = getting({"$ref": "#/components/schemas/Shelf"})
    assert 0 == generated(tmp_path, document(paths, {**pets, **boxes, "Shelf": shelf}))
    read = use(tmp_path, "models.shelf").Shelf.from_dict
    assert ["Cat", "Dog"] == [type(read({"pet": {"kind": kind}}).pet).__name__ for kind in ("cat", "dog")]
    assert ["Box", "Bag", "dict"] == [type(read({"box": {"size": size}}).box).__name__ for size in ("b1", "b2", "?")]
    assert "Box" == type(read({"box": {"size": 5}}).box).__name__
    assert (None, {"box": 5}) == ((odd := read({"box": 5})).box, odd.to_dict())


def test_a_union_of_one_variant_stays_a_union(tmp_path: Path) -> None:
    """A union with a discriminator and one variant reads a newer variant as its dict, and is nullable if it says so."""
    cat = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "lives": {}}}
    one = {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": {"propertyName": "kind"}}
    pets = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    shelf = {"type": "object", "properties": {"pets": pets, "pet": one, "none": {**one, "nullable": True}}}
    schemas = {"Cat": cat, "Pet": one, "Shelf": shelf}
    of_3_0 = {**document(getting({"$ref": "#/components/schemas/Shelf"}), schemas), "openapi": "3.0.3"}
    assert 0 == generated(tmp_path, of_3_0)
    read = use(tmp_path, "models.shelf").Shelf.from_dict
    known, newer = {"kind": "Cat", "lives": 7}, {"kind": "Dog", "barks": True}
    value = {"pets": [known, newer], "pet": newer, "none": known}
    shelf_read = read(value)
    assert ["Cat", "dict"] == [type(pet).__name__ for pet in shelf_read.pets]
    assert (newer, "Cat", value) == (shelf_read.pet, type(shelf_read.none).__name__, shelf_read.to_dict())
    assert (None, {"pet": 5}) == ((odd := read({"pet": 5})).pet, odd.to_dict())


def test_read_only_fields_are_no_arguments_of_a_request(tmp_path: Path) -> None:
    """A model that is only sent lacks its read-only fields. In one that is received too, they are optional."""
    fields = {"id": {"type": "string", "readOnly": True}, "name": {"type": "string"}}
    thing = {"type": "object", "required": ["id", "name"], "properties": fields}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Sent"}}}
    paths = getting({"$ref": "#/components/schemas/Both"})
    (method,) = next(iter(paths.values())).values()
    method["requestBody"] = {"required": True, "content": content}
    sent = {**thing, "properties": {**fields, "both": {"$ref": "#/components/schemas/Both"}}}
    assert 0 == generated(tmp_path, document(paths, {"Sent": sent, "Both": thing}))
    models = use(tmp_path, "models")
    both = models.Both(name="n")
    assert {"name": "n", "both": {"name": "n"}} == models.Sent(name="n", both=both).to_dict()
    assert (None, "i") == (both.id, models.Both.from_dict({"id": "i", "name": "n"}).id)
    with pytest.raises(TypeError, match="id"):
        models.Sent(id="i", name="n")
    assert {"id": "i", "name": "n"} == models.Sent.from_dict({"id": "i", "name": "n"}).to_dict()


def test_a_value_that_variants_share_is_decided_by_shape(tmp_path: Path) -> None:
    """An object with a shared tag value is read as the variant whose required fields it has, and not as the first."""

    def variant(*kinds: str, needs: str) -> dict[str, Any]:
        properties = {"kind": {"type": "string", "enum": [*kinds]}, needs: {"type": "string"}}
        return {"type": "object", "required": [needs], "properties": properties}

    schemas = {"First": variant("x", "y", needs="a"), "Second": variant("y", "z", needs="b")}
    either = {"oneOf": [variant("x", "y", needs="a"), variant("y", "z", needs="b")]}
    schemas["Box"] = {
        "type": "object",
        "properties": {"either": {**either, "discriminator": {"propertyName": "kind"}}},
    }
    assert 0 == generated(tmp_path, document(getting({"$ref": "#/components/schemas/Box"}), schemas))
    read = use(tmp_path, "models.box").Box.from_dict
    chosen = {
        (kind, field): type(read({"either": {"kind": kind, field: "v"}}).either).__name__
        for kind, field in (("x", "a"), ("y", "a"), ("y", "b"), ("z", "b"))
    }
    assert chosen[("x", "a")] == chosen[("y", "a")]
    assert chosen[("y", "b")] == chosen[("z", "b")]
    assert chosen[("x", "a")] != chosen[("z", "b")]


def test_unions_of_the_same_variants_keep_their_own_discriminators(tmp_path: Path) -> None:
    """Two unions of the same classes may call them differently, and a third may have no discriminator."""
    thing = {"type": "object", "properties": {"kind": {"type": "string"}, "type": {"type": "string"}}}
    refs = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]

    def union(tag: str, cat: str, dog: str) -> dict[str, Any]:
        mapping = {cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog"}
        return {"oneOf": refs, "discriminator": {"propertyName": tag, "mapping": mapping}}

    properties = {
        "one": union("kind", "x", "y"),
        "other": {"type": "array", "items": union("kind", "y", "x")},
        "typed": {"anyOf": [union("type", "x", "y"), {"type": "null"}]},
        "named": {"$ref": "#/components/schemas/Named"},
        "plain": {"oneOf": refs},
    }
    schemas = {
        "Cat": thing,
        "Dog": thing,
        "Named": union("type", "y", "x"),
        "Box": {"type": "object", "properties": properties},
    }
    assert 0 == generated(tmp_path, document(getting({"$ref": "#/components/schemas/Box"}), schemas))
    given = {"kind": "y", "type": "y"}
    box = use(tmp_path, "models.box").Box.from_dict(dict.fromkeys(properties, given) | {"other": [given]})
    found = {name: type(getattr(box, name)).__name__ for name in properties if name != "other"}
    assert {"one": "Dog", "typed": "Dog", "named": "Cat", "plain": "Cat"} == found
    assert "Cat" == type(box.other[0]).__name__


def test_names_are_written_as_python_reads_them(tmp_path: Path) -> None:
    """Letters of which Python makes others give classes, fields and members that are found under their names."""
    bold, ligature, caron = "\N{MATHEMATICAL BOLD CAPITAL K}ind", "\N{LATIN SMALL LIGATURE FI}eld", "J\u030c"
    values = ["\N{MATHEMATICAL BOLD CAPITAL X}", "X", "x", "\N{LATIN SMALL LIGATURE FI}", "fi", caron, "\u01f0"]
    properties = {bold: {"type": "string"}, ligature: {"type": "string"}, caron: {"type": "string"}}
    schemas = {
        bold: {"type": "object", "properties": {**properties, "letter": {"$ref": "#/components/schemas/Letter"}}},
        "Letter": {"type": "string", "enum": values},
        "class": {"type": "array", "items": {"type": "string"}},
    }
    assert 0 == generated(tmp_path, document(getting({"$ref": f"#/components/schemas/{bold}"}), schemas))
    models = use(tmp_path, "models")
    assert {"Kind", "Letter", "Class"} == {name for name in models.__all__ if getattr(models, name)}
    assert values == [str(member) for member in models.Letter]
    source = {**dict.fromkeys(properties, "v"), "letter": caron}
    made = models.Kind.from_dict(source)
    assert ("v", "v", "v") == (made.kind, made.field_, made.j)
    assert source == made.to_dict()


def test_a_file_that_can_not_be_written(tmp_path: Path) -> None:
    """Stops the run in a sentence that has the name of the file."""
    name = "x" * 300
    writer = Writer(TEMPLATES, tmp_path, Path("shop.yaml"))
    with pytest.raises(DocumentError, match=f"writing the file api/{name}.py failed: File name too long"):
        writer.put(f"api/{name}.py", Code(""))


def test_a_map_may_hold_itself_in_a_union(tmp_path: Path) -> None:
    """A map whose values are texts or again such maps is read and written whole, at any depth."""
    tree = {
        "type": "object",
        "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Tree"}]},
    }
    box = {"type": "object", "properties": {"tree": {"$ref": "#/components/schemas/Tree"}}}
    schemas = {"Tree": tree, "Box": box}
    assert 0 == generated(tmp_path, document(getting({"$ref": "#/components/schemas/Box"}), schemas))
    source = {"tree": {"a": "x", "b": {"c": {"d": "y"}}}}
    assert source == use(tmp_path, "models").Box.from_dict(source).to_dict()


def test_maps_have_types(tmp_path: Path) -> None:
    """The values of a map are read, all or none, and a recursive map stays a class."""
    uuid = {"type": "string", "format": "uuid"}
    properties = {
        "prices": {"type": "object", "additionalProperties": {"type": "integer"}},
        "boxes": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Box"}},
        "ids": {"type": "object", "additionalProperties": {"anyOf": [uuid, {"type": "null"}]}},
        "named": {"$ref": "#/components/schemas/Prices"},
        "tree": {"$ref": "#/components/schemas/Tree"},
    }
    schemas = {
        "Box": {"type": "object", "properties": properties},
        "Prices": {"type": "object", "additionalProperties": {"type": "number"}},
        "Tree": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
        "Grove": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Tree"}},
    }
    assert 0 == generated(tmp_path, document(getting({"$ref": "#/components/schemas/Box"}), schemas))
    box = use(tmp_path, "models.box").Box
    source = {
        "prices": {"a": 1},
        "boxes": {"b": {"prices": {"c": 2}}},
        "ids": {"d": "B8C01433-5556-4E2B-AAD4-6F5348D1DF84", "e": None},
        "named": {"f": 1.5},
        "tree": {"g": [{}]},
    }
    read = box.from_dict(source)
    assert ({"a": 1}, {"c": 2}) == (read.prices, read.boxes["b"].prices)
    assert ("b8c01433-5556-4e2b-aad4-6f5348d1df84", None) == (str(read.ids["d"]), read.ids["e"])
    assert source == read.to_dict()
    assert "Tree" == type(read.tree).__name__
    odd = {"prices": {"a": 1, "b": "x"}, "boxes": [], "ids": {"d": "x"}, "named": {"f": None}}
    assert (None, None, None) == ((lost := box.from_dict(odd)).prices, lost.boxes, lost.ids)
    assert odd == lost.to_dict()
    assert "Prices: TypeAlias = dict[str, float]" in (tmp_path / "shop" / "models" / "prices.py").read_text()


def test_a_method_deletes_its_arguments(tmp_path: Path) -> None:
    """A method deletes all its arguments before it waits; one that is named like its local variable is renamed."""
    text = {"schema": {"type": "string"}}
    parameters = [{"in": "query", "name": name, **text} for name in ("sending", "body", "q")]
    media = {"application/json": {"schema": True}, "text/plain": text}
    paths = getting(True, parameters=parameters, requestBody={"content": media})
    assert 0 == generated(tmp_path, document(paths))
    source = (tmp_path / "shop" / "api" / "default" / "__init__.py").read_text()
    methods = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.AsyncFunctionDef)]
    assert ["get_thing", "get_thing"] == [method.name for method in methods]
    for method in methods:
        given = {one.arg for one in [*method.args.args, *method.args.kwonlyargs]} - {"self"}
        [deleted] = [node for node in method.body if isinstance(node, ast.Delete)]
        assert {"sending_", "body", "body_", "q", "media_type"} == given
        assert given == {ast.unparse(target) for target in deleted.targets}
