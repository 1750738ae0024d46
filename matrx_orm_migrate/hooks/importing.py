"""From an import string, ``app.models`` or ``app.models:Base``, to what it names: for sources of every kind."""

from __future__ import annotations

import importlib
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType

from matrx_orm_migrate.errors import SourceError

__all__ = ["import_module", "is_import_string", "looked_up", "split_import_string"]

_IMPORT_STRING = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(:[^\W\d]\w*(\.[^\W\d]\w*)*)?\Z")


def is_import_string(spec: str) -> bool:
    """Whether ``spec`` reads like ``app.models`` or ``app.models:Base``."""
    return _IMPORT_STRING.match(spec) is not None and not spec.endswith(".sql")


def split_import_string(spec: str) -> tuple[str, str]:
    """The module's name, and what stands behind the colon: an attribute with dots, or an empty text."""
    module_name, _, path = spec.partition(":")
    return module_name, path


def import_module(spec: str, project_dir: Path) -> ModuleType:
    """The module that an import string names, found in the project first.

    Raises ``SourceError``, with the place in the user's own code, where it cannot be imported.
    """
    module_name, _path = split_import_string(spec)
    with _importable(project_dir):
        _refuse_namesake(spec, module_name.partition(".")[0], project_dir)
        try:
            return importlib.import_module(module_name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: an application that ends while it is imported
            raise _import_error(spec, module_name, project_dir, error) from error


def looked_up(spec: str, module: ModuleType, path: str, hint: str = "") -> object:
    """What ``path`` leads to from a module.  Raises ``SourceError``, with the hint, where there is no such thing."""
    target: object = module
    for attribute in path.split("."):
        try:
            target = getattr(target, attribute)
        except AttributeError as error:
            raise SourceError(f"models {spec!r}: {module.__name__} has no {path}", hint=hint) from error
    return target


@contextmanager
def _importable(project_dir: Path) -> Iterator[None]:
    entry = str(project_dir.resolve())
    sys.path.insert(0, entry)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        if entry in sys.path:
            sys.path.remove(entry)


def _refuse_namesake(spec: str, name: str, project_dir: Path) -> None:
    """Refuse a module that this process imported from another project: its tables are not the ones that are meant."""
    present = sys.modules.get(name)
    origin = getattr(present, "__file__", None)
    meant = PathFinder.find_spec(name, [str(project_dir.resolve())]) if present is not None else None
    if meant is None or meant.origin is None or origin is None:
        return
    if Path(origin).resolve() != Path(meant.origin).resolve():
        raise SourceError(
            f"models {spec!r}: a module {name!r} was imported before, from {origin}; the project has {meant.origin}",
            hint="Give the two different names, or use one process for each.",
        )


def _import_error(spec: str, module_name: str, project_dir: Path, error: BaseException) -> SourceError:
    if isinstance(error, ModuleNotFoundError) and error.name and f"{module_name}.".startswith(f"{error.name}."):
        return SourceError(
            f"models {spec!r}: there is no module {error.name!r}",
            hint=f"It was looked for in {project_dir} and on Python's path.",
        )
    place = _place(error, project_dir)
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return SourceError(f"models {spec!r} cannot be imported: {f'{place}: ' if place else ''}{reason}")


def _place(error: BaseException, project_dir: Path) -> str:
    """``file:line`` of the user's own code, as deep in the call stack as it goes."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    project = str(project_dir.resolve())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith("<frozen")]
    own = [frame for frame in frames if frame.filename.startswith(project) and "site-packages" not in frame.filename]
    others = [frame for frame in frames if frame.filename not in (__file__, importlib.__file__)]
    chosen = own or others
    return f"{chosen[-1].filename}:{chosen[-1].lineno}" if chosen else ""
