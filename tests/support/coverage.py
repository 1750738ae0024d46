"""What is covered, kind by kind: ``python -m tests.support.coverage`` writes it into ``docs/coverage.md``.

What is counted comes from the detectors, the census and the corpus; what only a person can say (which folder tests what
else, why something is out of scope) stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matrx_orm_migrate.diff.inspect.census import unhandled_kinds
from tests.support.corpus import CORPUS
from tests.support.rebuild import built_in

__all__ = [
    "CATALOGS",
    "FOLDERS",
    "IGNORED",
    "OUTSIDE",
    "PAGE",
    "Ignored",
    "corpus_sizes",
    "kinds",
    "rendered",
    "reported",
]

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
_BLOCK = re.compile(r"(?<=<!-- generated -->\n).*(?=<!-- end -->)", re.DOTALL)

# folders of the corpus that are called otherwise than the kind which they are about
FOLDERS: Mapping[str, tuple[str, ...]] = {
    "column": ("generated", "identity", "not_null"),
    "publication_schema": ("publication",),
    "publication_table": ("publication",),
}
# folders that are about all kinds
EVERY_KIND = {"comment": "comments, on objects of every kind", "mixed": "schemas as applications have them"}

# what is not the schema of one database, or not the schema's alone: neither migrated nor counted
OUTSIDE: Mapping[str, str] = {
    "roles and their memberships": "belong to the whole server, and differ from one to the next",
    "owners and privileges": "differ from one server to the next; they stay as they are, and are kept where an object "
    "is made anew. Default privileges are reported. matrx-orm-migrate-privileges migrates all of them but those on "
    "configuration parameters",
    "databases and their settings (ALTER DATABASE, ALTER ROLE … IN DATABASE … SET)": "belong to the server's set-up",
    "tablespaces": "are folders of one server; the tablespace of a table or an index is part of it",
    "subscriptions": "hold another server's address and password, and begin to copy rows when they are made",
    "replication origins and slots": "are the state of a running replication, not a definition",
    "security labels": "mean what a module of the server makes of them",
    "large objects": "are rows",
    "statistics that ANALYZE gathers": "come from the rows",
    "members that a user adds to an operator family of PostgreSQL's own, or of an extension": "pg_dump passes them "
    "over too, so that no copy of the database has them",
    "whether a table says itself what it inherits anyway": "no statement changes it while the table inherits "
    "(attislocal, conislocal); a table can join a parent only with columns of its own, and else is refused",
    "the order of several parents in INHERITS": "PostgreSQL puts a parent that is joined at the end, and a table that "
    "leaves one keeps the columns as its own; once the table stands, the order means nothing",
}

# every table of pg_catalog, and the kinds or the line of OUTSIDE that account for what is in it
CATALOGS: Mapping[str, tuple[str, ...]] = {
    "pg_aggregate": ("aggregate",),
    "pg_am": ("access_method",),
    "pg_amop": ("operator_class", "operator_family"),
    "pg_amproc": ("operator_class", "operator_family"),
    "pg_attrdef": ("default", "column"),
    "pg_attribute": ("column", "composite_type", "view", "materialized_view", "foreign_table", "index"),
    "pg_auth_members": ("roles and their memberships",),
    "pg_authid": ("roles and their memberships",),
    "pg_cast": ("cast", "range"),
    "pg_class": (
        *("table", "index", "sequence", "view", "materialized_view", "composite_type", "foreign_table"),
        *("partition", "row_level_security"),
    ),
    "pg_collation": ("collation",),
    "pg_constraint": ("check", "exclusion", "foreign_key", "primary_key", "unique", "column", "domain"),
    "pg_conversion": ("conversion",),
    "pg_database": ("databases and their settings (ALTER DATABASE, ALTER ROLE … IN DATABASE … SET)",),
    "pg_db_role_setting": ("databases and their settings (ALTER DATABASE, ALTER ROLE … IN DATABASE … SET)",),
    "pg_default_acl": ("default_privileges",),
    "pg_depend": ("extension_dependency",),
    "pg_description": (),
    "pg_enum": ("enum",),
    "pg_event_trigger": ("event_trigger",),
    "pg_extension": ("extension",),
    "pg_foreign_data_wrapper": ("foreign_data_wrapper",),
    "pg_foreign_server": ("foreign_server",),
    "pg_foreign_table": ("foreign_table",),
    "pg_index": ("index", "primary_key", "unique", "exclusion"),
    "pg_inherits": ("partition", "inheritance"),
    "pg_init_privs": ("owners and privileges",),
    "pg_language": ("language",),
    "pg_largeobject": ("large objects",),
    "pg_largeobject_metadata": ("large objects",),
    "pg_namespace": ("schema",),
    "pg_opclass": ("operator_class",),
    "pg_operator": ("operator",),
    "pg_opfamily": ("operator_family",),
    "pg_parameter_acl": ("owners and privileges",),
    "pg_partitioned_table": ("table",),
    "pg_policy": ("policy",),
    "pg_proc": ("function", "procedure", "aggregate"),
    "pg_publication": ("publication",),
    "pg_publication_namespace": ("publication_schema",),
    "pg_publication_rel": ("publication_table",),
    "pg_range": ("range",),
    "pg_replication_origin": ("replication origins and slots",),
    "pg_rewrite": ("rule", "view", "materialized_view"),
    "pg_seclabel": ("security labels",),
    "pg_sequence": ("sequence", "column"),
    "pg_shdepend": ("owners and privileges",),
    "pg_shdescription": ("roles and their memberships", "tablespaces"),
    "pg_shseclabel": ("security labels",),
    "pg_statistic": ("statistics that ANALYZE gathers",),
    "pg_statistic_ext": ("statistics",),
    "pg_statistic_ext_data": ("statistics that ANALYZE gathers",),
    "pg_subscription": ("subscriptions",),
    "pg_subscription_rel": ("subscriptions",),
    "pg_tablespace": ("tablespaces",),
    "pg_transform": ("transform",),
    "pg_trigger": ("trigger", "foreign_key"),
    "pg_ts_config": ("text_search_configuration",),
    "pg_ts_config_map": ("text_search_configuration",),
    "pg_ts_dict": ("text_search_dictionary",),
    "pg_ts_parser": ("text_search_parser",),
    "pg_ts_template": ("text_search_template",),
    "pg_type": (
        *("base_type", "shell_type", "composite_type", "domain", "enum", "range"),
        *("table", "view", "materialized_view", "foreign_table"),
        "sequence",  # before PostgreSQL 14 they had row types too
    ),
    "pg_user_mapping": ("user_mapping",),
}
# catalogs that say something about objects of every kind
ABOUT_ALL = {
    "pg_description": "comments, read along with every kind",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Something that two dumps may differ in and be equal: why, and two dumps that do."""

    what: str
    why: str
    one: str
    other: str


