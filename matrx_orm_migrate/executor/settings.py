"""What finished statements had set for their session, to be set again where a later run goes on without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from matrx_orm_migrate.operations.sql import tokens

__all__ = ["EVERYTHING", "SessionSetting", "session_settings"]

EVERYTHING = "*"  # RESET ALL, DISCARD ALL

# SET LOCAL, SET CONSTRAINTS and SET TRANSACTION end with their transaction (PostgreSQL, SET).
_OF_THE_TRANSACTION = frozenset({"local", "constraints", "transaction"})
_SET_CONFIG = re.compile(r"select (?:pg_catalog \. )?set_config \( (?:'|\$\d+) , (?:'|\$\d+) , (?:false|\$\d+) \)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSetting:
    """A statement that does nothing but set the session; ``name`` is what it sets, empty where that is not plain."""

    sql: str
    args: tuple[Any, ...]
    name: str

    def overtaken_by(self, later: Sequence[SessionSetting]) -> bool:
        """Whether one of these sets the same, so that it does not matter what this one did."""
        return any(setting.name == EVERYTHING or (self.name and setting.name == self.name) for setting in later)


def session_settings(sql: str, args: Sequence[Any]) -> Iterator[SessionSetting]:
    """The statements of a text that set the session: SET, RESET, DISCARD ALL, ``SELECT set_config(…, false)``.

    Also those in a script that does other things as well.  What a function or a DO block sets is not seen, nor a value
    that ``set_config`` is given as an expression.
    """
    text = sql.lower()
    if not any(word in text for word in ("set", "discard")):
        return
    from matrx_orm_migrate.ddl import lexer  # SQLAlchemy comes with it

    for statement, _ in lexer.split_statements(sql):
        words = [token for token, _ in tokens(statement)][:16]
        name = _what_is_set(words)
        if name is not None and not (words[0] == "select" and args and args[-1] is True):
            yield SessionSetting(sql=statement, args=tuple(args), name=name)


def _what_is_set(words: Sequence[str]) -> str | None:
    match words:
        case ["reset" | "discard", "all"]:
            return EVERYTHING
        case ["set", word, *_] if word in _OF_THE_TRANSACTION:
            return None
        case ["set" | "reset", "session", "authorization", *_]:
            return "session authorization"
        case ["set", "session", "characteristics", *_]:
            return "session characteristics"
        case ["set", "session", word, *_] | ["set" | "reset", word, *_]:
            return word
        case ["select", *_] if _SET_CONFIG.fullmatch(" ".join(words)):
            return ""
        case _:
            return None
