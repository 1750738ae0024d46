"""The catalog queries: all of them in one transaction, under pinned settings, into plain rows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.diff.inspect.census import census_query, unhandled_kinds
from matrx_orm_migrate.diff.inspect.outsiders import outsiders_query
from matrx_orm_migrate.diff.inspect.privileges import DEFAULT_GRANTEES, privileges_query
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, Detector, PluginManager, Presence
from matrx_orm_migrate.hooks.answers import PieceError, expected

__all__ = ["CatalogData", "read_catalog"]

# What changes how PostgreSQL spells what it prints.  search_path: with none, every name in a definition is qualified,
# and no operator or function of a user's stands in front of pg_catalog's.
_PINNED = {
    "search_path": "",
    "quote_all_identifiers": "off",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "lc_monetary": "C",
    "standard_conforming_strings": "on",
    "xmloption": "content",
    "jit": "off",  # compiling a catalog query costs more than running it
    "join_collapse_limit": "1",  # in a new session most queries take longer to plan in any order of joins than to run
    "statement_timeout": "0",
}
_NO_EXPRESSION = Presence("").expression
_SETTINGS_AND_VERSION = "SELECT pg_catalog.current_setting('server_version_num')::int, " + ", ".join(
    f"pg_catalog.set_config('{name}', '{value}', true)" for name, value in _PINNED.items()
)

# 2200 is the schema public, which users drop and comment on
_USERS_OWN = f"{{column}} >= {FIRST_USER_OID} OR {{column}} = 2200"

# A composite type belongs to an extension by its row in pg_type (PostgreSQL 18, src/backend/catalog/heap.c,
# heap_create_with_catalog); here it stands at the address of its relation.
_COMMENTS_AND_MEMBERS = f"""
SELECT d.classoid, d.objoid, d.objsubid::oid, d.description FROM pg_catalog.pg_description d
WHERE {_USERS_OWN.format(column="d.objoid")}
UNION ALL
SELECT d.classid, d.objid, d.refobjid, NULL FROM pg_catalog.pg_depend d
WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e' AND d.objid >= {FIRST_USER_OID}
UNION ALL
SELECT 'pg_catalog.pg_class'::regclass, t.typrelid, d.refobjid, NULL
FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_type t ON t.oid = d.objid AND t.typrelid <> 0
WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
  AND d.classid = 'pg_catalog.pg_type'::regclass AND d.objid >= {FIRST_USER_OID}
