"""Applying many small migration files, beside the same transactions sent by bare asyncpg, and beside alembic."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from benchmarks.database import connect, create_database
from benchmarks.meter import Cost, ServerClock, Side, compare_costs
from matrx_orm_migrate import migrate
from matrx_orm_migrate.embedded import EmbeddedServer

__all__ = ["ALEMBIC_UPGRADE", "ASYNCPG", "MIGRATE", "measure_applying", "step", "write_alembics", "write_ours"]

MIGRATE = "migrate"
ASYNCPG = "the same by asyncpg"
ALEMBIC_UPGRADE = "alembic upgrade"

_DATABASE = "applying"

_TRACKING_TABLE = """\
CREATE TABLE _matrx_migrations (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL UNIQUE,
    applied_at timestamptz NOT NULL DEFAULT now(),
    checksum varchar(64) NOT NULL
)"""

_OURS = '''\
"""Step {number}."""

dependencies = {dependencies!r}


async def up(db):
    await db.execute({up!r})


async def down(db):
    await db.execute({down!r})
'''

_ALEMBICS = '''\
"""Step {number}."""

from alembic import op

revision = "{revision}"
down_revision = {previous!r}


def upgrade():
    op.execute({up!r})


def downgrade():
    op.execute({down!r})
'''

_ENVIRONMENT = """\
from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
"""


async def measure_applying(
    server: EmbeddedServer, clock: ServerClock, folder: Path, *, files: int, rounds: int
) -> Mapping[str, Cost]:
    """Each side gets an empty database for each turn; reading the files is part of what is measured."""
    steps = [step(number) for number in range(1, files + 1)]
    ours, alembics = folder / "ours", folder / "alembic"
    write_ours(ours, steps)
    write_alembics(alembics, steps)
    records = [(f"{number:04d}_step", hashlib.sha256(up.encode()).hexdigest()) for number, (up, _) in _counted(steps)]

    async def fresh() -> None:
        await create_database(server, _DATABASE)

    async def by_us() -> None:
        result = await migrate(server.url(_DATABASE), directory=ours)
        if len(result.applied) != files:
            raise RuntimeError(f"{len(result.applied)} of {files} migrations were applied")

    async def by_asyncpg() -> None:
        connection = await connect(server, _DATABASE)
        await connection.execute(_TRACKING_TABLE)
        for (up, _down), (name, checksum) in zip(steps, records, strict=True):
            async with connection.transaction():
                await connection.execute(up)
                await connection.execute(
                    "INSERT INTO _matrx_migrations (name, checksum) VALUES ($1, $2)", name, checksum
                )
        await connection.close()

    async def by_alembic() -> None:
        engine = create_async_engine(server.url(_DATABASE), poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade, alembics)
        await engine.dispose()

    logging.getLogger("alembic").setLevel(logging.WARNING)
    sides = (
        Side(name=ASYNCPG, work=by_asyncpg, prepare=fresh),
        Side(name=MIGRATE, work=by_us, prepare=fresh),
        Side(name=ALEMBIC_UPGRADE, work=by_alembic, prepare=fresh),
    )
    return await compare_costs(sides, rounds=rounds, clock=clock)


def _counted(steps: Sequence[tuple[str, str]]) -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(steps, start=1))


def step(number: int) -> tuple[str, str]:
    """What the small migrations of a project do, in turn: a table, a column, an index, a comment."""
    table = f"table_{(number - 1) // 4:05d}"
    match number % 4:
        case 1:
            return f"CREATE TABLE {table} (id bigint PRIMARY KEY, name text NOT NULL)", f"DROP TABLE {table}"
        case 2:
            return f"ALTER TABLE {table} ADD COLUMN total numeric(12,2)", f"ALTER TABLE {table} DROP COLUMN total"
        case 3:
            return f"CREATE INDEX {table}_name ON {table} (name)", f"DROP INDEX {table}_name"
        case _:
            return f"COMMENT ON TABLE {table} IS 'Of step {number}'", f"COMMENT ON TABLE {table} IS NULL"


def write_ours(folder: Path, steps: Sequence[tuple[str, str]]) -> None:
    folder.mkdir(parents=True)
    for number, (up, down) in _counted(steps):
        dependencies = [f"{number - 1:04d}_step"] if number > 1 else []
        text = _OURS.format(number=number, dependencies=dependencies, up=up, down=down)
        (folder / f"{number:04d}_step.py").write_text(text, encoding="utf-8")


def write_alembics(folder: Path, steps: Sequence[tuple[str, str]]) -> None:
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "env.py").write_text(_ENVIRONMENT, encoding="utf-8")
    for number, (up, down) in _counted(steps):
        revision, previous = f"{number:06d}", f"{number - 1:06d}" if number > 1 else None
        text = _ALEMBICS.format(number=number, revision=revision, previous=previous, up=up, down=down)
        (versions / f"{revision}_step.py").write_text(text, encoding="utf-8")


def _upgrade(connection: Connection, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
