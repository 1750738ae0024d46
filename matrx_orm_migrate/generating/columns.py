"""Columns: what stands in ``mapped_column(…)`` or ``sa.Column(…)``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matrx_orm_migrate.ddl import literal as sql_literal
from matrx_orm_migrate.ddl import qualified, reparsable
from matrx_orm_migrate.generating.constraints import foreign_key_arguments, key_on_columns
from matrx_orm_migrate.generating.definitions import unwrapped
from matrx_orm_migrate.generating.layout import Call, Dictionary, Node, literal
from matrx_orm_migrate.generating.naming import ANNOTATION_BUILTINS
from matrx_orm_migrate.generating.package import ColumnModel, Package, TableModel
from matrx_orm_migrate.generating.sqltext import sql_argument, sql_text
from matrx_orm_migrate.generating.statements import not_null_definition
from matrx_orm_migrate.schema import ForeignKey, IdentityOptions, ObjectId, Sequence, SequenceOptions

__all__ = ["ColumnWriter", "annotation", "sequence_node", "serial_sequences"]

_INTEGERS = {"smallint": (2**15, "SmallSerial"), "integer": (2**31, "Serial"), "bigint": (2**63, "BigSerial")}
_INTEGER_TYPES = {"smallint": "sa.SmallInteger", "integer": "sa.Integer", "bigint": "sa.BigInteger"}

# pg_attribute.attstorage and attcompression
_STORAGE = {"p": "plain", "e": "external", "m": "main", "x": "extended"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}

Keyword = tuple[str, Node]


def annotation(python: str, taken: frozenset[str]) -> str:
    """A Python type as it has to be written in a class that has attributes named ``taken``."""
    clashes = ANNOTATION_BUILTINS & taken
    if not clashes:
        return python
    names = "|".join(sorted(clashes))
    return re.sub(rf"(?<![\w.])({names})(?!\w)", r"builtins.\1", python)


def serial_sequences(package: Package) -> frozenset[ObjectId]:
    """The sequences that SERIAL makes exactly as they are, so that no model has to mention them."""
    sequences = {sequence.id: sequence for sequence in package.sequences}
    found: set[ObjectId] = set()
    for model in package.tables:
        for item in model.columns:
            sequence = sequences.get(_serial_id(item))
            if sequence is not None and _is_serial(item, sequence):
                found.add(sequence.id)
    return frozenset(found)


def _serial_id(item: ColumnModel) -> ObjectId:
    """The sequence that SERIAL makes for a column, where the name is short enough to stay whole."""
    return ObjectId("sequence", item.column.id.schema, f"{item.column.id.parent}_{item.column.id.name}_seq")


def _is_serial(item: ColumnModel, sequence: Sequence) -> bool:
    column, default = item.column, item.default
    if item.inherited is not None or column.type not in _INTEGERS or not column.not_null:
        return False
    if default is None or default.generated is not None:
        return False
    expected = f"nextval({sql_literal(qualified(sequence.id.schema, sequence.id.name))}::regclass)"
    return (
        default.expression == expected
        and sequence.owned_by == column.id
        and sequence.comment is None
        and sequence.persistence is None
        and sequence.options.data_type == column.type
        and not _sequence_arguments(sequence.options)
    )


def _sequence_arguments(options: SequenceOptions) -> list[Keyword]:
    """How a sequence counts, as far as it is not what PostgreSQL would choose."""
    limit = _INTEGERS[options.data_type][0]
    up = options.increment > 0
    minimum, maximum = (1, limit - 1) if up else (-limit, -1)
    keyword: list[Keyword] = []
    if options.start != (options.minimum if up else options.maximum):
        keyword.append(("start", str(options.start)))
    if options.increment != 1:
        keyword.append(("increment", str(options.increment)))
    if options.minimum != minimum:
        keyword.append(("minvalue", str(options.minimum)))
    if options.maximum != maximum:
        keyword.append(("maxvalue", str(options.maximum)))
    if options.cycle:
        keyword.append(("cycle", "True"))
    if options.cache != 1:
        keyword.append(("cache", str(options.cache)))
    return keyword


def sequence_node(sequence: Sequence, package: Package) -> Call:
    """A sequence that belongs to the metadata."""
    keyword = _sequence_arguments(sequence.options)
    if sequence.options.data_type != "bigint":
        keyword.insert(0, ("data_type", _INTEGER_TYPES[sequence.options.data_type]))
    schema = package.schema(sequence.id.schema)
    if schema is not None:
        keyword.append(("schema", literal(schema)))
    keyword.append(("metadata", "Base.metadata"))
    return Call("sa.Sequence", (literal(sequence.id.name),), tuple(keyword))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWriter:
    """Writes the columns of one table."""

    model: TableModel
    package: Package
    serials: frozenset[ObjectId]

    def arguments(self, item: ColumnModel) -> tuple[tuple[Node, ...], tuple[Keyword, ...]]:
        """The positional arguments behind the name, and the keyword arguments."""
        column, default = item.column, item.default
        key = self.model.primary_key
        on_columns = key_on_columns(self.model)
        in_key = key is not None and column.id.name in key.columns
        known_key = in_key and (on_columns or self._key_is_known())
        foreign_keys = self._foreign_keys(item)
        positional: list[Node] = [item.type.node]
        keyword: list[Keyword] = []
        if in_key and on_columns:
            keyword.append(("primary_key", "True"))
        serial = default is not None and _serial_id(item) in self.serials
        if serial:
            if known_key and self._auto_column() == item:
                if foreign_keys or (key is not None and len(key.columns) > 1):
                    keyword.append(("autoincrement", "True"))
            else:
                positional[0] = _INTEGERS[column.type][1]
                keyword.append(("server_default", "sa.FetchedValue()"))
        elif known_key and self._would_be_serial(item, foreign_keys):
            keyword.append(("autoincrement", "False"))
        positional += foreign_keys
        if column.identity is not None:
            positional.append(self._identity(column.identity, column.type))
        if default is not None and default.generated is not None:
            expression = sql_argument(unwrapped(reparsable(default.expression)))
            if default.generated == "stored":
                positional.append(Call("sa.Computed", (expression,), (("persisted", "True"),)))
            else:
                positional.append(Call("Virtual", (expression,)))
        elif default is not None and not serial:
            keyword.append(("server_default", sql_text(reparsable(default.expression))))
        if item.inherited is not None:
            # not in CREATE TABLE: INHERITS brings it along
            keyword.append(("system", "True"))
        if column.comment is not None:
            keyword.append(("comment", literal(column.comment)))
        info = self._info(item)
        if info:
            keyword.append(("info", Dictionary(tuple(info))))
        return tuple(positional), tuple(keyword)

    def mapped(self, item: ColumnModel) -> Call:
        """``mapped_column(…)``."""
        positional, keyword = self.arguments(item)
        if item.attribute != item.column.id.name:
            positional = (literal(item.column.id.name), *positional)
        if not_null_definition(item.column) is not None:
            # the NOT NULL stands apart from the column, as a constraint with a name or options of its own
            keyword = (("nullable", "True"), *keyword)
        return Call("mapped_column", positional, keyword)

    def core(self, item: ColumnModel) -> Call:
        """``sa.Column(…)``."""
        positional, keyword = self.arguments(item)
        if item.column.not_null and not_null_definition(item.column) is None:
            keyword = (("nullable", "False"), *keyword)
        return Call("sa.Column", (literal(item.column.id.name), *positional), keyword)

    def _key_is_known(self) -> bool:
        from matrx_orm_migrate.generating.constraints import constraint_node

        key = self.model.primary_key
        return key is not None and constraint_node(key).function == "sa.PrimaryKeyConstraint"

    def _auto_column(self) -> ColumnModel | None:
        """The column of the primary key that SQLAlchemy makes serial; there is one at most."""
        key = self.model.primary_key
        if key is None:
            return None
        columns = (self.model.column(name) for name in key.columns)
        return next((item for item in columns if item.default is not None and _serial_id(item) in self.serials), None)

    def _would_be_serial(self, item: ColumnModel, foreign_keys: list[Node]) -> bool:
        """Whether SQLAlchemy takes the column for one that counts by itself unless it is told."""
        key = self.model.primary_key
        alone = key is not None and len(key.columns) == 1 and item.column.type in _INTEGERS
        return alone and item.default is None and item.column.identity is None and not foreign_keys

    def _foreign_keys(self, item: ColumnModel) -> list[Node]:
        nodes: list[Node] = []
        for constraint in self.model.foreign_keys:
            if constraint.columns != (item.column.id.name,):
                continue
            node = foreign_key_node(constraint, self.package)
            if node is not None:
                nodes.append(node)
        return nodes

    def _identity(self, identity: IdentityOptions, type_: str) -> Call:
        keyword: list[Keyword] = [("always", "True")] if identity.always else []
        if identity.options.data_type in _INTEGERS:
            keyword += _sequence_arguments(identity.options)
        return Call("sa.Identity", (), tuple(keyword))

    def _info(self, item: ColumnModel) -> list[tuple[str, Node]]:
        column = item.column
        info: list[tuple[str, Node]] = []
        if column.storage is not None:
            info.append(("storage", literal(_STORAGE.get(column.storage, column.storage))))
        if column.compression is not None:
            info.append(("compression", literal(_COMPRESSION.get(column.compression, column.compression))))
        if column.statistics != -1:
            info.append(("statistics", str(column.statistics)))
        identity = column.identity
        if identity is not None and identity.sequence[1] != f"{column.id.parent}_{column.id.name}_seq":
            info.append(("identity_sequence", literal(identity.sequence[1])))
        return info


def foreign_key_node(constraint: ForeignKey, package: Package) -> Call | None:
    """``sa.ForeignKey(…)`` for a foreign key of one column; None where SQLAlchemy cannot say it in full."""
    arguments = foreign_key_arguments(constraint, package.by_id)
    if arguments is None or len(constraint.columns) != 1:
        return None
    schema = package.schema(constraint.referred_table.schema)
    names = [constraint.referred_table.name, constraint.referred_columns[0]]
    target = ".".join([schema, *names] if schema is not None else names)
    return Call("sa.ForeignKey", (literal(target),), arguments)
