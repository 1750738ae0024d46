"""Random schemas for walks: a small model that hypothesis draws, and the SQL that makes it.

The model is loose: a foreign key may name a table that is not there, an index a column that is.  What makes no sense is
left out, or mended, when the SQL is written; so a schema may be changed piece by piece and is valid all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from tests.support.things import Thing, after_tables, before_tables, named, of_kind

__all__ = ["Schema", "evolved", "schemas", "script"]

_K = TypeVar("_K")
_V = TypeVar("_V")

_SCHEMAS = ("public", 'we"ird', "s%1")
_TABLES = ("t", "Or der", 'q"t', "a%b:c", "日本")
_COLUMNS = ("a", "B c", 'd"q', "p%s", ":x", "é", "user", "a.b")
_ENUMS = ("mood", "St'ate")
_SEQUENCES = ("counter", 'se"q')
_LABELS = ("new", "it's", "%s", ":x", "ünï", 'q"')

_NUMBERS = ("integer", "bigint", "smallint")
_TEXTS = ("text", "character varying(10)", "character varying(30)", "character(3)")
_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_NUMBERS, ("0", "-1", "(1 + 2)")),
    **dict.fromkeys(("numeric", "numeric(8,2)", "double precision"), ("0", "1.50")),
    **dict.fromkeys(_TEXTS, ("'it'", "'a:%'", "''", "upper('x')")),
    "boolean": ("true", "false"),
    "date": ("CURRENT_DATE", "'2024-02-29'"),
    "timestamp with time zone": ("now()",),
    "uuid": ("gen_random_uuid()",),
    "jsonb": ("""'{"a": ":b %s"}'""",),
    "integer[]": ("'{}'", "ARRAY[1, 2]"),
    "text[]": ("""'{"a,b"}'""",),
    "bytea": (r"'\x00ff'",),
    "inet": ("'10.0.0.1'",),
    "interval": ("'1 day'",),
}
# these stand for one of the types that the schema has
_ENUM, _DOMAIN, _COMPOSITE = "enum", "domain", "composite"
_TYPES = (*_DEFAULTS, _ENUM, _DOMAIN, _COMPOSITE)

_TEXT = ("it's", '"quoted"', "100% :x \\ 日本", "two\nlines", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``kind`` is plain, serial, identity, stored or virtual; ``choice`` picks a default, an enum, an option."""

    kind: str
    type: str
    not_null: bool
    default: bool
    choice: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A constraint or an index over some columns; ``choice`` picks its options."""

    kind: str
    columns: tuple[str, ...]
    target: tuple[str, str]
    choice: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``partitions`` is None for a plain table, else which of four partitions there are, with how many values each."""

    key: str
    has_key: bool
    columns: Mapping[str, Column]
    parts: Mapping[int, Part]
    partitions: tuple[int, int, int, int] | None
    unlogged: bool
    fillfactor: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """Everything in a database, by schema and name."""

    enums: Mapping[tuple[str, str], tuple[str, ...]]
    sequences: Mapping[tuple[str, str], int]
    tables: Mapping[tuple[str, str], Table]
    things: Mapping[tuple[str, str], Thing]


# Drawing

_comments = st.one_of(st.just(""), st.sampled_from(_TEXT))
_choices = st.integers(0, 11)
_columns = st.builds(
    Column,
    kind=st.sampled_from(("plain", "plain", "plain", "serial", "identity", "stored", "virtual")),
    type=st.sampled_from(_TYPES),
    not_null=st.booleans(),
    default=st.booleans(),
    choice=_choices,
    comment=_comments,
)
_parts = st.builds(
    Part,
    kind=st.sampled_from(("index", "index", "unique", "check", "foreign", "foreign", "exclude")),
    columns=st.lists(st.sampled_from(("id", *_COLUMNS)), min_size=1, max_size=3, unique=True).map(tuple),
    target=st.tuples(st.sampled_from(_SCHEMAS), st.sampled_from(_TABLES)),
    choice=_choices,
    comment=_comments,
)
_counts = st.integers(0, 2)
_tables = st.builds(
    Table,
    key=st.sampled_from(("integer", "bigint", "uuid", "serial", "identity")),
    has_key=st.sampled_from((True, True, True, False)),
    columns=st.dictionaries(st.sampled_from(_COLUMNS), _columns, max_size=5),
    parts=st.dictionaries(st.integers(0, 5), _parts, max_size=5),
    partitions=st.one_of(st.none(), st.none(), st.tuples(_counts, _counts, _counts, _counts)),
    unlogged=st.sampled_from((False, False, False, True)),
    fillfactor=st.sampled_from((100, 100, 70)),
    comment=_comments,
)
_labels = st.lists(st.sampled_from(_LABELS), max_size=4, unique=True).map(tuple)


