"""Escape text of the document: only `Code` is written into a generated file.

`Code` is what this generator wrote itself, or what one of the functions here made of a text: `docstring`, `literal`,
`identifier` or `comment`. Templates and `code` refuse any other string, so a slot that somebody forgot to escape stops
the run.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import Any

from ..errors import DocumentError
from ..json_types import is_array, is_object
from ..naming.python_names import NEEDED_BY_ANNOTATIONS

KEPT_CONTROLS = "\n\t\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Control and format characters that texts need: line breaks, tabs, and the joiners of some scripts and emoji."""


MODULES = {
    "Any": "typing",
    "File": "types",
    "Mapping": "abc",
    "SequenceNotStr": "types",
    "UUID": "uuid",
}
"""The modules of names that are not models."""


class Code(str):
    """Python code. Only this module and `writer` may make it of anything but a constant."""

    __slots__ = ()


def code(pattern: str, *parts: Code) -> Code:
    """Insert pieces of code into the `%s` of a pattern, which is a constant.

    Raises:
        TypeError: A piece is not code: it is not escaped.
    """
    return Code(pattern % tuple(map(only_code, parts)))


def joined(separator: str, parts: Iterable[Code]) -> Code:
    """Join pieces of code with a constant."""
    return Code(separator.join(map(only_code, parts)))


def only_code(value: Any) -> Any:
    """Return code, or a number, as it is.

    Raises:
        TypeError: It is anything else.
    """
    if type(value) in (Code, int):
        return value
    raise TypeError(f"{value!r} is a {type(value).__name__} and must be escaped before it is written as code")


TOKENS = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|.""", re.DOTALL)
"""The strings and the other characters of an annotation."""


def split(kind: Code) -> list[Code]:
    """Split a union at its bars, except those inside brackets and strings."""
    parts, depth = [""], 0
    for part in TOKENS.findall(kind):
        depth += (part == "[") - (part == "]")
        if part == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += part
    return [Code(part.strip()) for part in parts]


class _Qualify(ast.NodeTransformer):
    """Puts the module before each name of an annotation, except builtins and typing names."""

    def visit_Name(self, node: ast.Name) -> ast.expr:  # noqa: N802 (the name is ast's)
        """Return the name, or its attribute access in the module that has it."""
        if node.id in ("_", "Literal") or node.id in NEEDED_BY_ANNOTATIONS or hasattr(builtins, node.id):
            return node
        return ast.Attribute(ast.Name(MODULES.get(node.id, "models")), node.id)


def qualified(annotation: Code) -> Code:
    """Qualify the names of an annotation by their modules: `uuid.UUID`, `models.Recipient`.

    The modules are lazy: they are imported when somebody asks for the types, as `typing.get_type_hints` does.

    Args:
        annotation: The annotation; a default value may follow it.
    """
    tree = ast.parse(f"_: {annotation}")
    return Code(ast.unparse(_Qualify().visit(tree)).removeprefix("_: "))


def docstring(*texts: str | None, width: int = 0, indent: int = 0) -> Code:
    """Escape the first nonempty text for the inside of a docstring.

    Args:
        texts: The texts, in order of preference.
        width: The width at which lines are wrapped; 0 for no wrapping.
        indent: The indentation of the lines after the first.
    """
    plain: str = next((one for one in map(_printable, texts) if one), "")
    if width:
        wrapped = [textwrap.wrap(line, width, **WRAPPING) for line in plain.splitlines()]
        plain = "\n".join("\n".join(lines) for lines in wrapped)
    plain = re.sub(r"\n(?!\n)", "\n" + " " * indent, plain).replace("\\", "\\\\")
    # Escape triple quotes, and a quote at the end, which may be followed by those of the docstring.
    return Code(re.sub(r'"(?=""|$)', r"\"", plain))


WRAPPING: dict[str, Any] = {
    "expand_tabs": False,
    "replace_whitespace": False,
    "break_long_words": False,
    "break_on_hyphens": False,
}


def sentence(*texts: str | None, width: int = 0, indent: int = 0) -> Code:
    """Escape the first text with anything in it, as `docstring` does, but without its full stop."""
    return docstring(*(_printable(one).rstrip(".") for one in texts), width=width, indent=indent)


def _printable(value: Any) -> str:
    """Return a text with one kind of line break and without control characters; None is an empty text.

    Raises:
        TypeError: It is no text.
    """
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{value!r} is a {type(value).__name__}, not a text")
    # Use one kind of line break, and drop characters that change how an editor or terminal shows the rest.
    lines: list[str] = (value or "").strip().splitlines()
    plain = "".join(one for one in "\n".join(lines) if one in KEPT_CONTROLS or unicodedata.category(one)[0] != "C")
    return plain.strip()


def literal(value: Any) -> Code:
    """Write a JSON value, or a tuple of them, as a Python literal; unprintable characters are escaped.

    Raises:
        TypeError: It is neither.
    """
    if isinstance(value, str):
        return Code(str.__repr__(value))
    if value is None or type(value) in (bool, int):
        return Code(repr(value))
    if is_array(value):
        return Code(f"[{', '.join(map(literal, value))}]")
    if isinstance(value, tuple):
        parts: list[Any] = [*value]
        items = list(map(literal, parts))
        return Code(f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})")
    if is_object(value):
        return Code("{" + ", ".join(f"{literal(key)}: {literal(one)}" for key, one in value.items()) + "}")
    raise TypeError(f"{value!r} is a {type(value).__name__}, which has no literal")


def identifier(name: str) -> Code:
    """Check that a name is an identifier and not a keyword.

    Raises:
        DocumentError: It is invalid.
    """
    if not is_identifier(name):
        raise DocumentError(f"{name!r} is invalid as a name in Python")
    return Code(name)


def is_identifier(name: str) -> bool:
    """Return whether a name is an identifier, and no keyword."""
    # Python normalises identifiers to NFKC; a literal with the same name would differ.
    return name.isidentifier() and not keyword.iskeyword(name) and unicodedata.normalize("NFKC", name) == name


def comment(value: str) -> Code:
    """Escape a text for a comment in the first line of a file.

    A line break would end the comment, and `coding:` would change the encoding of the file.
    """
    plain = "".join(one if one.isprintable() and one not in "\\#" else _escaped(one) for one in value)
    return Code(re.sub("coding(?=[:=])", r"\g<0>\\", plain))


def _escaped(character: str) -> str:
    """Return the escape sequence of a character."""
    return f"\\x{ord(character):02x}" if character.isascii() else ascii(character)[1:-1]
