"""The models that the README shows, typed in by a role that is no superuser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from matrx_orm_migrate import makemigrations, migrate
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


async def test_the_example_is_migrated_by_a_member_of_the_owner_to_be(
    make_database: Callable[[], str], plugins: PluginManager, tmp_path: Path
) -> None:
    url = make_url(make_database())
    await run_scripts(
        url.render_as_string(hide_password=False),
        "CREATE ROLE readme_dev LOGIN CREATEDB; GRANT app TO readme_dev;",
        f'ALTER DATABASE "{url.database}" OWNER TO readme_dev;',
    )
    as_dev = url.set(username="readme_dev").render_as_string(hide_password=False)
    module: dict[str, Any] = {"__name__": "notes"}
    example = README.partition("```python\n")[2].partition("```")[0]
    exec(compile(example, "README.md", "exec", dont_inherit=True), module)
    options: dict[str, Any] = {"metadata": module["Base"].metadata, "directory": tmp_path, "plugins": plugins}
    first = await makemigrations(as_dev, **options)
    (draft,) = first.drafts
    assert "ALTER TABLE public.note OWNER TO app" in draft.text
    assert first.notes == ()
    await migrate(as_dev, directory=tmp_path, plugins=plugins)
    assert await readable(as_dev, "reader") == {"id", "title"}
    assert await readable(as_dev, "auditor") == {"id", "title", "secret"}
    again = await makemigrations(as_dev, **options)
    assert again.drafts == ()
    assert again.notes == (
        "as they are, declared or not: privileges of app on schema public. "
        'Say own_kinds(metadata, "privileges") to have what is not declared dropped.',
    )
    owning = README.partition("import own_kinds\n")[2].partition("```")[0]
    exec(compile(f"from matrx_orm_migrate import own_kinds\n{owning}", "README.md", "exec", dont_inherit=True), module)
    await run_scripts(as_dev, "GRANT USAGE ON SCHEMA public TO anon")
    (owned,) = (await makemigrations(as_dev, **options)).drafts
    assert "Drop privileges of anon on schema public" in owned.summaries
    assert len(owned.summaries) == 1


async def readable(url: str, role: str) -> set[str]:
    """The columns of the table that the role may read."""
    asked = "SELECT attname FROM pg_attribute WHERE attrelid = 'note'::regclass AND attnum > 0 AND "
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        rows = await connection.fetch(f"{asked} has_column_privilege($1, attrelid, attnum, 'SELECT')", role)
    finally:
        await connection.close()
    return {row["attname"] for row in rows}
