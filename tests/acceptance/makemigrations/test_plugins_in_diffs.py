"""Kinds and rules that plugins bring take part in a diff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matrx_orm_migrate import detectors, sources, targets
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, PluginManager
from matrx_orm_migrate.hooks.marker import hookimpl
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Statement
from tests.support.project import Project, one_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(CatalogObject):
    """A conversion between encodings: a kind that nobody else handles where `WithoutConversions` stands."""

    definition: str


class ConversionDetector(Detector):
    """Conversions, as a plugin of somebody's might have them."""

    kind = "conversion"
    catalog = "pg_conversion"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            sql="""SELECT c.oid, 0, n.nspname, c.conname, format('FOR %L TO %L FROM pg_catalog.%I',
                       pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), p.proname)
                   FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
                   JOIN pg_proc p ON p.oid = c.conproc WHERE n.nspname !~ '^pg_'"""
        )

    def read(self, row: Sequence[Any]) -> Conversion:
        return Conversion(id=ObjectId("conversion", row[2], row[3]), definition=row[4])

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Conversion)
        return [Statement(sql=f"CREATE CONVERSION {obj.id.schema}.{obj.id.name} {obj.definition}")]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return [Statement(sql=f"DROP CONVERSION {obj.id.schema}.{obj.id.name}")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return [*self.drop(before, context), *self.create(after, (), context)]

    def comment_target(self, obj: CatalogObject) -> str:
        return f"CONVERSION {obj.id.schema}.{obj.id.name}"


class ConversionPlugin:
    """The plugin around it."""

    @hookimpl
    def matrx_detectors(self) -> Sequence[Detector]:
        return [ConversionDetector()]


class WithoutConversions:
    """The built-in detectors but one."""

    @hookimpl
    def matrx_detectors(self) -> Sequence[Detector]:
        return [detector for detector in detectors.matrx_detectors() if detector.kind != ConversionDetector.kind]


def with_plugin(plugin: object | None, *, built_in: object = detectors) -> PluginManager:
    built_ins = [("detectors", built_in), ("sources", sources), ("targets", targets)]
    blocked = [name for name, _module in built_ins]
    mine = [("mine", plugin)] if plugin is not None else []
    return PluginManager.discover(blocked=blocked, extra=[*built_ins, *mine])


async def test_a_kind_of_a_plugin_is_counted_without_it_and_handled_with_it(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(
        "CREATE TABLE t (id integer);\n"
        "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;\nCOMMENT ON CONVERSION c IS 'one';"
    )
    plugins = with_plugin(ConversionPlugin(), built_in=WithoutConversions())
    without = with_plugin(None, built_in=WithoutConversions())
    before = await project.schema()
    result = await project.apply(from_sql=file, plugins=plugins)
    assert any("conversion public.c" in summary for summary in result.drafts[0].summaries)
    again = await project.generate(from_sql=file, plugins=plugins)
    assert (again.drafts, again.unhandled) == ((), {})
    assert (await project.generate(from_sql=file, plugins=without)).unhandled == {"conversion": 1}
    file.write_text(file.read_text().replace("'one'", "'another'").replace("LATIN1", "LATIN2").replace("_1_", "_"))
    await project.apply(from_sql=file, plugins=plugins)
    assert (await project.generate(from_sql=file, plugins=plugins)).drafts == ()
    await project.rollback(steps=2)
    assert await project.schema() == before


class LeaveOut:
    """A plugin that leaves some tables alone."""

    @hookimpl
    def matrx_include(self, obj: CatalogObject, origin: str) -> bool | None:
        return False if "secret" in (obj.id.name, obj.id.parent) else None


async def test_a_plugin_may_leave_objects_alone(project: Project) -> None:
    await project.run("CREATE TABLE secret (id serial PRIMARY KEY)")
    plugins = with_plugin(LeaveOut())
    await project.apply(one_table("t"), plugins=plugins)
    assert await project.query("SELECT to_regclass('secret') IS NOT NULL") == [(True,)]
    assert (await project.generate(one_table("t"), plugins=plugins)).drafts == ()
