"""``db.keep_privileges()`` and ``db.give_back_privileges()`` in migrations of one's own."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.errors import MatrxMigrateError, MigrationFailedError
from tests.support import migrations
from tests.support.corpus import first_difference
from tests.support.privileges import Project


async def test_a_file_without_a_transaction_refuses_to_keep_privileges(project: Project) -> None:
    url = await project.database("CREATE VIEW v AS SELECT 1 AS one")
    up = 'await db.keep_privileges("VIEW public.v")'
    migrations.write(project.directory, "0001_first", up, transactional=False)
    with pytest.raises(MigrationFailedError, match="without a transaction"):
        await migrations.migrate(url, project.directory)


@pytest.mark.parametrize(
    ("up", "words"),
    [
        ('await db.give_back_privileges("VIEW public.v")', "were not kept"),
        ('await db.keep_privileges("public.v")', "names nothing whose privileges can be kept"),
        ('await db.keep_privileges("VIEW public.no")', "does not exist"),
        ('await db.keep_privileges("COLUMN public.v.no")', "there is no COLUMN"),
        ('await db.keep_privileges("STATISTICS public.no")', "there is no STATISTICS"),
    ],
)
async def test_what_cannot_be_kept_stops_the_migration(project: Project, up: str, words: str) -> None:
    url = await project.database("CREATE VIEW v AS SELECT 1 AS one")
    migrations.write(project.directory, "0001_first", up)
    with pytest.raises(MatrxMigrateError, match=words):
        await migrations.migrate(url, project.directory)


async def test_a_migration_of_ones_own_keeps_them_too(project: Project) -> None:
    """With the sequence of an identity, whose owner is the table's."""
    a = "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY, a integer)"
    grants = """ALTER TABLE t OWNER TO {owner}; GRANT USAGE ON SEQUENCE t_id_seq TO {app};
                GRANT SELECT (a) ON t TO {app};
                GRANT INSERT ON t TO {reader}; REVOKE TRUNCATE ON t FROM {owner}"""
    url = await project.database(a, grants)
    before = await project.dump(url)
    up = f"""
        await db.keep_privileges("TABLE t", "COLUMN t.id")
        await db.execute("DROP TABLE t")
        await db.execute("{a}")
        await db.give_back_privileges("TABLE t")
        await db.give_back_privileges("COLUMN t.id", "COLUMN t.id")
    """
    migrations.write(project.directory, "0001_first", up)
    await migrations.migrate(url, project.directory)
    found = await project.dump(url)
    assert found == before, first_difference(found, before)
