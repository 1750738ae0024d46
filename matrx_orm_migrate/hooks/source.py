"""What a source is: the piece that says what a database should be."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["Desired", "Source", "SourceContext", "SourceStatement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceContext:
    """What a source may look at: the live side, which schemas and tables are asked for, where the project lies."""

    current: Snapshot
    schemas: tuple[str, ...]
    """The schemas in scope, in the order in which they were asked for."""
    includes: Callable[[ObjectId], bool]
    """Whether an object is in scope (schemas, ``--include-tables``, ``--exclude-tables``, what plugins leave alone)."""
    project_dir: Path
    privileges: bool = False
    """Whether there are detectors that compare owners and privileges."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatement:
    """One SQL text of the desired side, and where it comes from (``models.py``, ``schema.sql:12``) for messages.

    ``declares`` says that it may make or change what ``knows`` cannot tell beforehand: what comes of it is known.
    ``name`` is then the bare name of what it makes, as far as the text tells: where the live side has something of that
    name, it is not made before.  ``place`` says that it stands ``anywhere`` among the others, and is tried until it
    settles, or ``last``, behind everything else.  ``settings`` are the ``SET`` statements that hold for it where it may
    stand anywhere; they stay out of the list then.
    """

    sql: str
    origin: str = ""
    declares: bool = False
    name: str = ""
    place: Literal["here", "anywhere", "last"] = "here"
    settings: tuple[SourceStatement, ...] = ()


def _knows_all(_obj: CatalogObject) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """What a source asks for, as SQL for an empty scratch database.

    ``knows`` tells which objects the source could have asked for: those that it does not know stay as they are in the
    live database, and are made in the scratch database before its own statements, as far as they do not need them.
    ``unsayable`` maps a kind to field names that the source has no words for: where its value is the default, the live
    one stays.  ``renames`` are (old, new) pairs that the source declares.  ``any_order`` says that all statements may
    stand anywhere.  ``owns`` names kinds of which the source has everything there is to be.  ``partial`` says that the
    source has more than is asked for: a statement that stands anywhere and misses something is passed over.

    ``notes`` are told with every result: sentences about what the source, or the database beside it, has and this
    package passes over.  ``notes_on`` are told where a migration makes or changes that object, for what the source says
    about it and the migration does not do.
    """

    statements: tuple[SourceStatement, ...]
    knows: Callable[[CatalogObject], bool] = _knows_all
    knows_everything: bool = False
    unsayable: Mapping[str, frozenset[str]] = field(default_factory=dict)
    renames: tuple[tuple[ObjectId, ObjectId], ...] = ()
    any_order: bool = False
    owns: frozenset[str] = frozenset()
    partial: bool = False
    notes: tuple[str, ...] = ()
    notes_on: Mapping[ObjectId, str] = field(default_factory=dict)


class Source(ABC):
    """Gives the desired side.  Subclass it, and give an instance out of ``matrx_sources()``."""

    name: ClassVar[str]

    @abstractmethod
    def accepts(self, spec: object) -> bool:
        """Whether this source reads ``spec``: an import string, an object, a path."""

    def recognises(self, spec: object, context: SourceContext) -> bool:
        """Whether ``spec``, looked into, has something for this source; asked where several accept the same specs.

        An import string may name models of any library: this may import it.  Raises ``SourceError`` where that fails.
        """
        return True

    @abstractmethod
    def load(self, specs: tuple[object, ...], context: SourceContext) -> Desired:
        """The desired side that ``specs`` (all accepted) ask for together.  Raises ``SourceError``."""
