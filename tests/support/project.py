"""A project with a database and a directory of migrations, models to put into it, and what its files say."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.hooks import PluginManager
from tests.support import migrations
from tests.support.corpus import Tools, first_difference
from tests.support.rebuild import built_in


@dataclass
class Project:
    """A database, a directory of migrations, and what one does with them."""

    url: str
    directory: Path
    tools: Tools
    plugins: PluginManager = field(default_factory=built_in)

    async def generate(self, *models: object, **options: Any) -> DiffResult:
        plugins = options.pop("plugins", self.plugins)
        directory = options.pop("directory", self.directory)
        other = options.pop("from_database", None)
        cache = CatalogCache(self.directory.parent / "cache")
        async with open_database(self.url) as database:
            if other is None:
                return await generate_migrations(
                    database, plugins, directory=directory, models=models, cache=cache, **options
                )
            async with open_database(other) as goal:
                return await generate_migrations(
                    database, plugins, directory=directory, from_database=goal, cache=cache, **options
                )

    async def migrate(self) -> tuple[str, ...]:
        return await migrations.migrate(self.url, self.directory)

    async def rollback(self, steps: int = 1) -> None:
        await migrations.rollback(self.url, self.directory, steps=steps)

    async def apply(self, *models: object, **options: Any) -> DiffResult:
        """Generate and migrate."""
        result = await self.generate(*models, **options)
        await self.migrate()
        return result

    async def run(self, *statements: str) -> None:
        await migrations.execute(self.url, *statements)

    async def query(self, sql: str) -> list[tuple[Any, ...]]:
        return await migrations.query(self.url, sql)

    async def schema(self) -> str:
        return await self.tools.schema(self.url)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.directory.glob("*"))


def blog(*, table: str = "post", title: str = "title", table_info: Any = None, title_info: Any = None) -> MetaData:
    """Two tables with a key, a sequence, an index, a unique constraint, a check, and a foreign key between them."""
    metadata = MetaData()
    Table(
        table,
        metadata,
        Column("id", Integer, primary_key=True),
        Column(title, String(80), nullable=False, info=title_info or {}),
        Column("body", Text),
        UniqueConstraint(title, name=f"uq_{title}"),
        CheckConstraint(f"length({title}) > 0", name="ck_not_empty"),
        Index(f"ix_{table}_body", "body"),
        info=table_info or {},
    )
    Table(
        "remark",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("post_id", ForeignKey(f"{table}.id", name="fk_post"), nullable=False),
    )
    return metadata


def one_table(name: str = "t", *columns: Column[Any], **options: Any) -> MetaData:
    metadata = MetaData()
    Table(name, metadata, Column("id", Integer, primary_key=True), *columns, **options)
    return metadata


def sql_of(text: str, function: str = "up") -> list[str]:
    """The SQL texts that a migration's function executes, as Python reads them."""
    found: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name == function:
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    found.append(ast.literal_eval(call.args[0]))
    return found


def docstring(text: str) -> list[str]:
    return (ast.get_docstring(ast.parse(text)) or "").splitlines()


async def same_as_new(project: Project, fresh: Project, *models: object) -> None:
    """The database is what it would be if it had been made from the models at once."""
    await fresh.apply(*models)
    found, wanted = await project.schema(), await fresh.schema()
    assert found == wanted, first_difference(found, wanted)
