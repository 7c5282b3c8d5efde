"""Keep text from the document apart from code: nothing but `Code` gets into a generated file.

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
"""Characters that print nothing and that texts need: some scripts and emoji are written with joiners."""


MODULES = {
    "Any": "typing",
    "File": "types",
    "Literal": "typing",
    "Mapping": "abc",
    "Sequence": "abc",
    "UUID": "uuid",
}
"""The modules of names that are not models."""


class Code(str):
    """Python code. Only this module and `rendering` may make it of anything else than a constant."""

    __slots__ = ()


def code(pattern: str, *parts: Code) -> Code:
    """Put pieces of code into the gaps (`%s`) of a pattern, which is a constant.

    Raises:
        TypeError: A piece is no code: it has not been escaped.
    """
    return Code(pattern % tuple(map(only_code, parts)))


def joined(separator: str, parts: Iterable[Code]) -> Code:
    """Join pieces of code by a constant."""
    return Code(separator.join(map(only_code, parts)))


def only_code(value: Any) -> Any:
    """Return code, or a number, as it is.

    Raises:
        TypeError: It is anything else.
    """
    if type(value) in (Code, int):
        return value
    raise TypeError(f"{value!r} is a {type(value).__name__} and must be escaped before it is written as code")


def split(kind: Code) -> list[Code]:
    """Split a union at its own bars, and not at those inside of brackets."""
    parts, depth = [""], 0
    for letter in kind:
        depth += (letter == "[") - (letter == "]")
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [Code(part.strip()) for part in parts]


class _Qualify(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:  # noqa: N802 (the name is ast's)
        if node.id == "_" or node.id in NEEDED_BY_ANNOTATIONS or hasattr(builtins, node.id):
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
    """Escape the first text with anything in it for the inside of a docstring.

    Args:
        texts: The texts, in the order in which they are tried.
        width: Where lines are wrapped; 0 for nowhere.
        indent: How far lines after the first are indented.
    """
    plain: str = next((one for one in map(_printable, texts) if one), "")
    if width:
        wrapped = [textwrap.wrap(line, width, **WRAPPING) for line in plain.splitlines()]
        plain = "\n".join("\n".join(lines) for lines in wrapped)
    plain = re.sub(r"\n(?!\n)", "\n" + " " * indent, plain).replace("\\", "\\\\")
    # No three quotes in a row, and none at the end, where the docstring's own may follow.
    return Code(re.sub(r'"(?=""|$)', r"\"", plain))


WRAPPING: dict[str, Any] = {
    "expand_tabs": False,
    "replace_whitespace": False,
    "break_long_words": False,
    "break_on_hyphens": False,
}


def sentence(*texts: str | None, width: int = 0, indent: int = 0) -> Code:
    """Escape a text as `docstring` does, without a full stop: the template writes it."""
    return docstring(*(_printable(one).rstrip(".") for one in texts), width=width, indent=indent)


def _printable(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{value!r} is a {type(value).__name__}, not a text")
    # One kind of line break, and nothing that changes how the file, or a terminal, shows what follows.
    lines: list[str] = (value or "").strip().splitlines()
    plain = "".join(one for one in "\n".join(lines) if one in KEPT_CONTROLS or unicodedata.category(one)[0] != "C")
    return plain.strip()


def literal(value: Any) -> Code:
    """Write a value of JSON, or a tuple of such, as Python; characters that do not print are escapes.

    Raises:
        TypeError: It is something else.
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
    """Check that a name is one to Python, and none that it reserves.

    Raises:
        DocumentError: It is not.
    """
    # Python reads names in this normal form: in another one, a text and the name it stands for would differ.
    if not name.isidentifier() or keyword.iskeyword(name) or unicodedata.normalize("NFKC", name) != name:
        raise DocumentError(f"{name!r} can't be a name in Python")
    return Code(name)


def comment(value: str) -> Code:
    """Escape a text for the inside of a comment in the first line of a file.

    There a line break ends the comment, and `coding:` would change how Python reads the whole file.
    """
    plain = "".join(one if one.isprintable() and one not in "\\#" else _escaped(one) for one in value)
    return Code(re.sub("coding(?=[:=])", r"\g<0>\\", plain))


def _escaped(character: str) -> str:
    return f"\\x{ord(character):02x}" if character.isascii() else ascii(character)[1:-1]