"""

# What lies in schemas depends on its schema: one look tells which of these catalogs hold something of users'.  (What a
# superuser makes in pg_catalog does not; it is PostgreSQL's own to everything here.)
_IN_SCHEMAS = frozenset(
    (
        "pg_collation",
        "pg_conversion",
        "pg_opclass",
        "pg_operator",
        "pg_opfamily",
        "pg_statistic_ext",
        "pg_ts_config",
        "pg_ts_dict",
        "pg_ts_parser",
        "pg_ts_template",
    )
)
_SCHEMAS_OF = """SELECT DISTINCT classid FROM pg_catalog.pg_depend
                 WHERE refclassid = 'pg_catalog.pg_namespace'::regclass"""

_CASTS = """
SELECT pg_catalog.format_type(c.castsource, NULL), pg_catalog.format_type(c.casttarget, NULL) FROM pg_catalog.pg_cast c
"""

# The dependency graph among objects that users make.  What PostgreSQL makes along with them (the rule of a view, row
# and array types, the index of a constraint, the triggers of a foreign key, toast tables, an identity column's
# sequence) is put in the place of the object that it serves.  Partition bonds are objects of their own here, so the
# edges that PostgreSQL keeps for them ('P', 'S', and 'a' from a partition to its parent) are left out.
_EDGES = """
WITH serves(classid, objid, to_class, to_object, to_sub) AS MATERIALIZED (
  SELECT 'pg_catalog.pg_rewrite'::regclass::oid, r.oid, 'pg_catalog.pg_class'::regclass::oid, r.ev_class, 0
    FROM pg_catalog.pg_rewrite r WHERE r.rulename = '_RETURN'
  UNION ALL
  SELECT 'pg_catalog.pg_type'::regclass, t.oid, 'pg_catalog.pg_class'::regclass, t.typrelid, 0
    FROM pg_catalog.pg_type t WHERE t.typrelid <> 0
  UNION ALL
  SELECT 'pg_catalog.pg_type'::regclass, t.typarray,
         CASE WHEN t.typrelid <> 0 THEN 'pg_catalog.pg_class'::regclass ELSE 'pg_catalog.pg_type'::regclass END,
         CASE WHEN t.typrelid <> 0 THEN t.typrelid ELSE t.oid END, 0
    FROM pg_catalog.pg_type t
    WHERE t.typarray <> 0 AND t.typtype <> 'm'
  UNION ALL
  SELECT 'pg_catalog.pg_proc'::regclass, d.objid, 'pg_catalog.pg_type'::regclass, d.refobjid, 0
    FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.refclassid = 'pg_catalog.pg_type'::regclass
      AND d.deptype = 'i'
  UNION ALL
  SELECT 'pg_catalog.pg_class'::regclass, k.conindid, 'pg_catalog.pg_constraint'::regclass, k.oid, 0
    FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x')
  UNION ALL
  SELECT 'pg_catalog.pg_trigger'::regclass, t.oid, 'pg_catalog.pg_constraint'::regclass, t.tgconstraint, 0
    FROM pg_catalog.pg_trigger t WHERE t.tgisinternal AND t.tgconstraint <> 0
  UNION ALL
  SELECT 'pg_catalog.pg_class'::regclass, c.reltoastrelid, 'pg_catalog.pg_class'::regclass, c.oid, 0
    FROM pg_catalog.pg_class c WHERE c.reltoastrelid <> 0
  UNION ALL
  SELECT 'pg_catalog.pg_class'::regclass, d.objid, 'pg_catalog.pg_class'::regclass, d.refobjid, d.refobjsubid
    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.deptype = 'i' AND d.refobjsubid > 0
  UNION ALL
  -- the operators and functions of operator classes and families
  SELECT d.classid, d.objid, d.refclassid, d.refobjid, 0
    FROM pg_catalog.pg_depend d
    LEFT JOIN pg_catalog.pg_amop o ON d.classid = 'pg_catalog.pg_amop'::regclass AND o.oid = d.objid
    LEFT JOIN pg_catalog.pg_amproc f ON d.classid = 'pg_catalog.pg_amproc'::regclass AND f.oid = d.objid
    WHERE d.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)
      AND (d.refclassid = 'pg_catalog.pg_opclass'::regclass
           -- and not the family of FOR ORDER BY
           OR d.refclassid = 'pg_catalog.pg_opfamily'::regclass AND d.refobjid IN (o.amopfamily, f.amprocfamily))
  {multirange}
)
SELECT DISTINCT {dependent},
       coalesce(r.to_class, d.refclassid), coalesce(r.to_object, d.refobjid), coalesce(r.to_sub, d.refobjsubid)
FROM pg_catalog.pg_depend d
LEFT JOIN serves s ON s.classid = d.classid AND s.objid = d.objid
{generated}
LEFT JOIN serves r ON r.classid = d.refclassid AND r.objid = d.refobjid
LEFT JOIN pg_catalog.pg_class child
       ON d.classid = 'pg_catalog.pg_class'::regclass AND child.oid = d.objid AND d.objsubid = 0
WHERE d.objid >= 16384 AND (d.refobjid >= 16384 OR d.refobjid = 2200) AND d.deptype NOT IN ('e', 'P', 'S', 'x')
  AND NOT coalesce(child.relispartition AND d.deptype = 'a' AND d.refobjsubid = 0
                   AND d.refclassid = 'pg_catalog.pg_class'::regclass, false)
"""

_MULTIRANGE = """
  UNION ALL
  SELECT 'pg_catalog.pg_type'::regclass, r.rngmultitypid, 'pg_catalog.pg_type'::regclass, r.rngtypid, 0
    FROM pg_catalog.pg_range r
  UNION ALL
  SELECT 'pg_catalog.pg_type'::regclass, m.typarray, 'pg_catalog.pg_type'::regclass, r.rngtypid, 0
    FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
