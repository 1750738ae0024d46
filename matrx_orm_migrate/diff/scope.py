"""Which objects take part in a diff: schemas, tables asked for or left out, plugins' say, and our own tables never."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from matrx_orm_migrate.config import DatabaseConfig
from matrx_orm_migrate.errors import ConfigError, UsageError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["ALL_SCHEMAS", "Scope", "schemas_of"]

ALL_SCHEMAS = "*"
# the tables that migration tools keep their books in; they are nobody's models
_BOOKS = frozenset({"_matrx_migrations", "_matrx_migrations_progress", "_matrx_migrations_steps", "alembic_version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is asked for.  ``schemas`` is empty for every schema of the user's.

    ``include_tables`` and ``exclude_tables`` are patterns of table names, with or without schema (``*`` and ``?``).
    ``tracking_schema`` takes no part itself where nothing but our own tables is in it.
    """

    schemas: tuple[str, ...]
    include_tables: tuple[str, ...] = ()
    exclude_tables: tuple[str, ...] = ()
    tracking_schema: str = "public"

    @classmethod
    def of(
        cls,
        config: DatabaseConfig,
        schemas: Sequence[str] = (),
        include_tables: Sequence[str] = (),
        exclude_tables: Sequence[str] = (),
    ) -> Scope:
        """What the configuration says, and in its place what is given.

        Raises ``UsageError`` where tables are given both to be included and to be excluded.
        """
        if include_tables and exclude_tables:
            raise UsageError("give --include-tables or --exclude-tables, not both")
        if not include_tables and not exclude_tables:
            include_tables, exclude_tables = config.include_tables, config.exclude_tables
        asked = tuple(schemas) or config.schemas
        return cls(
            schemas=() if ALL_SCHEMAS in asked else asked,
            include_tables=tuple(include_tables),
            exclude_tables=tuple(exclude_tables),
            tracking_schema=config.tracking_schema,
        )

    def includes(self, object_id: ObjectId) -> bool:
        """Whether an object of this id takes part, as far as names tell."""
        if self.schemas and object_id.schema and object_id.schema not in self.schemas:
            return False
        table = object_id.parent or object_id.name
        if object_id.parent or object_id.kind in ("table", "foreign_table"):
            if table in _BOOKS:
                return False
            if self.include_tables:
                return _matches(object_id.schema, table, self.include_tables)
            if self.exclude_tables:
                return not _matches(object_id.schema, table, self.exclude_tables)
            return True
        return True

    def notes(self, *sides: Snapshot) -> tuple[str, ...]:
        """A sentence for each pattern of ``include_tables`` that no table of the sides matches.

        Raises ``ConfigError`` where none of them matches any: nothing would be compared, whatever was meant.
        """
        if not self.include_tables:
            return ()
        tables = {obj.id for side in sides for obj in side if obj.id.kind in ("table", "foreign_table")}
        vain = [
            pattern
            for pattern in self.include_tables
            if not any(_matches(table.schema, table.name, (pattern,)) for table in tables)
        ]
        if vain and len(vain) == len(self.include_tables):
            schemas = f"; the schemas in scope: {', '.join(self.schemas)}" if self.schemas else ""
            raise ConfigError(
                f"no table is called {', '.join(vain)} (--include-tables)",
                hint=f"Names are as PostgreSQL keeps them, with * and ?{schemas}.",
            )
        return tuple(f"no table is called {pattern} (--include-tables)" for pattern in vain)

    def including(self, live: Snapshot, plugins: PluginManager) -> Callable[[ObjectId], bool]:
        """A function like :meth:`includes` that also knows what of the live side plugins leave alone."""
        if not plugins.decides_inclusion:
            return self.includes
        takes_part = self.decide(live, plugins, "current")

        def includes(object_id: ObjectId) -> bool:
            obj = live.get(object_id)
            return self.includes(object_id) and (obj is None or takes_part(obj))

        return includes

    def decide(self, snapshot: Snapshot, plugins: PluginManager, origin: str) -> Callable[[CatalogObject], bool]:
        """A function that says of each object of the snapshot whether it takes part.

        A part follows its owner: the sequence that an excluded table's column owns is left alone too.  Only a plugin
        that asks about parts of what plugins leave alone may take one of them in.
        """
        verdicts: dict[ObjectId, bool] = {}
        named: dict[ObjectId, bool] = {}
        by_name_alone = not plugins.decides_inclusion

        def owner_of(obj: CatalogObject) -> CatalogObject | None:
            return snapshot.get(obj.owner_id) if obj.owner_id is not None else None

        def in_scope(obj: CatalogObject) -> bool:
            known = named.get(obj.id)
            if known is not None:
                return known
            owner = owner_of(obj)
            verdict = self.includes(obj.id) if owner is None else in_scope(owner)
            if verdict and obj.id.kind == "schema" and obj.id.name == self.tracking_schema != "public":
                verdict = any(takes_part(other) for other in snapshot if _lies_in(obj.id, other))
            if verdict and owner is not None and self.schemas and obj.id.schema:
                verdict = obj.id.schema in self.schemas
            named[obj.id] = verdict
            return verdict

        def takes_part(obj: CatalogObject) -> bool:
            if by_name_alone and obj.owner_id is not None:
                of_owner = named.get(obj.owner_id)  # most objects are part of one that was asked for already
                if of_owner is not None:
                    return of_owner and (not self.schemas or not obj.id.schema or obj.id.schema in self.schemas)
            known = verdicts.get(obj.id)
            if known is not None:
                return known
            verdict = in_scope(obj)
            if verdict and not by_name_alone:
                owner = owner_of(obj)
                left_alone = owner is not None and not takes_part(owner)
                verdict = plugins.include(obj, origin, left_alone=left_alone)
            verdicts[obj.id] = verdict
            return verdict

        return takes_part


def _lies_in(namespace: ObjectId, other: CatalogObject) -> bool:
    """Whether an object is in a schema; that all of the schema is published is a part of the schema itself."""
    return other.id.schema == namespace.name and other.id.kind != namespace.kind and other.owner_id != namespace


def schemas_of(snapshot: Snapshot) -> tuple[str, ...]:
    """The schemas of the objects, public first."""
    return tuple(sorted({obj.id.schema for obj in snapshot} - {""}, key=lambda name: (name != "public", name)))


def _matches(schema: str, table: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(f"{schema}.{table}" if "." in pattern else table, pattern) for pattern in patterns)
