"""The journal's lines: where they stand, what is in one, and how they are written and read."""

from __future__ import annotations

import getpass
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from matrx_orm_migrate.errors import ConfigError

__all__ = ["FILE_VARIABLE", "REQUIRED_VARIABLE", "Entry", "entry_of", "is_required", "journal_path", "read", "write"]

FILE_VARIABLE = "MATRX_JOURNAL"
REQUIRED_VARIABLE = "MATRX_JOURNAL_REQUIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One migration that ran.

    ``at`` is when it ended (UTC, ISO 8601), ``direction`` is ``up`` or ``down``, ``outcome`` ``applied``,
    ``rolled_back`` or ``failed``; ``checksum`` is the file's, ``user`` and ``host`` are those of the process.
    """

    at: str
    migration: str
    direction: str
    outcome: str
    seconds: float
    checksum: str
    directory: str
    user: str
    host: str


def journal_path() -> Path | None:
    """The file: ``MATRX_JOURNAL``, else one in the user's state folder; None where the variable is set and empty."""
    named = os.environ.get(FILE_VARIABLE)
    if named is not None:
        return Path(named).expanduser() if named else None
    import platformdirs

    return platformdirs.user_state_path("matrx-orm-migrate") / "journal.jsonl"


def is_required() -> bool:
    """Whether no migration is to run without its line (``MATRX_JOURNAL_REQUIRED=1``)."""
    return os.environ.get(REQUIRED_VARIABLE, "") not in ("", "0")


def require() -> None:
    """Raise ``ConfigError`` where no line can be written."""
    path = journal_path()
    if path is None:
        raise ConfigError(
            f"{REQUIRED_VARIABLE} asks for a journal, and {FILE_VARIABLE} is empty", hint="Name a file, or unset one."
        )
    try:
        os.close(_open(path))
    except OSError as error:
        raise ConfigError(
            f"the journal {path} cannot be written: {error.strerror or error}",
            hint=f"{REQUIRED_VARIABLE} says that no migration runs without it; {FILE_VARIABLE} names another file.",
        ) from error


def entry_of(migration: Any, *, direction: str, outcome: str, seconds: float) -> Entry:
    """The line for what has just ended."""
    return Entry(
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        migration=migration.name,
        direction=direction,
        outcome=outcome,
        seconds=round(seconds, 3),
        checksum=migration.checksum,
        directory=str(migration.directory),
        user=_user(),
        host=platform.node(),
    )


def write(entry: Entry) -> None:
    """Append the entry.  Raises ``OSError``."""
    path = journal_path()
    if path is None:
        return
    line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
    # one write to a file that is open for appending: lines of processes that run at once do not mix
    descriptor = _open(path)
    try:
        os.write(descriptor, line.encode("utf-8", "surrogateescape"))
    finally:
        os.close(descriptor)


def read(path: Path) -> Iterator[Entry | int]:
    """The entries of a file in their order, and the number of each line that is none (a full disk cut it off)."""
    names = {item.name for item in fields(Entry)}
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        for number, line in enumerate(file, 1):
            try:
                found = json.loads(line)
                # a later version may write more
                yield Entry(**{name: value for name, value in found.items() if name in names})
            except (ValueError, TypeError, AttributeError):
                yield number


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, in a container
        return ""