"""
_MULTIRANGE_SINCE = 140000

_DEPENDENT = "coalesce(s.to_class, d.classid), coalesce(s.to_object, d.objid), coalesce(s.to_sub, d.objsubid)"
# Before PostgreSQL 15 it is the column, and not its expression, that depends on what a generation expression uses
_GENERATED_UNTIL = 150000
_GENERATED = """
LEFT JOIN (pg_catalog.pg_attrdef g
           JOIN pg_catalog.pg_attribute ga
             ON ga.attrelid = g.adrelid AND ga.attnum = g.adnum AND ga.attgenerated <> '')
       ON d.classid = 'pg_catalog.pg_class'::regclass AND g.adrelid = d.objid AND g.adnum = d.objsubid
      AND d.refclassid NOT IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_collation'::regclass)
"""
_DEPENDENT_OR_GENERATED = """
CASE WHEN g.oid IS NULL THEN coalesce(s.to_class, d.classid) ELSE 'pg_catalog.pg_attrdef'::regclass::oid END,
coalesce(g.oid, s.to_object, d.objid), CASE WHEN g.oid IS NULL THEN coalesce(s.to_sub, d.objsubid) ELSE 0 END
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogData:
    """Plain rows of one catalog, as read: values that JSON can carry.

    ``rows`` by kind; ``comments`` as (classid, objid, subid, text); ``members`` as (classid, objid, extension's oid);
    ``inner_comments`` as (kind, oid, subid, field, text);
    ``edges`` as two addresses of three numbers, ``casts``, and ``privileges`` as (classid, oid, subid, owner, whether
    the role may make that owner one, grantees), ``outsiders`` and ``default_grantees``, all None where they were not
    asked for; ``catalogs`` maps a catalog's name to its oid.  Of a desired side, ``made`` are the ids of what its
    source's statements made or changed, ``passed`` where those stand that were passed over for what they miss, and
    ``beside`` those that would have made again what takes no part.
    """

    server_version: int
    catalogs: Mapping[str, int]
    rows: Mapping[str, Sequence[Sequence[Any]]]
    comments: Sequence[Sequence[Any]]
    members: Sequence[Sequence[Any]]
    census: Sequence[Sequence[Any]]
    edges: Sequence[Sequence[Any]] | None = None
    casts: Sequence[Sequence[Any]] | None = None
    inner_comments: Sequence[Sequence[Any]] = ()
    privileges: Sequence[Sequence[Any]] | None = None
    outsiders: Sequence[Sequence[Any]] | None = None
    default_grantees: Sequence[Sequence[Any]] | None = None
    made: Sequence[Sequence[str]] = ()
    passed: Sequence[str] = ()
    beside: Sequence[str] = ()


