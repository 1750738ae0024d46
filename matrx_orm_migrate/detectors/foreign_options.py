"""OPTIONS (…) of foreign data wrappers, servers, user mappings, foreign tables and their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matrx_orm_migrate.ddl import literal, quote

__all__ = ["Options", "changed_options_of", "named_options", "options_of", "read_options_of"]

Options = tuple[tuple[str, str], ...]


def options_of(column: str) -> str:
    """SQL for the options that a column of a catalog holds, as an array of pairs."""
    return f"""ARRAY(SELECT ARRAY[o.option_name, coalesce(o.option_value, '')]
                                 FROM pg_catalog.pg_options_to_table({column}) o)"""


def read_options_of(pairs: Iterable[Sequence[str]]) -> Options:
    """The options as the query gives them, sorted: their order says nothing."""
    return tuple(sorted((name, value) for name, value in pairs))


def named_options(options: Options) -> str:
    """`` OPTIONS (…)`` with a space in front, or nothing."""
    if not options:
        return ""
    return f" OPTIONS ({', '.join(f'{quote(name)} {literal(value)}' for name, value in options)})"


def changed_options_of(before: Options, after: Options) -> str:
    """`` OPTIONS (ADD …, SET …, DROP …)`` with a space in front, or nothing."""
    had, has = dict(before), dict(after)
    words = [f"DROP {quote(name)}" for name in had if name not in has]
    for name, value in has.items():
        if had.get(name) != value:
            words.append(f"{'SET' if name in had else 'ADD'} {quote(name)} {literal(value)}")
    return f" OPTIONS ({', '.join(words)})" if words else ""
