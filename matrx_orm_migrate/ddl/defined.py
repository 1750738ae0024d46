"""Columns, constraints and indexes that say in PostgreSQL's own words what they are.

SQLAlchemy's own dialects for PostgreSQL compile the constraints and indexes too, so that ``MetaData.create_all`` of
generated models needs nothing but an engine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from sqlalchemy import Column, Constraint, Index, MetaData, Table, event
from sqlalchemy.ext import compiler
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.types import NullType

__all__ = ["CreateDefinedIndex", "DefinedColumn", "DefinedConstraint", "DefinedIndex", "table_ref"]

# SQLAlchemy 2.0 has no types for this
_compiles: Callable[..., Callable[[Callable[..., str]], Callable[..., str]]] = compiler.compiles


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

    # not "index": SQLAlchemy would write CREATE INDEX itself, and knows no way to let one index say otherwise
    __visit_name__ = "defined_index"
    inherit_cache = True

    def __init__(self, name: str, definition: str, *, unique: bool = False, only: bool = False) -> None:
        super().__init__(name, unique=unique)
        self.definition = definition
        self.only = only

    def _set_parent(self, parent: Any, **kw: Any) -> None:
        super()._set_parent(parent, **kw)
        event.listen(parent, "after_create", CreateDefinedIndex(self))

    def on(self, table: Table) -> Self:
        """The index, attached to ``table``."""
        self._set_parent_with_dispatch(table)
        return self


class CreateDefinedIndex(ExecutableDDLElement):
    """CREATE INDEX of a :class:`DefinedIndex`."""

    def __init__(self, element: DefinedIndex) -> None:
        self.element = element


@_compiles(DefinedConstraint, "postgresql")
def _constraint(constraint: DefinedConstraint, compiler: Any, **_kw: Any) -> str:
    return f"CONSTRAINT {compiler.preparer.quote(str(constraint.name))} {_as_driver_takes(constraint, compiler)}"


@_compiles(CreateDefinedIndex, "postgresql")
def _create_index(create: CreateDefinedIndex, compiler: Any, **_kw: Any) -> str:
    index = create.element
    assert index.table is not None
    unique = "UNIQUE " if index.unique else ""
    only = "ONLY " if index.only else ""
    name = compiler._prepared_index_name(index)
    table = compiler.preparer.format_table(index.table)
    return f"CREATE {unique}INDEX {name} ON {only}{table} USING {_as_driver_takes(index, compiler)}"


def _as_driver_takes(construct: DefinedConstraint | DefinedIndex, compiler: Any) -> str:
    """The definition; drivers with ``%s`` parameters want each ``%`` twice."""
    doubled = getattr(compiler.preparer, "_double_percents", False)
    return construct.definition.replace("%", "%%") if doubled else construct.definition


def table_ref(schema: str, name: str) -> Table:
    """A table by name alone, to hang columns, constraints and indexes on."""
    return Table(name, MetaData(), schema=schema or None)
