"""The SQLAlchemy source without a server: contexts, catalog objects, and what it makes of models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import (
    MetaData,
)

from matrx_orm_migrate import schema as objects
from matrx_orm_migrate.hooks import Desired, SourceContext
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot
from matrx_orm_migrate.sources.sqlalchemy import SQLAlchemySource

source = SQLAlchemySource()
OPTIONS = objects.SequenceOptions(data_type="bigint", start=1, increment=1, minimum=1, maximum=9, cache=1, cycle=False)


def snapshot(*present: CatalogObject, server_version: int = 180000) -> Snapshot:
    public = objects.Namespace(id=ObjectId("schema", "public", "public"))
    return Snapshot(objects={obj.id: obj for obj in (public, *present)}, server_version=server_version)


def context_for(
    *present: CatalogObject,
    schemas: tuple[str, ...] = ("public",),
    includes: Callable[[ObjectId], bool] = lambda _id: True,
    project_dir: Path = Path(),
    server_version: int = 180000,
) -> SourceContext:
    current = snapshot(*present, server_version=server_version)
    return SourceContext(current=current, schemas=schemas, includes=includes, project_dir=project_dir)


def load(*specs: object, context: SourceContext | None = None) -> Desired:
    return source.load(specs, context or context_for())


def sql(*specs: object, context: SourceContext | None = None) -> list[str]:
    return [" ".join(statement.sql.split()) for statement in load(*specs, context=context).statements]


def table_object(name: str, schema: str = "public") -> objects.Table:
    return objects.Table(id=ObjectId("table", schema, name))


def column_object(table: str, name: str, type_: str = "integer") -> objects.Column:
    return objects.Column(id=ObjectId("column", "public", name, table), type=type_)


def enum_object(name: str) -> objects.Enum:
    return objects.Enum(id=ObjectId("enum", "public", name), labels=("a",))


def sequence_object(name: str, owned_by: ObjectId | None = None) -> objects.Sequence:
    return objects.Sequence(id=ObjectId("sequence", "public", name), options=OPTIONS, owned_by=owned_by)


def partition_object(name: str, parent: str) -> objects.Partition:
    return objects.Partition(
        id=ObjectId("partition", "public", name), parent=ObjectId("table", "public", parent), bound="DEFAULT"
    )


def write_models(project: Path, name: str, *lines: str) -> None:
    imports = "from sqlalchemy import Column, Integer, MetaData, Table\n"
    (project / f"{name}.py").write_text(imports + "\n".join(lines) + "\n")


def known(metadata: MetaData, present: Iterable[CatalogObject], **options: Any) -> set[str]:
    present = tuple(present)
    desired = load(metadata, context=context_for(*present, **options))
    return {obj.id.name for obj in present if desired.knows(obj)}
