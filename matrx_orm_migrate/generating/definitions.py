"""Reads the definitions that PostgreSQL prints (``pg_get_constraintdef``, ``pg_get_indexdef``) piece by piece.

Nothing is edited: a reader takes what it knows off the front, and whoever asks looks at what is left.  What is not
understood to the last character stays as PostgreSQL's own text.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["IndexDefinition", "Reader", "read_index", "split", "unwrapped"]


class Reader:
    """A definition and how far it was read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    @property
    def rest(self) -> str:
        """What was not read yet."""
        return self.text[self.position :]

    @property
    def finished(self) -> bool:
        """Whether everything was read."""
        return self.position >= len(self.text)

    def take(self, words: str) -> bool:
        """Read ``words`` if they come next, with the space behind them."""
        if not self.text.startswith(words, self.position):
            return False
        end = self.position + len(words)
        if words[-1].isalnum() and end < len(self.text) and (self.text[end].isalnum() or self.text[end] in '_"$'):
            return False
        self.position = end
        if not self.finished and self.text[end] == " ":
            self.position += 1
        return True

    def name(self) -> str | None:
        """Read one identifier, quoted or not; None where there is none."""
        start = self.position
        if self.text.startswith('"', start):
            end = start + 1
            while end < len(self.text):
                if self.text[end] == '"':
                    if not self.text.startswith('""', end):
                        self.position = end + 1
                        return self.text[start + 1 : end].replace('""', '"')
                    end += 1
                end += 1
            return None
        end = start
        while end < len(self.text) and (self.text[end].isalnum() or self.text[end] in "_$"):
            end += 1
        if end == start or self.text[start].isdigit():
            return None
        self.position = end
        return self.text[start:end]

    def dotted(self) -> tuple[str, ...] | None:
        """Read ``a`` or ``a.b``."""
        names: list[str] = []
        while (name := self.name()) is not None:
            names.append(name)
            if not self.text.startswith(".", self.position):
                return tuple(names)
            self.position += 1
        return None

    def group(self) -> str | None:
        """Read a balanced ``(…)`` with the space behind it, and give what is inside; None where there is none."""
        if not self.text.startswith("(", self.position):
            return None
        end = _closing(self.text, self.position)
        if end is None:
            return None
        inside = self.text[self.position + 1 : end]
        self.position = end + 1
        if not self.finished and self.text[self.position] == " ":
            self.position += 1
        return inside

    def names(self) -> tuple[str, ...] | None:
        """Read ``(a, b, c)`` of plain identifiers."""
        start = self.position
        inside = self.group()
        if inside is not None:
            names = [_only_name(item) for item in split(inside)]
            found = tuple(name for name in names if name is not None)
            if found and len(found) == len(names):
                return found
        self.position = start
        return None


def _only_name(text: str) -> str | None:
    reader = Reader(text)
    name = reader.name()
    return name if reader.finished else None


def _closing(text: str, start: int) -> int | None:
    """Where the bracket at ``start`` closes; strings and quoted names are passed over."""
    depth = 0
    position = start
    while position < len(text):
        character = text[position]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth == 0:
                return position
        elif character in "'\"":
            position = _string_end(text, position)
        position += 1
    return None


def _string_end(text: str, start: int) -> int:
    """Where the string or quoted name at ``start`` ends.  PostgreSQL prints E'…' where there is a backslash."""
    quote = text[start]
    escapes = quote == "'" and start > 0 and text[start - 1] in "Ee"
    position = start + 1
    while position < len(text):
        if escapes and text[position] == "\\":
            position += 1
        elif text[position] == quote:
            if not text.startswith(quote * 2, position):
                return position
            position += 1
        position += 1
    return len(text)


def split(text: str) -> list[str]:
    """The items of a list at its commas, but for those within brackets and strings."""
    items: list[str] = []
    start = position = 0
    while position < len(text):
        character = text[position]
        if character in "([":
            position = _closing(text, position) or len(text)
        elif character in "'\"":
            position = _string_end(text, position)
        elif character == ",":
            items.append(text[start:position].strip())
            start = position + 1
        position += 1
    items.append(text[start:].strip())
    return items


def unwrapped(expression: str) -> str:
    """The expression without the pair of brackets around all of it, where there is one."""
    reader = Reader(expression)
    inside = reader.group()
    return inside if inside is not None and reader.finished else expression


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDefinition:
    """An index definition taken apart; each element is a column's name, or (None, PostgreSQL's text)."""

    method: str
    elements: tuple[tuple[str | None, str], ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    options: tuple[tuple[str, str], ...] = ()
    predicate: str | None = None


def read_index(definition: str) -> IndexDefinition | None:
    """The definition behind USING, taken apart; None where something in it is not understood."""
    reader = Reader(definition)
    method = reader.name()
    if method is None or not reader.take(" "):
        return None
    inside = reader.group()
    if inside is None:
        return None
    include: tuple[str, ...] = ()
    if reader.take("INCLUDE"):
        names = reader.names()
        if names is None:
            return None
        include = names
    nulls_not_distinct = reader.take("NULLS NOT DISTINCT")
    options: list[tuple[str, str]] = []
    if reader.take("WITH"):
        listed = reader.group()
        if listed is None:
            return None
        for item in split(listed):
            name, _equals, value = item.partition("=")
            value = value.removeprefix("'").removesuffix("'")
            if not name.replace("_", "").isalnum() or not value.replace(".", "").replace("-", "").isalnum():
                return None
            options.append((name, value))
    predicate: str | None = None
    if reader.take("WHERE"):
        predicate = unwrapped(reader.rest)
    elif not reader.finished:
        return None
    return IndexDefinition(
        method=method,
        elements=tuple((_only_name(item), item) for item in split(inside)),
        include=include,
        nulls_not_distinct=nulls_not_distinct,
        options=tuple(options),
        predicate=predicate,
    )
