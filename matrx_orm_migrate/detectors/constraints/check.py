"""CHECK constraints of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.common import PARENT_OF_PARTITION, RELATION_KIND, inheritance_link
from matrx_orm_migrate.detectors.constraints.common import ConstraintDetector
from matrx_orm_migrate.schema import Check, ObjectId

__all__ = ["CheckDetector"]


class CheckDetector(ConstraintDetector):
    """CHECK.  One that a partition has from its parent carries the same name there."""

    kind = "check"
    renamed_along = True
    contype = "c"
    relkinds = "'r', 'p', 'f'"
    rank = 38
    extra_joins = f"""{PARENT_OF_PARTITION}
        LEFT JOIN LATERAL
          (SELECT hn.nspname, hc.relname
           FROM pg_catalog.pg_inherits h
           JOIN pg_catalog.pg_class hc ON hc.oid = h.inhparent
           JOIN pg_catalog.pg_namespace hn ON hn.oid = hc.relnamespace
           JOIN pg_catalog.pg_constraint hk ON hk.conrelid = hc.oid AND hk.conname = k.conname
           WHERE k.coninhcount > 0 AND NOT c.relispartition AND h.inhrelid = c.oid
           ORDER BY h.inhseqno LIMIT 1) inherited ON true"""

    def parent_columns(self, server_version: int) -> str:
        joined = "k.coninhcount > 0 AND c.relispartition"
        return f"""CASE WHEN {joined} THEN pn.nspname ELSE inherited.nspname END,
                   CASE WHEN {joined} THEN pc.relname ELSE inherited.relname END,
                   CASE WHEN {joined} OR inherited.relname IS NOT NULL THEN k.conname END,
                   c.relispartition, k.conislocal, {RELATION_KIND.format(relation="c")}"""

    def read(self, row: Sequence[Any]) -> Check:
        values = self.values(row)
        is_partition, local, kind = row[9:12]
        values["owner_id"] = ObjectId(kind, values["id"].schema, values["id"].parent)
        origin = values["origin"]
        if not is_partition and origin is not None:
            values["link"] = inheritance_link(values["id"].schema, values["id"].parent, origin.schema, origin.parent)
            values["declared"] = local
        return Check(**values)
