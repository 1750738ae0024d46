"""Rows through a session of SQLModel's, over relationships on both sides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Session, select
from sqlmodel.ext.asyncio.session import AsyncSession

from matrx_orm_migrate.testing.servers import run_scripts

SCHOOL = """
CREATE TYPE mood AS ENUM ('sad', 'very happy');
CREATE TABLE person (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "class" text,
    mood mood NOT NULL DEFAULT 'sad', parent_id integer REFERENCES person, price numeric(5,2) NOT NULL DEFAULT 2,
    data jsonb, tags text[] NOT NULL, twice integer GENERATED ALWAYS AS (2 * 3) STORED);
CREATE TABLE badge (id serial PRIMARY KEY, person_id integer NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE);
CREATE TABLE course (code varchar(5), year integer, PRIMARY KEY (code, year));
CREATE TABLE attendance (person_id integer REFERENCES person ON DELETE CASCADE, code varchar(5), year integer,
    PRIMARY KEY (person_id, code, year), FOREIGN KEY (code, year) REFERENCES course);
CREATE TABLE visit (teacher_id integer NOT NULL REFERENCES person, pupil_id integer NOT NULL REFERENCES person,
    at timestamptz DEFAULT now());
CREATE TABLE line (text text NOT NULL);
"""


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on the test's database."""
    made = create_async_engine(database_url)
    yield made
    await made.dispose()


async def test_rows_are_written_read_changed_and_deleted(
    database_url: str, engine: AsyncEngine, generate: Callable[..., Any]
) -> None:
    await run_scripts(database_url, SCHOOL)
    models = await generate(database_url, "school_models")

    def write(session: Session) -> None:
        ada = models.Person(class_="first", tags=["a", "b"], data={"x": [1]})
        ada.badge = models.Badge()
        ada.attendance = [models.Attendance(course=models.Course(code="ART", year=2024))]
        session.add_all([ada, models.Person(parent=ada, tags=[], mood=models.Mood.VERY_HAPPY), models.Line(text="x")])
        session.commit()

    def read(session: Session) -> None:
        ada = session.exec(select(models.Person).where(models.Person.class_ == "first")).one()
        assert (ada.mood, ada.price, ada.twice, ada.tags) == (models.Mood.SAD, Decimal("2.00"), 6, ["a", "b"])
        assert (ada.data, ada.parent) == ({"x": [1]}, None)
        assert ada.badge.person is ada
        assert [(item.code, item.year) for item in ada.course] == [("ART", 2024)]
        assert ada.course[0].person == [ada]
        (child,) = ada.person_by_parent
        assert (child.parent, child.mood) == (ada, models.Mood.VERY_HAPPY)
        session.add(models.Visit(teacher_id=ada.id, pupil_id=child.id))
        child.class_ = "second"
        session.commit()
        assert [visit.pupil for visit in ada.visit_by_teacher] == [child]
        assert session.exec(select(models.Line.text)).all() == ["x"]

    def delete(session: Session) -> None:
        session.exec(sa.delete(models.Visit))
        session.delete(session.exec(select(models.Person).where(models.Person.class_ == "second")).one())
        session.commit()
        session.delete(session.exec(select(models.Person)).one())
        session.commit()
        assert session.exec(select(models.Badge)).all() == []
        assert session.exec(select(models.Attendance)).all() == []

    for step in (write, read, delete):
        async with AsyncSession(engine) as session:
            await session.run_sync(step)


async def test_two_packages_do_not_mix(database_url: str, engine: AsyncEngine, generate: Callable[..., Any]) -> None:
    await run_scripts(database_url, SCHOOL)
    one, other = await generate(database_url, "one_models"), await generate(database_url, "other_models")
    assert one.Base.metadata is not other.Base.metadata
    sa.orm.configure_mappers()
    assert one.Badge.person.property.mapper.class_ is one.Person
