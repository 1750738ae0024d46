"""What is said where the configuration's folder of migrations is not there: it may be too early, or a slip."""

from __future__ import annotations

from pathlib import Path

from matrx_orm_migrate.cli.options import chosen_database

__all__ = ["said_of_folder"]


def said_of_folder(database: str | None, directory: Path | None) -> list[str]:
    """What a command that found no migrations has to tell about their folder; nothing where it is there.

    A folder that ``--dir`` named is there: the option saw to that.
    """
    if directory is not None:
        return []
    from matrx_orm_migrate.config import resolve_database

    folder = resolve_database(chosen_database(database)).directory
    return [] if folder.is_dir() else [f"No migrations: there is no folder {folder}."]
