"""A detector as somebody's plugin might have it, and the mistakes that its author might have made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from hypothesis import strategies

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, PluginManager, Reaction, Rebuild
from matrx_orm_migrate.hooks.marker import hookimpl
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement
from matrx_orm_migrate.testing import DetectorContract, Example
from matrx_orm_migrate.testing.plugins import plugins_with


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(CatalogObject):
    """A policy of row level security."""

    command: str
    permissive: bool
    to: tuple[str, ...]
    using: str | None
    check: str | None


class PolicyDetector(Detector):
    """Policies."""

    kind = "policy"
    catalog = "pg_policy"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            sql="""SELECT p.oid, 0, n.nspname, c.relname, p.polname, p.polpermissive, p.polcmd::text,
                       ARRAY(SELECT coalesce(quote_ident(r.rolname), 'public') FROM unnest(p.polroles) AS given (oid)
                           LEFT JOIN pg_roles r ON r.oid = given.oid ORDER BY 1)::text[],
                       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
                   FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
                   JOIN pg_namespace n ON n.oid = c.relnamespace"""
        )

    def read(self, row: Sequence[Any]) -> Policy:
        _oid, _sub, schema, table, name, permissive, command, roles, using, check = row
        return Policy(
            id=ObjectId("policy", schema, name, table),
            owner_id=ObjectId("table", schema, table),
            command={"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}[command],
            permissive=permissive,
            to=tuple(roles),
            using=using,
            check=check,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Policy)
        kind = "PERMISSIVE" if obj.permissive else "RESTRICTIVE"
        head = f"CREATE POLICY {_target(obj)} AS {kind} FOR {obj.command} TO {', '.join(obj.to)}"
        return [Statement(sql=head + _clauses(obj))]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return [Statement(sql=f"DROP POLICY {_target(obj)}")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Policy)
        assert isinstance(after, Policy)
        loses_a_clause = (before.using and not after.using) or (before.check and not after.check)
        if loses_a_clause or (before.command, before.permissive) != (after.command, after.permissive):
            return Rebuild()
        return [Statement(sql=f"ALTER POLICY {_target(after)} TO {', '.join(after.to)}{_clauses(after)}")]

    def comment_target(self, obj: CatalogObject) -> str | None:
        return f"POLICY {_target(obj)}"


def _target(obj: CatalogObject) -> str:
    return f"{quote(obj.id.name)} ON {quote(obj.id.schema)}.{quote(obj.id.parent)}"


def _clauses(obj: Policy) -> str:
    using = f" USING ({obj.using})" if obj.using else ""
    return using + (f" WITH CHECK ({obj.check})" if obj.check else "")


class PolicyPlugin:
    """The plugin around a detector."""

    def __init__(self, detector: Detector) -> None:
        self.detector = detector

    @hookimpl
    def matrx_detectors(self) -> Sequence[Detector]:
        return [self.detector]


_TABLE = "CREATE TABLE t (a integer, b text);"
_COLUMN_CHANGES = Example(
    name="a column changes its type under a policy",
    a="CREATE TABLE t (a integer, b text);",
    b="CREATE TABLE t (a bigint, b text);",
    dependents="CREATE POLICY p ON t FOR SELECT USING (a > 0); COMMENT ON POLICY p ON t IS 'stays';",
)


class PolicyContract(DetectorContract):
    """What policies have to go through."""

    kinds = ("policy",)
    detector: ClassVar[type[Detector]] = PolicyDetector
    examples = (
        Example(
            name="create", setup=_TABLE, b="CREATE POLICY p ON t USING (a > 0); COMMENT ON POLICY p ON t IS 'it''s';"
        ),
        Example(
            name="alter",
            setup=_TABLE,
            a="CREATE POLICY p ON t USING (a > 0);",
            b="CREATE POLICY p ON t AS RESTRICTIVE FOR INSERT WITH CHECK (b <> 'x');",
        ),
        _COLUMN_CHANGES,
    )

    @classmethod
    def plugins(cls) -> PluginManager:
        return plugins_with(policies=PolicyPlugin(cls.detector()))


class OfPolicies(PolicyContract):
    """Any two policies, as objects."""

    examples = ()
    setup = _TABLE
    max_examples = 2
    strategy = strategies.builds(
        Policy,
        id=strategies.sampled_from(["p", "Q r"]).map(lambda name: ObjectId("policy", "public", name, "t")),
        owner_id=strategies.just(ObjectId("table", "public", "t")),
        command=strategies.sampled_from(["ALL", "UPDATE"]),
        permissive=strategies.booleans(),
        to=strategies.just(("public",)),
        using=strategies.sampled_from([None, "(a > 0)", "(b = 'x'::text)"]),
        check=strategies.sampled_from([None, "(a < 9)"]),
        comment=strategies.sampled_from([None, "it's"]),
    )


# The mistakes


class ForgetsPermissive(PolicyDetector):
    """A property is not read."""

    def read(self, row: Sequence[Any]) -> Policy:
        return replace(super().read(row), permissive=True)


class LosesComments(PolicyDetector):
    """A kind that has comments says that it has none."""

    def comment_target(self, obj: CatalogObject) -> str | None:
        return None


class DropsNothing(PolicyDetector):
    """There is a way there and none back."""

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return []


class StaysUnderTables(PolicyDetector):
    """A part does not say whose part it is."""

    def read(self, row: Sequence[Any]) -> Policy:
        return replace(super().read(row), owner_id=None)


class SaysItInAnyOrder(PolicyDetector):
    """The order of a set gets into the file."""

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        (statement,) = super().create(obj, parts, context)
        said = " ".join({"these", "words", "stand", "in", "any", "order", "at", "all"})
        return [Statement(sql=f"{statement.sql} /* {said} */")]


class TakesNoNotice(PolicyDetector):
    """It is asked how it takes the change of a column, and answers as if PostgreSQL carried it along."""

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        return Reaction()


class ReadsWhatIsNotThere(PolicyDetector):
    """The catalog of some version has no such column."""

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(sql="SELECT p.oid, 0, p.polfuture FROM pg_policy p")


class ForgetfulContract(PolicyContract):
    """Under which every mistake is caught that its example shows."""

    detector = ForgetsPermissive


class UnstableContract(PolicyContract):
    """Run in another process too, it has to be found there."""

    detector = SaysItInAnyOrder
    examples = (PolicyContract.examples[0],)


class ForgetfulOfPolicies(OfPolicies):
    """Objects that do not read back as they were made."""

    detector = ForgetsPermissive
