"""What a project says about a target, in its configuration or in a call, looked at before anything is generated."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from matrx_orm_migrate.errors import ConfigError

__all__ = ["Options"]


class Options:
    """The options of a target.  Each method reads one; raises ``ConfigError`` that names the target and the option."""

    def __init__(self, target: str, given: Mapping[str, Any], known: Sequence[str]) -> None:
        self._target = target
        self._given = given
        for name in given:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                hint = f"Did you mean {close[0]}?" if close else f"Its options: {', '.join(known) or 'none'}."
                raise ConfigError(f"target {target!r} has no option {name!r}", hint=hint)

    def _wrong(self, name: str, wanted: str) -> ConfigError:
        return ConfigError(f"target {self._target!r}: {name} is {self._given[name]!r}", hint=f"It must be {wanted}.")

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of ``choices``, the first of them where nothing is said."""
        value = self._given.get(name, choices[0])
        if value not in choices:
            raise self._wrong(name, f"one of {', '.join(choices)}")
        return str(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self._given.get(name, default)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def texts(self, name: str) -> Mapping[str, str]:
        """A table of texts."""
        value = self._given.get(name, {})
        if not isinstance(value, Mapping) or not all(isinstance(text, str) and text for text in value.values()):
            raise self._wrong(name, "a table of texts")
        return {str(key): str(text) for key, text in value.items()}
