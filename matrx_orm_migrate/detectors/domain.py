"""Domains: altered in place; another base type (or collation) makes a new domain that the columns move to."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements, types
from matrx_orm_migrate.detectors.routines import SIGNATURE, aside
from matrx_orm_migrate.detectors.typed import columns_of_type, contained_in, made_anew_below
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Domain,
    DomainConstraint,
    Hazard,
    HazardKind,
    ObjectId,
    Routine,
    Statement,
)

__all__ = ["DomainDetector"]

_NAMED_NOT_NULL_SINCE = 170000

# pg_depend holds what a check needs under the check's address, and the check is no object of its own here
_NEEDED_BY_CHECKS = f"""ARRAY(
    SELECT DISTINCT found.id FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = k.oid
    CROSS JOIN LATERAL (
      SELECT ARRAY[CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
                   pn.nspname::text, p.proname::text, {SIGNATURE}]
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
        WHERE d.refclassid = 'pg_catalog.pg_proc'::regclass AND p.oid = d.refobjid
      UNION ALL
      SELECT ARRAY[CASE e.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range'
                                  ELSE 'composite_type' END, en.nspname::text, e.typname::text, '']
        FROM pg_catalog.pg_type u
        JOIN pg_catalog.pg_type e ON e.oid = u.oid OR (e.typarray = u.oid AND u.typelem = e.oid)
        JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
        WHERE d.refclassid = 'pg_catalog.pg_type'::regclass AND u.oid = d.refobjid AND e.oid <> t.oid
      UNION ALL
      SELECT ARRAY['extension', '', x.extname::text, '']
        FROM pg_catalog.pg_depend m JOIN pg_catalog.pg_extension x ON x.oid = m.refobjid
        WHERE m.classid = d.refclassid AND m.objid = d.refobjid AND m.deptype = 'e'
          AND m.refclassid = 'pg_catalog.pg_extension'::regclass) found(id)
    WHERE k.contypid = t.oid AND k.contype = 'c' AND d.refobjid >= 16384)"""


class DomainDetector(Detector):
    """Domains."""

    kind = "domain"
    catalog = "pg_type"
    rank = 11
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        not_null = "NULL"
        if server_version >= _NAMED_NOT_NULL_SINCE:
            not_null = """(SELECT nullif(k.conname::text, t.typname || '_not_null') FROM pg_catalog.pg_constraint k
                           WHERE k.contypid = t.oid AND k.contype = 'n')"""
        return CatalogQuery(
            presence=types("d"),
            sql=f"""SELECT t.oid, 0, n.nspname, t.typname, pg_catalog.format_type(t.typbasetype, t.typtypmod),
                           pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typnotnull, {not_null},
                           CASE WHEN t.typcollation <> b.typcollation THEN
                             pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END,
                           ARRAY(SELECT ARRAY[k.conname::text, pg_catalog.pg_get_constraintdef(k.oid),
                                              k.convalidated::text,
                                              pg_catalog.obj_description(k.oid, 'pg_constraint')]
                                 FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'
                                 ORDER BY k.conname COLLATE "C"),
                           {_NEEDED_BY_CHECKS}
                    FROM pg_catalog.pg_type t
                    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
                    LEFT JOIN (pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace)
                           ON co.oid = t.typcollation
                    WHERE t.typtype = 'd' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Domain:
        _oid, _sub, schema, name, base, default, not_null, not_null_name, collation, checks, needed = row
        return Domain(
            id=ObjectId("domain", schema, name),
            depends_on=tuple(ObjectId(kind, home, other, "", sign) for kind, home, other, sign in needed),
            base_type=base,
            default=default,
            not_null=not_null,
            not_null_name=not_null_name,
            collation=collation,
            constraints=tuple(
                DomainConstraint(
                    name=check,
                    definition=definition.removesuffix(" NOT VALID"),
                    validated=validated == "true",
                    comment=comment,
                )
                for check, definition, validated, comment in checks
            ),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Domain)
        return _created(obj)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP DOMAIN {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Domain)
        assert isinstance(after, Domain)
        if before.base_type != after.base_type or before.collation != after.collation:
            return _step_aside(before, after)
        if _tightened(before, after) and _is_contained(before, context):
            # PostgreSQL does not look for values inside of arrays, rows and ranges: it refuses
            return _step_aside(before, after)
        changed: list[Statement] = []
        kept, wanted = _by_name(before), _by_name(after)
        renamed = _renamed(kept, wanted)
        for old, new in renamed.items():
            changed += statements(_altered(after, f"RENAME CONSTRAINT {quote(old)} TO {quote(new)}"))
            kept[new] = kept.pop(old)
        for name, check in kept.items():
            if name not in wanted or _must_be_made_again(check, wanted[name]):
                changed += statements(_altered(after, f"DROP CONSTRAINT {quote(name)}"))
        if before.default != after.default:
            action = f"SET DEFAULT {after.default}" if after.default is not None else "DROP DEFAULT"
            changed += statements(_altered(after, action))
        changed += _changed_not_null(before, after)
        for name, check in wanted.items():
            had = kept.get(name)
            if had is None or _must_be_made_again(had, check):
                changed += _added(after, check)
                continue
            if check.validated and not had.validated:
                sql = _altered(after, f"VALIDATE CONSTRAINT {quote(name)}")
                changed.append(Statement(sql=sql, hazards=_hazards(after, f"a value breaks {name}")))
            if check.comment != had.comment:
                changed.append(_comment(after, check))
        return changed

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, Domain)
        after = context.desired.get(obj.id)
        assert isinstance(after, Domain)
        if change.aside and isinstance(change.after, Routine):
            return Reaction(statements=tuple(_spoken_again(obj, after)))
        return made_anew_below(obj, change, context, lambda: _step_aside(obj, after))

    def parted(
        self, before: CatalogObject, after: CatalogObject, gone: Collection[ObjectId], context: PlanContext
    ) -> tuple[Sequence[Statement], Domain] | None:
        assert isinstance(before, Domain)
        if not all(isinstance(context.current.get(object_id), Routine) for object_id in gone):
            return None  # it is of them
        names = [f"{quote(object_id.name)}(" for object_id in gone]
        between = replace(
            before,
            default=None if before.default is not None and _mentions(before.default, names) else before.default,
            constraints=tuple(check for check in before.constraints if not _mentions(check.definition, names)),
        )
        # a cast or an operator that calls them is not spelled out
        return ([*_freed(before, between)], between) if between != before else None

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER DOMAIN {_name(before)} RENAME TO {quote(after.id.name)}")

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        assert isinstance(before, Domain)
        assert isinstance(after, Domain)
        return before.base_type == after.base_type and before.id.schema == after.id.schema

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("type", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"DOMAIN {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Domain)
        assert isinstance(after, Domain)
        words = [f"{before.base_type} → {after.base_type}"] if before.base_type != after.base_type else []
        if before.not_null != after.not_null:
            words.append("NOT NULL" if after.not_null else "nullable")
        words += [name for name in ("default", "collation") if getattr(before, name) != getattr(after, name)]
        return ", ".join([*words, "checks"] if before.constraints != after.constraints else words)


def _mentions(text: str, names: Collection[str]) -> bool:
    return any(name in text for name in names)


def _freed(before: Domain, between: Domain) -> Iterator[Statement]:
    """Without the default and the checks that ``between`` does not have."""
    for check in before.constraints:
        if check not in between.constraints:
            yield from statements(_altered(before, f"DROP CONSTRAINT {quote(check.name)}"))
    if before.default != between.default:
        yield from statements(_altered(before, "DROP DEFAULT"))


def _step_aside(before: Domain, after: Domain) -> Rebuild:
    old = aside(before.id.name)
    return Rebuild(
        prepare=(
            Statement(sql=f"ALTER DOMAIN {_name(before)} RENAME TO {quote(old)}"),
            *_created(after),
        ),
        finish=statements(f"DROP DOMAIN {qualified(before.id.schema, old)}"),
    )


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _altered(obj: Domain, action: str) -> str:
    return f"ALTER DOMAIN {_name(obj)} {action}"


def _by_name(obj: Domain) -> dict[str, DomainConstraint]:
    return {check.name: check for check in obj.constraints}


def _created(obj: Domain) -> list[Statement]:
    words = [f"CREATE DOMAIN {_name(obj)} AS {obj.base_type}"]
    if obj.collation is not None:
        words.append(f"COLLATE {obj.collation}")
    if obj.default is not None:
        words.append(f"DEFAULT {obj.default}")
    if obj.not_null:
        # by its usual name too: PostgreSQL would not choose it while a domain that steps aside has it
        words.append(f"CONSTRAINT {quote(obj.not_null_name or f'{obj.id.name}_not_null')} NOT NULL")
    words += [f"CONSTRAINT {quote(check.name)} {check.definition}" for check in obj.constraints if check.validated]
    made = list(statements(" ".join(words)))
    for check in obj.constraints:
        if not check.validated:  # CREATE DOMAIN has no words for it
            made += _added(obj, check)
        elif check.comment is not None:
            made.append(_comment(obj, check))
    return made


def _hazards(obj: Domain, why: str) -> tuple[Hazard, ...]:
    return (
        Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=f"fails where {why}"),
        Hazard(kind=HazardKind.TABLE_SCAN, object=obj.id, message=f"reads every table with a column of {_name(obj)}"),
    )


