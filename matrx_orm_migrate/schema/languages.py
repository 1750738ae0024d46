"""Values of what says how texts and values are read: languages, transforms, conversions, text search."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = [
    "Conversion",
    "Language",
    "TextSearchConfiguration",
    "TextSearchDictionary",
    "TextSearchParser",
    "TextSearchTemplate",
    "Transform",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(CatalogObject):
    """A procedural language; ``handler``, ``inline`` and ``validator`` are names of functions."""

    handler: str
    inline: str | None = None
    validator: str | None = None
    trusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform(CatalogObject):
    """A transform of ``type`` for ``language``; both are functions with the types of their arguments.

    Transforms belong to no schema; ``id.schema`` is that of the first thing in it that users made, as in
    :class:`Cast`.
    """

    type: str
    language: str
    from_sql: str | None = None
    to_sql: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(CatalogObject):
    """A conversion between the encodings ``source`` and ``target``."""

    source: str
    target: str
    function: str
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchParser(CatalogObject):
    """A text search parser: names of functions."""

    start: str
    get_token: str
    end: str
    lexeme_types: str
    headline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchTemplate(CatalogObject):
    """A template of text search dictionaries: names of functions."""

    lexize: str
    init: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchDictionary(CatalogObject):
    """A text search dictionary; ``options`` is what PostgreSQL keeps of them: ``language = 'english', …``."""

    template: str
    options: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSearchConfiguration(CatalogObject):
    """A text search configuration; ``mappings`` gives each type of token the dictionaries that it is looked up in."""

    parser: str
    mappings: tuple[tuple[str, tuple[str, ...]], ...] = ()
