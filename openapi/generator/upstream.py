"""The only module that imports openapi_python_client: its parser of schemas and its naming functions.

Neither is a public interface of that package, so its version is pinned exactly.

In: component schemas in normal form. Out: the parser's properties, and the names it gives to classes and modules.
May import: `errors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import evolve
from openapi_python_client import schema as oai
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import properties
from openapi_python_client.parser.errors import PropertyError
from openapi_python_client.parser.properties import Schemas, property_from_data
from openapi_python_client.parser.properties.any import AnyProperty as AnyProperty
from openapi_python_client.parser.properties.boolean import BooleanProperty as BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty as ConstProperty
from openapi_python_client.parser.properties.date import DateProperty as DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty as DateTimeProperty
from openapi_python_client.parser.properties.enum_property import EnumProperty as EnumProperty
from openapi_python_client.parser.properties.file import FileProperty as FileProperty
from openapi_python_client.parser.properties.float import FloatProperty as FloatProperty
from openapi_python_client.parser.properties.int import IntProperty as IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty as ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty as ModelProperty
from openapi_python_client.parser.properties.none import NoneProperty as NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.schemas import Class
from openapi_python_client.parser.properties.string import StringProperty as StringProperty
from openapi_python_client.parser.properties.union import UnionProperty as UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty as UuidProperty
from openapi_python_client.schema.untrusted_string import UntrustedString as UntrustedString
from openapi_python_client.strings import RESERVED_WORDS as RESERVED_WORDS
from openapi_python_client.strings import ClassName, PythonIdentifier
from openapi_python_client.strings import pascal_case as pascal_case
from openapi_python_client.strings import snake_case as snake_case

from .errors import DocumentError

Property = PropertyProtocol

NO_PATH = Path()
CONFIG = Config.from_sources(
    ConfigFile(use_path_prefixes_for_title_model_names=False),
    MetaType.NONE,
    document_source=NO_PATH,
    file_encoding="utf-8",
    overwrite=False,
    output_path=NO_PATH,
)
"""Only the naming of classes has a meaning here: they are named as the components are."""
ENUM = Class(name=ClassName("Enum", ""), module_name=PythonIdentifier("enum", ""))


class Parser:
    """Parses component schemas, and the schemas of operations that refer to them."""

    def __init__(self, components: dict[str, Any]) -> None:
        """Parse the components.

        Raises:
            DocumentError: One is rejected.
        """
        document = {"openapi": "3.1.0", "info": {"title": "", "version": ""}, "paths": {}}
        try:
            valid = oai.OpenAPI.model_validate({**document, "components": {"schemas": components}}).components
        except ValueError as error:
            raise DocumentError(f"Failed to parse OpenAPI document: {error}") from None
        self._schemas = _build((valid and valid.schemas) or {})
        if self._schemas.errors:
            texts = [f"{error.header}: {error.detail or 'no detail'}" for error in self._schemas.errors]
            raise DocumentError("\n  ".join(texts))
        self.by_reference = self._schemas.classes_by_reference
        made = list(self._schemas.classes_by_name.values())
        self.models = [one for one in made if isinstance(one, ModelProperty)]
        self.enums = [one for one in made if isinstance(one, EnumProperty)]

    def property(self, schema: dict[str, Any], name: str, where: str, *, required: bool) -> Property:
        """Parse one schema that may refer to components.

        Raises:
            DocumentError: It is rejected; the message begins with `where`.
        """
        data = oai.Reference.model_validate(schema) if "$ref" in schema else oai.Schema.model_validate(schema)
        made, _ = property_from_data(
            UntrustedString(name), required, data, schemas=self._schemas, parent_name=name, config=CONFIG
        )
        if isinstance(made, PropertyError):
            raise DocumentError(f"{where}: {made.header}: {made.detail}")
        return made


def _build(components: dict[Any, Any]) -> Schemas:
    """Parse component schemas, each once.

    The parser's `build_schemas` fills the models inside unions and lists at once, and then again. The second time, it
    rejects the maps inside them as duplicates.
    """
    parser: Any = properties
    created: Schemas = parser._create_schemas(components=components, schemas=Schemas(), config=CONFIG)
    empty = [one for one in created.models_to_process if one.required_properties is None]
    filled: Schemas = parser._process_models(schemas=evolve(created, models_to_process=empty), config=CONFIG)
    return filled


def class_name(name: str, prefix: str) -> str:
    """Return the name that the parser gives to a class. The prefix is used only if the name would be no identifier."""
    return str(ClassName(name, prefix))


def module_name(name: str) -> str:
    """Return the name that the parser gives to the module of a class."""
    return str(PythonIdentifier(name, "field_"))


def enum_members(values: list[str] | list[int], names: Sequence[str] = ()) -> dict[str, Any]:
    """Return the members that the parser makes of an enum, named by `x-enum-varnames` if there are any.

    Raises:
        ValueError: Two values would get one name.
    """
    return EnumProperty.values_from_list(values, ENUM, [*names])
