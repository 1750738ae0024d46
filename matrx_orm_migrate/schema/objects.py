"""What the catalog says about one object: the base class that every kind shares, and the built-in kinds' values.

All texts (types, expressions, definitions) are in PostgreSQL's own spelling, read with an empty ``search_path``, so
comparing two objects is ``==``.  A field that says nothing about the schema (where a column stands, which parent an
index follows) carries ``compare=False``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.quick import quick
from matrx_orm_migrate.schema.definitions import column_lists
from matrx_orm_migrate.schema.ids import ObjectId

__all__ = [
    "CatalogObject",
    "Check",
    "Column",
    "Constraint",
    "Default",
    "Enum",
    "Exclusion",
    "Extension",
    "ExtensionDependency",
    "ForeignKey",
    "IdentityOptions",
    "Index",
    "Inheritance",
    "KeyConstraint",
    "Namespace",
    "Partition",
    "PrimaryKey",
    "Sequence",
    "SequenceOptions",
    "Table",
    "Unique",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogObject:
    """Base of every object in a snapshot.

    ``owner_id`` is the object that this one is part of: dropping the owner drops it (a column's table, an owned
    sequence's column).  ``origin`` is the object that this one follows (the parent table's column that a partition's
    column follows), and ``link`` the object that makes it so (a :class:`Partition` or an :class:`Inheritance`); both
    are None for what stands on its own.  ``declared`` tells of one that follows that it is said in its own right as
    well, and would stay alone.  ``depends_on`` are dependencies that ``pg_depend`` does not hold.  ``position`` orders
    the parts of an owner when they are written out.  Only ``comment`` of these ever makes a difference.
    """

    id: ObjectId
    comment: str | None = None
    owner_id: ObjectId | None = field(default=None, compare=False)
    origin: ObjectId | None = field(default=None, compare=False)
    link: ObjectId | None = field(default=None, compare=False)
    declared: bool = field(default=False, compare=False)
    depends_on: tuple[ObjectId, ...] = field(default=(), compare=False)
    position: int = field(default=0, compare=False)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles without which the object cannot be made; they belong to the server, not to the database."""
        return ()

    @property
    def acts_as(self) -> tuple[str, ...]:
        """The roles that whoever makes the object has to be, or be able to become (``SET ROLE``)."""
        return ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace(CatalogObject):
    """A schema."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(CatalogObject):
    """An installed extension.  Which version is the server's business, as in pg_dump: it is not compared.

    ``keeps_rows`` tells that it has tables, materialized views or sequences, whose rows go with it.
    """

    schema: str
    relocatable: bool = field(default=True, compare=False)
    version: str = field(default="", compare=False)
    keeps_rows: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionDependency(CatalogObject):
    """That an object goes along when an extension is dropped (``DEPENDS ON EXTENSION``); it is the ``owner_id``.

    ``target`` is what stands behind ALTER for it, and ``extension`` the extension's name.
    """

    target: str = field(compare=False)
    extension: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Enum(CatalogObject):
    """An enumerated type; ``labels`` in their order."""

    labels: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceOptions:
    """How a sequence counts; ``data_type`` is smallint, integer or bigint."""

    data_type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycle: bool


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(CatalogObject):
    """A sequence that is not an identity column's.  ``owned_by`` is the column that takes it along when dropped.

    ``persistence`` is ``logged`` or ``unlogged``, only where it is not that of the owning column's table (for a
    sequence without an owner: where it is not logged).
    """

    options: SequenceOptions
    owned_by: ObjectId | None = None
    persistence: str | None = None


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Table(CatalogObject):
    """A table, partitioned or not; its columns and constraints are objects of their own.

    ``options`` are storage parameters as ``name=value``, the toast table's with the prefix ``toast.``;
    ``partition_key`` is what stands behind PARTITION BY, or None, ``partition_columns`` the plain columns in it;
    ``inherits`` are the parents of plain inheritance; what joins it to each is an :class:`Inheritance`.  A partition's
    owner is its parent.
    """

    unlogged: bool = False
    options: tuple[str, ...] = ()
    partition_key: str | None = None
    partition_columns: tuple[str, ...] = field(default=(), compare=False)
    inherits: tuple[ObjectId, ...] = field(default=(), compare=False)
    access_method: str | None = None
    tablespace: str | None = None
    of_type: str | None = None
    replica_identity: str = "d"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Partition(CatalogObject):
    """That a table is a partition of another: ``id`` names the partition, ``bound`` is FOR VALUES … or DEFAULT."""

    parent: ObjectId
    bound: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance(CatalogObject):
    """That a table inherits from another, and is no partition of it; either may be a foreign table."""

    child: ObjectId
    parent: ObjectId


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityOptions:
    """GENERATED … AS IDENTITY: ``always`` or by default, the sequence's name (schema, name) and how it counts."""

    always: bool
    sequence: tuple[str, str]
    options: SequenceOptions


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Column(CatalogObject):
    """A column; its default or generation expression is a :class:`Default` of its own.

    ``type`` is what ``format_type`` prints; ``collation`` is qualified and only given where it is not the type's;
    ``not_null_name`` only where the constraint's name is not the one that PostgreSQL would choose (18 and later);
    ``storage`` and ``compression`` only where they are not the type's own; ``statistics`` is the target, -1 for the
    default.  ``base_type`` is the type without its modifier (``numeric`` for ``numeric(10,2)``), ``type_storage`` the
    storage that the type itself asks for; ``not_null_local`` tells that a partition would keep its NOT NULL without its
    parent's.  ``not_null_comment`` is on the NOT NULL constraint (18 and later), ``identity_comment`` on the sequence
    of an identity, and ``identity_persistence`` is ``logged`` or ``unlogged`` where that sequence is not as its table.
    ``foreign_options`` are (name, value) pairs, which a foreign table's column may have.
    """

    type: str
    base_type: str = field(default="", compare=False)
    type_storage: str = field(default="p", compare=False)
    not_null: bool = False
    not_null_name: str | None = None
    not_null_no_inherit: bool = False
    not_null_valid: bool = True
    not_null_local: bool = field(default=False, compare=False)
    collation: str | None = None
    identity: IdentityOptions | None = None
    not_null_comment: str | None = None
    identity_comment: str | None = None
    identity_persistence: str | None = None
    storage: str | None = None
    compression: str | None = None
    statistics: int = -1
    options: tuple[str, ...] = ()
    foreign_options: tuple[tuple[str, str], ...] = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Default(CatalogObject):
    """What a column gets when nothing is given: DEFAULT, or GENERATED ALWAYS AS … STORED or VIRTUAL.

    ``id`` is kind ``default``, parent the table, name the column.  ``generated`` is None, ``stored`` or ``virtual``.
    """

    expression: str
    generated: str | None = None


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(CatalogObject):
    """A table constraint; ``definition`` is what ``pg_get_constraintdef`` prints (NOT VALID and the like included)."""

    definition: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class KeyConstraint(Constraint):
    """A constraint with an index behind it: what ``pg_get_constraintdef`` does not print about that index.

    ``index_comment`` is the comment on that index, which is not the one on the constraint.
    """

    index_options: tuple[str, ...] = ()
    tablespace: str | None = None
    clustered: bool = False
    replica_identity: bool = False
    index_comment: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the key's columns, in order; an empty string for an expression (EXCLUDE)."""
        return next(column_lists(self.definition))


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryKey(KeyConstraint):
    """PRIMARY KEY."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Unique(KeyConstraint):
    """UNIQUE."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(KeyConstraint):
    """EXCLUDE."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Constraint):
    """CHECK."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey(Constraint):
    """FOREIGN KEY; what it refers to, once more for targets: the table, and the actions as SQL words."""

    referred_table: ObjectId = field(compare=False)
    on_delete: str = field(default="NO ACTION", compare=False)
    on_update: str = field(default="NO ACTION", compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its own columns, in order."""
        return next(column_lists(self.definition))

    @property
    def referred_columns(self) -> tuple[str, ...]:
        """The names of the columns that it refers to, in order."""
        lists = column_lists(self.definition)
        next(lists)
        return next(lists)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Index(CatalogObject):
    """An index that no constraint owns.

    ``id`` carries the table as parent.  ``definition`` is what ``pg_get_indexdef`` prints behind ``USING`` (the method
    first), so that it is the same for indexes that differ in name only.  ``statistics`` are (column number,
    target) pairs.
    ``on_only`` marks a partitioned index that not all partitions have yet, and ``joined`` are those of its partitions
    that it has.
    """

    definition: str
    unique: bool = False
    valid: bool = True
    on_only: bool = False
    joined: tuple[ObjectId, ...] = ()
    clustered: bool = False
    replica_identity: bool = False
    tablespace: str | None = None
    statistics: tuple[tuple[int, int], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the key's columns, in order; an empty string for an expression."""
        return next(column_lists(self.definition))
