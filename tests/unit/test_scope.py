"""Which objects take part: by schema, by table, along with their owner, and by what plugins say."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.diff.scope import Scope
from matrx_orm_migrate.hooks import PluginManager, hookimpl
from matrx_orm_migrate.schema import (
    CatalogObject,
    Column,
    Enum,
    Namespace,
    ObjectId,
    PublicationSchema,
    Sequence,
    SequenceOptions,
    Snapshot,
    Table,
)

OPTIONS = SequenceOptions(data_type="bigint", start=1, increment=1, minimum=1, maximum=9, cache=1, cycle=False)


def table(name: str, schema: str = "public") -> Table:
    return Table(id=ObjectId("table", schema, name))


def column(name: str, parent: str, schema: str = "public") -> Column:
    owner = ObjectId("table", schema, parent)
    return Column(id=ObjectId("column", schema, name, parent), type="integer", owner_id=owner)


def sequence(name: str, owner: ObjectId | None = None, schema: str = "public") -> Sequence:
    return Sequence(id=ObjectId("sequence", schema, name), options=OPTIONS, owned_by=owner, owner_id=owner)


def taking_part(scope: Scope, *objects: CatalogObject, plugins: PluginManager | None = None) -> set[str]:
    snapshot = Snapshot(objects={obj.id: obj for obj in objects})
    decide = scope.decide(snapshot, plugins or PluginManager(), "current")
    return {str(obj.id) for obj in objects if decide(obj)}


def test_no_schemas_means_all_of_them() -> None:
    objects = [table("a"), table("b", "other"), Namespace(id=ObjectId("schema", "", "other"))]
    assert taking_part(Scope(schemas=()), *objects) == {"table public.a", "table other.b", "schema other"}


def test_objects_of_other_schemas_take_no_part_and_those_without_a_schema_do() -> None:
    objects = [
        table("a"),
        table("b", "other"),
        column("x", "b", "other"),
        Enum(id=ObjectId("enum", "other", "mood"), labels=()),
        Namespace(id=ObjectId("schema", "", "other")),
    ]
    assert taking_part(Scope(schemas=("public",)), *objects) == {"table public.a", "schema other"}


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (("orders",), {"orders"}),
        (("order*",), {"orders", "order_lines"}),
        (("public.order?",), {"orders"}),
        (("other.orders",), set()),
        (("*.orders", "users"), {"orders", "users"}),
        (("Orders",), set()),
    ],
)
def test_patterns_choose_tables_with_all_their_parts(patterns: tuple[str, ...], expected: set[str]) -> None:
    names = {"orders", "order_lines", "users"}
    objects = [obj for name in names for obj in (table(name), column("id", name))]
    objects.append(sequence("users_id_seq", ObjectId("column", "public", "id", "users")))

    included = taking_part(Scope(schemas=("public",), include_tables=patterns), *objects)
    assert {name for name in names if f"table public.{name}" in included} == expected
    assert {name for name in names if f"column public.{name}.id" in included} == expected
    assert ("sequence public.users_id_seq" in included) == ("users" in expected)

    excluded = taking_part(Scope(schemas=("public",), exclude_tables=patterns), *objects)
    assert {name for name in names if f"table public.{name}" in excluded} == names - expected
    assert ("sequence public.users_id_seq" in excluded) == ("users" not in expected)


def test_a_part_in_a_schema_out_of_scope_takes_no_part_though_its_owner_does() -> None:
    objects = [table("a"), column("id", "a"), sequence("s", ObjectId("column", "public", "id", "a"), "other")]
    assert taking_part(Scope(schemas=("public",)), *objects) == {"table public.a", "column public.a.id"}


@pytest.mark.parametrize("name", ["_matrx_migrations", "alembic_version"])
@pytest.mark.parametrize("patterns", [(), ("*",)])
def test_the_books_of_migration_tools_never_take_part(name: str, patterns: tuple[str, ...]) -> None:
    objects = [table(name), column("id", name), sequence("s", ObjectId("column", "public", "id", name))]
    assert taking_part(Scope(schemas=(), include_tables=patterns), *objects) == set()


class Opinions:
    """A plugin with an opinion on two tables."""

    @hookimpl
    def matrx_include(self, obj: CatalogObject, origin: str) -> bool | None:
        assert origin == "current"
        return {"secret": False, "open": True}.get(obj.id.name)


def test_plugins_may_leave_out_what_takes_part_with_all_its_parts_and_never_the_other_way_round() -> None:
    plugins = PluginManager.discover(blocked=_installed(), extra=[("opinions", Opinions())])
    objects = [table("secret"), column("id", "secret"), table("open"), table("open", "other"), table("plain")]
    found = taking_part(Scope(schemas=("public",)), *objects, plugins=plugins)
    assert found == {"table public.open", "table public.plain"}


class TakingIn:
    """A plugin with an opinion on parts of what is left alone."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @hookimpl
    def matrx_include(self, obj: CatalogObject, left_alone: bool) -> bool | None:
        if left_alone:
            self.asked.append(str(obj.id))
        return left_alone if obj.id.name in ("mine", "open") else None


def test_a_plugin_may_take_in_parts_of_what_is_left_alone_and_nothing_that_the_user_leaves_out() -> None:
    taking = TakingIn()
    extra = [("opinions", Opinions()), ("taking", taking)]
    plugins = PluginManager.discover(blocked=_installed(), extra=extra)
    hidden = sequence("mine", ObjectId("column", "public", "mine", "hidden"))
    objects = [table("secret"), column("mine", "secret"), column("id", "secret"), column("mine", "hidden"), hidden]
    objects += [table("hidden"), table("plain"), sequence("open", ObjectId("column", "public", "mine", "secret"))]
    found = taking_part(Scope(schemas=("public",), exclude_tables=("hidden",)), *objects, plugins=plugins)
    assert found == {"column public.secret.mine", "sequence public.open", "table public.plain"}
    # what is part of the one that was taken in is part of something that takes part, and Opinions are asked again
    assert taking.asked == ["column public.secret.mine", "column public.secret.id"]


def test_a_whole_schema_in_a_publication_does_not_make_the_tracking_schema_ask_itself() -> None:
    namespace = Namespace(id=ObjectId("schema", "books", "books"))
    member = PublicationSchema(
        id=ObjectId("publication_schema", "books", "all"),
        owner_id=namespace.id,
        publication=ObjectId("publication", "", "all"),
    )
    scope = Scope(schemas=(), tracking_schema="books")
    assert taking_part(scope, namespace, member, table("_matrx_migrations", "books")) == set()


def _installed() -> list[str]:
    return [plugin.name for plugin in PluginManager.discover().plugins]
