"""What people read about a change says something, whatever it is that changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from matrx_orm_migrate import schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId
from tests.support.rebuild import built_in

# fields that hold a letter of the catalog: two of each
LETTERS = {"enabled": "OD", "context": "ea"}


def value(hint: Any, variant: str) -> Any:
    """Some value of a type; another one for another ``variant``."""
    if isinstance(hint, UnionType):
        return value(next(one for one in get_args(hint) if one is not NoneType), variant)
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        return (value(first, variant),) if rest == [...] else tuple(value(one, variant) for one in (first, *rest))
    if hint is ObjectId:
        return ObjectId("table", "public", variant)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{item.name: value(hints[item.name], variant) for item in fields(hint)})  # type: ignore[operator]
    return {str: variant, bool: variant == "other", int: len(variant)}[hint]


def classes() -> list[type[CatalogObject]]:
    """Every class of objects that is no base of another."""
    found = [one for one in vars(schema).values() if isinstance(one, type) and issubclass(one, CatalogObject)]
    return [cls for cls in found if not any(issubclass(one, cls) and one is not cls for one in found)]


def altered() -> Iterator[Any]:
    """Pairs of objects that differ in one field."""
    for cls in sorted(classes(), key=lambda cls: cls.__name__):
        hints = get_type_hints(cls)
        common = {item.name: value(hints[item.name], "one") for item in fields(cls)}
        common |= {name: letters[0] for name, letters in LETTERS.items() if name in common}
        for item in fields(cls):
            if item.compare and item.name != "id":
                changed = LETTERS[item.name][1] if item.name in LETTERS else value(hints[item.name], "other")
                other = {**common, item.name: changed}
                yield pytest.param(cls(**common), cls(**other), id=f"{cls.__name__}.{item.name}")


@pytest.fixture(scope="module")
def plugins() -> PluginManager:
    return built_in()


@pytest.mark.parametrize(("before", "after"), list(altered()))
def test_every_difference_is_described(before: CatalogObject, after: CatalogObject, plugins: PluginManager) -> None:
    assert before != after
    # the namespaces of the catalog are schemas to everybody else
    names = {"schema" if base is schema.Namespace else base.__name__.lower() for base in type(before).__mro__}
    for detector in plugins.detectors.values():
        if detector.kind.replace("_", "") in names:
            assert detector.alteration(before, after)
            break
    else:
        pytest.fail(f"no detector for {type(before).__name__}")
