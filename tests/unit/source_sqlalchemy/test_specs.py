"""What the SQLAlchemy source accepts, imports and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import (
    MetaData,
    Table,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from matrx_orm_migrate.errors import SourceError
from tests.support.models import (
    context_for,
    load,
    source,
    sql,
    write_models,
)


def test_metadata_bases_and_import_strings_are_accepted(metadata: MetaData) -> None:
    class Base(DeclarativeBase):
        pass

    for spec in (metadata, Base, registry(), Table("t", metadata), "app.models", "app.models:Base", "models:a.b"):
        assert source.accepts(spec)
    for spec in ("schema.sql", "app/models.py", "", ":Base", "postgresql://x", Path("x"), 42, None):
        assert not source.accepts(spec)


def test_a_declarative_base_is_read() -> None:
    class Base(DeclarativeBase):
        pass

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)

    assert sql(Base) == sql(User) == ["CREATE TABLE public.users ( id SERIAL NOT NULL, PRIMARY KEY (id) )"]


def test_an_import_string_finds_modules_of_the_project(project: Path) -> None:
    write_models(
        project, "shop_models", "class Base: metadata = MetaData()", "Table('t', Base.metadata, Column('a', Integer))"
    )
    desired = load("shop_models:Base.metadata", context=context_for(project_dir=project))
    assert [statement.origin for statement in desired.statements] == ["shop_models:Base.metadata table public.t"]
    assert sql("shop_models:Base", context=context_for(project_dir=project)) == ["CREATE TABLE public.t ( a INTEGER )"]


def test_a_module_stands_for_every_metadata_in_it(project: Path) -> None:
    write_models(
        project,
        "two_models",
        "one, two, empty = MetaData(), MetaData(), MetaData()",
        "same = one",
        "a = Table('a', one, Column('x', Integer))",
        "b = Table('b', two, Column('x', Integer))",
    )
    assert sql("two_models", context=context_for(project_dir=project)) == [
        "CREATE TABLE public.a ( x INTEGER )",
        "CREATE TABLE public.b ( x INTEGER )",
    ]


@pytest.mark.parametrize(
    ("spec", "lines", "message"),
    [
        ("broken_a:Base", ["", "1 / 0"], r"'broken_a:Base' cannot be imported: .*broken_a\.py:3: ZeroDivisionError"),
        ("broken_b", ["def f(:"], r"broken_b\.py:2: SyntaxError"),
        ("broken_c", ["import json", "json.loads('{')"], r"broken_c\.py:3: JSONDecodeError"),
        ("broken_d", ["raise SystemExit(3)"], r"broken_d\.py:2: SystemExit: 3"),
        ("broken_e", ["import gone_module"], r"broken_e\.py:2: ModuleNotFoundError: No module named 'gone_module'"),
        ("fine_a:Bass", ["Base = MetaData()"], r"fine_a has no Bass\nWhat has tables there: Base"),
        ("fine_b:x.y", ["x = 1"], r"fine_b has no x\.y"),
        ("fine_c:x", ["x = 1"], r"x is no MetaData and has no \.metadata, but int"),
        ("fine_d", ["x = MetaData()"], r"the module has no MetaData with tables"),
    ],
)
def test_what_cannot_be_imported_is_told_with_its_place(
    project: Path, spec: str, lines: list[str], message: str
) -> None:
    write_models(project, spec.partition(":")[0], *lines)
    with pytest.raises(SourceError, match=message):
        load(spec, context=context_for(project_dir=project))


def test_a_module_that_is_not_there_is_told(project: Path) -> None:
    with pytest.raises(SourceError, match="no module 'gone_pkg'"):
        load("gone_pkg.models:Base", context=context_for(project_dir=project))


def test_a_module_of_another_project_is_not_taken_for_the_one_that_is_meant(project: Path) -> None:
    for folder in ("one", "two"):
        (project / folder).mkdir()
        write_models(project / folder, "namesake", "m = MetaData()", f"Table('{folder}', m)")
    assert sql("namesake", context=context_for(project_dir=project / "one")) == ["CREATE TABLE public.one ()"]
    with pytest.raises(SourceError, match="imported before"):
        load("namesake", context=context_for(project_dir=project / "two"))


def test_no_tables_are_an_error_and_not_an_empty_database(metadata: MetaData) -> None:
    with pytest.raises(SourceError, match="no models"):
        load(metadata)
    with pytest.raises(SourceError, match="no models"):
        load()
    Table("t", metadata)
    with pytest.raises(SourceError, match="no models in scope: MetaData has 1 tables"):
        load(metadata, context=context_for(includes=lambda _id: False))


def test_the_same_table_twice_is_an_error(metadata: MetaData) -> None:
    other = MetaData()
    Table("t", metadata)
    Table("t", other, schema="public")
    assert sql(metadata, metadata) == ["CREATE TABLE public.t ()"]
    with pytest.raises(SourceError, match=r"public\.t is declared twice"):
        load(metadata, other)
