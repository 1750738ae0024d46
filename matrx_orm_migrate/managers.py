"""The run-time base class of generated managers: reading and writing the rows of one model.

::

    class ArtistManager(Manager[Artist]):
        model = Artist

    artists = ArtistManager(engine)                       # each call is a transaction of its own
    abba = await artists.create(name="ABBA")
    page = await artists.paginate(1, 20, Artist.name.ilike("a%"), order_by="name")

    async with AsyncSession(engine) as session, session.begin():
        await ArtistManager(session).update(abba, name="Abba")  # flushed; committed where the session is
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Generic, Self, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Select, UnaryExpression, func, inspect, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, InstanceState, Mapper, QueryableAttribute
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.interfaces import MANYTOONE, ORMOption

from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.rows import ConflictError, NotFoundError, Page, UnknownFieldError, not_a_key, shared_values

__all__ = ["ConflictError", "Manager", "NotFoundError", "OrderBy", "Page", "UnknownFieldError"]

ModelT = TypeVar("ModelT", bound=DeclarativeBase)

OrderBy = str | ColumnElement[Any] | QueryableAttribute[Any] | UnaryExpression[Any]
"""What to sort by: a field's name (``"-name"`` for descending), or any SQLAlchemy expression."""

_ATTEMPTS = 5
# SQLSTATEs of ON CONFLICT: no constraint matches; it is deferrable
_NO_SUCH_KEY = ("42P10", "55000")


