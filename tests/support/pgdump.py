"""Where tests find the comparison by ``pg_dump``, which plugins' tests use as well."""

from __future__ import annotations

from matrx_orm_migrate.testing.pgdump import dump_schema, normalise

__all__ = ["dump_schema", "normalise"]
