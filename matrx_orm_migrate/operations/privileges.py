"""Owner and privileges of an object that a migration takes down and makes again.

PostgreSQL gives what is made anew the owner who makes it and the default privileges: a function whose EXECUTE was
revoked from PUBLIC is everybody's again, and nothing says so.  Which privileges there are differs from database to
database (a developer's has none, as a rule), so they are no part of the file: they are read before the object goes,
in the database where the file is applied, and given back to its successor.

Objects are named as COMMENT ON names them: ``VIEW public.totals``, ``FUNCTION public.f(integer)``,
``COLUMN public.orders.total``.  Routines are named by the types of their input arguments alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from matrx_orm_migrate.ddl import literal, quote
from matrx_orm_migrate.errors import UsageError

__all__ = ["Grant", "KeptPrivileges", "address", "give_back", "read_privileges"]

Read = Callable[[str], Awaitable[Sequence[Any]]]
"""Runs a query; its rows, each a mapping."""
Run = Callable[[str], Awaitable[Any]]
"""Runs one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sort:
    """Where owner and privileges of one sort of object are found, and what stands behind GRANT … ON.

    ``oid`` is SQL for the object's oid, with ``{name}`` for a literal; ``acl`` is empty where there are no privileges,
    ``default`` the first argument of ``acldefault()`` (PostgreSQL 18, System Information Functions).
    """

    catalog: str
    oid: str
    owner: str
    acl: str = ""
    default: str = ""
    grant: str = ""


_TABLE = _Sort(
    catalog="pg_class", oid="{name}::pg_catalog.regclass", owner="relowner", acl="relacl", default="r", grant="TABLE"
)
_SEQUENCE = _Sort(
    catalog="pg_class", oid="{name}::pg_catalog.regclass", owner="relowner", acl="relacl", default="s", grant="SEQUENCE"
)
# GRANT ON FUNCTION does not take procedures, but ROUTINE takes all of them
_ROUTINE = _Sort(
    catalog="pg_proc", oid="{name}::pg_catalog.regprocedure", owner="proowner", acl="proacl", default="f",
    grant="ROUTINE",
)  # fmt: skip
_TYPE = _Sort(
    catalog="pg_type", oid="{name}::pg_catalog.regtype", owner="typowner", acl="typacl", default="T", grant="TYPE"
)
# schema.name USING method
_OF_METHOD = (
    "(SELECT o.oid FROM pg_catalog.{table} o JOIN pg_catalog.pg_am a ON a.oid = o.{c}method WHERE o.{c}namespace = "
    "pg_catalog.quote_ident((pg_catalog.parse_ident({{name}}, false))[1])::pg_catalog.regnamespace "
    "AND o.{c}name = (pg_catalog.parse_ident({{name}}, false))[2] "
    "AND pg_catalog.right({{name}}, pg_catalog.length(a.amname) + 7) = ' USING ' || a.amname)"
)
_SORTS = {
    "TABLE": _TABLE,
    "VIEW": _TABLE,
    "MATERIALIZED VIEW": _TABLE,
    "FOREIGN TABLE": _TABLE,
    "SEQUENCE": _SEQUENCE,
    "FUNCTION": _ROUTINE,
    "PROCEDURE": _ROUTINE,
    "AGGREGATE": _ROUTINE,
    "ROUTINE": _ROUTINE,
    "TYPE": _TYPE,
    "DOMAIN": _TYPE,
    "SCHEMA": _Sort(
        catalog="pg_namespace", oid="{name}::pg_catalog.regnamespace", owner="nspowner", acl="nspacl", default="n",
        grant="SCHEMA",
    ),
    "COLLATION": _Sort(catalog="pg_collation", oid="{name}::pg_catalog.regcollation", owner="collowner"),
    "STATISTICS": _Sort(
        catalog="pg_statistic_ext",
        oid="(SELECT s.oid FROM pg_catalog.pg_statistic_ext s WHERE s.stxnamespace = "
        "pg_catalog.quote_ident((pg_catalog.parse_ident({name}))[1])::pg_catalog.regnamespace "
        "AND s.stxname = (pg_catalog.parse_ident({name}))[2])",
        owner="stxowner",
    ),
    "EVENT TRIGGER": _Sort(
        catalog="pg_event_trigger",
        oid="(SELECT e.oid FROM pg_catalog.pg_event_trigger e WHERE e.evtname = (pg_catalog.parse_ident({name}))[1])",
        owner="evtowner",
    ),
    "LANGUAGE": _Sort(
        catalog="pg_language",
        oid="(SELECT l.oid FROM pg_catalog.pg_language l WHERE l.lanname = (pg_catalog.parse_ident({name}))[1])",
        owner="lanowner", acl="lanacl", default="l", grant="LANGUAGE",
    ),
    "CONVERSION": _Sort(
        catalog="pg_conversion",
        oid="(SELECT c.oid FROM pg_catalog.pg_conversion c WHERE c.connamespace = "
        "pg_catalog.quote_ident((pg_catalog.parse_ident({name}))[1])::pg_catalog.regnamespace "
        "AND c.conname = (pg_catalog.parse_ident({name}))[2])",
        owner="conowner",
    ),
    "TEXT SEARCH CONFIGURATION": _Sort(
        catalog="pg_ts_config", oid="{name}::pg_catalog.regconfig", owner="cfgowner"
    ),
    "TEXT SEARCH DICTIONARY": _Sort(catalog="pg_ts_dict", oid="{name}::pg_catalog.regdictionary", owner="dictowner"),
    "OPERATOR CLASS": _Sort(catalog="pg_opclass", oid=_OF_METHOD.format(table="pg_opclass", c="opc"), owner="opcowner"),
    "OPERATOR FAMILY": _Sort(
        catalog="pg_opfamily", oid=_OF_METHOD.format(table="pg_opfamily", c="opf"), owner="opfowner"
    ),
    # behind those that begin with the same word
    "OPERATOR": _Sort(catalog="pg_operator", oid="{name}::pg_catalog.regoperator", owner="oprowner"),
    "PUBLICATION": _Sort(
        catalog="pg_publication",
        oid="(SELECT p.oid FROM pg_catalog.pg_publication p WHERE p.pubname = (pg_catalog.parse_ident({name}))[1])",
        owner="pubowner",
    ),
    "FOREIGN DATA WRAPPER": _Sort(
        catalog="pg_foreign_data_wrapper",
        oid="(SELECT w.oid FROM pg_catalog.pg_foreign_data_wrapper w "
        "WHERE w.fdwname = (pg_catalog.parse_ident({name}))[1])",
        owner="fdwowner", acl="fdwacl", default="F", grant="FOREIGN DATA WRAPPER",
    ),
    "SERVER": _Sort(
        catalog="pg_foreign_server",
        oid="(SELECT s.oid FROM pg_catalog.pg_foreign_server s WHERE s.srvname = (pg_catalog.parse_ident({name}))[1])",
        owner="srvowner", acl="srvacl", default="S", grant="FOREIGN SERVER",
    ),
}  # fmt: skip