def _named(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.sampled_from(_SCHEMAS), st.sampled_from(names))


def schemas() -> st.SearchStrategy[Schema]:
    """Any schema."""
    return st.builds(
        Schema,
        enums=st.dictionaries(_named(_ENUMS), _labels, max_size=2),
        sequences=st.dictionaries(_named(_SEQUENCES), _choices, max_size=2),
        tables=st.dictionaries(_named(_TABLES), _tables, min_size=1, max_size=4),
        things=named(_SCHEMAS),
    )


@st.composite
def evolved(draw: st.DrawFn, before: Schema) -> Schema:
    """Another schema, much of which is as before."""
    other = draw(schemas())
    tables = dict(_mixed(draw, before.tables, other.tables))
    for name in tables:
        if name in before.tables and draw(st.booleans()):
            tables[name] = draw(_changed(before.tables[name], draw(_tables)))
    return Schema(
        enums=_mixed(draw, before.enums, other.enums),
        sequences=_mixed(draw, before.sequences, other.sequences),
        tables=tables,
        things=_mixed(draw, before.things, other.things),
    )


def _mixed(draw: st.DrawFn, before: Mapping[_K, _V], other: Mapping[_K, _V]) -> dict[_K, _V]:
    """Most of what was there, and what is new."""
    kept = {name: value for name, value in before.items() if draw(st.integers(0, 3))}
    return {**kept, **{name: value for name, value in other.items() if name not in kept or draw(st.booleans())}}


@st.composite
def _changed(draw: st.DrawFn, before: Table, other: Table) -> Table:
    changed = replace(
        before,
        columns=_mixed(draw, before.columns, other.columns),
        parts=_mixed(draw, before.parts, other.parts),
    )
    for field in ("key", "has_key", "unlogged", "fillfactor", "comment"):
        if draw(st.integers(0, 3)) == 0:
            changed = replace(changed, **{field: getattr(other, field)})
    if before.partitions is not None and other.partitions is not None and draw(st.booleans()):
        changed = replace(changed, partitions=other.partitions)
    return changed


# Writing


def script(schema: Schema) -> str:
    """The SQL that makes the schema in an empty database."""
    return "".join(f"{statement};\n" for statement in _Writer(schema).statements())


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _qualified(name: tuple[str, str]) -> str:
    return f"{_quote(name[0])}.{_quote(name[1])}"


