"""Text search dictionaries (PostgreSQL 18, CREATE TEXT SEARCH DICTIONARY)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Statement

__all__ = ["Dictionary", "DictionaryDetector"]

KIND = "text_search_dictionary"

# how PostgreSQL writes pg_ts_dict.dictinitoption (serialize_deflist in tsearchcmds.c)
_OPTION = re.compile(r"""("(?:[^"]|"")*"|\w+) = (E?'(?:[^'\\]|\\.|'')*'|[^',]+)""", re.DOTALL)


# 1. The value: frozen, with an id, and with everything that makes a difference.
@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary(CatalogObject):
    """A dictionary; ``template`` is qualified and quoted, ``options`` are (name, value) as SQL."""

    template: str
    options: tuple[tuple[str, str], ...] = ()


# 2. The detector: how it is read, made, dropped, changed.
class DictionaryDetector(Detector):
    """Text search dictionaries."""

    kind = KIND
    catalog = "pg_ts_dict"

    def query(self, server_version: int) -> CatalogQuery:
        """One query: the address (oid, and 0), then what the object is made of.  ``search_path`` is empty."""
        return CatalogQuery(
            presence=(Presence("pg_ts_dict"),),
            sql="""SELECT d.oid, 0, n.nspname, d.dictname,
                          pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.tmplname),
                          d.dictinitoption
                   FROM pg_catalog.pg_ts_dict d
                   JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
                   JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
                   JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
                   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
        )

    def read(self, row: Sequence[Any]) -> Dictionary:
        """A row as a value.  Whatever makes no difference (the order of options) is taken out here."""
        _oid, _sub, schema, name, template, options = row
        return Dictionary(
            id=ObjectId(KIND, schema, name),
            template=template,
            options=tuple(sorted((match[1], match[2]) for match in _OPTION.finditer(options or ""))),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        """The statements that make it."""
        assert isinstance(obj, Dictionary)
        words = [f"TEMPLATE = {obj.template}", *(f"{name} = {value}" for name, value in obj.options)]
        return [Statement(sql=f"CREATE TEXT SEARCH DICTIONARY {_name(obj)} ({', '.join(words)})")]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        """The statements that drop it."""
        return [Statement(sql=f"DROP TEXT SEARCH DICTIONARY {_name(obj)}")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        """What turns one into the other, or that PostgreSQL has no words for it.  Comments come by themselves."""
        assert isinstance(before, Dictionary)
        assert isinstance(after, Dictionary)
        if before.template != after.template:
            return Rebuild()
        was, wanted = dict(before.options), dict(after.options)
        words = [f"{name} = {value}" for name, value in after.options if was.get(name) != value]
        words += [name for name in was if name not in wanted]
        return [Statement(sql=f"ALTER TEXT SEARCH DICTIONARY {_name(after)} ({', '.join(words)})")]

    def comment_target(self, obj: CatalogObject) -> str:
        """What stands behind COMMENT ON."""
        return f"TEXT SEARCH DICTIONARY {_name(obj)}"

    # 3. What is not needed, and good to have: renames, and names that exclude each other.
    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | None:
        """The statements that give it another name; another schema is no new name."""
        if before.id.schema != after.id.schema:
            return None
        name = quote(after.id.name)
        return [Statement(sql=f"ALTER TEXT SEARCH DICTIONARY {_name(before)} RENAME TO {name}")]

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        """Whether a rename is all that it takes."""
        same_place = before.id.schema == after.id.schema
        return same_place and replace(before, id=after.id, comment=after.comment) == after

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        """The names that two of them cannot have at once."""
        return ((KIND, obj.id.schema, obj.id.name),)


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)