IGNORED = (
    Ignored(
        what="the order of statements",
        why="pg_dump sorts by dependencies and names; what depends on what is in the statements",
        one="CREATE TABLE a ();\nCREATE TABLE b ();",
        other="CREATE TABLE b ();\nCREATE TABLE a ();",
    ),
    Ignored(
        what="the order of columns in a table",
        why="PostgreSQL cannot put a column anywhere but at the end",
        one="CREATE TABLE t (\n    a text,\n    b text\n);",
        other="CREATE TABLE t (\n    b text,\n    a text\n);",
    ),
    Ignored(
        what="the order of plain columns in CREATE STATISTICS",
        why="PostgreSQL prints them in the order of the table's columns",
        one="CREATE STATISTICS s ON a, b FROM t;",
        other="CREATE STATISTICS s ON b, a FROM t;",
    ),
    Ignored(
        what="the order of several parents in INHERITS",
        why="PostgreSQL puts a parent that is joined at the end",
        one="CREATE TABLE t (\n    a text\n)\nINHERITS (public.p, public.q);",
        other="CREATE TABLE t (\n    a text\n)\nINHERITS (public.q, public.p);",
    ),
    Ignored(
        what="the order of storage parameters",
        why="ALTER … SET puts the one that changes at the end",
        one="CREATE TABLE t (\n    a text\n)\nWITH (fillfactor='70', autovacuum_enabled='false');",
        other="CREATE TABLE t (\n    a text\n)\nWITH (autovacuum_enabled='false', fillfactor='70');",
    ),
    Ignored(
        what="SQL comments, blank lines and spaces at the ends of lines",
        why="they are pg_dump's own; what stands in quotes is compared to the letter",
        one="--\n-- Name: t\n--\n\nCREATE TABLE t (\n    a text\n);",
        other="CREATE TABLE t (\n\n    a text  \n);",
    ),
    Ignored(
        what="SET, set_config and psql's own lines",
        why="they say how the dump is to be read; the default tablespace and access method are written behind the "
        "statements that they are about instead",
        one="\\restrict x\nSET xmloption = content;\nSELECT pg_catalog.set_config('search_path', '', false);\n"
        "SET default_table_access_method = heap;\nCREATE TABLE t ();",
        other="CREATE TABLE t ();",
    ),
)
IGNORED_BY_OPTIONS = (
    (
        "owners and privileges (--no-owner, --no-privileges)",
        "see above; the tests of privileges compare them too, and so do the corpora of the plugins for policies and "
        "privileges",
    ),
    ("the runner's own tables (--exclude-table)", "what was applied is no part of the schema"),
    ("rows (--schema-only)", "are compared apart from the schema, value by value"),
)


