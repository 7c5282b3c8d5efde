"""Write the files of a package: one module for each operation and model, and indexes by tag."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..naming.python_names import class_name, module_name
from ..provenance import RUNTIME, TEMPLATES
from ..types.known import is_map, text
from ..types.typed import Typed, Types
from ..upstream import EnumProperty, ModelProperty
from . import dialect
from .calls import Call
from .escaping import Code, qualified
from .fields import FieldNamer
from .writer import Writer


class PackageWriter:
    """Writes the parts of one package."""

    def __init__(self, document: Mapping[str, Any], spec: Path, out: Path, types: Types, namer: FieldNamer) -> None:
        self.document = document
        self.types = types
        self.namer = namer
        self.writer = Writer(TEMPLATES, out, spec)
        self.writer.env.globals.update(dialect=dialect, fields=namer.fields, class_name=class_name)
        self.writer.env.globals.update(docs=docs_url(document))
        self.aliases = aliases(types)

    def write_operations(self, typed: list[Typed]) -> int:
        """Write one module for each operation and one class of methods for each tag; return the number of tags."""
        tags: dict[str, list[Call]] = {}
        calls = [Call(one, self.namer.fields) for one in typed]
        for one in calls:
            tags.setdefault(one.said.tag, []).append(one)
            self.writer.render("endpoint_module.py.jinja", f"api/{one.said.tag}/{one.said.name}.py", one=one)
        for tag, several in tags.items():
            self._write_tag(tag, several)
        self.writer.render("all_tags.py.jinja", "api/all_tags.py", tags=sorted(tags), operations=calls)
        self.writer.put("api/__init__.py", Code('"""The operations, a package for each tag."""\n'))
        return len(tags)

    def _write_tag(self, tag: str, several: list[Call]) -> None:
        needed = reachable([prop for one in several for prop in one.properties])
        # An alias belongs to the tags that have all it stands for.
        also = [name for name, prop in self.aliases.items() if (made_of := dialect.classes(prop)) and made_of <= needed]
        needed |= {(module_name(name), name) for name in also}
        values = {"tag": tag, "operations": several, "needed": sorted(needed), "lazies": lazies(several)}
        self.writer.render("endpoint_init.py.jinja", f"api/{tag}/__init__.py", **values)
        self.writer.render("tag_models.py.jinja", f"api/{tag}/models.py", tag=tag, needed=sorted(needed))

    def write_models(self) -> int:
        """Write one module for each model, enum and alias, and the lazy index of all; return their number."""
        index: dict[str, str] = {}
        kept = [model for model in self.types.models if is_class(model)]
        for kind, entries in (("model", kept), ("str_enum", self.types.enums)):
            for entry in entries:
                module = str(entry.class_info.module_name)
                self.writer.render(f"{kind}.py.jinja", f"models/{module}.py", **{kind.removeprefix("str_"): entry})
                if kind == "model":
                    self.writer.render("codec.py.jinja", f"_codecs/{module}.py", model=entry)
                index[str(entry.class_info.name)] = module
        for name, prop in self.aliases.items():
            self.writer.render("alias.py.jinja", f"models/{module_name(name)}.py", name=name, prop=prop)
            index[name] = module_name(name)
        self.writer.put("_codecs/__init__.py", Code('"""How the models are read from JSON, and written to it."""\n'))
        self.writer.render("models_init.py.jinja", "models/__init__.py", index=dict(sorted(index.items())))
        return len(index)

    def write_fixed_modules(self) -> None:
        """Copy the modules that are the same in every package."""
        for source in sorted(RUNTIME.glob("*.py")):
            if source.stem != "__init__":
                self.writer.copy(source)
        self.writer.put("py.typed", Code(""))

    def write_document(self, provenance: Mapping[str, str]) -> None:
        """Write the document itself and the provenance of the package."""
        self.writer.render("package_init.py.jinja", "__init__.py", title=self.document["info"].get("title", "service"))
        self.writer.render("provenance.py.jinja", "provenance.py", provenance=provenance)
        self.writer.render("spec.py.jinja", "spec.py", text=json.dumps(self.document, indent=1))


def aliases(types: Types) -> dict[str, Any]:
    """Return the components that are not classes (unions, lists, scalars) by name: users import them too."""
    named = {text(path).rsplit("/", 1)[-1]: p for path, p in types.schemas.classes_by_reference.items()}
    return {class_name(name): prop for name, prop in named.items() if not is_class(prop)}


def is_class(prop: Any) -> bool:
    """Return whether a property is a generated class."""
    return isinstance(prop, EnumProperty) or (isinstance(prop, ModelProperty) and not is_map(prop))


def lazies(calls: list[Call]) -> list[str]:
    """Return the names that the module of a tag takes from the module of lazy modules."""
    texts = [qualified(text) for one in calls for text in one.annotations]
    words = {word for text in texts for word in re.findall(r"(\w+)\.", text)}
    shared = ["TYPE_CHECKING", "lazy_module"] if "models" in words else []
    return [*shared, *sorted(words & {"abc", "dt", "typing", "uuid"})]


def reachable(props: list[Any]) -> set[tuple[str, str]]:
    """Return the (module, class) pairs of everything that properties hold, at any depth."""
    opened: set[str] = set()

    def enter(model: Any) -> bool:
        first = model.class_info.name not in opened
        opened.add(model.class_info.name)
        return first

    return set().union(*(dialect.classes(one) for prop in props for one in dialect.walk(prop, enter)))


def docs_url(document: Mapping[str, Any]) -> str:
    """Return the address of the vendor's page."""
    given = document.get("externalDocs")
    return str(given.get("url", "")) if isinstance(given, dict) else ""
