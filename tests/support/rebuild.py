"""For tests of the read path: load SQL, read it, generate models, and make a database of the models again."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import configure_mappers
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.diff.building import DesiredBuilder
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.diff.scratch import ScratchDatabase
from matrx_orm_migrate.hooks import PluginManager, SourceContext
from matrx_orm_migrate.schema import ObjectId, Snapshot
from matrx_orm_migrate.testing.generated import check_code
from matrx_orm_migrate.testing.plugins import plugins_with

__all__ = [
    "built_in",
    "check_code",
    "differences",
    "execute",
    "import_models",
    "make_again",
    "sayable",
    "snapshot_of",
]


def built_in() -> PluginManager:
    """The built-in plugins and no others, whether the package is installed or not."""
    return plugins_with()


async def execute(url: str, *scripts: str) -> None:
    """Run scripts of several statements."""
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    try:
        for script in scripts:
            await connection.execute(script)
    finally:
        await connection.close()


async def snapshot_of(url: str, *, schemas: Sequence[str] = ()) -> Snapshot:
    """What the database holds, in ``schemas`` if there are any."""
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            snapshot = await inspect_database(connection, built_in())
    finally:
        await engine.dispose()
    return snapshot.select(lambda obj: not schemas or obj.id.schema in schemas)


def sqlalchemy_url(url: str) -> str:
    """The URL for SQLAlchemy with asyncpg."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def import_models(package: Path) -> Any:
    """Import a generated package anew; any warning fails, and so does a mapper that cannot be configured."""
    for name in [name for name in sys.modules if name == package.name or name.startswith(f"{package.name}.")]:
        del sys.modules[name]
    sys.path.insert(0, str(package.parent))
    try:
        importlib.invalidate_caches()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            module = importlib.import_module(package.name)
            importlib.import_module(f"{package.name}.managers")
            configure_mappers()
    finally:
        sys.path.remove(str(package.parent))
    return module


async def make_again(module: Any, url: str, snapshot: Snapshot, schemas: Sequence[str] = ("public",)) -> None:
    """Fill an empty database with what the models ask for, as the diff fills a scratch database."""
    plugins = built_in()
    empty = Snapshot(objects={}, server_version=snapshot.server_version)
    context = SourceContext(
        current=empty, schemas=tuple(schemas), includes=lambda _id: True, project_dir=Path("/nowhere")
    )
    desired = plugins.sources["sqlalchemy"].load((module.Base,), context)
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            await raw.execute("SET check_function_bodies = off")
            scratch = ScratchDatabase(connection, raw, engine, url)
            await DesiredBuilder(scratch, desired, plugins, schemas[:1], empty).build(empty, empty)
    finally:
        await engine.dispose()


_PARTS = {"column", "default", "primary_key", "unique", "check", "foreign_key", "exclusion", "index"}
_SAYABLE = _PARTS | {"table", "partition", "enum", "sequence"}


def sayable(snapshot: Snapshot) -> Snapshot:
    """What models can say: tables with all their parts, enums, sequences; not views, nor indexes of those."""
    tables = {obj.id for obj in snapshot.of_kind("table")}
    return snapshot.select(
        lambda obj: (
            obj.id.kind in _SAYABLE
            and (obj.id.kind not in _PARTS or ObjectId("table", obj.id.schema, obj.id.parent) in tables)
        )
    )


def differences(expected: Snapshot, actual: Snapshot) -> list[str]:
    """What differs of what models can say, one line each."""
    expected, actual = sayable(expected), sayable(actual)
    lines: list[str] = []
    for key in sorted({*expected.objects, *actual.objects}):
        before, after = expected.get(key), actual.get(key)
        if before == after:
            continue
        if before is None or after is None:
            lines.append(f"{key} is {'new' if before is None else 'missing'}")
            continue
        for item in fields(before):
            if item.compare and getattr(before, item.name) != getattr(after, item.name):
                lines.append(f"{key}: {item.name}: {getattr(before, item.name)!r} → {getattr(after, item.name)!r}")
    return lines
