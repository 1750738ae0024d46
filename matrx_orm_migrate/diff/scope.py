"""Which objects take part in a diff: schemas, tables asked for or left out, plugins' say, and our own tables never."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["ALL_SCHEMAS", "Scope"]

ALL_SCHEMAS = "*"
# the tables that migration tools keep their books in; they are nobody's models
_BOOKS = frozenset({"_matrx_migrations", "_matrx_migrations_progress", "_matrx_migrations_steps", "alembic_version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is asked for.  ``schemas`` is empty for every schema of the user's.

    ``include_tables`` and ``exclude_tables`` are patterns of table names, with or without schema (``*`` and ``?``).
    """

    schemas: tuple[str, ...]
    include_tables: tuple[str, ...] = ()
    exclude_tables: tuple[str, ...] = ()

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

    def decide(self, snapshot: Snapshot, plugins: PluginManager, origin: str) -> Callable[[CatalogObject], bool]:
        """A function that says of each object of the snapshot whether it takes part.

        A part follows its owner: the sequence that an excluded table's column owns is left alone too.
        """
        verdicts: dict[ObjectId, bool] = {}

        schemas = frozenset(self.schemas)
        asks = plugins.decides_inclusion

        def takes_part(obj: CatalogObject) -> bool:
            owner_id = obj.owner_id
            verdict = verdicts.get(owner_id) if owner_id is not None else None
            if verdict is None:
                owner = snapshot.get(owner_id) if owner_id is not None else None
                if owner is None:
                    owner_id = None
                    verdict = self.includes(obj.id)
                else:  # it is asked again for each of its parts
                    verdict = verdicts[owner.id] = takes_part(owner)
            if verdict and owner_id is not None and schemas and obj.id.schema:
                verdict = obj.id.schema in schemas
            return plugins.include(obj, origin) if verdict and asks else verdict

        return takes_part


def _matches(schema: str, table: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(f"{schema}.{table}" if "." in pattern else table, pattern) for pattern in patterns)
