"""The part of random schemas that is no table: types, functions, views and triggers, over the tables that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from matrx_orm_migrate.ddl import quote

__all__ = ["Thing", "after_tables", "before_tables", "named", "of_kind"]

_NAMES = ("one", 'tw"o', "%s :x")
_KINDS = (
    *("domain", "domain", "composite", "composite", "number", "number", "test", "test"),
    *("view", "view", "over", "materialized", "materialized", "trigger", "trigger"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """``kind`` is one of those above; ``number`` and ``test`` are functions that defaults and checks call.

    ``table`` picks the table that it is about, ``choice`` its options, ``width`` how many columns it takes.
    """

    kind: str
    table: int
    width: int
    choice: int


_things: st.SearchStrategy[Thing] = st.builds(
    Thing, kind=st.sampled_from(_KINDS), table=st.integers(0, 3), width=st.integers(0, 4), choice=st.integers(0, 11)
)


def named(schemas: tuple[str, ...]) -> st.SearchStrategy[Mapping[tuple[str, str], Thing]]:
    """Some of them in some of the schemas."""
    return st.dictionaries(st.tuples(st.sampled_from(schemas), st.sampled_from(_NAMES)), _things, max_size=5)


def _quoted(name: tuple[str, str], kind: str) -> str:
    """The qualified name of a thing: its kind is part of it, so that none takes the place of another kind."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in (name[0], f"{kind} {name[1]}"))


def of_kind(all_things: Mapping[tuple[str, str], Thing], kind: str) -> list[tuple[str, Thing]]:
    """The quoted names of the things of a kind."""
    return [(_quoted(name, kind), thing) for name, thing in all_things.items() if thing.kind == kind]


def before_tables(all_things: Mapping[tuple[str, str], Thing]) -> Iterator[str]:
    """What columns, defaults and checks may use."""
    for name, thing in of_kind(all_things, "domain"):
        options = (
            *("text", "integer DEFAULT 3", "text CONSTRAINT c CHECK (VALUE <> 'no')", "integer CHECK (VALUE < 100)"),
            *("character varying(20)", "integer CONSTRAINT c CHECK (VALUE < 50)"),
        )
        yield f"CREATE DOMAIN {name} AS {options[thing.choice % 6]}"
    for name, thing in of_kind(all_things, "composite"):
        attributes = ("a integer", "b text", '"C d" numeric(8,2)', "e date")[: 1 + thing.width % 4]
        yield f"CREATE TYPE {name} AS ({', '.join(attributes)})"
    for name, thing in of_kind(all_things, "number"):
        body = (
            f"LANGUAGE sql RETURN {thing.choice}",
            f"LANGUAGE plpgsql AS $$BEGIN RETURN {thing.choice}; END$$",
            f"LANGUAGE sql IMMUTABLE AS 'SELECT {thing.choice}'",
        )[thing.choice % 3]
        yield f"CREATE FUNCTION {name}() RETURNS integer {body}"
    for name, thing in of_kind(all_things, "test"):
        argument = ("n", "amount")[thing.width % 2]
        body = (f"RETURN {argument} > -{thing.choice}", f"AS 'SELECT {argument} > -{thing.choice}'")[thing.choice % 2]
        yield f"CREATE FUNCTION {name}({argument} bigint) RETURNS boolean LANGUAGE sql IMMUTABLE {body}"


def after_tables(
    all_things: Mapping[tuple[str, str], Thing], tables: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[str]:
    """What stands on tables, given as their names and columns, all quoted."""
    if not tables:
        return
    views: list[str] = []
    for kind in ("view", "materialized", "over", "trigger"):
        for name, thing in of_kind(all_things, kind):
            table, columns = tables[thing.table % len(tables)]
            taken = ", ".join(columns[: 1 + thing.width])
            where = f" WHERE id IS NOT NULL AND {thing.choice} > 0" if thing.choice % 2 else ""
            if kind == "view":
                option = " WITH (security_barrier)" if thing.choice == 4 else ""
                yield f"CREATE VIEW {name}{option} AS SELECT {taken} FROM {table}{where}"
                views.append(name)
            elif kind == "materialized":
                yield f"CREATE MATERIALIZED VIEW {name} AS SELECT {taken}, count(*) OVER () AS n FROM {table}{where}"
                if thing.choice % 3 == 0:
                    yield f"CREATE INDEX ON {name} (n)"
                views.append(name)
            elif kind == "over" and views:
                under = views[thing.choice % len(views)]
                yield f"CREATE VIEW {name} AS SELECT x.* FROM {under} x"
            elif kind == "trigger":
                yield (
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$BEGIN IF {thing.choice} < 0 THEN RETURN NULL; END IF; RETURN NEW; END$$"
                )
                event = (
                    "BEFORE INSERT",
                    f"AFTER UPDATE OF {columns[-1]}",
                    "BEFORE INSERT OR UPDATE",
                )[thing.choice % 3]
                when = f" WHEN (NEW.{columns[0]} IS NOT NULL)" if thing.width == 2 else ""
                own_name = quote(name)  # with the schema: functions of two schemas may serve one table
                yield f"CREATE TRIGGER {own_name} {event} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {name}()"
