"""Progress of ``migrate`` and ``rollback``: a line for each migration, with the time that it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matrx_orm_migrate.cli.output import Output, shown_seconds

if TYPE_CHECKING:
    from matrx_orm_migrate.executor import AppliedMigration, ProgressEvent

__all__ = ["counted", "shown_progress", "timed"]


@contextmanager
def shown_progress(out: Output) -> Iterator[Callable[[ProgressEvent], None]]:
    """Gives what the executor calls at each step."""
    from matrx_orm_migrate.executor import ProgressPhase

    with out.working("connecting") as say:

        def tell(event: ProgressEvent) -> None:
            match event.phase:
                case ProgressPhase.WAITING:
                    say(f"waiting: {event.detail}")
                case ProgressPhase.STARTED:
                    doing = "applying" if event.direction == "up" else "rolling back"
                    say(f"{doing} {event.migration} ({event.position} of {event.total})")
                case ProgressPhase.FINISHED:
                    mark = "✓" if event.direction == "up" else "↩"
                    out.item(mark, event.migration, before=f"{shown_seconds(event.seconds):>8}")
                case ProgressPhase.FAILED:
                    out.item("✗", event.migration, "red", before=f"{shown_seconds(event.seconds):>8}")

        yield tell


def counted(number: int) -> str:
    """``1 migration``, ``2 migrations``."""
    return f"{number} migration{'' if number == 1 else 's'}"


def timed(migrations: tuple[AppliedMigration, ...]) -> list[dict[str, object]]:
    """Migrations as ``--json`` gives them."""
    return [{"name": migration.name, "seconds": round(migration.seconds, 3)} for migration in migrations]