class _Writer:
    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.late: list[str] = []  # foreign keys and comments
        self.made: list[tuple[str, list[str]]] = []  # tables with their columns, quoted

    def statements(self) -> Iterator[str]:
        everything = (*self.schema.enums, *self.schema.sequences, *self.schema.tables, *self.schema.things)
        for name in sorted({name for name, _ in everything} - {"public"}):
            yield f"CREATE SCHEMA {_quote(name)}"
        for name, labels in self.schema.enums.items():
            yield f"CREATE TYPE {_qualified(name)} AS ENUM ({', '.join(map(_literal, labels))})"
        for name, choice in self.schema.sequences.items():
            options = ("", " INCREMENT BY 5", " AS smallint", " MAXVALUE 1000 CYCLE", " START WITH 7 CACHE 3")
            yield f"CREATE SEQUENCE {_qualified(name)}{options[choice % 5]}"
        yield from before_tables(self.schema.things)
        for name, table in self.schema.tables.items():
            yield from self._table(name, table)
        yield from self.late
        yield from after_tables(self.schema.things, self.made)

    def _table(self, name: tuple[str, str], table: Table) -> Iterator[str]:
        lines = [_KEYS[table.key]]
        usable = {"id": "uuid" if table.key == "uuid" else "bigint"}  # what can be in a key or an index, and its type
        types = dict(usable)
        for column_name, column in table.columns.items():
            type_, definition = self._column(column, table, column_name)
            lines.append(f"{_quote(column_name)} {definition}")
            types[column_name] = type_
            if column.kind != "virtual" or " VIRTUAL" not in definition:
                usable[column_name] = type_
            if column.comment:
                self._comment(f"COLUMN {_qualified(name)}.{_quote(column_name)}", column.comment)
        more: tuple[str, ...] = ()
        if table.partitions is not None:
            lines.append("k integer NOT NULL")
            more = ("k",)
        if table.has_key:
            lines.append(f"PRIMARY KEY ({_listed(('id', *more))})")
        for number, part in table.parts.items():
            if part.kind == "foreign":
                line = self._foreign(name, table, number, part)
                lines += [line] if line else []
        indexes: list[str] = []
        made: set[str] = set()
        for number, part in table.parts.items():
            columns = tuple(column for column in part.columns if column in usable)
            own_name = _part_name(name, number, part)
            if part.kind == "index" and columns:
                indexes.append(_index(name, own_name, columns, usable, part.choice))
                self._comment(f"INDEX {_quote(name[0])}.{own_name}", part.comment)
                continue
            line = ""
            if part.kind == "unique" and columns:
                line = f"UNIQUE{_UNIQUE[part.choice % 4]} ({_listed((*columns, *more))}){_DEFER[part.choice // 4 % 3]}"
            elif part.kind == "check" and (checked := [column for column in part.columns if column in types]):
                line = f"CHECK ({self._check(checked[0], types[checked[0]], part.choice)})"
            elif part.kind == "exclude" and columns and table.partitions is None:
                line = f"EXCLUDE USING btree ({', '.join(f'{_quote(column)} WITH =' for column in columns)})"
            # of two keys that are the same but for the name, CREATE TABLE makes one
            if line and line not in made:
                made.add(line)
                lines.append(f"CONSTRAINT {own_name} {line}")
                self._comment(f"CONSTRAINT {own_name} ON {_qualified(name)}", part.comment)
        unlogged = "UNLOGGED " if table.unlogged and table.partitions is None else ""
        options = f" WITH (fillfactor = {table.fillfactor})" if table.fillfactor < 100 and not more else ""
        partition_by = " PARTITION BY LIST (k)" if more else ""
        self.made.append((_qualified(name), [_quote(column) for column in types]))
        body = ",\n    ".join(lines)
        yield f"CREATE {unlogged}TABLE {_qualified(name)} (\n    {body}\n){partition_by}{options}"
        for number, count in enumerate(table.partitions or ()):
            if count:
                values = ", ".join(str(10 * number + value) for value in range(count))
                bound = "DEFAULT" if number == 3 else f"FOR VALUES IN ({values})"
                partition = (name[0], f"{name[1]} {number}")
                yield f"CREATE TABLE {_qualified(partition)} PARTITION OF {_qualified(name)} {bound}"
        yield from indexes
        self._comment(f"TABLE {_qualified(name)}", table.comment)

    def _column(self, column: Column, table: Table, name: str) -> tuple[str, str]:
        """The column's type, and its definition."""
        not_null = " NOT NULL" if column.not_null else ""
        if column.kind in ("stored", "virtual"):
            for base, other in table.columns.items():
                if base != name and other.kind == "plain" and other.type in (*_NUMBERS, *_TEXTS):
                    type_, expression = ("bigint", f"{_quote(base)} * {column.choice + 1}")
                    if other.type in _TEXTS:
                        type_, expression = "text", f"upper({_quote(base)})"
                    return type_, f"{type_} GENERATED ALWAYS AS ({expression}) {column.kind.upper()}{not_null}"
        if column.kind == "serial":
            return "integer", "serial"
        if column.kind == "identity":
            options = ("", " (START WITH 5)", " (INCREMENT BY 2 MAXVALUE 99)")[column.choice % 3]
            always = ("ALWAYS", "BY DEFAULT")[column.choice % 2]
            return "bigint", f"bigint GENERATED {always} AS IDENTITY{options}"
        if column.type == _ENUM:
            enums = list(self.schema.enums.items())
            if not enums:
                return "text", f"text{not_null}"
            enum, labels = enums[column.choice % len(enums)]
            default = f" DEFAULT {_literal(labels[column.choice % len(labels)])}" if column.default and labels else ""
            return "enum", f"{_qualified(enum)}{default}{not_null}"
        if column.type in (_DOMAIN, _COMPOSITE):
            types = of_kind(self.schema.things, column.type)
            if not types:
                return "text", f"text{not_null}"
            return column.type, f"{types[column.choice % len(types)][0]}{not_null}"
        collation = ' COLLATE "C"' if column.type in _TEXTS and column.choice == 0 else ""
        default = ""
        if column.default:
            choices = [*_DEFAULTS[column.type]]
            if column.type in _NUMBERS:
                choices += [f"nextval({_literal(_qualified(sequence))})" for sequence in self.schema.sequences]
                choices += [f"{function}()" for function, _thing in of_kind(self.schema.things, "number")]
            default = f" DEFAULT {choices[column.choice % len(choices)]}"
        return column.type, f"{column.type}{collation}{default}{not_null}"

    def _foreign(self, name: tuple[str, str], table: Table, number: int, part: Part) -> str:
        """A column of the right type for a foreign key, if there is a table to refer to; the key is made later."""
        target = self.schema.tables.get(part.target)
        if target is None or not target.has_key or target.partitions is not None:
            return ""
        if (target.unlogged or table.unlogged) and not (target.unlogged and table.unlogged and not table.partitions):
            return ""
        type_ = {"serial": "integer", "identity": "bigint"}.get(target.key, target.key)
        column, own_name = _quote(f"ref {number}"), _part_name(name, number, part)
        action = ("", " ON DELETE CASCADE", " ON DELETE SET NULL DEFERRABLE", " ON UPDATE CASCADE NOT VALID")
        chosen = action[part.choice % 4]
        if table.partitions is not None:
            chosen = chosen.removesuffix(" NOT VALID")
        self.late.append(
            f"ALTER TABLE {_qualified(name)} ADD CONSTRAINT {own_name} FOREIGN KEY ({column}) "
            f"REFERENCES {_qualified(part.target)}{chosen}"
        )
        self._comment(f"CONSTRAINT {own_name} ON {_qualified(name)}", part.comment)
        return f"{column} {type_}"

    def _check(self, column: str, type_: str, choice: int) -> str:
        quoted = _quote(column)
        if type_ in _NUMBERS:
            tests = [f"{name}({quoted})" for name, _thing in of_kind(self.schema.things, "test")]
            choices = [f"{quoted} > {choice}", f"{quoted} IN (1, 2, {choice + 3})", f"{quoted} % 2 = 0", *tests]
            return choices[choice % len(choices)]
        if type_ in _TEXTS:
            return (f"{quoted} <> 'a:%'", f"{quoted} IN ('x', 'y')", f"length({quoted}) < {choice}")[choice % 3]
        return f"{quoted} IS NOT NULL"

    def _comment(self, target: str, text: str) -> None:
        if text:
            self.late.append(f"COMMENT ON {target} IS {_literal(text)}")


