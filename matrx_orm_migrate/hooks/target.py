"""What a target is: the piece that turns a snapshot into files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, ClassVar

from matrx_orm_migrate.schema import ObjectId, Snapshot

__all__ = ["GeneratedFile", "Target", "TargetContext"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedFile:
    """One file: where it goes, below the output folder, and its text."""

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetContext:
    """What a target may look at besides the snapshot.

    ``package`` is the import name of the output folder; ``column_types`` the SQLAlchemy types that SQLAlchemy's own
    reflection gives to columns (missing where it knows none); ``options`` is what the configuration says for it.
    """

    package: str
    schemas: tuple[str, ...]
    column_types: Mapping[ObjectId, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


class Target(ABC):
    """Turns a snapshot into files.  Subclass it, and give an instance out of ``matrx_targets()``."""

    name: ClassVar[str]

    @abstractmethod
    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The files.  Same snapshot and options, same bytes: sorted by stable keys, without a time stamp."""
