"""Aggregates: normal, ordered-set and hypothetical-set.  The server prints none, so they are put together here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified
from matrx_orm_migrate.detectors.routines import RoutineDetector
from matrx_orm_migrate.schema import Aggregate, CatalogObject, Routine

__all__ = ["AggregateDetector"]

_FAMILIES = {"n": "normal", "o": "ordered-set", "h": "hypothetical-set"}
_MODIFY = {"r": "READ_ONLY", "s": "SHAREABLE", "w": "READ_WRITE"}
_PARALLEL = {"s": "SAFE", "r": "RESTRICTED"}
_FUNCTIONS = (
    ("FINALFUNC", "aggfinalfn"),
    ("COMBINEFUNC", "aggcombinefn"),
    ("SERIALFUNC", "aggserialfn"),
    ("DESERIALFUNC", "aggdeserialfn"),
    ("MSFUNC", "aggmtransfn"),
    ("MINVFUNC", "aggminvtransfn"),
    ("MFINALFUNC", "aggmfinalfn"),
)


class AggregateDetector(RoutineDetector):
    """Aggregates."""

    kind = "aggregate"
    rank = 77
    word = "AGGREGATE"
    prokinds = ("a",)
    extra_joins = """JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
                     LEFT JOIN (pg_catalog.pg_operator o
                                JOIN pg_catalog.pg_namespace opn ON opn.oid = o.oprnamespace)
                            ON o.oid = g.aggsortop AND g.aggsortop <> 0"""

    def definition(self, server_version: int) -> str:
        return "pg_catalog.pg_get_function_arguments(p.oid)"

    def extra_columns(self, server_version: int) -> str:
        functions = ", ".join(f"nullif(g.{column}::oid, 0)::regproc::text" for _word, column in _FUNCTIONS)
        return f""", g.aggkind::text, g.aggnumdirectargs::int, g.aggtransfn::regproc::text,
                   pg_catalog.format_type(g.aggtranstype, NULL), g.aggtransspace, ARRAY[{functions}],
                   g.aggfinalextra, g.aggfinalmodify::text, g.agginitval,
                   CASE WHEN g.aggmtranstype <> 0 THEN pg_catalog.format_type(g.aggmtranstype, NULL) END,
                   g.aggmtransspace, g.aggmfinalextra, g.aggmfinalmodify::text, g.aggminitval,
                   opn.nspname, o.oprname, p.proparallel::text"""

    def read(self, row: Sequence[Any]) -> Aggregate:
        values = self.values(row)
        kind, direct = row[13:15]
        arguments = values["definition"] or "*"
        options = ",\n    ".join(_options(kind, row[15:]))
        name = qualified(values["id"].schema, values["id"].name)
        values["definition"] = f"{name}({arguments}) (\n    {options}\n)"
        values["identity"] = values["identity"] or "*"
        return Aggregate(**values, family=_FAMILIES[kind], direct=direct)

    def replaces(self, before: Routine, after: Routine) -> bool:
        assert isinstance(before, Aggregate)
        assert isinstance(after, Aggregate)
        same = before.family == after.family and before.direct == after.direct
        return same and super().replaces(before, after)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        return ""


def _options(kind: str, columns: Sequence[Any]) -> list[str]:
    """The clauses in the order of the manual, without those that say what would be so anyway."""
    transition, state, space, functions, extra, modify, initial, *rest = columns
    moving_state, moving_space, moving_extra, moving_modify, moving_initial, sort_schema, sort_name, parallel = rest
    usual = "r" if kind == "n" else "w"  # ordered sets may change their state (CREATE AGGREGATE, FINALFUNC_MODIFY)
    named = {word: name for (word, _column), name in zip(_FUNCTIONS, functions, strict=True) if name is not None}
    clauses = [f"SFUNC = {transition}", f"STYPE = {state}"]
    clauses += [f"SSPACE = {space}"] if space else []
    clauses += _final("", named, extra=extra, modify=modify if modify != usual else None)
    clauses += [f"{word} = {named[word]}" for word in ("COMBINEFUNC", "SERIALFUNC", "DESERIALFUNC") if word in named]
    clauses += [f"INITCOND = {literal(initial)}"] if initial is not None else []
    if moving_state is not None:
        clauses += [f"{word} = {named[word]}" for word in ("MSFUNC", "MINVFUNC") if word in named]
        clauses.append(f"MSTYPE = {moving_state}")
        clauses += [f"MSSPACE = {moving_space}"] if moving_space else []
        clauses += _final("M", named, extra=moving_extra, modify=moving_modify if moving_modify != usual else None)
        clauses += [f"MINITCOND = {literal(moving_initial)}"] if moving_initial is not None else []
    if sort_name is not None:
        clauses.append(f"SORTOP = OPERATOR({qualified(sort_schema, 'x')[:-1]}{sort_name})")
    clauses += [f"PARALLEL = {_PARALLEL[parallel]}"] if parallel in _PARALLEL else []
    return [*clauses, "HYPOTHETICAL"] if kind == "h" else clauses


def _final(prefix: str, named: dict[str, str], *, extra: bool, modify: str | None) -> list[str]:
    word = f"{prefix}FINALFUNC"
    clauses = [f"{word} = {named[word]}"] if word in named else []
    clauses += [f"{word}_EXTRA"] if extra else []
    return [*clauses, f"{word}_MODIFY = {_MODIFY[modify]}"] if modify is not None else clauses
