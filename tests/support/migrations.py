"""Write migration files, run them, and look at what came of it."""

from __future__ import annotations

import textwrap
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.executor import Executor, MigrateResult, RollbackResult, StatusResult
from matrx_orm_migrate.loader import read_directory

__all__ = [
    "connect",
    "execute",
    "executor",
    "migrate",
    "query",
    "recorded",
    "rollback",
    "status",
    "tables",
    "value",
    "write",
]


def write(
    directory: Path,
    name: str,
    up: str = "pass",
    *,
    down: str | None = "pass",
    dependencies: tuple[str, ...] = (),
    transactional: bool = True,
    head: str = "",
) -> Path:
    """Write ``directory/name.py`` with these function bodies."""
    directory.mkdir(parents=True, exist_ok=True)
    parts = [f'"""{name}"""', f"dependencies = {list(dependencies)!r}"]
    if not transactional:
        parts.append("transactional = False")
    if head:
        parts.append(textwrap.dedent(head).strip())
    for function, body in (("up", up), ("down", down)):
        if body is not None:
            parts.append(f"async def {function}(db):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}")
    path = directory / f"{name}.py"
    path.write_text("\n\n\n".join(parts) + "\n", encoding="utf-8")
    return path


@asynccontextmanager
async def executor(database: Any, **options: Any) -> AsyncGenerator[Executor]:
    """An executor for a URL, an engine or a connection."""
    async with open_database(database) as opened:
        yield Executor(opened, **options)


async def migrate(database: Any, directory: Path, *, to: str | None = None, **options: Any) -> tuple[str, ...]:
    """Run ``migrate``; the names of what was applied."""
    async with executor(database, **options) as runner:
        result: MigrateResult = await runner.migrate(read_directory(directory), to=to)
        return tuple(migration.name for migration in result.applied)


async def rollback(database: Any, directory: Path, *, steps: int = 1, to: str | None = None, **options: Any) -> Any:
    """Run ``rollback``; the names of what was taken back."""
    async with executor(database, **options) as runner:
        result: RollbackResult = await runner.rollback(read_directory(directory), steps=steps, to=to)
        return tuple(migration.name for migration in result.rolled_back)


async def status(database: Any, directory: Path, **options: Any) -> dict[str, str]:
    """Run ``status``; the state of each migration."""
    async with executor(database, **options) as runner:
        result: StatusResult = await runner.status(read_directory(directory))
        return {migration.name: migration.state.value for migration in result.migrations}


async def connect(url: str, **options: Any) -> asyncpg.Connection:
    """A plain connection of the test's own."""
    parts = make_url(url)
    host: Any = parts.query.get("host", parts.host)
    port: Any = parts.query.get("port", parts.port or 5432)
    options.setdefault("user", parts.username)
    return await asyncpg.connect(
        host=host, port=int(port), database=parts.database, password=parts.password, statement_cache_size=0, **options
    )


async def query(url: str, sql: str, *args: Any) -> list[tuple[Any, ...]]:
    """The rows of a query, as tuples."""
    connection = await connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(sql, *args)]
    finally:
        await connection.close()


async def value(url: str, sql: str, *args: Any) -> Any:
    """The first column of the first row."""
    return (await query(url, sql, *args))[0][0]


async def execute(url: str, *statements: str) -> None:
    """Run statements, each by itself."""
    connection = await connect(url)
    try:
        for sql in statements:
            await connection.execute(sql)
    finally:
        await connection.close()


async def recorded(url: str) -> tuple[str, ...]:
    """What ``_matrx_migrations`` says is applied, in order."""
    if not await value(url, "SELECT to_regclass('public._matrx_migrations') IS NOT NULL"):
        return ()
    return tuple(row[0] for row in await query(url, "SELECT name FROM public._matrx_migrations ORDER BY id"))


async def tables(url: str) -> set[str]:
    """The tables in schema public, without the tool's own."""
    rows = await query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name for (name,) in rows if not name.startswith("_matrx")}
