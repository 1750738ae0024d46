"""Rows that were read before are not made into objects again."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.diff.inspect import Known, inspect_database
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import Column, ObjectId
from tests.support.snapshots import script


class TestKnown:
    async def test_equal_rows_of_two_catalogs_are_one_object(self, connection: AsyncConnection) -> None:
        await script(
            connection,
            """
            CREATE TABLE public.a (id integer GENERATED ALWAYS AS IDENTITY, t text DEFAULT 'x' COLLATE "C");
            COMMENT ON COLUMN public.a.t IS 'first';
            """,
        )
        plugins, known = PluginManager.discover(), Known()
        one = await inspect_database(connection, plugins, known=known)
        await script(connection, "CREATE TABLE public.b (id integer)")
        two = await inspect_database(connection, plugins, known=known)
        assert all(two.get(obj.id) is obj for obj in one)
        await script(connection, "COMMENT ON COLUMN public.a.t IS 'second'")
        three = await inspect_database(connection, plugins, known=known)
        name = ObjectId("column", "public", "t", "a")
        assert (one.objects[name].comment, three.objects[name].comment) == ("first", "second")
        column = three.objects[name]
        assert isinstance(column, Column)
        assert column.collation == 'pg_catalog."C"'
