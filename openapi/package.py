"""Render the parsed document through our templates into a folder, and count that nothing was lost on the way."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import dialect
from blame import blamed
from calls import Call
from document import DocumentError
from escaping import Code, qualified
from fields import Namer
from known import is_map, text
from naming import class_name, module_name
from normalise import local_references, normalise
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from operations import read
from rendering import Writer
from typed import Types, bare

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
RUFF = [sys.executable, "-m", "ruff"]
ISOLATED = ["--isolated", "--no-cache", "--quiet", "--line-length=120", "--target-version=py311"]


@dataclass(frozen=True)
class Plan:
    """What is decided beside the document."""

    provenance: Mapping[str, str]
    """What the output is made from."""
    strict: bool = False
    """Whether whatever would have to be assumed is an error."""
    untyped: Mapping[str, str] = field(default_factory=dict)
    """Schemas by their pointers that are to be `Any`, each with the reason."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of fields by their pointers."""


class Census(NamedTuple):
    """What a package holds."""

    counts: dict[str, int]
    notes: list[str]
    """What was assumed."""


def write_package(document: dict[str, Any], spec: Path, out: Path, plan: Plan) -> Census:
    """Write the package into an empty folder; give the counts of what it holds, and what was assumed.

    Args:
        document: The document, as it was read.
        spec: The file that it was read from.
        out: The folder.
        plan: What is decided beside the document.

    Raises:
        DocumentError: An operation or a field would be lost, or something was assumed where nothing may be.
    """
    local = blamed(document, lambda: local_references(document))
    operations, notes = read(local)
    simple = bare(local, operations)
    normal = blamed(simple, lambda: normalise(simple, plan.untyped))
    config = Config.from_sources(
        ConfigFile.load_from_path(HERE / "config.yaml"), MetaType.NONE, spec, "utf-8", overwrite=False, output_path=out
    )
    types = Types(normal.document, config)
    namer = Namer(plan.names)
    typed = [types.operation(one) for one in operations]
    notes += [*normal.notes, *(note for model in types.models for note in _named(namer, model))]
    if notes and plan.strict:
        raise DocumentError("\n  ".join(notes))
    writer = Writer(TEMPLATES, out, spec)
    writer.env.globals.update(dialect=dialect, fields=namer.fields, docs=docs_url(document), class_name=class_name)
    named = aliases(types)
    tags = write_operations(writer, [Call(one, namer.fields) for one in typed], named)
    names = write_models(writer, types, named)
    write_rest(writer, document, plan.provenance)
    tidy(out)
    return Census({"operations": len(typed), "tags": tags, "models": names}, notes)


def _named(namer: Namer, model: Any) -> list[str]:
    before = len(namer.notes)
    namer.fields(model)
    return namer.notes[before:]


def aliases(types: Types) -> dict[str, Any]:
    """Give the components that are no classes (unions, lists, scalars) by name: users find them under that name too."""
    named = {text(path).rsplit("/", 1)[-1]: p for path, p in types.schemas.classes_by_reference.items()}
    return {class_name(name): prop for name, prop in named.items() if not is_class(prop)}


def is_class(prop: Any) -> bool:
    """Tell whether a property is a class that is generated."""
    return isinstance(prop, EnumProperty) or (isinstance(prop, ModelProperty) and not is_map(prop))


def write_models(writer: Writer, types: Types, named: dict[str, Any]) -> int:
    """Write one module a model, an enum and an alias, and the lazy index of all; give their number."""
    index: dict[str, str] = {}
    kept = [model for model in types.models if is_class(model)]
    for kind, entries in (("model", kept), ("str_enum", types.enums)):
        for entry in entries:
            module = str(entry.class_info.module_name)
            writer.render(f"{kind}.py.jinja", f"models/{module}.py", **{kind.removeprefix("str_"): entry})
            index[str(entry.class_info.name)] = module
    for name, prop in named.items():
        writer.render("alias.py.jinja", f"models/{module_name(name)}.py", name=name, prop=prop)
        index[name] = module_name(name)
    writer.render("models_init.py.jinja", "models/__init__.py", index=dict(sorted(index.items())))
    return len(index)


def write_operations(writer: Writer, calls: list[Call], named: dict[str, Any]) -> int:
    """Write one module an operation, one class of methods a tag, and one of all tags; give the number of tags."""
    tags: dict[str, list[Call]] = {}
    for one in calls:
        tags.setdefault(one.said.tag, []).append(one)
        writer.render("endpoint_module.py.jinja", f"api/{one.said.tag}/{one.said.name}.py", one=one)
    for tag, several in tags.items():
        needed = reachable([prop for one in several for prop in one.properties])
        # An alias belongs to the tags that have all it stands for.
        also = [name for name, prop in named.items() if (made_of := dialect.classes(prop)) and made_of <= needed]
        needed |= {(module_name(name), name) for name in also}
        values = {"tag": tag, "operations": several, "needed": sorted(needed), "lazies": lazies(several)}
        writer.render("endpoint_init.py.jinja", f"api/{tag}/__init__.py", **values)
        writer.render("tag_models.py.jinja", f"api/{tag}/models.py", tag=tag, needed=sorted(needed))
    writer.render("all_tags.py.jinja", "api/all_tags.py", tags=sorted(tags), operations=calls)
    writer.put("api/__init__.py", Code('"""The operations, a package for each tag."""\n'))
    return len(tags)


def lazies(calls: list[Call]) -> list[str]:
    """Return the names that the module of a tag takes from the module of lazy modules."""
    texts = [qualified(text) for one in calls for text in one.annotations]
    words = {word for text in texts for word in re.findall(r"(\w+)\.", text)}
    shared = ["TYPE_CHECKING", "lazy_module"] if "models" in words else []
    return [*shared, *sorted(words & {"abc", "dt", "typing", "uuid"})]


def reachable(props: list[Any]) -> set[tuple[str, str]]:
    """Give the (module, class) pairs of everything that properties hold, however deep."""
    opened: set[str] = set()

    def enter(model: Any) -> bool:
        first = model.class_info.name not in opened
        opened.add(model.class_info.name)
        return first

    return set().union(*(dialect.classes(one) for prop in props for one in dialect.walk(prop, enter)))


def write_rest(writer: Writer, document: dict[str, Any], provenance: Mapping[str, str]) -> None:
    """Write what does not depend on single operations: the fixed modules, the document, where all this comes from."""
    for source in sorted((TEMPLATES / "package").glob("*.py")):
        writer.copy(source)
    writer.render("package_init.py.jinja", "__init__.py", title=document["info"].get("title", "service"))
    writer.put("py.typed", Code(""))
    writer.render("provenance.py.jinja", "provenance.py", provenance=provenance)
    writer.render("spec.py.jinja", "spec.py", text=json.dumps(document, indent=1))


def tidy(out: Path) -> None:
    """Sort imports, drop unused ones and format, without the settings of whatever folder this runs in."""
    if shutil.which(RUFF[0]) is None:
        raise DocumentError("the formatter is missing: install the group `generate`")
    for command in (["check", *ISOLATED, "--fix", "--select=I,F401"], ["format", *ISOLATED]):
        done = subprocess.run([*RUFF, *command, str(out)], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise DocumentError(f"what was made is no good Python, which is a fault of the templates:\n{done.stdout}")


def docs_url(document: dict[str, Any]) -> str:
    """Return the address of the vendor's page."""
    given = document.get("externalDocs")
    return str(given.get("url", "")) if isinstance(given, dict) else ""
