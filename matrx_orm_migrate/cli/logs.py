"""Where the log goes while a command runs; afterwards it goes where it went before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import logging

__all__ = ["followed_log"]

_LIBRARIES = ("sqlalchemy", "asyncio")


@contextmanager
def followed_log(*, debug: bool, silent: bool) -> Iterator[None]:
    """Warnings and what the server says to a migration go to standard error; with ``debug`` everything does.

    At the end the loggers are as they were: the program that runs a command in its own process has its log back.
    """
    import logging

    logger = logging.getLogger("matrx_orm_migrate")
    notices = logging.getLogger("matrx_orm_migrate.operations.notices")
    handler = _handler(debug)
    with ExitStack() as stack:
        for changed in (logger, notices):
            stack.callback(changed.setLevel, changed.level)
        stack.callback(setattr, logger, "propagate", logger.propagate)
        logger.propagate = False
        logger.setLevel(logging.DEBUG if debug else logging.ERROR if silent else logging.WARNING)
        notices.setLevel(logging.NOTSET if debug or silent else logging.INFO)
        followed = [logger]
        for library in map(logging.getLogger, _LIBRARIES):
            if debug:
                followed.append(library)
            # Without a handler their errors reach standard error with a traceback; ours say what it came to.  It stays:
            # they have some to tell while the process ends, too.
            if not library.handlers:
                library.addHandler(logging.NullHandler())
        for each in followed:
            each.addHandler(handler)
            stack.callback(each.removeHandler, handler)
        yield


def _handler(debug: bool) -> logging.Handler:
    import logging

    from matrx_orm_migrate.cli.errors import redact
    from matrx_orm_migrate.cli.streams import visible

    class Handler(logging.StreamHandler[TextIO]):
        """Writes to what is standard error by then (a spinner stands in for it), and no password."""

        def emit(self, record: logging.LogRecord) -> None:
            self.stream = sys.stderr
            super().emit(record)

        def format(self, record: logging.LogRecord) -> str:
            return visible(redact(super().format(record)))

    handler = Handler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s" if debug else "note: %(message)s"))
    return handler