def _added(obj: Domain, check: DomainConstraint) -> list[Statement]:
    clause = f"ADD CONSTRAINT {quote(check.name)} {check.definition}"
    hazards = _hazards(obj, f"a value breaks {check.name}") if check.validated else ()
    sql = _altered(obj, clause if check.validated else f"{clause} NOT VALID")
    added = [Statement(sql=sql, hazards=hazards)]
    return [*added, _comment(obj, check)] if check.comment is not None else added


def _comment(obj: Domain, check: DomainConstraint) -> Statement:
    text = literal(check.comment) if check.comment is not None else "NULL"
    return Statement(sql=f"COMMENT ON CONSTRAINT {quote(check.name)} ON DOMAIN {_name(obj)} IS {text}")


def _must_be_made_again(before: DomainConstraint, after: DomainConstraint) -> bool:
    return before.definition != after.definition or (before.validated and not after.validated)


def _renamed(kept: dict[str, DomainConstraint], wanted: dict[str, DomainConstraint]) -> dict[str, str]:
    """Checks that are the same but for the name: old name → new name."""
    found: dict[str, str] = {}
    for old, check in kept.items():
        if old in wanted:
            continue
        for new, other in wanted.items():
            same = check.definition == other.definition and check.validated == other.validated
            if same and new not in kept and new not in found.values():
                found[old] = new
                break
    return found


