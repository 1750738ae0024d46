"""Whose fault it is: what a hook or a piece of a plugin raises, or gives that it should not, names the plugin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, TypeVar

from matrx_orm_migrate.errors import MatrxMigrateError, PluginError

__all__ = ["PieceError", "all_of", "callers", "expected", "failed", "plugin_in_notes", "raised_by"]

_T = TypeVar("_T")
_RAISED = re.compile(r"raised by plugin ['\"](.+)['\"] in \w+\(\)")
_HINT = "`matrx-orm plugins` lists them; mend or uninstall it, or say --no-plugin."


class PieceError(TypeError):
    """A piece (a detector, a source, a target) did what it should not; ``piece`` is the one."""

    def __init__(self, piece: object, message: str) -> None:
        super().__init__(message)
        self.piece = piece


def failed(plugin: str, where: str, error: BaseException) -> PluginError:
    """The error for what a plugin raised in ``where``."""
    what = str(error) if isinstance(error, PieceError) else f"{type(error).__name__}: {error}"
    return PluginError(f"plugin {plugin!r} failed in {where}: {what}", plugin=plugin, hint=_HINT)


def raised_by(plugin: str, hook: str) -> str:
    """The note on what a plugin raised, which is not ours to replace; `plugin_in_notes` reads it."""
    return f"raised by plugin {plugin!r} in {hook}()"


def plugin_in_notes(error: BaseException | None) -> str:
    """The plugin that raised the error, where `raised_by` noted it, else an empty text."""
    found = (_RAISED.fullmatch(note) for note in getattr(error, "__notes__", ()))
    return next((match[1] for match in found if match), "")


def all_of(plugin: str, hook: str, answer: Any, cls: type[_T]) -> list[_T]:
    """Everything that a hook gives, where it may be a generator that fails half way.  Raises ``PluginError``."""
    try:
        items = list(() if answer is None else answer)
    except (MatrxMigrateError, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise failed(plugin, f"{hook}()", error) from error
    for item in items:
        if not isinstance(item, cls):
            raise PluginError(
                f"plugin {plugin!r} gave {item!r} out of {hook}(), which wants {cls.__name__}s",
                plugin=plugin,
                hint=_HINT,
            )
    return items


def expected(piece: object, method: str, items: Iterable[Any], cls: type[_T]) -> list[_T]:
    """What a piece's method gave, as a list of ``cls``.  Raises ``PieceError`` for anything else."""
    given = list(items)
    for item in given:
        if not isinstance(item, cls):
            raise PieceError(piece, f"{method}() gave {item!r}, and {cls.__name__} is wanted")
    return given


def callers(traceback: TracebackType | None) -> Iterator[tuple[object, str]]:
    """The objects whose methods an error came through, and the methods' names; the innermost first."""
    found: list[tuple[object, str]] = []
    while traceback is not None:
        frame = traceback.tb_frame
        if "self" in frame.f_locals:
            found.append((frame.f_locals["self"], frame.f_code.co_name))
        traceback = traceback.tb_next
    return reversed(found)
