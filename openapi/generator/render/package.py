"""Write the files of a package: one module for each operation and model, and indexes by tag."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..json_types import is_object
from ..naming.python_names import class_name, module_name
from ..provenance import RUNTIME, TEMPLATES
from ..read.servers import has_large_responses
from ..types.fields import FieldNamer
from ..types.parse import ParsedSchemas
from ..types.python_types import Model, classes, models, reachable_classes
from ..types.typed_operations import TypedOperation
from .escaping import Code, qualified
from .field_view import FieldView
from .model_views import AliasView, EnumView
from .operation_view import OperationView
from .writer import Writer


class PackageWriter:
    """Writes the parts of one package."""

    def __init__(
        self, document: Mapping[str, Any], spec: Path, out: Path, types: ParsedSchemas, namer: FieldNamer
    ) -> None:
        """Keep the parts, and prepare the templates. `spec` is named in the headers of the files."""
        self.document = document
        self.types = types
        self.namer = namer
        self.writer = Writer(TEMPLATES, out, spec)
        names: Any = {
            "fields": self.fields,
            "class_name": class_name,
            "classes": classes,
            "models": models,
            "docs": docs_url(document),
        }
        self.writer.env.globals.update(names)
        self._sent: set[tuple[str, str]] = set()
        self._received: set[tuple[str, str]] = set()
        self.aliases = {class_name(name): prop for name, prop in types.aliases.items()}

    def fields(self, model: Model) -> list[FieldView]:
        """Return the fields of a model. One that is only sent has no read-only fields: the service sets them."""
        is_sent, is_received = ((model.module, model.name) in names for names in (self._sent, self._received))
        is_sent_only = is_sent and not is_received
        fields = [field for field in self.namer.fields(model) if not (is_sent_only and field.property.read_only)]
        return [FieldView(field, is_sent_only, is_sent) for field in fields]

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
        texts = [text for one in several for text in one.annotations]
        values = {"tag": tag, "operations": several, "needed": sorted(needed), "lazies": lazies(texts)}
        self.writer.render("endpoint_init.py.jinja", f"api/{tag}/__init__.py", **values)
        self.writer.render("tag_models.py.jinja", f"api/{tag}/models.py", tag=tag, needed=sorted(needed))

    def write_models(self) -> int:
        """Write one module for each model, enum and alias, and the lazy index of all; return their number."""
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
        self.writer.put("_codecs/__init__.py", Code('"""How the models are read from JSON, and written to it."""\n'))
        self.writer.render("models_init.py.jinja", "models/__init__.py", index=dict(sorted(index.items())))
        return len(index)

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
    words = {word for text in texts for word in re.findall(r"(\w+)\.", text)}
    shared = ["TYPE_CHECKING", "lazy_module"] if "models" in words else []
    return [*shared, *sorted(words & {"abc", "dt", "typing", "uuid"})]


def docs_url(document: Mapping[str, Any]) -> str:
    """Return the address of the vendor's page, or an empty text."""
    given = document.get("externalDocs")
    return str(given.get("url", "")) if is_object(given) else ""
