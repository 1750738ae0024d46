"""Run a migration file's module body, and hand out its ``up`` and ``down``."""

from __future__ import annotations

import inspect
import itertools
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from matrx_orm_migrate.errors import MatrxMigrateError, MigrationFileError
from matrx_orm_migrate.loader.migration import Migration

__all__ = ["MigrationFunctions", "load_functions"]

_serial = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationFunctions:
    """What a migration runs.  ``down`` is None where the file has none."""

    up: Callable[[Any], Awaitable[object]]
    down: Callable[[Any], Awaitable[object]] | None
    module: ModuleType = field(repr=False)


def load_functions(migration: Migration) -> MigrationFunctions:
    """Run the module body, compiled from the bytes that were hashed, and return its functions.

    No ``.pyc`` is read or written: one made by an edit of equal size in the same second would run the old code.
    Raises :class:`MigrationFileError` where the file does not compile, its body raises (``SystemExit`` too), or its
    functions are not coroutine functions.
    """
    code = migration.outline.code
    # Two databases may be migrated at once from two directories with the same names, so each run has its own module.
    module = ModuleType(f"_matrx_migration_{next(_serial)}_{migration.name}")
    module.__file__ = code.co_filename
    # dataclasses and pickle look their module up while the body runs.
    sys.modules[module.__name__] = module
    try:
        exec(code, module.__dict__)
    except (Exception, SystemExit) as error:
        if isinstance(error, MatrxMigrateError):
            raise
        reason = str(error)
        raise MigrationFileError(
            f"migration {migration.name} does not import: {type(error).__name__}{': ' + reason if reason else ''}"
            f" ({migration.path}{_line_of(error, migration)})",
            migration=migration.name,
            hint="Correct the file; nothing was applied.",
        ) from error
    finally:
        sys.modules.pop(module.__name__, None)
    return MigrationFunctions(
        up=_coroutine_function(module, "up", migration),
        down=_coroutine_function(module, "down", migration) if getattr(module, "down", None) is not None else None,
        module=module,
    )


def _coroutine_function(module: ModuleType, name: str, migration: Migration) -> Callable[[Any], Awaitable[object]]:
    function = getattr(module, name, None)
    call = getattr(function, "__call__", None)  # noqa: B004  (a functools.partial or an object with async __call__)
    if not (inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)):
        raise MigrationFileError(
            f"migration {migration.name}: `{name}` is not a coroutine function: {migration.path}",
            migration=migration.name,
            hint=f"Write `async def {name}(db):` and await every call of db.",
        )
    result: Callable[[Any], Awaitable[object]] = function  # type: ignore[assignment]  # looked at above, at run time
    return result


def _line_of(error: BaseException, migration: Migration) -> str:
    line = 0
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == str(migration.path):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return f":{line}" if line else ""
