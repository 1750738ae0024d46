"""What a migration does through SQLAlchemy's connection that concerns its transaction or its session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["watch"]


def watch(
    outer: AsyncConnection,
    *,
    on_commit: Callable[[], None],
    on_rollback: Callable[[], None],
    on_sql: Callable[[str], None],
) -> Callable[[], None]:
    """Tell of what ends the connection's transaction, and of each statement before it is sent; gives what stops it.

    The connection is in AUTOCOMMIT, so neither end reaches the server.  SQLAlchemy's own idea of a transaction is begun
    here, for which nothing is sent: an ORM session that finds one leaves it alone when it commits
    (``join_transaction_mode``, "rollback_only"), and ends it when it rolls back.
    """
    from sqlalchemy import event

    connection = outer.sync_connection
    assert connection is not None  # it is not closed
    if not connection.in_transaction():
        connection.begin()

    def sent(_connection: object, _cursor: object, statement: str, *_: Any) -> None:
        on_sql(statement)

    def commit(_connection: object) -> None:
        on_commit()

    def rollback(_connection: object) -> None:
        on_rollback()

    listeners: dict[str, Callable[..., None]] = {"commit": commit, "rollback": rollback, "before_cursor_execute": sent}
    for name, listener in listeners.items():
        event.listen(connection, name, listener)

    def stop() -> None:
        for name, listener in listeners.items():
            event.remove(connection, name, listener)

    return stop