async def read_catalog(connection: AsyncConnection, plugins: PluginManager, *, dependencies: bool) -> CatalogData:
    """Run the catalog queries of all detectors in one transaction."""
    async with _transaction(connection) as raw:
        version, *_settings = await raw.fetchrow(_SETTINGS_AND_VERSION)
        queries = {kind: _query(detector, version) for kind, detector in plugins.detectors.items()}
        queried = {kind: query for kind, query in queries.items() if query is not None}
        uncounted = unhandled_kinds(plugins.detectors)
        asked = [presence for query in queried.values() for presence in query.asked]
        asked += [kind.presence for kind in uncounted]
        catalogs, filled = await _catalogs(raw, [plugins.detectors[kind] for kind in queried], asked)
        present = await present_in(raw, [presence for presence in asked if presence.catalog in filled])
        rows = dict.fromkeys(queries, ()) | await _rows(raw, plugins, queried, present)
        comments, members = await _comments_and_members(raw)
        unclaimed = _some_unclaimed(comments, rows.values())
        inner = [(kind, plugins.detectors[kind].inner_comments(version)) for kind in rows if rows[kind] and unclaimed]
        texts = [f"SELECT '{kind}'::text, i.* FROM ({sql}) i" for kind, sql in inner if sql is not None]
        inner_comments = await raw.fetch(" UNION ALL ".join(texts)) if texts else ()
        counted = [kind for kind in uncounted if kind.presence in present]
        census = await raw.fetch(census_query(counted)) if counted else ()
        edges = casts = privileges = outsiders = default_grantees = None
        if dependencies:
            multirange = _MULTIRANGE if version >= _MULTIRANGE_SINCE else ""
            old = version < _GENERATED_UNTIL
            edges = await raw.fetch(
                _EDGES.format(
                    multirange=multirange,
                    generated=_GENERATED if old else "",
                    dependent=_DEPENDENT_OR_GENERATED if old else _DEPENDENT,
                )
            )
            casts = await raw.fetch(_CASTS)
            privileges = await raw.fetch(privileges_query(version))
            if Presence("pg_default_acl") in present:
                default_grantees = await raw.fetch(DEFAULT_GRANTEES)
            if census:
                handled = {plugins.detectors[kind].catalog for kind in queried}  # others may not be there
                outsiders = await raw.fetch(outsiders_query(handled))
    return CatalogData(
        server_version=version,
        catalogs=catalogs,
        rows=rows,
        comments=comments,
        members=members,
        census=census,
        edges=edges,
        casts=casts,
        inner_comments=inner_comments,
        privileges=privileges,
        outsiders=outsiders,
        default_grantees=default_grantees,
    )


def _query(detector: Detector, version: int) -> CatalogQuery | None:
    query = detector.query(version)
    if query is not None:
        expected(detector, "query", [query], CatalogQuery)
    return query


async def _fetch(raw: Any, detector: Detector, text: str) -> Sequence[Sequence[Any]]:
    """The rows of a detector's query.  Raises ``PieceError`` where the server does not understand it."""
    from asyncpg import DataError, SyntaxOrAccessError

    try:
        rows: Sequence[Sequence[Any]] = await raw.fetch(text)
    except (DataError, SyntaxOrAccessError) as error:
        raise PieceError(detector, f"its catalog query fails: {error}") from error
    return rows


async def _catalogs(
    raw: Any, detectors: Iterable[Detector], asked: Sequence[Presence]
) -> tuple[dict[str, int], Set[str]]:
    """The oids of the catalogs that addresses point into, and which of the asked catalogs hold anything at all.

    A third of them are empty in most databases.  Looking at a file's size costs the server a quarter of what a query
    does, however little that finds.  (No row that is visible is in a file without blocks.)  Raises ``PieceError`` for a
    detector of a catalog that there is not.
    """
    owners = {detector.catalog: detector for detector in detectors}
    names = sorted({"pg_extension", *owners})
    sized = sorted({presence.catalog for presence in asked})
    oids = [f"to_regclass('pg_catalog.{name}')::oid::bigint" for name in names]
    sizes = [f"pg_catalog.pg_relation_size(to_regclass('pg_catalog.{name}'))" for name in sized]
    found = await raw.fetchrow(f"SELECT {', '.join([*oids, *sizes])}")
    for name, oid in zip(names, found, strict=False):
        if oid is None:
            raise PieceError(owners[name], f"there is no catalog {name!r}")
    filled = {name for name, size in zip(sized, found[len(names) :], strict=True) if size}
    return dict(zip(names, found, strict=False)), filled


async def _rows(
    raw: Any, plugins: PluginManager, queries: Mapping[str, CatalogQuery], present: Set[Presence]
) -> dict[str, Sequence[Sequence[Any]]]:
    """The rows of every kind; what several kinds share is read once."""
    rows: dict[str, Sequence[Sequence[Any]]] = {}
    shared: dict[str, dict[str, list[Sequence[Any]]]] = {}
    for kind, query in queries.items():
        sql = query.chosen(present)
        if sql is None:
            continue
        text = query_text(sql)
        if not query.takes:
            rows[kind] = await _fetch(raw, plugins.detectors[kind], text)
            continue
        if text not in shared:
            shared[text] = {}
            for row in await _fetch(raw, plugins.detectors[kind], text):
                shared[text].setdefault(row[-1], []).append(row)
        rows[kind] = shared[text].get(query.takes, ())
    return rows


