"""Render the parsed document through our templates into a folder, and count that nothing was lost on the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dialect
from document import Described, DocumentError, describe
from openapi_python_client import Project
from openapi_python_client import schema as oai
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import ModelProperty, Schemas, build_schemas
from openapi_python_client.strings import ClassName

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
HEADER = "# Made by openapi/generate.py from openapi/{spec}. Do not edit: change the spec, then run `make generate`.\n"
RUFF = [sys.executable, "-m", "ruff"]
ISOLATED = ["--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311"]


class Writer:
    """Write files of the package, each under the header that says where it comes from."""

    def __init__(self, project: Project, out: Path, spec: Path) -> None:
        self.env = project.env
        self.out = out
        self.header = HEADER.format(spec=spec.name)

    def put(self, name: str, content: str) -> None:
        """Write one file."""
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.header + content, encoding="utf-8")

    def render(self, template: str, name: str, /, **values: Any) -> None:
        """Write one file from a template."""
        self.put(name, self.env.get_template(template).render(**values))


def write_package(document: dict[str, Any], spec: Path, out: Path, provenance: dict[str, str]) -> dict[str, int]:
    """Write the package into an empty folder; give the counts of what it holds.

    Raises:
        DocumentError: An operation would be lost or renamed, or the parser warned about something.
        Unsupported: The templates can't say something that the document says.
    """
    described = describe(document)
    config = Config.from_sources(
        ConfigFile.load_from_path(HERE / "config.yaml"), MetaType.NONE, spec, "utf-8", overwrite=False, output_path=out
    )
    parsed = GeneratorData.from_dict(document, config=config)
    if isinstance(parsed, GeneratorError):
        raise DocumentError(f"{parsed.header}: {parsed.detail}")
    project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
    take_census(parsed, described)
    dialect.learn(document.get("components", {}).get("schemas", {}), parsed.models)
    project.env.globals.update(dialect=dialect, docstring=docstring, describe=described, docs=docs_url(document))
    writer = Writer(project, out, spec)
    named = aliases(document, config)
    tags = write_operations(writer, parsed, described, named)
    names = write_models(writer, parsed, named)
    write_rest(writer, document, provenance)
    tidy(out)
    return {"operations": len(described), "tags": tags, "models": names}


def take_census(parsed: GeneratorData, described: dict[tuple[str, str], Described]) -> None:
    """Compare the operations of the document with those that the parser kept; every warning is an error."""
    found = {
        (endpoint.method, dialect.text(endpoint.path)): endpoint
        for collection in parsed.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    problems = [
        f"{one.operation_id} ({m.upper()} {p}) was lost" for (m, p), one in described.items() if (m, p) not in found
    ]
    for key, endpoint in found.items():
        wanted = dialect.python_name(described[key].operation_id, "operationId")
        if str(endpoint.name) != wanted:
            problems.append(f"{described[key].operation_id} would be renamed to {endpoint.name}")
        if endpoint.header_parameters or endpoint.cookie_parameters:
            problems.append(f"{described[key].operation_id}: header and cookie parameters have no template")
        if len(endpoint.bodies) > 1 or any(body.body_type != "json" for body in endpoint.bodies):
            problems.append(f"{described[key].operation_id}: only one body, of JSON, has a template")
    errors = [error for collection in parsed.endpoint_collections_by_tag.values() for error in collection.parse_errors]
    problems += [
        f"{_whose(str(error.header), described)}{error.header}: {error.detail}" for error in [*errors, *parsed.errors]
    ]
    if problems:
        raise DocumentError("\n  ".join(problems))


def _whose(header: str, described: dict[tuple[str, str], Described]) -> str:
    # The generator names method and path; people look for the operationId.
    return "".join(f"{one.operation_id}: " for (m, p), one in described.items() if f" {m.upper()} {p} " in f"{header} ")


def aliases(document: dict[str, Any], config: Config) -> dict[str, Any]:
    """Give the components that are no classes (unions, lists, scalars) by name: users find them under that name too."""
    components = oai.OpenAPI.model_validate(document).components
    schemas = build_schemas(components=(components and components.schemas) or {}, schemas=Schemas(), config=config)
    named = {dialect.text(path).rsplit("/", 1)[-1]: prop for path, prop in schemas.classes_by_reference.items()}
    return {str(ClassName(name, "")): prop for name, prop in named.items() if not hasattr(prop, "class_info")}


def write_models(writer: Writer, parsed: GeneratorData, named: dict[str, Any]) -> int:
    """Write one module a model, an enum and an alias, and the lazy index of all; give their number."""
    index: dict[str, str] = {}
    kept = [model for model in parsed.models if not _is_inline(model)]
    for kind, entries in (("model", kept), ("str_enum", parsed.enums)):
        for entry in entries:
            module = str(entry.class_info.module_name)
            writer.render(f"{kind}.py.jinja", f"models/{module}.py", **{kind.removeprefix("str_"): entry})
            index[str(entry.class_info.name)] = module
    for name, prop in named.items():
        module = dialect.python_name(name, "component")
        writer.render("alias.py.jinja", f"models/{module}.py", name=name, prop=prop)
        index[name] = module
    writer.render("models_init.py.jinja", "models/__init__.py", index=dict(sorted(index.items())))
    return len(index)


def write_operations(
    writer: Writer, parsed: GeneratorData, described: dict[tuple[str, str], Described], named: dict[str, Any]
) -> int:
    """Write one module an operation, one class of methods a tag, and one of all tags; give the number of tags."""
    tags: dict[str, list[Any]] = {str(t): c.endpoints for t, c in parsed.endpoint_collections_by_tag.items()}
    for tag, endpoints in tags.items():
        for endpoint in endpoints:
            one = described[endpoint.method, dialect.text(endpoint.path)]
            writer.render("endpoint_module.py.jinja", f"api/{tag}/{endpoint.name}.py", endpoint=endpoint, one=one)
        needed = reachable([prop for endpoint in endpoints for prop in _properties(endpoint)])
        # An alias belongs to the tags that have all it stands for.
        also = [name for name, prop in named.items() if (made_of := dialect.classes(prop)) and made_of <= needed]
        needed |= {(dialect.python_name(name, "component"), name) for name in also}
        signature = sorted(set().union(*(dialect.classes(p) for endpoint in endpoints for p in _signature(endpoint))))
        values = {"tag": tag, "endpoints": endpoints, "needed": sorted(needed), "signature": signature}
        writer.render("endpoint_init.py.jinja", f"api/{tag}/__init__.py", **values)
        writer.render("tag_models.py.jinja", f"api/{tag}/models.py", tag=tag, needed=sorted(needed))
    writer.render("all_tags.py.jinja", "api/all_tags.py", tags=sorted(tags))
    writer.put("api/__init__.py", '"""The operations, a package for each tag."""\n')
    return len(tags)


def reachable(props: list[Any]) -> set[tuple[str, str]]:
    """Give the (module, class) pairs of everything that properties hold, however deep."""
    found: set[tuple[str, str]] = set()
    opened: set[str] = set()
    while props:
        prop = props.pop()
        found |= dialect.classes(prop)
        props += getattr(prop, "inner_properties", None) or []
        props += [inner] if (inner := getattr(prop, "inner_property", None)) else []
        if isinstance(prop, ModelProperty) and prop.class_info.name not in opened:
            opened.add(prop.class_info.name)
            props += [inner for group in dialect.members(prop) for inner in group]
    return found


def _signature(endpoint: Any) -> list[Any]:
    bodies = [body.prop for body in endpoint.bodies]
    return [*endpoint.path_parameters, *endpoint.query_parameters, *bodies, dialect.success(endpoint)]


def _properties(endpoint: Any) -> list[Any]:
    return [*_signature(endpoint), *(response.prop for response in endpoint.responses)]


def write_rest(writer: Writer, document: dict[str, Any], provenance: dict[str, str]) -> None:
    """Write what does not depend on single operations: the fixed modules, the document, where all this comes from."""
    for source in sorted((TEMPLATES / "package").glob("*.py")):
        writer.put(source.name, source.read_text(encoding="utf-8"))
    title = document["info"]["title"]
    writer.put("__init__.py", f'"""Models and operations of the {docstring(title)}, generated from its spec."""\n')
    writer.put("py.typed", "")
    lines = "".join(f"{name} = {value!r}\n" for name, value in provenance.items())
    writer.put("provenance.py", f'"""What this package was made from."""\n\n{lines}')
    writer.render("spec.py.jinja", "spec.py", text=json.dumps(document, indent=1))


def tidy(out: Path) -> None:
    """Sort imports, drop unused ones and format, without the settings of whatever folder this runs in."""
    if shutil.which(RUFF[0]) is None:
        raise DocumentError("the formatter is missing: install the group `generate`")
    subprocess.run([*RUFF, "check", *ISOLATED, "--fix", "--select=I,F401", str(out)], check=True)  # noqa: S603
    subprocess.run([*RUFF, "format", *ISOLATED, str(out)], check=True)  # noqa: S603


def docstring(value: object) -> str:
    """Make text from the document safe inside a docstring."""
    return dialect.text(value).strip().replace("\\", "\\\\").replace('"""', "'''")


def docs_url(document: dict[str, Any]) -> str:
    """Give the address of the vendor's page."""
    return str(document.get("externalDocs", {}).get("url", ""))


def _is_inline(model: ModelProperty) -> bool:
    return dialect.annotation(model) == "dict[str, Any]"