_KEYS = {
    "integer": "id integer NOT NULL",
    "bigint": "id bigint NOT NULL",
    "uuid": "id uuid NOT NULL DEFAULT gen_random_uuid()",
    "serial": "id serial NOT NULL",
    "identity": "id bigint GENERATED ALWAYS AS IDENTITY",
}
_UNIQUE = ("", "", "", " NULLS NOT DISTINCT")
_DEFER = ("", "", " DEFERRABLE INITIALLY DEFERRED")


def _part_name(table: tuple[str, str], number: int, part: Part) -> str:
    return _quote(f"{part.kind} {number} {table[1]}")


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(map(_quote, columns))


def _index(table: tuple[str, str], name: str, columns: tuple[str, ...], types: Mapping[str, str], choice: int) -> str:
    first = columns[0]
    key, where, method = _listed(columns), "", "btree"
    if choice == 1:
        key = f"{_quote(first)} DESC NULLS LAST"
    elif choice == 2:
        method, key = "hash", _quote(first)
    elif choice in (3, 4) and types[first] in _TEXTS:
        key = f'lower({_quote(first)}) COLLATE "C"'
    elif choice in (3, 4) and types[first] in _NUMBERS:
        key = f"({_quote(first)} + {choice})"
    elif choice == 5:
        where = f" WHERE {_quote(first)} IS NOT NULL"
    elif choice == 6 and len(columns) > 1:
        key = f"{_quote(first)}) INCLUDE ({_listed(columns[1:])}"
    elif choice == 7:
        where = " WITH (fillfactor = 50)"
    return f"CREATE INDEX {name} ON {_qualified(table)} USING {method} ({key}){where}"