async def _comments_and_members(raw: Any) -> tuple[list[Sequence[Any]], list[Sequence[Any]]]:
    """Both in one round trip; see :class:`CatalogData`."""
    comments: list[Sequence[Any]] = []
    members: list[Sequence[Any]] = []
    for classid, oid, number, text in await raw.fetch(_COMMENTS_AND_MEMBERS):
        if text is None:
            members.append((classid, oid, number))
        else:
            comments.append((classid, oid, number, text))
    return comments, members


def _some_unclaimed(comments: Sequence[Sequence[Any]], rows: Iterable[Sequence[Sequence[Any]]]) -> bool:
    """Whether there are comments on something that no row is about."""
    commented = {row[1] for row in comments if row[2] == 0}
    for of_kind in rows if commented else ():
        if of_kind and of_kind[0][1] == 0:  # not columns, whose comments have a number
            commented.difference_update([row[0] for row in of_kind])
    return bool(commented)


async def present_in(raw: Any, asked: Sequence[Presence]) -> set[Presence]:
    """Those of the asked that the database has, in one round trip: each catalog is read once."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    in_schemas: dict[str, Presence] = {}
    for presence in asked:
        if presence.expression == _NO_EXPRESSION and presence.catalog in _IN_SCHEMAS:
            in_schemas[presence.catalog] = presence
            continue
        expressions = groups.setdefault((presence.catalog, presence.oid, presence.among), [])
        if presence.expression not in expressions:
            expressions.append(presence.expression)
    width = max(map(len, groups.values()), default=1)
    parts = []
    for number, ((catalog, oid, among), expressions) in enumerate(groups.items()):
        values = [f"v{column}::text" for column in range(len(expressions))] + ["NULL"] * (width - len(expressions))
        named = ", ".join(f"{expression} AS v{column}" for column, expression in enumerate(expressions))
        distinct = (
            "SELECT DISTINCT {} FROM {} WHERE {}"
            if expressions != [_NO_EXPRESSION]
            else "SELECT {} FROM {} WHERE {} LIMIT 1"
        )
        rows = distinct.format(named, f"pg_catalog.{catalog}", f"{oid} >= {FIRST_USER_OID} AND {among}")
        parts.append(f"SELECT {number}, {', '.join(values)} FROM ({rows}) found")
    if in_schemas:
        nulls = "".join([", NULL"] * (width - 1))
        parts.append(f"SELECT {len(groups)}, classid::regclass::text{nulls} FROM ({_SCHEMAS_OF}) found")
    catalogs = list(groups.items())
    found: set[Presence] = set()
    for number, *values in await raw.fetch(" UNION ALL ".join(parts)) if parts else ():
        if number == len(groups):
            found |= {presence for catalog, presence in in_schemas.items() if catalog == values[0]}
            continue
        (catalog, oid, among), expressions = catalogs[number]
        found |= {
            Presence(catalog, expression, value, oid, among)
            for expression, value in zip(expressions, values, strict=False)
        }
    return found


@asynccontextmanager
async def _transaction(connection: AsyncConnection) -> AsyncIterator[Any]:
    """asyncpg's own connection, in a transaction whose settings are undone at the end.

    asyncpg's and not SQLAlchemy's cursor: the rows are many, and nothing of SQLAlchemy's is wanted of them.
    """
    raw: Any = (await connection.get_raw_connection()).driver_connection
    if raw.is_in_transaction():
        transaction = raw.transaction()  # a savepoint within the caller's transaction
    else:
        transaction = raw.transaction(isolation="repeatable_read", readonly=True)
    await transaction.start()
    try:
        yield raw
    finally:
        await transaction.rollback()


def query_text(sql: Any) -> str:
    if isinstance(sql, str):
        return sql
    from matrx_orm_migrate.ddl import dialect

    return str(sql.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))
