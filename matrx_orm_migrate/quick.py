"""Frozen dataclasses that are made by the ten thousand, made quickly.

A frozen dataclass assigns each of its fields through ``object.__setattr__``, which made up more than half of the time
of making a snapshot.  The ``__init__`` given here lends the new object to a twin class of the same layout, where plain
assignment works, and takes it back frozen.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

__all__ = ["maker", "quick"]

_Class = TypeVar("_Class", bound=type)
_MAKERS: dict[type, Any] = {}


def quick(cls: _Class) -> _Class:
    """Give a class that is ``@dataclass(frozen=True, slots=True, kw_only=True)`` an ``__init__`` that assigns plainly.

    The class keeps its signature and stays frozen.  A subclass has its own ``__init__``, or is made as before.
    """
    (base,) = cls.__bases__
    thaw = {
        "__slots__": cls.__dict__["__slots__"],
        "__module__": cls.__module__,
        # both: they share one place in the type, and CPython assigns plainly only where neither is a frozen one
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    twin = type(f"_Thawed{cls.__name__}", (base,), thaw)
    names: dict[str, Any] = {"_cls": cls, "_twin": twin, "_set": object.__setattr__, "_slow": cls.__dict__["__init__"]}
    names["_new"] = object.__new__
    parameters, assignments, passed = [], [], []
    for field in fields(cls):
        if field.default_factory is not MISSING:
            raise TypeError(f"{cls.__name__}.{field.name}: a quick class has no default factories")
        default = "" if field.default is MISSING else f"=_default_{field.name}"
        if default:
            names[f"_default_{field.name}"] = field.default
        parameters.append(f"{field.name}{default}")
        assignments.append(f"    self.{field.name} = {field.name}\n")
        passed.append(f"{field.name}={field.name}")
    source = (
        f"def __init__(self, *, {', '.join(parameters)}):\n"
        "    if self.__class__ is not _cls:\n"
        f"        return _slow(self, {', '.join(passed)})\n"
        "    _set(self, '__class__', _twin)\n"
        f"{''.join(assignments)}"
        "    self.__class__ = _cls\n"
        f"def _make(*, {', '.join(parameters)}):\n"
        "    self = _new(_twin)\n"
        f"{''.join(assignments)}"
        "    self.__class__ = _cls\n"
        "    return self\n"
    )
    exec(source, names)  # as dataclasses makes its own
    made = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = dict(names["_slow"].__annotations__)
    setattr(cls, "__init__", made)  # noqa: B010  # mypy takes no assignment to a method
    _MAKERS[cls] = names["_make"]
    return cls


def maker(cls: _Class) -> _Class:
    """A function that makes objects of a quick class as the class does, without the detour through ``type.__call__``.

    It is typed as the class, whose signature it has.
    """
    made: _Class = _MAKERS[cls]
    return made
