"""Which objects of a database SQLAlchemy models could have asked for, and which they have no words for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from types import MappingProxyType

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.schema import (
    CatalogObject,
    Column,
    Default,
    Enum,
    ForeignTable,
    ObjectId,
    Partition,
    PublicationSchema,
    PublicationTable,
    Sequence,
    Snapshot,
)

__all__ = ["KNOWN_KINDS", "UNSAYABLE", "Name", "knowledge", "unclaimed"]

Name = tuple[str, str]
"""Schema and name."""

_TABLE_PARTS = frozenset(
    (
        *("table", "column", "default", "primary_key", "unique", "check", "foreign_key", "exclusion", "index"),
        *("partition", "inheritance"),
    )
)
KNOWN_KINDS = _TABLE_PARTS | {"enum", "sequence"}

_KEY = frozenset(("index_options", "tablespace", "clustered", "replica_identity", "index_comment"))

UNSAYABLE = MappingProxyType(
    {
        "table": frozenset(("options", "replica_identity", "access_method", "tablespace", "of_type")),
        "column": frozenset(
            (
                "storage",
                "compression",
                "statistics",
                "options",
                "not_null_name",
                "not_null_no_inherit",
                "not_null_comment",
                "identity_comment",
                "identity_persistence",
            )
        ),
        "primary_key": _KEY,
        "unique": _KEY,
        "exclusion": _KEY,
        "index": frozenset(("clustered", "replica_identity", "statistics", "tablespace", "comment")),
        "enum": frozenset(("comment",)),
        "sequence": frozenset(("owned_by", "persistence", "comment")),
    }
)
"""Fields without a word in SQLAlchemy (or only one that says more than the default): the live value stays."""


def knowledge(
    current: Snapshot,
    *,
    tables: Set[Name],
    enums: Set[Name],
    foreign_enums: Set[Name],
    sequences: Set[Name],
    includes: Callable[[ObjectId], bool],
    owns: Set[str] = frozenset(),
) -> Callable[[CatalogObject], bool]:
    """The function ``knows`` of :class:`~matrx_orm_migrate.hooks.Desired`, for models with these tables and types.

    ``foreign_enums`` are enums that the models use and do not create (``create_type=False``).  ``owns`` are kinds that
    the models say they declare all of, with what is part of them.
    """
    unknown_tables = _foreign_partitions(current, tables)
    if "foreign_table" not in owns:
        unknown_tables |= {(obj.id.schema, obj.id.name) for obj in current if isinstance(obj, ForeignTable)}
    owned = owns - _TABLE_PARTS
    known_enums = enums | (_used_enums(current, unknown_tables, includes) - foreign_enums)

    def knows(obj: CatalogObject) -> bool:
        kind, owner_id = obj.id.kind, obj.owner_id
        if owned and (kind in owned or (owner_id is not None and owner_id.kind in owned)):
            return True
        if kind in _TABLE_PARTS:
            if owner_id is not None and owner_id.kind not in _TABLE_PARTS:
                return False  # an index of a materialized view
            return not unknown_tables or _table_of(obj.id) not in unknown_tables
        if isinstance(obj, (PublicationTable, PublicationSchema)) and obj.publication.kind in owns:
            return True
        if isinstance(obj, Sequence):
            if (obj.id.schema, obj.id.name) in sequences:
                return True
            return obj.owned_by is not None and _table_of(obj.owned_by) not in unknown_tables
        if isinstance(obj, Enum):
            return (obj.id.schema, obj.id.name) in known_enums
        # what hangs on a table that the models do not have any more goes with it
        owner = obj.owner_id
        if owner is None or owner.kind != "table" or _table_of(owner) in tables | unknown_tables:
            return False
        return includes(owner)

    return knows


def unclaimed(
    current: Snapshot,
    statements: Iterable[str],
    *,
    enums: Set[Name],
    sequences: Set[Name],
    includes: Callable[[ObjectId], bool],
) -> Iterator[str]:
    """A sentence for each sequence and enum that neither the models mention nor any table uses.

    Whoever made it by SQL may count on it, so it stays; whoever took it out of the models expects it to go.
    """
    live = [obj for obj in current if isinstance(obj, (Sequence, Enum)) and includes(obj.id)]
    live = [obj for obj in live if (obj.id.schema, obj.id.name) not in enums | sequences]
    if not live:
        return
    used = {_bare(obj.type.removesuffix("[]")) for obj in current if isinstance(obj, Column)}
    texts = [*statements, *(obj.expression for obj in current if isinstance(obj, Default))]
    for obj in sorted(live, key=lambda obj: obj.id):
        name = obj.id.name
        if isinstance(obj, Enum):
            in_use = _bare(qualified(obj.id.schema, name)) in used
        else:
            in_use = obj.owned_by is not None or any(name in text for text in texts)
        if not in_use:
            word = "TYPE" if isinstance(obj, Enum) else "SEQUENCE"
            yield (
                f"{obj.id.kind} {obj.id.schema}.{name} stays: the models do not mention it, no table uses it, and it "
                f"may be somebody else's. To be rid of it, write DROP {word} into a migration of your own "
                "(matrx-orm create_empty)."
            )


def _table_of(object_id: ObjectId) -> Name:
    return object_id.schema, object_id.parent or object_id.name


def _foreign_partitions(current: Snapshot, tables: Set[Name]) -> frozenset[Name]:
    """Partitions that the models do not have, of a parent that they do: somebody else makes those (pg_partman…)."""
    parents = {
        (obj.id.schema, obj.id.name): (obj.parent.schema, obj.parent.name)
        for obj in current
        if isinstance(obj, Partition)
    }

    def root(name: Name) -> Name:
        while name in parents:
            name = parents[name]
        return name

    return frozenset(name for name in parents if name not in tables and root(name) in tables)


def _used_enums(current: Snapshot, unknown_tables: Set[Name], includes: Callable[[ObjectId], bool]) -> frozenset[Name]:
    """The enums that known tables use, and no other table."""
    enums = {
        _bare(qualified(*name)): name for name in ((o.id.schema, o.id.name) for o in current if isinstance(o, Enum))
    }
    used: set[Name] = set()
    used_elsewhere: set[Name] = set()
    of_types: dict[str, Name | None] = {}  # types are few, columns are many
    for obj in current if enums else ():
        if not isinstance(obj, Column):
            continue
        if obj.type not in of_types:
            of_types[obj.type] = enums.get(_bare(obj.type.removesuffix("[]")))
        enum = of_types[obj.type]
        if enum is not None:
            table = _table_of(obj.id)
            known = table not in unknown_tables and includes(ObjectId("table", *table))
            (used if known else used_elsewhere).add(enum)
    return frozenset(used - used_elsewhere)


def _bare(type_name: str) -> str:
    # servers of other versions quote other keywords
    return type_name.replace('"', "")
