"""Columns, constraints and indexes that say in PostgreSQL's own words what they are."""

from __future__ import annotations

from typing import Any, Self

from sqlalchemy import Column, Constraint, Index, MetaData, Table
from sqlalchemy.types import NullType

__all__ = ["DefinedColumn", "DefinedConstraint", "DefinedIndex", "table_ref"]


class DefinedColumn(Column[Any]):
    """A column rendered as its name and ``definition``: ``integer DEFAULT 1 NOT NULL``."""

    inherit_cache = True

    def __init__(self, name: str, definition: str) -> None:
        super().__init__(name, NullType())
        self.definition = definition

    def _copy(self, **_kw: Any) -> DefinedColumn:
        return DefinedColumn(self.name, self.definition)


class DefinedConstraint(Constraint):
    """A constraint rendered as ``CONSTRAINT name definition``, the definition as ``pg_get_constraintdef`` prints it."""

    __visit_name__ = "defined_constraint"

    def __init__(self, name: str, definition: str) -> None:
        super().__init__(name=name)
        self.definition = definition

    def on(self, table: Table) -> Self:
        """The constraint, attached to ``table``."""
        table.append_constraint(self)
        return self


class DefinedIndex(Index):
    """An index rendered as ``CREATE [UNIQUE] INDEX name ON [ONLY] table USING definition``.

    ``definition`` is what ``pg_get_indexdef`` prints behind ``USING``: ``btree (a) WHERE (b > 0)``.
    """

    inherit_cache = True

    def __init__(self, name: str, definition: str, *, unique: bool = False, only: bool = False) -> None:
        super().__init__(name, unique=unique)
        self.definition = definition
        self.only = only

    def on(self, table: Table) -> Self:
        """The index, attached to ``table``."""
        self._set_parent_with_dispatch(table)
        return self


def table_ref(schema: str, name: str) -> Table:
    """A table by name alone, to hang columns, constraints and indexes on."""
    return Table(name, MetaData(), schema=schema or None)