class Manager(Generic[ModelT]):
    """Reads and writes the rows of ``model``.

    ``database`` decides about transactions.  Given an ``AsyncSession``, the manager flushes and never commits: the
    session's owner does.  Given an ``AsyncEngine`` or an ``async_sessionmaker``, each call is a transaction of its own,
    and what it returns is detached: name the relationships that are needed with :meth:`with_options`.
    """

    model: type[ModelT]

    def __init__(self, database: AsyncSession | AsyncEngine | async_sessionmaker[Any]) -> None:
        self._session: AsyncSession | None = None
        self._maker: async_sessionmaker[Any] | None = None
        if isinstance(database, AsyncSession):
            self._session = database
        elif isinstance(database, AsyncEngine):
            self._maker = async_sessionmaker(database, expire_on_commit=False)
        elif isinstance(database, async_sessionmaker):
            self._maker = database
        else:
            wanted = "an AsyncSession, an AsyncEngine or an async_sessionmaker"
            raise UsageError(f"{type(self).__name__} needs {wanted}, not {type(database).__name__}")
        self._options: tuple[ORMOption, ...] = ()

    def with_options(self, *options: ORMOption) -> Self:
        """The same manager with loader options for all that it reads: ``selectinload(Artist.albums)``."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._options = (*self._options, *options)
        return copy

    # reading

    async def get(self, /, *args: Any, **kwargs: Any) -> ModelT:
        """The row with this primary key.  Raises ``NotFoundError``."""
        return await self._get(*self._key(args, kwargs))

    async def get_or_none(self, /, *args: Any, **kwargs: Any) -> ModelT | None:
        """The row with this primary key, or None."""
        return await self._get_or_none(*self._key(args, kwargs))

    async def filter(
        self,
        /,
        *conditions: ColumnElement[bool],
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        limit: int | None = None,
        offset: int | None = None,
        **equal: Any,
    ) -> list[ModelT]:
        """The rows for which everything holds: SQLAlchemy conditions, and fields that equal a value (None: IS NULL).

        Without ``order_by`` they come by primary key.  A field that is named like a parameter goes into a condition.
        """
        query = self._ordered(self._select(conditions, equal), order_by).limit(limit).offset(offset)
        async with self._transaction() as session:
            return list((await session.scalars(query)).unique())

    async def first(
        self,
        /,
        *conditions: ColumnElement[bool],
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        **equal: Any,
    ) -> ModelT | None:
        """The first of the rows that :meth:`filter` gives, or None."""
        rows = await self.filter(*conditions, order_by=order_by, limit=1, **equal)
        return rows[0] if rows else None

    async def count(self, /, *conditions: ColumnElement[bool], **equal: Any) -> int:
        """How many rows there are for which everything holds."""
        query = select(func.count()).select_from(self._select(conditions, equal).order_by(None).subquery())
        async with self._transaction() as session:
            return int((await session.scalar(query)) or 0)

    async def exists(self, /, *conditions: ColumnElement[bool], **equal: Any) -> bool:
        """Whether there is a row for which everything holds."""
        query = select(self._select(conditions, equal).exists())
        async with self._transaction() as session:
            return bool(await session.scalar(query))

    async def paginate(
        self,
        /,
        page: int = 1,
        per_page: int = 50,
        *conditions: ColumnElement[bool],
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        **equal: Any,
    ) -> Page[ModelT]:
        """One page of the rows that :meth:`filter` gives, and how many there are in all.

        Raises ``UsageError`` where ``page`` or ``per_page`` is less than 1.
        """
        if page < 1 or per_page < 1:
            raise UsageError(f"page and per_page count from 1, not {page} and {per_page}")
        selected = self._select(conditions, equal)
        query = self._ordered(selected, order_by, unique=True).limit(per_page).offset((page - 1) * per_page)
        async with self._transaction() as session:
            total = int((await session.scalar(select(func.count()).select_from(selected.subquery()))) or 0)
            items = list((await session.scalars(query)).unique())
        return Page(items=items, page=page, per_page=per_page, total=total)

    # writing

    async def create(self, /, **values: Any) -> ModelT:
        """A new row, with what the database filled in."""
        row = self._made(values)
        async with self._transaction() as session:
            session.add(row)
            await session.flush()
            await _load_expired(session, row)
        return row

    async def bulk_create(self, rows: Iterable[Mapping[str, Any]]) -> list[ModelT]:
        """New rows, in as few statements as can be; all of them or none."""
        made = [self._made(values) for values in rows]
        async with self._transaction() as session:
            session.add_all(made)
            await session.flush()
            for row in made:
                await _load_expired(session, row)
        return made

    async def update(self, row: ModelT, /, **values: Any) -> ModelT:
        """The row with other values, in the database too.

        Raises ``NotFoundError`` where it is gone, and ``UsageError`` where it is to refer to a row that does not share
        what the two have to.
        """
        self._check_row(row, "update")
        self._check(values, relationships=True)
        self._check_not_deleted(row)
        shared_values(self._mapper, values, cast("InstanceState[ModelT]", inspect(row)).dict)
        async with self._transaction() as session:
            session.add(row)
            for name, value in values.items():
                setattr(row, name, value)
            try:
                await session.flush()
            except StaleDataError as error:
                raise NotFoundError(self.model.__name__, self._identity(row)) from error
            await _load_expired(session, row)
        return row

    async def delete(self, row: ModelT, /) -> None:
        """Delete the row; what becomes of the rows that refer to it is up to their foreign keys.

        Raises ``NotFoundError`` where it is gone.
        """
        self._check_row(row, "delete")
        self._check_not_deleted(row)
        async with self._transaction() as session:
            # SQLAlchemy would only warn
            if (key := self._identity(row)) and not await session.scalar(select(self._select((), key).exists())):
                raise NotFoundError(self.model.__name__, key)
            await session.delete(row)
            await session.flush()

    async def upsert(self, conflict: Sequence[str] = (), /, **values: Any) -> ModelT:
        """A new row, or the one that has the same ``conflict`` fields, with the other values written over it.

        One statement (INSERT … ON CONFLICT DO UPDATE); ``conflict`` has to be a primary key or a unique constraint.
        Raises ``UsageError`` where it is none.
        """
        if not conflict or isinstance(conflict, str):
            message = f"upsert into {self.model.__name__} needs the fields that tell whether a row is there already"
            hint = f'They come first, in a list, and their values by name: upsert(["{self._key_names()[0]}"], …).'
            raise UsageError(message, hint=hint)
        self._check(values)
        self._check(conflict)
        columns = self._columns()
        statement = insert(self.model).values({columns[name]: value for name, value in values.items()})
        changed = [name for name in values if name not in conflict] or list(conflict)
        statement = statement.on_conflict_do_update(
            index_elements=[columns[name] for name in conflict],
            set_={columns[name].name: statement.excluded[columns[name].key] for name in changed},
        )
        async with self._transaction() as session:
            returning = statement.returning(self.model).options(*self._options)
            try:
                rows = await session.scalars(returning, execution_options={"populate_existing": True})
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) in _NO_SUCH_KEY:
                    raise not_a_key(self._mapper, conflict) from error
                raise
            row: ModelT = rows.one()
            return row

    async def get_or_create(self, defaults: Mapping[str, Any] | None = None, /, **lookup: Any) -> tuple[ModelT, bool]:
        """The row with these values, made with ``defaults`` besides where there is none; and whether it was made.

        Safe against another client that does the same, given a unique constraint on the ``lookup`` fields.  Raises
        ``ConflictError`` where a row is in the way that has other ``lookup`` values.
        """
        values = {**lookup, **(defaults or {})}
        self._check(values)
        columns = self._columns()
        query = self._ordered(self._select((), lookup), None).limit(1)
        statement = insert(self.model).values({columns[name]: value for name, value in values.items()})
        statement = statement.on_conflict_do_nothing()
        for _attempt in range(_ATTEMPTS):
            async with self._transaction() as session:
                found: ModelT | None = (await session.scalars(query)).unique().one_or_none()
                if found is not None:
                    return found, False
                made = await session.scalars(statement.returning(self.model).options(*self._options))
                row: ModelT | None = made.one_or_none()
                if row is not None:
                    return row, True
                # somebody was faster: their row is there to read now, unless it has gone again
        raise ConflictError(
            f"{self.model.__name__} with {lookup!r} can be neither made nor found",
            hint="A row with other values is in the way of a constraint, or the transaction does not see it.",
        )

    # inside

    @asynccontextmanager
    async def _transaction(self) -> AsyncGenerator[AsyncSession]:
        """The caller's session as it is, or one of our own that commits at the end."""
        if self._session is not None:
            yield self._session
            return
        assert self._maker is not None
        session: AsyncSession
        async with self._maker() as session:
            # what is returned must stay readable when the session is closed, whatever the sessionmaker says
            session.sync_session.expire_on_commit = False
            async with session.begin():
                yield session

    def _made(self, values: Mapping[str, Any]) -> ModelT:
        self._check(values, relationships=True)
        values = {**shared_values(self._mapper, values, {}), **values}
        # SQLAlchemy's constructor of models has a parameter of that name
        row = self.model(**{name: value for name, value in values.items() if name != "self"})
        for name in {"self"} & values.keys():
            setattr(row, name, values[name])
        return row

    def _check_row(self, row: object, method: str) -> None:
        if not isinstance(row, self.model):
            wanted = f"a row, that is an instance of {self.model.__name__}, not {type(row).__name__}"
            hint = f"Get it first: {method}(await manager.get(…))."
            raise UsageError(f"{method} of a manager takes {wanted}", hint=hint)

    def _check_not_deleted(self, row: ModelT) -> None:
        state: InstanceState[ModelT] = inspect(row)
        if state.was_deleted or state.deleted:
            raise NotFoundError(self.model.__name__, self._identity(row))

    @property
    def _mapper(self) -> Mapper[ModelT]:
        return inspect(self.model)

    def _columns(self) -> dict[str, Column[Any]]:
        """The model's columns by attribute."""
        found: dict[str, Column[Any]] = {}
        for attribute in self._mapper.column_attrs:
            column = attribute.columns[0]
            if isinstance(column, Column):
                found[attribute.key] = column
        return found

    def _check(self, names: Iterable[str], *, relationships: bool = False) -> None:
        known = list(self._columns())
        if relationships:
            known += self._mapper.relationships.keys()
        unknown = tuple(name for name in names if name not in known)
        if unknown:
            raise UnknownFieldError(self.model.__name__, unknown, tuple(known))

    def _key_names(self) -> list[str]:
        mapper = self._mapper
        return [mapper.get_property_by_column(column).key for column in mapper.primary_key]

    def _key(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        names = self._key_names()
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        if len(args) > len(names) or sorted(given) != sorted(names) or len(args) + len(kwargs) != len(names):
            raise UsageError(f"the primary key of {self.model.__name__} is ({', '.join(names)})")
        return tuple(given[name] for name in names)

    async def _get(self, *key: Any) -> ModelT:
        row = await self._get_or_none(*key)
        if row is None:
            raise NotFoundError(self.model.__name__, dict(zip(self._key_names(), key, strict=False)))
        return row

    async def _get_or_none(self, *key: Any) -> ModelT | None:
        async with self._transaction() as session:
            return await session.get(self.model, key, options=self._options)

    def _identity(self, row: ModelT) -> dict[str, Any]:
        state: InstanceState[ModelT] = inspect(row)
        return dict(zip(self._key_names(), state.identity or (), strict=False))

    def _select(self, conditions: tuple[ColumnElement[bool], ...], equal: Mapping[str, Any]) -> Select[Any]:
        self._check(equal, relationships=True)
        query: Select[Any] = select(self.model).options(*self._options)
        return query.where(*conditions, *(self._equals(name, value) for name, value in equal.items()))

    def _equals(self, name: str, value: Any) -> ColumnElement[bool]:
        relationship = self._mapper.relationships.get(name)
        if value is None and relationship is not None and relationship.direction is MANYTOONE:
            # one column that is NULL is enough; SQLAlchemy asks for all, those that never are included
            return or_(*(column.is_(None) for column in relationship.local_columns))
        return cast("ColumnElement[bool]", getattr(self.model, name) == value)

    def _ordered(
        self, query: Select[Any], order_by: OrderBy | Sequence[OrderBy] | None, *, unique: bool = False
    ) -> Select[Any]:
        """Sorted as asked; by primary key where nothing was asked, and behind it where pages must not overlap."""
        key = [getattr(self.model, name) for name in self._key_names()]
        if order_by is None:
            return query.order_by(*key)
        wanted = [order_by] if isinstance(order_by, str) or not isinstance(order_by, Sequence) else list(order_by)
        terms = [self._term(item) if isinstance(item, str) else item for item in wanted]
        return query.order_by(*terms, *(key if unique else ()))

    def _term(self, name: str) -> ColumnElement[Any]:
        field = name.removeprefix("-")
        self._check([field])
        attribute = getattr(self.model, field)
        return cast("ColumnElement[Any]", attribute.desc() if name.startswith("-") else attribute.asc())


async def _load_expired(session: AsyncSession, row: DeclarativeBase) -> None:
    """Read what the database computed and the flush left unread, so that no attribute loads by itself later."""
    state: InstanceState[Any] = inspect(row)
    names = [name for name in state.expired_attributes if name in state.mapper.column_attrs]
    if names:
        await session.refresh(row, attribute_names=names)
