"""Relationships of rebuilt models over odd foreign keys, through sessions and managers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import selectinload
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.integration import rebuild_schema
from matrx_orm_migrate.managers import NotFoundError
from tests.support.rebuild import built_in, check_code, execute, import_models, sqlalchemy_url

_TENANTS = """
CREATE TABLE tenant (id serial PRIMARY KEY);
CREATE TABLE item (tenant_id integer REFERENCES tenant, id integer, parent_id integer, twin_id integer,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES item (tenant_id, id),
    FOREIGN KEY (tenant_id, twin_id) REFERENCES item (tenant_id, id));
CREATE TABLE note (id serial PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenant, item_id integer,
    FOREIGN KEY (tenant_id, item_id) REFERENCES item (tenant_id, id));
CREATE TABLE cell (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE mark (id serial PRIMARY KEY, a integer NOT NULL, b integer,
    FOREIGN KEY (a, b) REFERENCES cell MATCH FULL);
"""


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_async_engine(sqlalchemy_url(database_url), poolclass=NullPool)
    yield made
    await made.dispose()


async def _models(url: str, output: Path, script: str) -> Any:
    await execute(url, script)
    await rebuild_schema(url, output=output, plugins=built_in())
    return import_models(output)


async def test_links_that_share_a_tenant_are_set_changed_and_set_to_none(
    database_url: str, engine: AsyncEngine, tmp_path: Path
) -> None:
    output = tmp_path / "tenant_models"
    await _models(database_url, output, _TENANTS)
    assert check_code(output, cache=tmp_path / "mypy") == ""
    again = await rebuild_schema(database_url, output=output, plugins=built_in())
    assert not again.files.changed
    import_models(output)
    from tenant_models import managers  # type: ignore[import-not-found]  # it is generated

    tenant = await managers.TenantManager(engine).create()
    items = managers.ItemManager(engine)
    first = await items.create(tenant=tenant, id=1)
    second = await items.create(tenant=tenant, id=2, parent=first, twin=first)
    assert (second.tenant_id, second.parent_id, second.twin_id) == (tenant.id, 1, 1)
    await items.update(second, parent=None)
    assert [(row.id, row.parent_id, row.twin_id) for row in await items.filter()] == [(1, None, None), (2, None, 1)]
    await items.update(second, parent=first)
    assert [row.id for row in await items.filter(parent=first)] == [2]
    assert [row.id for row in await items.filter(parent=None)] == [1]

    notes = managers.NoteManager(engine)
    note = await notes.create(tenant=tenant, item=second)
    assert (note.tenant_id, note.item_id) == (tenant.id, 2)
    await notes.update(note, item=None)
    assert ((read := await notes.get(note.id)).tenant_id, read.item_id) == (tenant.id, None)

    # what a link does not write comes along in a new row, and is not of another tenant's in one that is there
    assert ((row := await notes.create(item=first)).tenant_id, row.item_id) == (tenant.id, 1)
    other = await items.create(tenant=await managers.TenantManager(engine).create(), id=1)
    for call in (items.update(second, parent=other), items.create(tenant_id=tenant.id, id=9, parent=other)):
        with pytest.raises(UsageError, match=rf"parent has tenant_id {other.tenant_id}, and the Item {tenant.id}"):
            await call
    assert await items.count(parent=other) == 0
    with pytest.raises(NotFoundError):
        await items.get(other.tenant_id, 2)
    moved = await notes.update(note, item=other, tenant_id=other.tenant_id)
    assert (moved.tenant_id, moved.item_id) == (other.tenant_id, 1)
    moved = await notes.update(await notes.get(note.id), item=second, tenant=tenant)
    assert (moved.tenant_id, moved.item_id) == (tenant.id, 2)
    with pytest.raises(UsageError):
        await notes.create(item=second, tenant=await managers.TenantManager(engine).get(other.tenant_id))


async def test_both_sides_of_a_link_that_shares_a_tenant_load_and_write(
    database_url: str, engine: AsyncEngine, tmp_path: Path
) -> None:
    models = await _models(database_url, tmp_path / "sided_models", _TENANTS)
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        one, two = models.Tenant(), models.Tenant()
        session.add_all([one, two])
        await session.flush()
        # another tenant's rows have the same ids
        session.add_all([models.Item(tenant=two, id=1), models.Item(tenant=two, id=2, parent_id=1)])
        top = models.Item(tenant=one, id=1)
        top.item_by_parent.append(models.Item(tenant=one, id=2))
        session.add(top)
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        both = selectinload(models.Item.item_by_parent), selectinload(models.Item.parent)
        top = await session.get(models.Item, (one.id, 1), options=both)
        (child,) = top.item_by_parent
        assert (child.tenant_id, child.id, child.parent is top) == (one.id, 2, True)
        top.item_by_parent.remove(child)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        child = await session.get(models.Item, (one.id, 2))
        assert (child.tenant_id, child.parent_id) == (one.id, None)


async def test_a_link_whose_columns_go_together_writes_all_of_them(
    database_url: str, engine: AsyncEngine, tmp_path: Path
) -> None:
    models = await _models(database_url, tmp_path / "whole_models", _TENANTS)
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        session.add(mark := models.Mark(cell=models.Cell(a=1, b=2)))
        await session.flush()
        assert (mark.a, mark.b) == (1, 2)
