"""Classes that attrs completes late: they are those of attrs, which is imported when it is needed."""

from __future__ import annotations

import copy
import subprocess
import sys
import threading
from inspect import signature
from typing import Any, get_type_hints

import attrs
import pytest
from epilot_targeting_generated import late_attrs
from epilot_targeting_generated.types import File, Response

from epilot_targeting import ClientOptions, RateLimit, RetryPolicy
from epilot_targeting.models import EntityRef, Recipient

KINDS: list[Any] = [Recipient, EntityRef, RetryPolicy, RateLimit, ClientOptions, File, Response]
ADDED = {"__attrs_attrs__", "__eq__", "__ne__", "__hash__", "__init__", "__match_args__"}
"""What attrs adds to each class."""
PROGRAM = """
import sys
from epilot_targeting_generated.models import Recipient
assert "title" == Recipient.from_dict({{"title": "title"}}).title
assert "attr" not in sys.modules
{use}
assert "attr" in sys.modules
"""


def doubled(value: int) -> int:
    """Return twice the value."""
    return 2 * value


class Draft:
    """A class before attrs decorates it."""

    number: int = late_attrs.field(converter=doubled)
    names: list[str] = late_attrs.field(factory=list, repr=False)
    text: str = "a"
    half: float = late_attrs.field(default=4, converter=doubled)

    def __attrs_post_init__(self) -> None:
        """Change an attribute, as a frozen class may."""
        object.__setattr__(self, "text", f"{self.text}!")


class Plain:
    """A model before attrs decorates it."""

    title: str
    count: int | None = None
    _additional: dict[str, Any] | None = late_attrs.field(default=None, alias="additional_properties")
    _count_read: Any = late_attrs.field(default=None, init=False, eq=False, repr=False)


def frozen(**options: Any) -> tuple[Any, Any]:
    """Return the frozen class that is made late, and that of attrs."""
    body: dict[str, Any] = {
        name: attrs.field(**value.options) if isinstance(value, late_attrs.Field) else value
        for name, value in vars(Draft).items()
        if name not in ("__dict__", "__weakref__")
    }
    return late_attrs.frozen(**options)(Draft), attrs.frozen(**options)(type("Draft", (), body))


@pytest.mark.parametrize("options", [{}, {"kw_only": True}, {"kw_only": True, "slots": False}])
def test_a_frozen_class_is_that_of_attrs(options: dict[str, Any]) -> None:
    """Defaults, factories, converters and the hook after the constructor work as in attrs, and so does all else."""
    late, own = frozen(**options)
    assert signature(own).replace(return_annotation=None).parameters.keys() == signature(late).parameters.keys()
    for made in (late, own):
        one, other = made(number=2), made(number=2, names=["a"], text="b", half=1)
        assert (4, [], "a!", 8, ["a"], "b!", 2) == (*values(one), *values(other)[1:])
        assert one != other
        assert one == made(number=2) == copy.copy(one)
        assert "Draft(number=4, text='a!', half=8)" == repr(one)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            one.text = "c"
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            del one.text
        with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required"):
            made()
    assert [one.name for one in attrs.fields(own)] == [one.name for one in attrs.fields(late)]
    assert own.__match_args__ == late.__match_args__
    assert set(vars(own)) - {"__firstlineno__", "__static_attributes__"} <= set(vars(late)) | {"__attrs_own_setattr__"}


def values(made: Any) -> list[Any]:
    """Return the values of a frozen instance."""
    return [made.number, made.names, made.text, made.half]


@pytest.mark.parametrize("kind", KINDS)
def test_a_completed_class_has_what_attrs_adds(kind: Any) -> None:
    """After the first use nothing late is left, and the types of the constructor resolve."""
    assert attrs.has(kind)
    assert ADDED <= vars(kind).keys()
    assert [] == [name for name, value in vars(kind).items() if isinstance(value, late_attrs.Late)]
    assert get_type_hints(kind.__init__)


@pytest.mark.parametrize(
    "use",
    [
        "Recipient()",
        "assert Recipient.from_dict({}) == Recipient.from_dict({})",
        "assert Recipient.from_dict({}) != Recipient.from_dict({'title': 'b'})",
        "import pickle; pickle.dumps(Recipient.from_dict({}))",
        "import copy; copy.deepcopy(Recipient.from_dict({}))",
        "repr(Recipient.from_dict({}))",
        "import inspect; assert 'title' in inspect.signature(Recipient).parameters",
        "hasattr(Recipient, '__replace__')",
        "class A(Recipient):\n def __init__(self):\n  super().__init__(title='a')\nassert 'a' == A().title",
    ],
)
def test_the_first_use_imports_attrs(use: str) -> None:
    """Reading a model needs no attrs; whatever attrs has made of it does."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM.format(use=use)], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)


def test_what_this_version_of_attrs_does_not_add_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attribute that attrs does not add is an AttributeError, the first time and each other time."""
    monkeypatch.setattr(late_attrs, "ADDED", (*late_attrs.ADDED, "__newer__"))
    kind: Any = late_attrs.define(kw_only=True, repr=False)(Plain)
    assert [False, False] == [hasattr(kind, "__newer__"), hasattr(kind, "__newer__")]
    assert "b" == kind(title="b").title


def test_a_model_of_two_threads_is_completed_once_for_both() -> None:
    """Threads that use a class for the first time at once get the same class."""
    kind: Any = late_attrs.define(kw_only=True, repr=False)(Plain)
    barrier, made = threading.Barrier(4), list[Any]()

    def use() -> None:
        barrier.wait()
        made.append(kind(title="c", additional_properties={"d": 1}))

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [made[0]] * 4 == made
