"""From what a user names as models to SQLAlchemy MetaData."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import MetaData

from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks.importing import import_module, looked_up, split_import_string

__all__ = ["LabelledMetaData", "has_tables", "load_metadata", "metadata_of"]


class LabelledMetaData(NamedTuple):
    """A MetaData and what the user called it."""

    label: str
    metadata: MetaData


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


def has_tables(spec: str, project_dir: Path) -> bool:
    """Whether an import string leads to tables.  Raises ``SourceError`` where it leads nowhere."""
    _module_name, path = split_import_string(spec)
    module = import_module(spec, project_dir)
    if not path:
        return any(found is not None and found.tables for found in map(metadata_of, vars(module).values()))
    return metadata_of(looked_up(spec, module, path, _hint(module))) is not None


def _hint(module: ModuleType) -> str:
    names = ", ".join(sorted(name for name, value in vars(module).items() if metadata_of(value) is not None))
    return f"What has tables there: {names or 'nothing'}."


def _from_import_string(spec: str, project_dir: Path) -> list[LabelledMetaData]:
    _module_name, path = split_import_string(spec)
    module = import_module(spec, project_dir)
    if not path:
        return _of_module(spec, module)
    target = looked_up(spec, module, path, _hint(module))
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
