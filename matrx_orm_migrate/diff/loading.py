"""Load statements in any order into a scratch database, and tell which cannot be loaded, and why."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matrx_orm_migrate.ddl.lexer import tokens_of
from matrx_orm_migrate.diff.scratch import Attempts, ScratchDatabase, StatementFailedError
from matrx_orm_migrate.errors import SourceError, UsageError
from matrx_orm_migrate.hooks import SourceStatement
from matrx_orm_migrate.operations import without_secrets

__all__ = ["ALREADY_THERE", "Failure", "does_not_load", "settle", "shortened", "subject_of"]

_SHOWN = 10  # failures in one message
_WAKES = 20  # how often a statement is tried again because of one that it seems to have waited for

# what may stand between CREATE, or ADD, and a name, but for the name itself
_BEFORE_NAME = frozenset(
    {"or", "replace", "global", "local", "temp", "temporary", "unlogged", "unique", "recursive", "materialized"}
    | {"foreign", "constraint", "event", "trusted", "procedural", "default", "text", "search", "access", "user"}
    | {"aggregate", "attribute", "cast", "collation", "column", "configuration", "conversion", "data", "dictionary"}
    | {"domain", "extension", "family", "function", "index", "language", "mapping", "method", "operator", "class"}
    | {"parser", "policy", "procedure", "publication", "rule", "schema", "sequence", "server", "statistics", "table"}
    | {"template", "transform", "trigger", "type", "view", "wrapper", "if", "not", "exists", "concurrently"}
)
# what stands on a table, and is named after it
_ON_TABLES = frozenset({"index", "policy", "rule", "trigger"})
_TWICE = frozenset({"42P06", "42P07", "42701", "42710", "42723"})
_FINAL = _TWICE | {"42601"}  # a syntax error, and what is there twice: no other statement will help

ALREADY_THERE = _TWICE | {"42P16"}
"""SQLSTATEs of what cannot be made for it is there (PostgreSQL, Error Codes): duplicate_…, and a second primary key."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that PostgreSQL refused, and why.  ``blame`` is the statement, or what is set for it."""

    statement: SourceStatement
    blame: SourceStatement
    error: StatementFailedError

    def __str__(self) -> str:
        where = f"{_place(self.blame, self.error)}: " if self.blame.origin else ""
        more = self.error.reason.removeprefix(self.error.message)
        lines = [f"{where}{self.error.message} ({self.error.sqlstate})", f"    {shortened(self.error.sql)}"]
        return "\n".join([*lines, *(f"    {line}" for line in more.split("\n") if line)])


async def settle(scratch: ScratchDatabase, statements: Sequence[SourceStatement], search_path: str) -> list[Failure]:
    """Try statements in any order until all are in, or nothing more can be done; those that are left.

    They are tried in their order, and one that fails is tried again at once when something is made whose name
    PostgreSQL missed.  That is a guess from the texts, and only saves time: when all have been tried, those that are
    left are all tried again, until such a round brings nothing.  So statements in reverse order take about two tries
    each, and not one for every statement behind them.  ``search_path`` is the setting's text.
    """
    return await _Settling(scratch, statements, search_path).settle() if statements else []


def subject_of(sql: str) -> tuple[str, str]:
    """Schema and name of what a statement makes or alters, of the table where it makes something on one.

    The schema is empty where none is written, and both are where the text does not tell.
    """
    words = _words_of(sql)
    if words[:1] not in (("create",), ("alter",)):
        return "", ""
    at = _behind_keywords(words, 1)
    if _ON_TABLES.intersection(words[1:at]) and words[0] == "create" and "event" not in words[1:at]:
        before = "to" if "rule" in words[1:at] else "on"
        at = _behind_keywords(words, words.index(before, at) + 1) if before in words[at:] else len(words)
    name = words[at : at + 3]
    if name[1:2] == (".",):
        return name[0], name[-1]
    return "", name[0] if name else ""


def does_not_load(failures: Sequence[Failure], search_path: str, statements: int = 0) -> SourceError:
    """Everything that fails, with file and line, SQLSTATE and PostgreSQL's own words: causes first.

    ``search_path`` is the setting's text; ``statements`` is how many were tried, where all were.
    """
    words = [_words_of(failure.statement.sql) for failure in failures]
    makes = [frozenset(_made_by(tokens)) for tokens in words]
    pending = Counter(name for names in makes for name in names)
    roots: dict[SourceStatement, Failure] = {}
    followers: list[Failure] = []
    for failure, tokens, names in zip(failures, words, makes, strict=True):
        if _missed(failure.error, tokens, names, pending):
            followers.append(failure)
        else:
            roots.setdefault(failure.blame, failure)
    shown = [*roots.values(), *followers]
    lines = [str(failure) for failure in shown[:_SHOWN]]
    if 0 < len(roots) < len(lines):
        lines.insert(len(roots), "and for want of what these, or others below, would have made:")
    if len(shown) > _SHOWN:
        lines.append(f"… and {len(shown) - _SHOWN} more")
    hint = "PostgreSQL refused " + ("this statement" if len(failures) == 1 else "these statements")
    hint += " in a scratch database" + (", whatever the order." if statements > 1 else ".")
    if not roots:
        hint += " They need each other: take what closes the circle, such as a foreign key, into an ALTER TABLE."
    # a schema that a statement names is quoted in the message, in any language
    if any(failure.error.sqlstate == "3F000" and '"' not in failure.error.message for failure in failures):
        hint += " Names without a schema mean what SET search_path gives in the file, else the first schema in scope"
        hint += f" ({search_path}); no statement makes it."
    counted = f": {len(failures)} of {statements} statements fail:" if statements > 1 else ":"
    return SourceError(
        "the desired side does not load" + counted + "\n" + "\n".join(lines),
        hint=hint,
        sqlstates=(failure.error.sqlstate for failure in failures),
    )


