"""Write the files of a package: one module for each operation and model, and indexes by tag."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..json_types import is_object
from ..naming.python_names import class_name, module_name
from ..provenance import RUNTIME, TEMPLATES
from ..read.servers import has_large_responses
from ..types.fields import FieldNamer
from ..types.parse import ParsedSchemas
from ..types.python_types import Model, Property, classes, models, reachable_classes
from ..types.typed_operations import TypedOperation
from .escaping import Code, qualified
from .field_view import FieldView
from .model_views import AliasView, EnumView
from .operation_view import OperationView
from .typed_dict_view import TwinAliasView, TypedDictView
from .writer import Writer


class Names(NamedTuple):
    """Names that the document does not have as they are."""

    fields: FieldNamer
    aliases: dict[str, Property]
    """The components that are not classes, by the name of the alias."""
    twins: dict[str, str]
    """The names of the twins of aliases; those of models are in the models."""


class PackageWriter:
    """Writes the parts of one package."""

    def __init__(self, document: Mapping[str, Any], spec: Path, out: Path, types: ParsedSchemas, names: Names) -> None:
        """Keep the parts, and prepare the templates. `spec` is named in the headers of the files."""
        self.document = document
        self.types = types
        self.namer, self.aliases, self.twins = names
        self.writer = Writer(TEMPLATES, out, spec)
        helpers: Any = {
            "fields": self.fields,
            "is_sent_only": self.is_sent_only,
            "class_name": class_name,
            "classes": classes,
            "models": models,
            "docs": docs_url(document),
        }
        self.writer.env.globals.update(helpers)
        self._sent: set[tuple[str, str]] = set()
        self._received: set[tuple[str, str]] = set()

    def fields(self, model: Model) -> list[FieldView]:
        """Return the fields of a model. One that is only sent has no read-only fields: the service sets them."""
        is_sent_only, is_sent = self.is_sent_only(model), (model.module, model.name) in self._sent
        fields = [field for field in self.namer.fields(model) if not (is_sent_only and field.property.read_only)]
        return [FieldView(field, is_sent_only, is_sent) for field in fields]

    def is_sent_only(self, model: Model) -> bool:
        """Return whether requests contain a model, and no response does."""
        name = (model.module, model.name)
        return name in self._sent and name not in self._received

    def twin(self, model: Model) -> TypedDictView:
        """Return the `TypedDict` of a model. It has no read-only fields."""
        fields = [FieldView(field) for field in self.namer.fields(model) if not field.property.read_only]
        return TypedDictView(model, fields)

    def write_operations(self, typed: list[TypedOperation]) -> int:
        """Write one module for each operation and one class of methods for each tag; return the number of tags."""
        received = [kind for one in typed for kind in one.received_types]
        sent = [body.type for one in typed for body in one.bodies]
        self._sent, self._received = reachable_classes(sent), reachable_classes(received)
        tags: dict[str, list[OperationView]] = {}
        large = has_large_responses(self.document)
        calls = [OperationView(one, self.fields, has_large_responses=large) for one in typed]
        for one in calls:
            tags.setdefault(one.operation.tag, []).append(one)
            self.writer.render("endpoint_module.py.jinja", f"api/{one.operation.tag}/{one.operation.name}.py", one=one)
        for tag, several in tags.items():
            self._write_tag(tag, several)
        self.writer.render("all_tags.py.jinja", "api/all_tags.py", tags=sorted(tags), operations=calls)
        self.writer.put("api/__init__.py", Code('"""The operations, a package for each tag."""\n'))
        return len(tags)

    def _write_tag(self, tag: str, several: list[OperationView]) -> None:
        """Write the class of a tag's methods, and the module of the models that the tag uses."""
        needed = reachable_classes([kind for one in several for kind in one.types])
        # An alias belongs to the tags that have all it stands for.
        also = [name for name, prop in self.aliases.items() if (made_of := classes(prop.type)) and made_of <= needed]
        needed |= {(module_name(name), name) for name in also}
        needed |= {(module_name(name), name) for name in self._twins_of(several, also)}
        texts = [text for one in several for text in one.annotations]
        values = {"tag": tag, "operations": several, "needed": sorted(needed), "lazies": lazies(texts)}
        self.writer.render("endpoint_init.py.jinja", f"api/{tag}/__init__.py", **values)
        self.writer.render("tag_models.py.jinja", f"api/{tag}/models.py", tag=tag, needed=sorted(needed))

    def _twins_of(self, several: list[OperationView], aliases: list[str]) -> set[str]:
        """Return the names of the twins of the models that the operations send, and of aliases."""
        sent = reachable_classes([kind for one in several for kind in one.sent_types])
        of_models = {one.twin for one in self.types.models if (one.module, one.name) in sent}
        return of_models | {self.twins[name] for name in aliases if name in self.twins}

    def write_models(self) -> int:
        """Write one module for each model, enum and alias, and the lazy index of all; return their number."""
        index = self._write_classes()
        number = len(index)
        for twin in (self.twin(model) for model in self.types.models if model.twin):
            self.writer.render("typed_dict.py.jinja", f"models/{module_name(twin.name)}.py", twin=twin)
            index[twin.name] = module_name(twin.name)
        for alias in (TwinAliasView(twin, self.aliases[name]) for name, twin in self.twins.items()):
            self.writer.render("alias.py.jinja", f"models/{module_name(alias.name)}.py", alias=alias)
            index[alias.name] = module_name(alias.name)
        self.writer.put("_codecs/__init__.py", Code('"""How the models are read from JSON, and written to it."""\n'))
        self.writer.render("models_init.py.jinja", "models/__init__.py", index=dict(sorted(index.items())))
        return number

    def _write_classes(self) -> dict[str, str]:
        """Write one module for each model, enum and alias; return their modules by name."""
        index: dict[str, str] = {}
        for model in self.types.models:
            self.writer.render("model.py.jinja", f"models/{model.module}.py", model=model)
            self.writer.render("codec.py.jinja", f"_codecs/{model.module}.py", model=model)
            index[model.name] = model.module
        for enum in self.types.enums:
            self.writer.render("str_enum.py.jinja", f"models/{enum.module}.py", enum=EnumView(enum))
            index[enum.name] = enum.module
        for name, prop in self.aliases.items():
            self.writer.render("alias.py.jinja", f"models/{module_name(name)}.py", alias=AliasView(name, prop))
            index[name] = module_name(name)
        return index

    def write_factories(self) -> None:
        """Write the signatures of the factories of models."""
        known = sorted(self.types.models, key=lambda model: model.module)
        texts = [field.type for model in known for field in self.fields(model)]
        names = lazies([*texts, Code("Model"), Code("Any")] if known else [])
        has_types = any("types." in qualified(text) for text in texts)
        values = {"all_models": known, "lazies": names, "has_types": has_types}
        self.writer.render("factories.py.jinja", "factories.py", **values)

    def write_fixed_modules(self) -> None:
        """Copy the modules that are the same in every package."""
        for source in sorted(RUNTIME.glob("*.py")):
            if source.stem != "__init__":
                self.writer.copy(source)
        self.writer.put("py.typed", Code(""))

    def write_document(self, provenance: Mapping[str, str]) -> None:
        """Write the document itself and the provenance of the package."""
        self.writer.render(
            "package_init.py.jinja", "__init__.py", title=str(self.document["info"].get("title", "service"))
        )
        self.writer.render("provenance.py.jinja", "provenance.py", provenance=provenance)
        self.writer.render("spec.py.jinja", "spec.py", text=json.dumps(self.document, indent=1))


def lazies(annotations: list[Code]) -> list[str]:
    """Return the names that a module imports for its annotations.

    They are lazy modules such as `uuid`, and `lazy_module` itself if the models are used.
    """
    texts = map(qualified, annotations)
    words = {word for text in texts for word in re.findall(r"(\w+)[.[]", text)}
    shared = ["TYPE_CHECKING", "lazy_module"] if "models" in words else []
    return [*shared, *sorted(words & {"Literal", "abc", "dt", "typing", "uuid"})]


def docs_url(document: Mapping[str, Any]) -> str:
    """Return the address of the vendor's page, or an empty text."""
    given = document.get("externalDocs")
    return str(given.get("url", "")) if is_object(given) else ""
