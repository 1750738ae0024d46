"""What the catalog says about views, and about what fires or is gathered on a relation: triggers, rules, statistics."""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema.ids import ObjectId
from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["EventTrigger", "MaterializedView", "Rule", "Statistics", "Trigger", "View", "ViewColumn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewColumn:
    """A column of a view or materialized view: no object of its own, for it comes and goes with the query.

    ``collation`` is qualified and only given where it is not the type's.  A view's column may have a ``default`` for
    INSERT; what stands behind it only a materialized view's can have, as a table's.
    """

    name: str
    type: str
    collation: str | None = None
    default: str | None = None
    comment: str | None = None
    statistics: int = -1
    storage: str | None = None
    type_storage: str = field(default="p", compare=False)
    compression: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View(CatalogObject):
    """A view.  ``definition`` is what ``pg_get_viewdef`` prints, without the semicolon; ``options`` are
    ``name=value`` (``security_barrier``, ``security_invoker``, ``check_option``).
    """

    definition: str
    columns: tuple[ViewColumn, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterializedView(CatalogObject):
    """A materialized view; its indexes are objects of their own.

    ``options`` hold the toast table's as well, with the prefix ``toast.``.  Whether it is ``populated`` is its content,
    not its schema (a dump of a schema says WITH NO DATA of each), so it makes no difference.
    """

    definition: str
    columns: tuple[ViewColumn, ...] = ()
    options: tuple[str, ...] = ()
    access_method: str | None = None
    tablespace: str | None = None
    replica_identity: str = "d"
    populated: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(CatalogObject):
    """A trigger of a table or view; ``id`` carries that as parent.

    ``definition`` is what ``pg_get_triggerdef`` prints behind the name; ``enabled`` is O (on), D (off), R (replica) or
    A (always).  ``on_partitions`` has those of the partitions' copies that are switched otherwise than the copy of the
    table above, from the top down: schema, partition and state.
    """

    definition: str
    constraint: bool = False
    enabled: str = "O"
    on_partitions: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(CatalogObject):
    """A rule of a table or view, but for the one that makes a view a view.

    ``definition`` is what ``pg_get_ruledef`` prints behind the name, without the semicolon; ``enabled`` as in
    :class:`Trigger`.
    """

    definition: str
    enabled: str = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics(CatalogObject):
    """Extended statistics of a ``relation``; they have a schema of their own, so ``id`` carries no parent.

    ``kinds`` are ndistinct, dependencies and mcv, empty for all of them; ``columns`` are sorted by name, for PostgreSQL
    keeps them in the table's order, which means nothing; ``target`` is -1 for the default.
    """

    relation: ObjectId
    kinds: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()
    target: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTrigger(CatalogObject):
    """An event trigger; ``function`` is qualified and quoted, ``enabled`` as in :class:`Trigger`."""

    event: str
    function: str
    tags: tuple[str, ...] = ()
    enabled: str = "O"
