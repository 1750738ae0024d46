"""A plugin to copy: text search dictionaries take part in diffs."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Detector, hookimpl

__all__ = ["matrx_detectors", "requires_hook_api"]

requires_hook_api = 1


@hookimpl
def matrx_detectors() -> Iterable[Detector]:
    """The detector; it is imported when it is asked for."""
    from matrx_orm_migrate_template.dictionary import DictionaryDetector

    return (DictionaryDetector(),)
