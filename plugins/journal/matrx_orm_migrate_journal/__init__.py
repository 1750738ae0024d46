"""A journal for matrx-orm-migrate: a line for each migration that ran, and a command that shows them."""

from __future__ import annotations

import contextvars
import logging
import time
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.hooks import hookimpl

if TYPE_CHECKING:
    import click

__all__ = ["matrx_after_migration", "matrx_before_migration", "matrx_commands", "requires_hook_api"]

requires_hook_api = 1

log = logging.getLogger(__name__)

# a task's own: several databases may be migrated at once
_started: contextvars.ContextVar[float] = contextvars.ContextVar("matrx_orm_migrate_journal_started")


@hookimpl
def matrx_before_migration() -> None:
    """Start the clock; where a journal is required, refuse to run without one."""
    from matrx_orm_migrate_journal.entries import is_required, require

    if is_required():
        require()
    _started.set(time.monotonic())


@hookimpl
def matrx_after_migration(migration: Any, direction: str, outcome: str) -> None:
    """Write the line.  Where it cannot be written, a journal that is required takes the migration back."""
    from matrx_orm_migrate_journal.entries import entry_of, is_required, write

    seconds = time.monotonic() - _started.get(time.monotonic())
    try:
        write(entry_of(migration, direction=direction, outcome=outcome, seconds=seconds))
    except OSError as error:
        if is_required():
            raise
        log.warning("the journal is without %s (%s, %s): %s", migration.name, direction, outcome, error)


@hookimpl
def matrx_commands(cli: click.Group) -> None:
    """``matrx-orm journal``."""
    from matrx_orm_migrate_journal.command import journal

    cli.add_command(journal)
