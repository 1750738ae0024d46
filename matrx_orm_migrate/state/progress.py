"""The journal of migrations that run without a transaction: which statement was begun, which is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.state.table import TrackingTable
from matrx_orm_migrate.state.text import EQUALS, literal

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["ProgressTable", "Step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One statement of a migration without a transaction.

    ``state`` is ``running`` (begun, the outcome is not known), ``failed`` (the server refused it) or ``done``;
    ``leftover`` names the index that it may have left behind.
    """

    number: int
    hash: str
    state: str
    leftover: str

    @property
    def done(self) -> bool:
        """Whether the statement is finished."""
        return self.state == "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTable:
    """Statements about one migration in one direction."""

    table: TrackingTable
    migration: str
    direction: str

    @property
    def create(self) -> str:
        """The statement that makes the table; only sent under the lock."""
        return (
            f"CREATE TABLE IF NOT EXISTS {self.table.progress} (\n"
            "    migration pg_catalog.varchar(255) NOT NULL,\n"
            "    direction pg_catalog.varchar(8) NOT NULL,\n"
            "    step pg_catalog.int4 NOT NULL,\n"
            "    statement_hash pg_catalog.varchar(64) NOT NULL,\n"
            "    state pg_catalog.varchar(8) NOT NULL,\n"
            "    leftover pg_catalog.text NOT NULL DEFAULT '',\n"
            "    changed_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),\n"
            "    PRIMARY KEY (migration, direction, step)\n"
            ")"
        )

    @property
    def _mine(self) -> str:
        return (
            f"p.migration::pg_catalog.text {EQUALS} {literal(self.migration)}::pg_catalog.text "
            f"AND p.direction::pg_catalog.text {EQUALS} {literal(self.direction)}::pg_catalog.text"
        )

    async def read(self, driver: Connection[Any]) -> dict[int, Step]:
        """The steps that an earlier run began, by number."""
        sql = (
            f"SELECT p.step, p.statement_hash, p.state, p.leftover FROM ONLY {self.table.progress} AS p "
            f"WHERE {self._mine}"
        )
        rows = await fetch_rows(driver, sql)
        return {row[0]: Step(number=row[0], hash=row[1], state=row[2], leftover=row[3]) for row in rows}

    def write(self, step: Step) -> str:
        """Statement that records where a step stands."""
        return (
            f"INSERT INTO {self.table.progress} AS p (migration, direction, step, statement_hash, state, leftover) "
            f"VALUES ({literal(self.migration)}, {literal(self.direction)}, {step.number}, {literal(step.hash)}, "
            f"{literal(step.state)}, {literal(step.leftover)}) ON CONFLICT (migration, direction, step) DO UPDATE "
            "SET statement_hash = excluded.statement_hash, state = excluded.state, leftover = excluded.leftover, "
            "changed_at = pg_catalog.now()"
        )

    def rename(self, new_name: str) -> str:
        """Statement that hands the steps over to another name."""
        return f"UPDATE ONLY {self.table.progress} AS p SET migration = {literal(new_name)} WHERE {self._mine}"

    def forget(self, number: int) -> str:
        """Statement that forgets one step."""
        return f"DELETE FROM ONLY {self.table.progress} AS p WHERE {self._mine} AND p.step {EQUALS} {number}"

    def erase(self) -> str:
        """Statement that forgets the migration's steps."""
        return f"DELETE FROM ONLY {self.table.progress} AS p WHERE {self._mine}"
