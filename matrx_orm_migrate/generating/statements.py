"""What neither SQLAlchemy's constructs nor ``info`` can say: plain statements, run behind the table that they concern.

They stand in the models as DDL listeners, so that ``MetaData.create_all`` runs them, and the diff reads them there.
"""

from __future__ import annotations

from collections.abc import Sequence as Sequence_
from collections.abc import Set

from matrx_orm_migrate.ddl import DDLGenerator, DefinedIndex, literal, qualified, quote, reparsable, table_ref
from matrx_orm_migrate.generating import layout
from matrx_orm_migrate.generating.constraints import constraint_node, definition_of
from matrx_orm_migrate.generating.package import ColumnModel, Package, TableModel
from matrx_orm_migrate.schema import (
    CatalogObject,
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    KeyConstraint,
    ObjectId,
    PrimaryKey,
    Sequence,
    Unique,
)

__all__ = [
    "created_after",
    "is_added_later",
    "listeners",
    "not_null_definition",
    "package_statements",
    "partition_statements",
    "table_statements",
]

_UNLOGGED_SEQUENCES_SINCE = 150000
_REPLICA_IDENTITY = {"f": "FULL", "n": "NOTHING"}


def is_added_later(constraint: Constraint, package: Package) -> bool:
    """Whether CREATE TABLE cannot make it.

    There, NOT VALID means nothing, and of two keys over the same columns PostgreSQL makes one; and a foreign key that
    SQLAlchemy does not know does not make it create the other table first.
    """
    if isinstance(constraint, Unique):
        model = package.by_id[ObjectId("table", constraint.id.schema, constraint.id.parent)]
        keys = [obj for obj in model.constraints if isinstance(obj, (PrimaryKey, Unique))]
        return any(obj.columns == constraint.columns for obj in keys[: keys.index(constraint)])
    if isinstance(constraint, ForeignKey):
        return constraint.referred_table in package.by_id and _is_defined(constraint, package)
    return isinstance(constraint, Check) and constraint.definition.endswith(" NOT VALID")


def _is_defined(constraint: Constraint, package: Package) -> bool:
    return constraint_node(constraint, package).function == "DefinedConstraint"


def not_null_definition(column: Column) -> tuple[str, str] | None:
    """Name and definition of a NOT NULL constraint that is not the one a plain NOT NULL makes."""
    if not column.not_null:
        return None
    if column.not_null_name is None and not column.not_null_no_inherit and column.not_null_valid:
        return None
    name = column.not_null_name or default_not_null_name(column)
    return name, f"NOT NULL {quote(column.id.name)}{' NO INHERIT' if column.not_null_no_inherit else ''}"


def default_not_null_name(column: Column) -> str:
    """What PostgreSQL 18 calls the NOT NULL constraint of a column."""
    return f"{column.id.parent}_{column.id.name}_not_null"


def table_statements(model: TableModel, package: Package, serials: Set[ObjectId]) -> list[str]:
    """The statements of one table."""
    table = qualified(model.table.id.schema, model.table.id.name)
    found: list[str] = []
    for item in model.columns:
        column = item.column
        if item.inherited is not None:
            found += _own_of_inherited(table, item)
        not_null = not_null_definition(column) if not _inherits_not_null(item) else None
        if not_null is not None and not column.not_null_valid:
            found.append(f"ALTER TABLE {table} ADD CONSTRAINT {quote(not_null[0])} {not_null[1]} NOT VALID")
        if column.not_null_comment is not None:
            name = column.not_null_name or default_not_null_name(column)
            found.append(f"COMMENT ON CONSTRAINT {quote(name)} ON {table} IS {literal(column.not_null_comment)}")
        if column.identity is not None:
            found += _identity_sequence(qualified(*column.identity.sequence), column)
        if column.options:
            found.append(f"ALTER TABLE {table} ALTER COLUMN {quote(column.id.name)} SET ({', '.join(column.options)})")
    for constraint in model.constraints:
        later = is_added_later(constraint, package)
        if later and isinstance(constraint, ForeignKey):
            continue
        if later:
            found.append(f"ALTER TABLE {table} ADD CONSTRAINT {quote(constraint.id.name)} {definition_of(constraint)}")
        if later or _is_defined(constraint, package):
            found += _constraint_comment(table, constraint)
        if isinstance(constraint, KeyConstraint):
            found += _marks(table, constraint, constraint.clustered, constraint.replica_identity)
            if constraint.index_comment is not None:
                index_name = qualified(constraint.id.schema, constraint.id.name)
                found.append(f"COMMENT ON INDEX {index_name} IS {literal(constraint.index_comment)}")
    for index in sorted(model.indexes, key=lambda item: item.id):
        if not index.on_only:
            found += _about_index(table, index)
    if model.table.of_type is not None:
        found.append(f"ALTER TABLE {table} OF {model.table.of_type}")
    if model.table.replica_identity in _REPLICA_IDENTITY:
        found.append(f"ALTER TABLE {table} REPLICA IDENTITY {_REPLICA_IDENTITY[model.table.replica_identity]}")
    for sequence in package.sequences:
        owner = sequence.owned_by
        if sequence.id in serials or owner is None or (owner.schema, owner.parent) != model.table.id[1:3]:
            continue
        name = qualified(sequence.id.schema, sequence.id.name)
        found.append(f"ALTER SEQUENCE {name} OWNED BY {qualified(owner.schema, owner.parent)}.{quote(owner.name)}")
    return found


def _inherits_not_null(item: ColumnModel) -> bool:
    return item.inherited is not None and item.inherited.not_null


