"""What managers answer with beside rows, and what they look up in mappers: keys, and columns that links share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Index, Table, UniqueConstraint, inspect
from sqlalchemy.orm import DeclarativeBase, Mapper
from sqlalchemy.orm.interfaces import MANYTOONE

from matrx_orm_migrate.errors import MatrxMigrateError, UsageError

__all__ = ["ConflictError", "NotFoundError", "Page", "UnknownFieldError", "not_a_key", "shared_values"]

ModelT = TypeVar("ModelT", bound=DeclarativeBase)


class NotFoundError(MatrxMigrateError, LookupError):
    """There is no such row.  ``model`` is the model's name, ``key`` what was looked for."""

    def __init__(self, model: str, key: object) -> None:
        self.model = model
        self.key = key
        super().__init__(f"no {model} with {key!r}")


class UnknownFieldError(UsageError, AttributeError):
    """A name that is no field of the model.  ``fields`` are the unknown names, ``known`` the model's."""

    def __init__(self, model: str, fields: tuple[str, ...], known: tuple[str, ...]) -> None:
        self.model = model
        self.fields = fields
        self.known = known
        plural = "s" if len(fields) > 1 else ""
        super().__init__(
            f"{model} has no field{plural} {', '.join(fields)}", hint=f"Fields of {model}: {', '.join(known)}."
        )


class ConflictError(MatrxMigrateError):
    """A row could be neither made nor found: another one is in the way, by a constraint that was not asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[ModelT]):
    """One page of rows: ``page`` counts from 1, ``total`` are the rows on all pages."""

    items: Sequence[ModelT]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; 0 where there are no rows."""
        return -(-self.total // self.per_page)

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        """Whether a page goes before."""
        return self.page > 1


def not_a_key(mapper: Mapper[Any], fields: Sequence[str]) -> UsageError:
    """That the fields are no key for ON CONFLICT, and the keys that the model tells of."""
    model = mapper.class_.__name__
    keys = [f"({', '.join(key)})" for key in _keys(mapper)]
    known = f"Keys of {model}: {', '.join(keys)}." if keys else f"{model} tells of no key."
    return UsageError(f"{model} has no key ({', '.join(fields)}) that upsert can go by", hint=known)


def shared_values(mapper: Mapper[Any], values: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """What a row takes over from those that it is to refer to: what links are joined by and do not write (a tenant).

    ``values`` are the attributes that are about to be set, ``held`` those that the row has.  Raises ``UsageError``
    where it has other values: the link would lead to another row, or to none.
    """
    links = [
        (one, inspect(values[one.key]).dict)
        for one in mapper.relationships
        if one.direction is MANYTOONE and values.get(one.key) is not None
    ]
    written = {
        local: loaded.get(one.mapper.get_property_by_column(remote).key)
        for one, loaded in links
        for remote, local in one.synchronize_pairs
    }
    taken: dict[str, Any] = {}
    for one, loaded in links:
        own = {local for _remote, local in one.synchronize_pairs}
        for local, remote in one.local_remote_pairs or ():
            name = mapper.get_property_by_column(local).key
            theirs = loaded.get(one.mapper.get_property_by_column(remote).key)
            if local in own or theirs is None:
                continue
            known = (values.get(name), written.get(local), taken.get(name), held.get(name))
            ours = next((value for value in known if value is not None), None)
            if ours is None:
                taken[name] = theirs
            elif ours != theirs:
                what = f"{one.key} has {name} {theirs!r}, and the {mapper.class_.__name__} {ours!r}"
                raise UsageError(what, hint=f"Give {name} as well, if it is to change.")
    return taken


def _keys(mapper: Mapper[Any]) -> list[list[str]]:
    """The fields of each key that ON CONFLICT takes as it stands: not deferrable, without condition or expressions."""
    table = mapper.local_table
    if not isinstance(table, Table):
        return []
    whole = [one for one in table.constraints if isinstance(one, UniqueConstraint) and not one.deferrable]
    indexes = [
        one
        for one in table.indexes
        if isinstance(one, Index) and one.unique and one.dialect_options["postgresql"]["where"] is None
    ]
    found = [list(one.columns) for one in (table.primary_key, *whole)]
    found += [list(one.columns) for one in indexes if len(one.columns) == len(one.expressions)]
    first, *others = ([mapper.get_property_by_column(column).key for column in key] for key in found)
    return [key for key in (first, *sorted(others)) if key]
