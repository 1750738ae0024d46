"""The run-time base class of managers, on a real server."""

from __future__ import annotations

import asyncio
import enum
import warnings
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Computed, Enum, ForeignKey, Index, Text, UniqueConstraint, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.managers import ConflictError, Manager, NotFoundError, UnknownFieldError
from tests.support.rebuild import sqlalchemy_url


class Base(DeclarativeBase):
    pass


class Mood(enum.StrEnum):
    SAD = "sad"
    HAPPY = "very happy"


class Artist(Base):
    __tablename__ = "artist"
    __table_args__ = (UniqueConstraint("Real Name", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column("Real Name", Text)
    country: Mapped[str] = mapped_column(Text, server_default="SE")
    upper_name: Mapped[str | None] = mapped_column(Text, Computed('upper("Real Name")', persisted=True))
    mood: Mapped[Mood | None] = mapped_column(
        Enum(Mood, name="mood", values_callable=lambda kind: [m.value for m in kind])
    )
    code: Mapped[str | None] = mapped_column(Text, unique=True)
    albums: Mapped[list[Album]] = relationship(back_populates="artist", passive_deletes="all")


class Album(Base):
    __tablename__ = "album"

    artist_id: Mapped[int] = mapped_column(ForeignKey("artist.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None] = mapped_column(Text)
    artist: Mapped[Artist] = relationship(back_populates="albums")


class Odd(Base):
    """Columns whose names a method might want for itself."""

    __tablename__ = "odd"

    id: Mapped[int] = mapped_column(primary_key=True)
    self: Mapped[str] = mapped_column(Text, unique=True)
    row: Mapped[str | None] = mapped_column(Text)
    conflict: Mapped[str | None] = mapped_column(Text)
    defaults: Mapped[str | None] = mapped_column(Text)


class Keyed(Base):
    """Keys that ON CONFLICT takes, and keys that it does not take as they stand."""

    __tablename__ = "keyed"
    __table_args__ = (
        UniqueConstraint("b", "A"),
        UniqueConstraint("b", "c", deferrable=True),
        Index("keyed_c", "c", unique=True),
        Index("keyed_plain", "b"),
        Index("keyed_in_part", "b", unique=True, postgresql_where=text("c > 0")),
        Index("keyed_by_expression", text("abs(c)"), "b", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int | None] = mapped_column("A")
    b: Mapped[int | None]
    c: Mapped[int | None]


class KeyedManager(Manager[Keyed]):
    model = Keyed


class OddManager(Manager[Odd]):
    model = Odd


class ArtistManager(Manager[Artist]):
    model = Artist


class AlbumManager(Manager[Album]):
    model = Album


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(sqlalchemy_url(database_url), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield engine
    await engine.dispose()


async def test_create_returns_what_the_database_filled_in_and_get_finds_it(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    abba = await artists.create(name="Abba", mood=Mood.HAPPY)
    assert (abba.id, abba.country, abba.upper_name) == (1, "SE", "ABBA")
    found = await artists.get(abba.id)
    assert (found.name, found.mood) == ("Abba", Mood.HAPPY)
    assert (await artists.get(id=abba.id)).name == "Abba"


async def test_a_missing_row_is_none_or_an_error_that_names_model_and_key(engine: AsyncEngine) -> None:
    albums = AlbumManager(engine)
    assert await albums.get_or_none(1, 2) is None
    with pytest.raises(NotFoundError, match=r"no Album with \{'artist_id': 1, 'number': 2\}"):
        await albums.get(1, 2)
    with pytest.raises(UsageError, match=r"primary key of Album is \(artist_id, number\)"):
        await albums.get(1)


async def test_filter_takes_conditions_and_values_and_sorts(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    await artists.bulk_create(
        [{"name": name, "country": country} for name, country in (("b", "x"), ("a", "x"), ("c", "y"))]
    )
    assert [a.name for a in await artists.filter()] == ["b", "a", "c"]
    assert [a.name for a in await artists.filter(country="x", order_by="name")] == ["a", "b"]
    assert [a.name for a in await artists.filter(Artist.name > "a", order_by="-name", limit=1)] == ["c"]
    assert [a.name for a in await artists.filter(order_by=[Artist.country.desc(), "name"], offset=1)] == ["a", "b"]
    assert len(await artists.filter(mood=None)) == 3
    first = await artists.first(order_by="name")
    assert first is not None
    assert first.name == "a"
    assert await artists.first(name="z") is None
    assert (await artists.count(), await artists.count(country="x"), await artists.count(Artist.name == "z")) == (
        3,
        2,
        0,
    )
    assert (await artists.exists(name="a"), await artists.exists(name="z")) == (True, False)


async def test_an_unknown_field_is_named_with_the_model_and_its_fields(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    calls: list[Any] = [
        artists.filter(nme="x"),
        artists.create(nme="x"),
        artists.filter(order_by="nme"),
        artists.upsert(["nme"], name="x"),
        artists.get_or_create({"nme": 1}, name="x"),
        artists.bulk_create([{"nme": "x"}]),
        artists.count(nme=1),
    ]
    for call in calls:
        with pytest.raises(UnknownFieldError, match="Artist has no field nme") as caught:
            await call
        assert "name" in caught.value.known


async def test_pages_are_complete_and_do_not_overlap(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    await artists.bulk_create([{"name": f"n{number}"} for number in range(7)])
    pages = [await artists.paginate(number, 3, order_by="country") for number in (1, 2, 3)]
    assert [row.name for page in pages for row in page.items] == [f"n{number}" for number in range(7)]
    assert [(page.total, page.pages, page.has_next, page.has_previous) for page in pages] == [
        (7, 3, True, False),
        (7, 3, True, True),
        (7, 3, False, True),
    ]
    with pytest.raises(UsageError, match="count from 1"):
        await artists.paginate(0)


async def test_with_an_engine_each_call_is_a_transaction_that_fails_as_a_whole(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    with pytest.raises(IntegrityError):
        await artists.bulk_create([{"name": "a", "code": "1"}, {"name": "b", "code": "1"}])
    assert await artists.count() == 0


async def test_with_a_session_nothing_is_committed_by_the_manager(engine: AsyncEngine) -> None:
    async with AsyncSession(engine) as session:
        artists = ArtistManager(session)
        abba = await artists.create(name="Abba")
        await artists.update(abba, country="NO")
        assert await artists.count() == 1
        assert await ArtistManager(engine).count() == 0
        await session.rollback()
    assert await ArtistManager(engine).count() == 0
    maker = async_sessionmaker(engine)
    kept = await ArtistManager(maker).create(name="kept")
    assert kept.name == "kept"
    assert await ArtistManager(engine).count() == 1


async def test_update_writes_and_reads_back_what_is_computed(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    abba = await artists.create(name="Abba")
    updated = await artists.update(abba, name="Beppe")
    assert (updated is abba, updated.upper_name) == (True, "BEPPE")
    assert (await artists.get(abba.id)).name == "Beppe"
    await artists.delete(abba)
    assert await artists.count() == 0
    with pytest.raises(NotFoundError):
        await artists.update(await _ghost(engine), name="x")


async def _ghost(engine: AsyncEngine) -> Artist:
    """A row that was read and is gone."""
    artists = ArtistManager(engine)
    row, again = await artists.create(name="ghost"), await artists.first(name="ghost")
    assert again is not None
    await artists.delete(again)
    return row


async def test_a_row_that_is_gone_is_an_error_of_update_and_delete_that_names_it(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    elsewhere, here = await _ghost(engine), await artists.create(name="Abba")
    await artists.delete(here)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for row in (elsewhere, here):
            for call in (artists.delete(row), artists.update(row, name="x")):
                with pytest.raises(NotFoundError, match=rf"no Artist with \{{'id': {row.id}\}}"):
                    await call
        async with AsyncSession(engine) as session, session.begin():
            row = await ArtistManager(session).create(name="Beppe")
            await ArtistManager(session).delete(row)
            for call in (ArtistManager(session).delete(row), ArtistManager(session).update(row, name="x")):
                with pytest.raises(NotFoundError, match="no Artist with"):
                    await call
    assert await artists.count() == 0


async def test_delete_leaves_the_children_to_the_foreign_key(engine: AsyncEngine) -> None:
    abba = await ArtistManager(engine).create(name="Abba")
    await AlbumManager(engine).create(artist_id=abba.id, number=1)
    await ArtistManager(engine).delete(abba)
    assert await AlbumManager(engine).count() == 0


async def test_upsert_makes_a_row_or_writes_over_it(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    first = await artists.upsert(["name", "country"], name="Abba", country="SE", code="1")
    second = await artists.upsert(["name", "country"], name="Abba", country="SE", code="2", mood=Mood.SAD)
    assert (second.id, second.code, second.mood, second.upper_name) == (first.id, "2", Mood.SAD, "ABBA")
    third = await artists.upsert(["name", "country"], name="Abba", country="SE")
    assert (third.id, third.code) == (first.id, "2")
    async with AsyncSession(engine) as session:
        read = await ArtistManager(session).get(first.id)
        await ArtistManager(session).upsert(["code"], name="Abba", country="SE", code="2", mood=None)
        assert read.mood is None


@pytest.mark.parametrize("fields", [("a", "c"), ("b", "c"), ("b",)], ids=["none", "deferrable", "in-part"])
async def test_upsert_by_fields_that_are_no_key_names_them_and_the_keys(
    engine: AsyncEngine, fields: tuple[str, ...]
) -> None:
    with pytest.raises(UsageError) as caught:
        await KeyedManager(engine).upsert(fields, a=1, b=2, c=3)
    assert caught.value.message == f"Keyed has no key ({', '.join(fields)}) that upsert can go by"
    assert caught.value.hint == "Keys of Keyed: (id), (b, a), (c)."


async def test_get_or_create_makes_one_row_however_many_ask(engine: AsyncEngine) -> None:
    artists = ArtistManager(engine)
    results = await asyncio.gather(
        *(artists.get_or_create({"mood": Mood.SAD}, name="Abba", country="SE") for _ in range(8))
    )
    assert sum(made for _row, made in results) == 1
    assert {row.id for row, _made in results} == {results[0][0].id}
    await artists.create(name="other", code="taken")
    with pytest.raises(ConflictError):
        await artists.get_or_create({"code": "taken"}, name="third")


async def test_a_field_may_be_called_self(engine: AsyncEngine) -> None:
    odd = OddManager(engine)
    values = {"self": "a", "row": "r", "conflict": "c", "defaults": "d"}
    made = await odd.create(**values)
    assert (made.self, made.row, made.conflict, made.defaults) == ("a", "r", "c", "d")
    assert [row.self for row in await odd.bulk_create([{"self": "b"}, {"self": "c"}])] == ["b", "c"]
    (found,) = await odd.filter(**values)
    assert found.id == made.id
    first = await odd.first(self="b")
    assert first is not None
    assert (await odd.count(self="b"), await odd.exists(self="z")) == (1, False)
    assert (await odd.paginate(self="c")).total == 1
    assert (await odd.update(first, self="x", row="r")).self == "x"
    assert (await odd.upsert(["self"], self="x", row="s", conflict="t")).id == first.id
    assert (await odd.get_or_create({"row": "y"}, self="new", defaults="e"))[1]
    with pytest.raises(UsageError, match="primary key of Odd"):
        await odd.get(self=1)
    with pytest.raises(UsageError, match="primary key of Odd"):
        await odd.get_or_none(self=1)


async def test_what_a_method_needs_is_said_when_it_gets_something_else(engine: AsyncEngine) -> None:
    artists: Any = ArtistManager(engine)
    for call in (artists.delete(1), artists.update(1, name="x"), artists.delete(Album(artist_id=1, number=1))):
        with pytest.raises(UsageError, match=r"takes a row, .* of Artist, not (int|Album)") as caught:
            await call
        assert "manager.get(…)" in caught.value.hint
    for call in (artists.upsert(name="x"), artists.upsert([], name="x"), artists.upsert("name", name="x")):
        with pytest.raises(UsageError, match="upsert into Artist needs the fields") as caught:
            await call
        assert 'upsert(["id"], …)' in caught.value.hint


async def test_relationships_are_loaded_when_they_are_asked_for(engine: AsyncEngine) -> None:
    abba = await ArtistManager(engine).create(name="Abba")
    await AlbumManager(engine).bulk_create([{"artist": abba, "number": 2}, {"artist_id": abba.id, "number": 1}])
    artists = ArtistManager(engine).with_options(selectinload(Artist.albums))
    assert sorted(album.number for album in (await artists.get(abba.id)).albums) == [1, 2]
    assert [len(artist.albums) for artist in await artists.filter()] == [2]
    assert len(await AlbumManager(engine).filter(artist=abba)) == 2


def test_a_manager_wants_something_that_makes_transactions() -> None:
    with pytest.raises(UsageError, match="ArtistManager needs an AsyncSession"):
        ArtistManager("postgresql://x")  # type: ignore[arg-type]


async def test_counting_rows_does_not_read_them(engine: AsyncEngine) -> None:
    await ArtistManager(engine).bulk_create([{"name": str(number)} for number in range(3)])
    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(Artist)) == await ArtistManager(engine).count()
