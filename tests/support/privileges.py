"""Roles of a test's own, and databases in which things belong to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from tests.support.corpus import Tools, run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases

__all__ = ["Project", "Roles"]


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles of the test's own: ``owner``, ``app``, ``reader``, ``other``, and ``deployer``, who is no superuser."""

    owner: str
    app: str
    reader: str
    other: str
    deployer: str

    def filled(self, sql: str) -> str:
        """``{owner}`` and the like in a text."""
        for name in self.__slots__:
            sql = sql.replace("{" + name + "}", getattr(self, name))
        return sql


@dataclass
class Project:
    """Databases on one server, and the migrations that lead from one to another."""

    make_database: Databases
    roles: Roles
    tools: Tools
    directory: Path

    async def database(self, *scripts: str) -> str:
        url = self.make_database()
        database = str(make_url(url).database)
        await run_scripts(url, *(self.roles.filled(script).replace("{database}", database) for script in scripts))
        return url

    async def generate(self, url: str, goal: str, **options: Any) -> DiffResult:
        cache = CatalogCache(self.directory.parent / "cache")
        async with open_database(url) as database, open_database(goal) as desired:
            return await generate_migrations(
                database,
                built_in(),
                directory=self.directory,
                from_database=desired,
                schemas=("*",),
                cache=cache,
                allow_data_loss=True,
                **options,
            )

    async def dump(self, url: str) -> str:
        return await self.tools.schema(url, privileges=True)

    def as_deployer(self, url: str) -> str:
        """The URL for the role that is no superuser."""
        return make_url(url).set(username=self.roles.deployer).render_as_string(hide_password=False)
