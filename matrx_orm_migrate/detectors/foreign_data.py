"""Foreign data wrappers, and servers that they lead to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, quote
from matrx_orm_migrate.detectors.common import statements
from matrx_orm_migrate.detectors.foreign_options import changed_options_of, named_options, options_of, read_options_of
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, ForeignDataWrapper, ForeignServer, ObjectId, Statement

__all__ = ["ForeignDataWrapperDetector", "ForeignServerDetector"]


class ForeignDataWrapperDetector(Detector):
    """Foreign data wrappers."""

    kind = "foreign_data_wrapper"
    catalog = "pg_foreign_data_wrapper"
    rank = 17
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_foreign_data_wrapper"),),
            sql=f"""SELECT w.oid, 0, w.fdwname, nullif(w.fdwhandler, 0)::regproc::text,
                           nullif(w.fdwvalidator, 0)::regproc::text, {options_of("w.fdwoptions")}
                    FROM pg_catalog.pg_foreign_data_wrapper w""",
        )

    def read(self, row: Sequence[Any]) -> ForeignDataWrapper:
        _oid, _sub, name, handler, validator, options = row
        return ForeignDataWrapper(
            id=ObjectId(self.kind, "", name), handler=handler, validator=validator, options=read_options_of(options)
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, ForeignDataWrapper)
        words = [f"HANDLER {obj.handler}"] if obj.handler is not None else []
        words += [f"VALIDATOR {obj.validator}"] if obj.validator is not None else []
        return statements(" ".join([f"CREATE {_wrapper(obj)}", *words]) + named_options(obj.options))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP {_wrapper(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, ForeignDataWrapper)
        assert isinstance(after, ForeignDataWrapper)
        words: list[str] = []
        for word, was, wanted in (
            ("HANDLER", before.handler, after.handler),
            ("VALIDATOR", before.validator, after.validator),
        ):
            if was != wanted:
                words.append(f"{word} {wanted}" if wanted is not None else f"NO {word}")
        changed = " ".join([f"ALTER {_wrapper(after)}", *words])
        return statements(changed + changed_options_of(before.options, after.options))

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER {_wrapper(before)} RENAME TO {quote(after.id.name)}")

    def comment_target(self, obj: CatalogObject) -> str:
        return _wrapper(obj)


class ForeignServerDetector(Detector):
    """Foreign servers."""

    kind = "foreign_server"
    catalog = "pg_foreign_server"
    rank = 18
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_foreign_server"),),
            sql=f"""SELECT s.oid, 0, s.srvname, w.fdwname, s.srvtype, s.srvversion, {options_of("s.srvoptions")}
                    FROM pg_catalog.pg_foreign_server s
                    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw""",
        )

    def read(self, row: Sequence[Any]) -> ForeignServer:
        _oid, _sub, name, wrapper, type_, version, options = row
        return ForeignServer(
            id=ObjectId(self.kind, "", name),
            wrapper=wrapper,
            type=type_,
            version=version,
            options=read_options_of(options),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, ForeignServer)
        words = [f"TYPE {literal(obj.type)}"] if obj.type is not None else []
        words += [f"VERSION {literal(obj.version)}"] if obj.version is not None else []
        words.append(f"FOREIGN DATA WRAPPER {quote(obj.wrapper)}")
        return statements(" ".join([f"CREATE {_server(obj)}", *words]) + named_options(obj.options))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP {_server(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, ForeignServer)
        assert isinstance(after, ForeignServer)
        if (before.wrapper, before.type) != (after.wrapper, after.type):
            return Rebuild()
        changed = f"ALTER {_server(after)}"
        if before.version != after.version:
            changed += f" VERSION {literal(after.version) if after.version is not None else 'NULL'}"
        return statements(changed + changed_options_of(before.options, after.options))

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER {_server(before)} RENAME TO {quote(after.id.name)}")

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        """Alike: of the same wrapper and type."""
        assert isinstance(before, ForeignServer)
        assert isinstance(after, ForeignServer)
        return (before.wrapper, before.type) == (after.wrapper, after.type)

    def comment_target(self, obj: CatalogObject) -> str:
        return _server(obj)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        names = ("wrapper", "type", "version", "options")
        return ", ".join(name for name in names if getattr(before, name) != getattr(after, name))


def _wrapper(obj: CatalogObject) -> str:
    return f"FOREIGN DATA WRAPPER {quote(obj.id.name)}"


def _server(obj: CatalogObject) -> str:
    return f"SERVER {quote(obj.id.name)}"
