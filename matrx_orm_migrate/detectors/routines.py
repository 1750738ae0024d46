"""What functions, procedures and aggregates share.

Their ranks stand behind all that a text body may name (tables 20, foreign keys 70): ``pg_depend`` has no edges for the
text of a body, so a routine that nothing depends on is made last, when everything it may mention is there.  Where
something does depend on a routine (a default, a check, an index), the edge wins and the routine comes earlier; then a
body may name what is not there yet, and so it may where a routine is replaced before a table is made.  Therefore
scratch databases run with ``check_function_bodies = off``, and whatever applies a migration should do as pg_dump's
output does and say the same.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any, ClassVar

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, extensions_again, statements
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, Domain, ObjectId, Routine, Statement, Table

__all__ = ["SIGNATURE", "RoutineDetector", "aside"]

_MAX_BYTES = 63

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_TYPE = re.compile(r'(?:"(?:[^"]|"")*"|[^,"])+')

SIGNATURE = """'(' || array_to_string(ARRAY(
    SELECT pg_catalog.format_type(u.type, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(type, place)
    ORDER BY u.place), ', ') || ')'"""
"""SQL for the signature of the routine ``p``."""


class RoutineDetector(Detector):
    """Base of the detectors of routines."""

    catalog = "pg_proc"
    owned = True
    word: ClassVar[str]
    """What stands behind CREATE, ALTER and DROP."""
    prokinds: ClassVar[tuple[str, ...]]
    """Values of ``pg_proc.prokind``."""
    extra_joins: ClassVar[str] = ""

    def definition(self, server_version: int) -> str:
        """SQL for the definition, behind ``CREATE FUNCTION``."""
        prefix = len(f"CREATE OR REPLACE {self.word} ")
        return f"rtrim(substr(pg_catalog.pg_get_functiondef(p.oid), {prefix + 1}), E'\\n')"

    def extra_columns(self, server_version: int) -> str:
        """SQL for what the kind's own value holds beside; begins with a comma."""
        return ", l.lanname, p.prokind::text = 'w'"

    def query(self, server_version: int) -> CatalogQuery:
        kinds = ", ".join(f"'{prokind}'" for prokind in self.prokinds)
        return CatalogQuery(
            presence=tuple(Presence("pg_proc", "prokind", prokind) for prokind in self.prokinds),
            sql=f"""SELECT p.oid, 0, n.nspname, p.proname, {SIGNATURE}, {self.definition(server_version)},
                           pg_catalog.pg_get_function_identity_arguments(p.oid),
                           coalesce(pg_catalog.pg_get_function_result(p.oid), ''),
                           ARRAY(SELECT ARRAY[coalesce(p.proargnames[u.place], ''),
                                              pg_catalog.format_type(u.type, NULL)]
                                 FROM unnest(p.proallargtypes) WITH ORDINALITY u(type, place)
                                 WHERE p.proargmodes[u.place] IN ('o', 'b', 't') ORDER BY u.place),
                           CASE WHEN p.proargmodes IS NULL THEN coalesce(p.proargnames, '{{}}')
                                ELSE ARRAY(SELECT coalesce(p.proargnames[u.place], '')
                                           FROM unnest(p.proargmodes) WITH ORDINALITY u(mode, place)
                                           WHERE u.mode IN ('i', 'b', 'v') ORDER BY u.place) END,
                           coalesce(pg_catalog.pg_get_expr(p.proargdefaults, 0), ''), p.pronargdefaults::int,
                           EXISTS (SELECT FROM unnest(p.proargtypes::oid[]) u(type)
                                   JOIN pg_catalog.pg_type t ON t.oid = u.type
                                   WHERE t.typtype = 'p' AND t.typcategory = 'P' AND t.typname LIKE 'any%')
                           {self.extra_columns(server_version)}
                    FROM pg_catalog.pg_proc p
                    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
                    {self.extra_joins}
                    WHERE p.prokind IN ({kinds}) AND {USER_SCHEMA}
                      -- the constructors of a range type come and go with it
                      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                                      WHERE i.classid = 'pg_catalog.pg_proc'::regclass AND i.objid = p.oid
                                        AND i.deptype = 'i')""",
        )

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        """The fields that all routines have, out of the first thirteen columns of a row."""
        _oid, _sub, schema, name, signature, definition, identity, result, outputs, names, *rest = row
        defaults, default_count, polymorphic = rest[:3]
        return {
            "id": ObjectId(self.kind, schema, name, "", signature),
            "definition": definition,
            "identity": identity,
            "result": result,
            "outputs": tuple((output, type_) for output, type_ in outputs),
            "names": tuple(names),
            "defaults": defaults,
            "default_count": default_count,
            "polymorphic": polymorphic,
        }

    # writing

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Routine)
        return statements(f"CREATE {self.word} {obj.definition}")

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP {self.word} {self.reference(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Routine)
        assert isinstance(after, Routine)
        if self.replaces(before, after):
            replaced = statements(f"CREATE OR REPLACE {self.word} {after.definition}")
            return [*replaced, *extensions_again(after.id, context)]
        return self._rebuild(before, after, context)

    def replaces(self, before: Routine, after: Routine) -> bool:
        """Whether CREATE OR REPLACE leads from one to the other (PostgreSQL 18, CREATE FUNCTION, Notes)."""
        named_before = {place: name for place, name in enumerate(before.names) if name}
        return (
            before.result == after.result
            and before.outputs == after.outputs
            and all(after.names[place : place + 1] == (name,) for place, name in named_before.items())
            and before.default_count <= after.default_count
            and (before.defaults == after.defaults or not (before.polymorphic and before.default_count))
        )

    def _rebuild(self, before: Routine, after: Routine, context: PlanContext) -> Rebuild:
        dependents = [obj for obj in context.current if before.id in context.current.needs(obj.id)]
        held = next((obj for obj in dependents if isinstance(obj, Table) and obj.id in context.desired), None)
        if held is not None:
            raise UnsupportedChangeError(
                f"{before.id} cannot be replaced, it has to be dropped and made anew; but {held.id} cannot do without",
                hint="Give the new function another name, or make the table anew in a migration of your own.",
            )
        if not any(isinstance(obj, Domain) for obj in dependents):
            return Rebuild()
        # a domain cannot go while columns have its type: it changes over from one function to the other
        old = aside(before.id.name)
        name = self.reference(before)
        old_name = f"{qualified(before.id.schema, old)}({self.arguments(before)})"
        return Rebuild(
            prepare=statements(
                f"ALTER {self.word} {name} RENAME TO {quote(old)}", f"CREATE {self.word} {after.definition}"
            ),
            finish=statements(f"DROP {self.word} {old_name}"),
        )

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        renamed = f"ALTER {self.word} {self.reference(before)} RENAME TO {quote(after.id.name)}"
        return statements(renamed)

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # A row type changes along with its table.  The columns that a BEGIN ATOMIC body names may not change; the
        # types of arguments may not step aside.
        return Reaction(rebuild=not isinstance(change.after, Table))

    def mistakable(self, gone: CatalogObject, comer: CatalogObject) -> bool:
        """Where a default or VARIADIC lets both take the same arguments (PostgreSQL 18, Function Type Resolution)."""
        assert isinstance(gone, Routine)
        assert isinstance(comer, Routine)
        both = [(one, [name.strip() for name in _TYPE.findall(one.id.signature[1:-1])]) for one in (gone, comer)]
        least = max(len(types) - one.default_count for one, types in both)
        if any(_is_variadic(one) for one in (gone, comer)):
            return all(least <= len(types) or _is_variadic(one) for one, types in both)
        if not all(least <= len(types) for _one, types in both) or all(len(types) == least for _one, types in both):
            return False
        # the arguments of a call are printed with their types: other types are told apart
        return gone.polymorphic or comer.polymorphic or len({tuple(types[:least]) for _one, types in both}) == 1

    # names

    def arguments(self, obj: CatalogObject) -> str:
        """The arguments as ALTER, DROP and COMMENT ON take them."""
        assert isinstance(obj, Routine)
        return obj.identity

    def reference(self, obj: CatalogObject) -> str:
        """The routine as ALTER, DROP and COMMENT ON take it."""
        return f"{qualified(obj.id.schema, obj.id.name)}({self.arguments(obj)})"

    def comment_target(self, obj: CatalogObject) -> str:
        return f"{self.word} {self.reference(obj)}"

    def privileges_target(self, obj: CatalogObject) -> str:
        return f"{self.word} {qualified(obj.id.schema, obj.id.name)}{obj.id.signature}"

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        # one name space for all three kinds
        return (("routine", obj.id.schema, obj.id.name, obj.id.signature),)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Routine)
        assert isinstance(after, Routine)
        if before.result != after.result:
            return f"returns {after.result}"
        return "arguments" if (before.names, before.defaults) != (after.names, after.defaults) else ""


def _is_variadic(obj: Routine) -> bool:
    return "VARIADIC " in _QUOTED.sub("", obj.identity)


def aside(name: str) -> str:
    """A name for what stays for a moment beside its successor, within PostgreSQL's 63 bytes."""
    suffix = "__matrx_old"
    return name.encode()[: _MAX_BYTES - len(suffix)].decode(errors="ignore") + suffix
