"""The only module that imports openapi_python_client: its parser of schemas, its types and its naming functions.

None of this is a public interface of that package, so its version is pinned exactly.
"""

from __future__ import annotations

from openapi_python_client import schema as schema
from openapi_python_client.config import Config as Config
from openapi_python_client.config import ConfigFile as ConfigFile
from openapi_python_client.config import MetaType as MetaType
from openapi_python_client.parser import GeneratorData as GeneratorData
from openapi_python_client.parser import properties as properties
from openapi_python_client.parser.errors import GeneratorError as GeneratorError
from openapi_python_client.parser.errors import PropertyError as PropertyError
from openapi_python_client.parser.properties import Class as Class
from openapi_python_client.parser.properties import EnumProperty as EnumProperty
from openapi_python_client.parser.properties import ModelProperty as ModelProperty
from openapi_python_client.parser.properties import Schemas as Schemas
from openapi_python_client.parser.properties import build_schemas as build_schemas
from openapi_python_client.parser.properties import property_from_data as property_from_data
from openapi_python_client.schema.untrusted_string import UntrustedString as UntrustedString
from openapi_python_client.strings import RESERVED_WORDS as RESERVED_WORDS
from openapi_python_client.strings import ClassName as ClassName
from openapi_python_client.strings import PythonIdentifier as PythonIdentifier
from openapi_python_client.strings import pascal_case as pascal_case
from openapi_python_client.strings import snake_case as snake_case