class _Settling:
    """One call of `settle`."""

    def __init__(self, scratch: ScratchDatabase, statements: Sequence[SourceStatement], search_path: str) -> None:
        self._scratch = scratch
        self._statements = statements
        self._search_path = search_path
        self._words = [_words_of(statement.sql) for statement in statements]
        self._makes = [frozenset(_made_by(words)) for words in self._words]
        self._pending = Counter(name for names in self._makes for name in names)
        self._failed: dict[int, Failure] = {}
        self._in_force: tuple[int, tuple[SourceStatement, ...]] = (-1, ())

    async def settle(self) -> list[Failure]:
        await self._scratch.set_search_path(self._search_path)
        left = list(range(len(self._statements)))
        async with self._scratch.attempts() as attempts:
            while left:
                await self._round(attempts, left)
                before, left = len(left), sorted(self._failed)
                if len(left) == before:
                    break
                # what was made in the round can be used now: the labels of an enum only once they are committed
                await attempts.commit()
        await self._scratch.reset()
        return [self._failed[number] for number in left]

    async def _round(self, attempts: Attempts, numbers: Sequence[int]) -> None:
        """Try each once, and again when what it waits for has come."""
        ready = deque(numbers)
        waiting: dict[str, list[int]] = {}
        woken: Counter[int] = Counter()
        while ready:
            number = ready.popleft()
            failure = await self._try(attempts, self._statements[number])
            if failure is None:
                self._failed.pop(number, None)
                self._pending.subtract(self._makes[number])
                again = sorted({one for name in self._makes[number] for one in waiting.pop(name, ())})
                ready.extendleft(reversed(again))
                continue
            self._failed[number] = failure
            missed = _missed(failure.error, self._words[number], self._makes[number], self._pending)
            if missed and woken[number] < _WAKES:
                woken[number] += 1
                # the one that the fewest make: a table has one CREATE, and may have many ALTERs
                waiting.setdefault(min(missed, key=lambda name: (self._pending[name], name)), []).append(number)

    async def _try(self, attempts: Attempts, statement: SourceStatement) -> Failure | None:
        if statement.settings != self._in_force[1] or (
            statement.settings and attempts.transactions != self._in_force[0]
        ):
            await self._scratch.reset()
            await self._scratch.set_search_path(self._search_path)
            for setting in statement.settings:
                if (error := await attempts.attempt(setting.sql)) is not None:
                    self._in_force = -1, (setting,)
                    return Failure(statement, setting, error)
            self._in_force = attempts.transactions, statement.settings
        error = await attempts.attempt(statement.sql)
        return None if error is None else Failure(statement, statement, error)


def _missed(
    error: StatementFailedError, words: Sequence[str], makes: frozenset[str], pending: Counter[str]
) -> set[str]:
    """The names that PostgreSQL speaks of, and that statements which are not in yet seem to make."""
    if error.sqlstate in _FINAL:
        return set()
    named = {word for word in words if pending[word] > (word in makes) and _speaks_of(error.message, word)}
    # a function that is run may miss what the statement does not name
    return named or {word for word in re.findall(r"\w+", error.message) if pending[word] > 0} - makes


def _words_of(sql: str) -> tuple[str, ...]:
    try:
        return tuple(tokens_of(sql))
    except UsageError:  # PostgreSQL will say what is wrong with it
        return ()


def _made_by(tokens: Sequence[str]) -> Iterator[str]:
    """The names that a statement seems to make: what CREATE makes, and what ALTER adds or renames to."""
    if tokens[:1] == ("create",):
        yield from _name_at(tokens, 1)
    elif tokens[:1] == ("alter",):
        for at, token in enumerate(tokens):
            if token in ("add", "to"):
                yield from _name_at(tokens, at + 1)


def _behind_keywords(words: Sequence[str], at: int) -> int:
    """Where a name begins; a word with a dot behind it is a schema."""
    while (
        words[at : at + 1] and (words[at] in _BEFORE_NAME or words[at] == "only") and words[at + 1 : at + 2] != (".",)
    ):
        at += 1
    return at


def _name_at(tokens: Sequence[str], at: int) -> Sequence[str]:
    """The last part of the name that begins behind some keywords."""
    while tokens[at : at + 1] and tokens[at] in _BEFORE_NAME:
        at += 1
    while tokens[at + 1 : at + 2] == (".",):
        at += 2
    # CREATE TABLE text (…): the name is a word that may stand before one
    return tokens[at : at + 1] if tokens[at : at + 1] != ("(",) else tokens[at - 1 : at]


def _speaks_of(message: str, name: str) -> bool:
    return name in message and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", message) is not None


def _place(statement: SourceStatement, error: StatementFailedError) -> str:
    """``file:line`` of what PostgreSQL points at; of the statement's beginning where it does not say."""
    file, colon, line = statement.origin.rpartition(":")
    if not (colon and line.isdecimal() and error.position):
        return statement.origin
    return f"{file}:{int(line) + error.sql.count(chr(10), 0, error.position - 1)}"


def shortened(sql: str) -> str:
    """A statement on one line, cut after some hundred characters."""
    line = " ".join(without_secrets(sql).split())
    return line if len(line) <= 300 else f"{line[:300]}…"