_GRANTED = tuple(sorted({sort.grant for sort in _SORTS.values() if sort.grant}))

# PostgreSQL 16 tells apart whether a member inherits and whether it may SET ROLE
_SET_SINCE = 160000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One privilege: who gave it to whom (None is PUBLIC), on the object or on one ``column`` of it."""

    grantor: str
    grantee: str | None
    privilege: str
    grantable: bool = False
    column: str = ""

    @property
    def key(self) -> tuple[str, str | None, str, str]:
        """What two grants share that differ in the grant option alone."""
        return (self.grantor, self.grantee, self.privilege, self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPrivileges:
    """What an object has, or had.

    ``on`` is what stands behind GRANT … ON (empty where nothing can be granted), ``owner`` the owner, for a column that
    of its table; ``columns`` are those that are there, ``counters`` the sequences of identities, by column.
    """

    on: str
    owner: str
    grants: frozenset[Grant]
    columns: tuple[str, ...] = ()
    counters: Mapping[str, KeptPrivileges] = field(default_factory=dict)

    @property
    def sort(self) -> str:
        """What the privileges are privileges of: those of a sequence are no good for a table."""
        return next((words for words in _GRANTED if self.on.startswith(f"{words} ")), "")

    @property
    def name(self) -> str:
        """The name within ``on``, quoted where needed."""
        return self.on[len(self.sort) + 1 :]


def _parsed(target: str) -> tuple[str, str]:
    """``VIEW public.totals`` as the word and the name.  Raises ``UsageError`` for a word that is not known."""
    for word in ("COLUMN", *_SORTS):
        if target.upper().startswith(f"{word} "):
            return word, target[len(word) + 1 :].strip()
    raise UsageError(
        f"{target!r} names nothing whose privileges can be kept",
        hint=f"Write it as in COMMENT ON, with one of these words in front: COLUMN, {', '.join(_SORTS)}.",
    )


def _column(name: str) -> tuple[str, str]:
    """SQL for the oid of a column's table, and for the column's name."""
    parts = f"pg_catalog.parse_ident({literal(name)})"
    table = (
        f"(SELECT pg_catalog.string_agg(pg_catalog.quote_ident(p.part), '.' ORDER BY p.place) "
        f"FROM pg_catalog.unnest({parts}) WITH ORDINALITY p(part, place) "
        f"WHERE p.place < pg_catalog.cardinality({parts}))::pg_catalog.regclass"
    )
    return table, f"({parts})[pg_catalog.cardinality({parts})]"


def address(target: str) -> str:
    """SQL that gives the oid of what ``target`` names (a column's table), and fails where there is none.

    Raises ``UsageError`` for a word that is not known.
    """
    word, name = _parsed(target)
    return _column(name)[0] if word == "COLUMN" else _SORTS[word].oid.format(name=literal(name))


_GRANTS = """
SELECT {column} AS "column", grantor.rolname AS grantor, grantee.rolname AS grantee, x.privilege_type AS privilege,
       x.is_grantable AS grantable
FROM {source}, pg_catalog.aclexplode({acl}) x
JOIN pg_catalog.pg_roles grantor ON grantor.oid = x.grantor
LEFT JOIN pg_catalog.pg_roles grantee ON grantee.oid = x.grantee
WHERE {where} AND (x.grantee = 0 OR grantee.oid IS NOT NULL)
"""

_COLUMNS = """
SELECT a.attname AS name, pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table", r.rolname AS owner,
       (SELECT pg_catalog.format('%I.%I', sn.nspname, s.relname)
        FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
        WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i'
          AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum) AS counter
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
WHERE {where} ORDER BY a.attnum
"""

_OWNER = "SELECT r.rolname AS owner FROM pg_catalog.{catalog} o JOIN pg_catalog.pg_roles r ON r.oid = o.{owner} {where}"


async def read_privileges(read: Read, target: str) -> KeptPrivileges:
    """Owner and privileges of an object, as they are now.

    Raises ``UsageError`` where ``target`` is not understood, or names nothing.
    """
    word, name = _parsed(target)
    if word == "COLUMN":
        table, column = _column(name)
        return await _read_columns(read, table, f" AND a.attname = {column}", target)
    sort = _SORTS[word]
    where = f"WHERE o.oid = {address(target)}"
    owners = await read(_OWNER.format(catalog=sort.catalog, owner=sort.owner, where=where))
    if not owners:
        raise _nothing(target)
    owner: str = owners[0]["owner"]
    if not sort.acl:
        return KeptPrivileges(on="", owner=owner, grants=frozenset())
    grants = await _grants(
        read,
        column="''",
        source=f"pg_catalog.{sort.catalog} o",
        acl=f"coalesce(o.{sort.acl}, pg_catalog.acldefault('{sort.default}', o.{sort.owner}))",
        where=where.removeprefix("WHERE "),
    )
    kept = KeptPrivileges(on=f"{sort.grant} {name}", owner=owner, grants=grants)
    if sort is not _TABLE:
        return kept
    columns = await _read_columns(read, address(target), "", "")
    return replace(kept, grants=grants | columns.grants, columns=columns.columns, counters=columns.counters)


async def _read_columns(read: Read, table: str, which: str, target: str) -> KeptPrivileges:
    """The columns of a table, or the one that ``target`` names."""
    where = f"a.attrelid = {table} AND a.attnum > 0 AND NOT a.attisdropped{which}"
    rows = await read(_COLUMNS.format(where=where))
    if target and not rows:
        raise _nothing(target)
    return KeptPrivileges(
        on=f"TABLE {rows[0]['table']}" if rows else "",
        owner=rows[0]["owner"] if rows else "",
        grants=await _grants(read, column="a.attname", source="pg_catalog.pg_attribute a", acl="a.attacl", where=where),
        columns=tuple(row["name"] for row in rows),
        counters={
            row["name"]: await read_privileges(read, f"SEQUENCE {row['counter']}")
            for row in rows
            if row["counter"] is not None
        },
    )


async def _grants(read: Read, **parts: str) -> frozenset[Grant]:
    return frozenset(Grant(**dict(row)) for row in await read(_GRANTS.format(**parts)))


def _nothing(target: str) -> UsageError:
    return UsageError(f"there is no {target}, so there are no privileges of it to keep or to give back")


async def give_back(read: Read, run: Run, kept: KeptPrivileges, target: str) -> None:
    """Make the owner and the privileges of ``target`` what was kept, whatever default privileges are in force.

    The owner comes first: whoever may make somebody the owner may grant in that owner's name.  Privileges that
    somebody else has handed on are granted in that role's name where the migration may act as it, else in the owner's.
    Columns that are no more are left out.
    """
    word, name = _parsed(target)
    now = await read_privileges(read, target)
    if word != "COLUMN" and kept.owner != now.owner:
        await run(f"ALTER {word} {name} OWNER TO {quote(kept.owner)}")
        now = await read_privileges(read, target)
    wanted = set(kept.grants)
    if word == "COLUMN" and kept.columns != now.columns:
        wanted = {replace(grant, column=now.columns[0]) for grant in wanted}
    if kept.sort == now.sort and now.on:
        wanted = {grant for grant in wanted if not grant.column or grant.column in now.columns}
        await _Settlement(read, run, now).reach(wanted)
    for column, counter in kept.counters.items():
        found = column if word != "COLUMN" else now.columns[0]
        if found in now.counters:
            successor = now.counters[found].on.removeprefix("SEQUENCE ")
            await give_back(read, run, counter, f"SEQUENCE {successor}")


class _Settlement:
    """Leads from the privileges that an object has to those that it is to have."""

    def __init__(self, read: Read, run: Run, now: KeptPrivileges) -> None:
        self.read = read
        self.run = run
        self.now = now
        self.allowed: dict[str, bool] = {}

    async def reach(self, wanted: set[Grant]) -> None:
        had = {grant.key: grant for grant in self.now.grants}
        wants = {grant.key: grant for grant in wanted}
        for key in sorted(had, key=repr):
            grant = had[key]
            if key not in wants:
                await self._say(grant.grantor, f"REVOKE {_words(grant)} ON {self.now.on} FROM {_whom(grant)}")
            elif grant.grantable and not wants[key].grantable:
                revoked = f"REVOKE GRANT OPTION FOR {_words(grant)} ON {self.now.on} FROM {_whom(grant)}"
                await self._say(grant.grantor, revoked)
        missing = [wants[key] for key in sorted(wants, key=repr) if had.get(key) != wants[key]]
        missing = [grant for grant in missing if grant.key not in had or grant.grantable]
        holding = {(grant.grantee, grant.privilege, grant.column) for grant in had.values() if grant.grantable}
        while missing:
            ready = [grant for grant in missing if self._stands(grant, holding)] or missing
            for grant in ready:
                option = " WITH GRANT OPTION" if grant.grantable else ""
                text = f"GRANT {_words(grant)} ON {self.now.on} TO {_whom(grant)}{option}"
                await self._say(grant.grantor, text)
                if grant.grantable:
                    holding.add((grant.grantee, grant.privilege, grant.column))
            missing = [grant for grant in missing if grant not in ready]

    def _stands(self, grant: Grant, holding: set[tuple[str | None, str, str]]) -> bool:
        """Whether the grantor may give the privilege by now; a privilege on the whole is one on its columns."""
        whole, column = (grant.grantor, grant.privilege, ""), (grant.grantor, grant.privilege, grant.column)
        return grant.grantor == self.now.owner or whole in holding or column in holding

    async def _say(self, grantor: str, text: str) -> None:
        """Run a GRANT or REVOKE in the name of ``grantor``."""
        if grantor not in self.allowed:
            self.allowed[grantor] = await self._must_become(grantor)
        if not self.allowed[grantor]:
            await self.run(text)
            return
        (before,) = await self.read("SELECT pg_catalog.current_setting('role') AS role")
        await self.run(f"SET LOCAL ROLE {quote(grantor)}")
        await self.run(text)
        role = before["role"]
        await self.run(f"SET LOCAL ROLE {'NONE' if role == 'none' else quote(role)}")

    async def _must_become(self, grantor: str) -> bool:
        """Whether to SET ROLE to the grantor: PostgreSQL takes the owner by itself where the current role may be it."""
        (row,) = await self.read(
            f"""SELECT pg_catalog.pg_has_role({literal(grantor)}, 'USAGE') AS inherits,
                       pg_catalog.pg_has_role({literal(grantor)}, CASE WHEN
                           pg_catalog.current_setting('server_version_num')::int >= {_SET_SINCE}
                           THEN 'SET' ELSE 'MEMBER' END) AS may_be,
                       coalesce((SELECT pg_catalog.has_schema_privilege({literal(grantor)}, n.oid, 'USAGE')
                                 FROM pg_catalog.pg_namespace n
                                 WHERE n.nspname = (pg_catalog.parse_ident({literal(self._name())}, false))[1]),
                                true) AS finds_it"""
        )
        if grantor == self.now.owner and row["inherits"]:
            return False
        return bool(row["may_be"] and row["finds_it"])

    def _name(self) -> str:
        return self.now.name


def _words(grant: Grant) -> str:
    return f"{grant.privilege} ({quote(grant.column)})" if grant.column else grant.privilege


def _whom(grant: Grant) -> str:
    return quote(grant.grantee) if grant.grantee is not None else "PUBLIC"
