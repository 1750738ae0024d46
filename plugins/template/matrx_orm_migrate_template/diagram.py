"""The ``mermaid`` target: tables, their columns and how they refer to each other, as a diagram that many sites draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext, generated_marker
from matrx_orm_migrate.schema import Column, ForeignKey, ObjectId, PrimaryKey, Snapshot, Unique

__all__ = ["DiagramTarget"]

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


class DiagramTarget(Target):
    """Writes ``tables.mmd``."""

    name = "mermaid"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The file.  Everything is sorted and nothing tells the time: the same database gives the same bytes."""
        lines = [generated_marker(self.name, comment="%%"), "erDiagram"]
        for table in snapshot.of_kind("table"):
            lines.append(f"    {_entity(table.id, context)} {{")
            lines += [f"        {line}" for line in _columns(table.id, snapshot)]
            lines.append("    }")
        lines += [f"    {line}" for line in _references(snapshot, context)]
        return (GeneratedFile(path=PurePosixPath("tables.mmd"), text="\n".join(lines) + "\n"),)


def _entity(table: ObjectId, context: TargetContext) -> str:
    """The name, with its schema where more than one is asked for."""
    return _name(table.name if len(context.schemas) == 1 else f"{table.schema}.{table.name}")


def _name(text: str) -> str:
    return text if _BARE.match(text) else f'"{text.replace(chr(34), chr(39))}"'


def _columns(table: ObjectId, snapshot: Snapshot) -> Iterator[str]:
    marks: dict[str, list[str]] = {}
    parts = snapshot.parts_of(table)
    for kind, mark in ((PrimaryKey, "PK"), (ForeignKey, "FK"), (Unique, "UK")):
        for part in parts:
            if isinstance(part, kind):
                for column in part.columns:
                    marks.setdefault(column, []).append(mark)
    for part in parts:
        if isinstance(part, Column):
            # an attribute's type and name are words here
            type_, name = (re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_") or "_" for text in (part.type, part.id.name))
            found = ", ".join(dict.fromkeys(marks.get(part.id.name, ())))
            note = f' "{part.id.name}"' if name != part.id.name and '"' not in part.id.name else ""
            yield f"{type_} {name}{f' {found}' if found else ''}{note}"


def _references(snapshot: Snapshot, context: TargetContext) -> Iterator[str]:
    for key in snapshot.of_kind("foreign_key"):
        assert isinstance(key, ForeignKey)
        if key.owner_id is None or key.referred_table not in snapshot:
            continue
        columns = [snapshot.get(ObjectId("column", key.id.schema, name, key.id.parent)) for name in key.columns]
        optional = any(isinstance(column, Column) and not column.not_null for column in columns)
        keys = [part for part in snapshot.parts_of(key.owner_id) if isinstance(part, Unique | PrimaryKey)]
        unique = any(set(part.columns) == set(key.columns) for part in keys)
        yield (
            f"{_entity(key.referred_table, context)} {'|o' if optional else '||'}--{'o|' if unique else 'o{'} "
            f"{_entity(key.owner_id, context)} : {_name(', '.join(key.columns))}"
        )