def kinds() -> dict[str, str]:
    """Every kind that a detector handles, and the module of the detector."""
    return {kind: type(detector).__module__ for kind, detector in sorted(built_in().detectors.items())}


def reported() -> list[str]:
    """The kinds that the census counts, since no detector handles them."""
    return sorted({counted.kind for counted in unhandled_kinds(kinds())})


def corpus_sizes() -> dict[str, int]:
    """How many cases each folder of the corpus has."""
    return {
        folder.name: sum(1 for case in folder.iterdir() if (case / "b.sql").exists())
        for folder in sorted(CORPUS.iterdir())
        if folder.is_dir()
    }


def folders_of(kind: str) -> tuple[str, ...]:
    """The folders of the corpus that are about a kind."""
    return tuple(folder for folder in (kind, *FOLDERS.get(kind, ())) if folder in corpus_sizes())


def rendered(page: str) -> str:
    """The page with what is generated brought up to date."""
    if _BLOCK.search(page) is None:
        raise ValueError("the page has no <!-- generated --> … <!-- end -->")
    return _BLOCK.sub(lambda _match: "\n" + "\n".join(_sections()) + "\n", page)


def _sections() -> Iterator[str]:
    sizes = corpus_sizes()
    yield "## Handled\n"
    yield from _table(
        ("kind", "detector", "cases in the corpus"),
        (
            (_name(kind), f"`{module.removeprefix('matrx_orm_migrate.')}`", _cases(folders_of(kind), sizes))
            for kind, module in kinds().items()
        ),
    )
    every = ", ".join(f"`{folder}` {sizes[folder]} ({what})" for folder, what in EVERY_KIND.items())
    yield f"\nBeside these, for all kinds together: {every}.\n"
    yield "## Reported\n"
    yield "Counted and told, on either side, and never touched:\n"
    yield from (f"- {_name(kind)}" for kind in reported())
    yield "\n## Out of scope\n"
    yield from _table(("what", "why"), OUTSIDE.items())
    yield "\n## Where each catalog goes\n"
    yield "Every table of `pg_catalog` in PostgreSQL 18, and what accounts for what is in it:\n"
    yield from _table(("catalog", "accounted for by"), ((f"`{name}`", _account(name)) for name in sorted(CATALOGS)))
    yield "\n## What the comparison of dumps leaves out\n"
    yield from _table(("left out", "why"), [*((ignored.what, ignored.why) for ignored in IGNORED), *IGNORED_BY_OPTIONS])


def _account(catalog: str) -> str:
    out, told = set(OUTSIDE), set(reported())
    parts = [
        f"{part} (out of scope)" if part in out else f"{_name(part)} (reported)" if part in told else _name(part)
        for part in CATALOGS[catalog]
    ]
    return ABOUT_ALL.get(catalog) or ", ".join(parts)


def _cases(folders: Iterable[str], sizes: Mapping[str, int]) -> str:
    return ", ".join(f"`{folder}` {sizes[folder]}" for folder in folders)


def _name(kind: str) -> str:
    return kind.replace("_", " ")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
