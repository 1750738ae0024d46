"""From what a user names as models to SQLAlchemy MetaData."""

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
from typing import NamedTuple

from sqlalchemy import MetaData

from matrx_orm_migrate.errors import SourceError

__all__ = ["LabelledMetaData", "is_import_string", "load_metadata", "metadata_of"]

_IMPORT_STRING = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(:[^\W\d]\w*(\.[^\W\d]\w*)*)?\Z")


class LabelledMetaData(NamedTuple):
    """A MetaData and what the user called it."""

    label: str
    metadata: MetaData


def is_import_string(spec: str) -> bool:
    """Whether ``spec`` reads like ``app.models`` or ``app.models:Base``."""
    return _IMPORT_STRING.match(spec) is not None and not spec.endswith(".sql")


def metadata_of(obj: object) -> MetaData | None:
    """The MetaData that ``obj`` is, or carries as ``.metadata``."""
    if isinstance(obj, MetaData):
        return obj
    found = getattr(obj, "metadata", None)
    return found if isinstance(found, MetaData) else None


def load_metadata(specs: tuple[object, ...], project_dir: Path) -> list[LabelledMetaData]:
    """The MetaData that the specs name, each once, in their order."""
    loaded: list[LabelledMetaData] = []
    for spec in specs:
        if isinstance(spec, str):
            found = _from_import_string(spec, project_dir)
        else:
            metadata = metadata_of(spec)
            if metadata is None:
                raise SourceError(f"{spec!r} is no MetaData and has no .metadata")
            found = [LabelledMetaData(_label(spec), metadata)]
        known = {id(entry.metadata) for entry in loaded}
        loaded += [entry for entry in found if id(entry.metadata) not in known]
    return loaded


def _label(spec: object) -> str:
    name = getattr(spec, "__qualname__", None)
    return f"{getattr(spec, '__module__', '')}.{name}" if name else type(spec).__name__


def _from_import_string(spec: str, project_dir: Path) -> list[LabelledMetaData]:
    module_name, _, path = spec.partition(":")
    module = _import(spec, module_name, project_dir)
    if not path:
        return _of_module(spec, module)
    target: object = module
    for attribute in path.split("."):
        try:
            target = getattr(target, attribute)
        except AttributeError as error:
            names = ", ".join(sorted(name for name, value in vars(module).items() if metadata_of(value) is not None))
            raise SourceError(
                f"models {spec!r}: {module_name} has no {path}",
                hint=f"What has tables there: {names or 'nothing'}.",
            ) from error
    metadata = metadata_of(target)
    if metadata is None:
        raise SourceError(f"models {spec!r}: {path} is no MetaData and has no .metadata, but {type(target).__name__}")
    return [LabelledMetaData(spec, metadata)]


def _of_module(spec: str, module: ModuleType) -> list[LabelledMetaData]:
    found: dict[int, LabelledMetaData] = {}
    for name, value in vars(module).items():
        metadata = metadata_of(value)
        if metadata is not None and metadata.tables:
            found.setdefault(id(metadata), LabelledMetaData(f"{spec}:{name}", metadata))
    if not found:
        raise SourceError(
            f"models {spec!r}: the module has no MetaData with tables",
            hint="Name it, as in app.models:Base, and see that the modules with the tables are imported.",
        )
    return list(found.values())


def _import(spec: str, module_name: str, project_dir: Path) -> ModuleType:
    with _importable(project_dir):
        _refuse_namesake(spec, module_name.partition(".")[0], project_dir)
        try:
            return importlib.import_module(module_name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: an application that ends while it is imported
            raise _import_error(spec, module_name, project_dir, error) from error


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
