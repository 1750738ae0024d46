"""Base types: made along with the functions that read and write them, for each needs the other first."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.named import NamedDetector
from matrx_orm_migrate.hooks import CatalogQuery, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import BaseType, CatalogObject, ObjectId, Statement

__all__ = ["BaseTypeDetector"]

_NOT_AN_ARRAY = Presence("pg_type", "(typtype = 'b' AND typinput <> 'pg_catalog.array_in'::regproc)", "true")
_SUBSCRIPT_SINCE = 140000
_ALIGNMENT = {"c": "char", "s": "int2", "i": "int4", "d": "double"}
_STORAGE = {"p": "plain", "e": "external", "x": "extended", "m": "main"}
_FUNCTIONS = ("INPUT", "OUTPUT", "RECEIVE", "SEND", "TYPMOD_IN", "TYPMOD_OUT", "ANALYZE", "SUBSCRIPT")
# PostgreSQL 13, ALTER TYPE … SET; RECEIVE and SEND could be set as well, but they are made with the type, and columns
# would keep the former STORAGE
_ALTERED = ("TYPMOD_IN", "TYPMOD_OUT", "ANALYZE", "SUBSCRIPT")


class BaseTypeDetector(NamedDetector):
    """Base types, without the array types that come with them."""

    kind = "base_type"
    catalog = "pg_type"
    rank = 10
    owned = True
    word = "TYPE"

    def query(self, server_version: int) -> CatalogQuery:
        columns = ["input", "output", "receive", "send", "modin", "modout", "analyze"]
        columns += ["subscript"] if server_version >= _SUBSCRIPT_SINCE else []
        functions = ", ".join(f"nullif(t.typ{column}::oid, 0)::regproc::text" for column in columns)
        return CatalogQuery(
            # arrays are base types in the catalog
            presence=(_NOT_AN_ARRAY,),
            sql=f"""SELECT t.oid, 0, n.nspname, t.typname, ARRAY[{functions}], t.typlen::int, t.typbyval,
                           t.typalign::text, t.typstorage::text, t.typcategory::text, t.typispreferred, t.typdefault,
                           pg_catalog.format_type(nullif(t.typelem, 0), NULL), t.typdelim::text, t.typcollation <> 0
                    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE t.typtype = 'b' AND {USER_SCHEMA}
                      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)""",
        )

    def read(self, row: Sequence[Any]) -> BaseType:
        _oid, _sub, schema, name, functions, length, by_value, align, storage, category, preferred, *rest = row
        default, element, delimiter, collatable = rest
        named = dict(zip(_FUNCTIONS, functions, strict=False))
        options = {
            **{word: function for word, function in named.items() if function is not None},
            "INTERNALLENGTH": "VARIABLE" if length < 0 else str(length),
            **({"PASSEDBYVALUE": "true"} if by_value else {}),
            "ALIGNMENT": _ALIGNMENT[align],
            "STORAGE": _STORAGE[storage],
            **({"CATEGORY": literal(category)} if category != "U" else {}),
            **({"PREFERRED": "true"} if preferred else {}),
            **({"DEFAULT": literal(default)} if default is not None else {}),
            **({"ELEMENT": element} if element is not None else {}),
            **({"DELIMITER": literal(delimiter)} if delimiter != "," else {}),
            **({"COLLATABLE": "true"} if collatable else {}),
        }
        return BaseType(id=ObjectId("base_type", schema, name), options=tuple(options.items()))

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, BaseType)
        options = ", ".join(f"{word} = {value}" for word, value in obj.options)
        functions = [statement for part in parts for statement in part]
        return [
            *statements(f"CREATE TYPE {self.name(obj)}"),
            *functions,
            *statements(f"CREATE TYPE {self.name(obj)} ({options})"),
        ]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        """CASCADE takes its functions along; that it takes nothing else is made sure of."""
        name = literal(self.name(obj))
        return statements(f"""DO $matrx$ BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_depend d ON d.refobjid IN (t.oid, t.typarray)
               WHERE t.oid = {name}::pg_catalog.regtype AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
                 AND d.deptype <> 'i' AND NOT (d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                   AND d.objid IN (t.typinput::oid, t.typoutput::oid, t.typreceive::oid, t.typsend::oid))) THEN
        RAISE EXCEPTION 'type % cannot be dropped: other objects depend on it', {name};
    END IF;
    DROP TYPE {self.name(obj)} CASCADE;
END $matrx$""")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, BaseType)
        assert isinstance(after, BaseType)
        had, has = dict(before.options), dict(after.options)
        changed = [word for word in (*_FUNCTIONS, *has) if had.get(word) != has.get(word)]
        if not set(changed) <= set(_ALTERED) or had.keys() - has.keys() - set(_FUNCTIONS):
            return Rebuild()
        options = ", ".join(f"{word} = {has.get(word, 'NONE')}" for word in dict.fromkeys(changed))
        return statements(f"ALTER TYPE {self.name(after)} SET ({options})") if options else ()

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("type", obj.id.schema, obj.id.name),)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, BaseType)
        assert isinstance(after, BaseType)
        words = sorted({word for word, _value in set(before.options) ^ set(after.options)})
        return ", ".join(word.lower() for word in words)