def _about_index(table: str, index: Index) -> list[str]:
    name = qualified(index.id.schema, index.id.name)
    found = [] if index.comment is None else [f"COMMENT ON INDEX {name} IS {literal(index.comment)}"]
    found += [
        f"ALTER INDEX {name} ALTER COLUMN {number} SET STATISTICS {target}" for number, target in index.statistics
    ]
    return [*found, *_marks(table, index, index.clustered, index.replica_identity)]


def partition_statements(package: Package) -> list[str]:
    """The indexes that not all partitions have: made before the partitions are attached, they would be given to all."""
    every = sorted((index for model in package.tables for index in model.indexes), key=lambda index: index.id)
    found: list[str] = []
    for index in every:
        if index.on_only:
            table = qualified(index.id.schema, index.id.parent)
            defined = DefinedIndex(index.id.name, reparsable(index.definition), unique=index.unique, only=True)
            found.append(DDLGenerator().add_index(defined.on(table_ref(index.id.schema, index.id.parent))))
            if index.tablespace is not None:
                name = qualified(index.id.schema, index.id.name)
                found.append(f"ALTER INDEX {name} SET TABLESPACE {quote(index.tablespace)}")
            found += _about_index(table, index)
    by_id = {index.id: index for index in every}
    for index in every:
        parent = by_id.get(index.origin) if index.origin is not None else None
        if parent is not None and parent.on_only:
            names = [qualified(obj.id.schema, obj.id.name) for obj in (parent, index)]
            found.append(f"ALTER INDEX {names[0]} ATTACH PARTITION {names[1]}")
    return found


def _identity_sequence(sequence: str, column: Column) -> list[str]:
    found: list[str] = []
    if column.identity_persistence is not None:
        found.append(f"ALTER SEQUENCE {sequence} SET {column.identity_persistence.upper()}")
    if column.identity_comment is not None:
        found.append(f"COMMENT ON SEQUENCE {sequence} IS {literal(column.identity_comment)}")
    return found


def _own_of_inherited(table: str, item: ColumnModel) -> list[str]:
    """How an inherited column differs from its parent's."""
    alter = f"ALTER TABLE {table} ALTER COLUMN {quote(item.column.id.name)}"
    found: list[str] = []
    if item.column.not_null and not _inherits_not_null(item) and not_null_definition(item.column) is None:
        found.append(f"{alter} SET NOT NULL")
    own, parents = item.default, item.inherited_default
    if own is None and parents is not None:
        found.append(f"{alter} DROP DEFAULT")
    elif own is not None and own.generated is None and (parents is None or own.expression != parents.expression):
        found.append(f"{alter} SET DEFAULT {reparsable(own.expression)}")
    return found


def created_after(model: TableModel, package: Package) -> str:
    """The source that has a table made behind the tables that it inherits from, or needs otherwise."""
    parents = dict.fromkeys((*model.table.inherits, *sorted(package.after.get(model.table.id, ()))))
    known = [package.by_id[parent] for parent in parents if parent in package.by_id]
    tables = [f"{item.name}.__table__" if item.mapped else item.name for item in (model, *known)]
    return layout.layout(layout.Call("created_after", tuple(tables))) if known else ""


def _marks(table: str, obj: Index | Constraint, clustered: bool, replica_identity: bool) -> list[str]:
    found: list[str] = []
    if clustered:
        found.append(f"ALTER TABLE {table} CLUSTER ON {quote(obj.id.name)}")
    if replica_identity:
        found.append(f"ALTER TABLE {table} REPLICA IDENTITY USING INDEX {quote(obj.id.name)}")
    return found


def _constraint_comment(table: str, constraint: Constraint) -> list[str]:
    if constraint.comment is None:
        return []
    return [f"COMMENT ON CONSTRAINT {quote(constraint.id.name)} ON {table} IS {literal(constraint.comment)}"]


def package_statements(package: Package, serials: Set[ObjectId], server_version: int) -> list[str]:
    """The statements about what belongs to no table, or to two."""
    found: list[str] = []
    for table_model in package.tables:
        table = qualified(table_model.table.id.schema, table_model.table.id.name)
        for constraint in table_model.foreign_keys:
            if is_added_later(constraint, package):
                name = quote(constraint.id.name)
                found.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition_of(constraint)}")
                found += _constraint_comment(table, constraint)
    for model in package.enums:
        found += _comment("TYPE", model.enum)
    for sequence in package.sequences:
        if sequence.id in serials:
            continue
        if _is_unlogged(sequence, package, server_version):
            # sa.Sequence makes it logged
            found.append(f"ALTER SEQUENCE {qualified(sequence.id.schema, sequence.id.name)} SET UNLOGGED")
        found += _comment("SEQUENCE", sequence)
    return found


def _is_unlogged(sequence: Sequence, package: Package, server_version: int) -> bool:
    owner = sequence.owned_by
    if sequence.persistence is not None or owner is None or server_version < _UNLOGGED_SEQUENCES_SINCE:
        return sequence.persistence == "unlogged"
    model = package.by_id.get(ObjectId("table", owner.schema, owner.parent))
    return model is not None and model.table.unlogged


def _comment(kind: str, obj: CatalogObject) -> list[str]:
    if obj.comment is None:
        return []
    return [f"COMMENT ON {kind} {qualified(obj.id.schema, obj.id.name)} IS {literal(obj.comment)}"]


def listeners(target: str, statements: Sequence_[str], *, function: str = "after_create") -> str:
    """The statements as source."""
    node = layout.Call(function, (target, *(layout.literal(statement) for statement in statements)))
    return layout.layout(node)