def _tightened(before: Domain, after: Domain) -> bool:
    """Whether PostgreSQL would look through the rows."""
    if after.not_null and not before.not_null:
        return True
    had = [(check.definition, check.validated) for check in before.constraints]
    return any(check.validated and (check.definition, True) not in had for check in after.constraints)


def _is_contained(obj: Domain, context: PlanContext) -> bool:
    """Whether columns hold values of the domain inside of arrays, rows or ranges."""
    plain = {_name(obj)}
    for holder in contained_in(obj.id, context.current):
        if isinstance(holder, Domain):
            plain.add(_name(holder))  # a domain over the domain holds it plainly
    return any(column.type not in plain for column in columns_of_type(obj.id, context.current))


def _changed_not_null(before: Domain, after: Domain) -> list[Statement]:
    if before.not_null and not after.not_null:
        return list(statements(_altered(after, "DROP NOT NULL")))
    if not after.not_null:
        return []
    if not before.not_null:
        action = f"ADD CONSTRAINT {quote(after.not_null_name)} NOT NULL" if after.not_null_name else "SET NOT NULL"
        return [Statement(sql=_altered(after, action), hazards=_hazards(after, "a row holds NULL"))]
    if before.not_null_name == after.not_null_name:
        return []
    usual = f"{after.id.name}_not_null"
    old, new = quote(before.not_null_name or usual), quote(after.not_null_name or usual)
    return list(statements(_altered(after, f"RENAME CONSTRAINT {old} TO {new}")))


def _spoken_again(before: Domain, after: Domain) -> list[Statement]:
    """Default and checks once more: the same words now mean the function that took the old one's place."""
    said: list[Statement] = []
    if after.default is not None and after.default == before.default:
        said += statements(_altered(after, f"SET DEFAULT {after.default}"))
    kept = _by_name(after)
    for check in before.constraints:
        if kept.get(check.name) == check:
            said += statements(_altered(after, f"DROP CONSTRAINT {quote(check.name)}"))
            said += _added(after, check)
    return said
