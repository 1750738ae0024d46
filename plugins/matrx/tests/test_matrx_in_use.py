"""The generated models and managers at work with the real matrx-orm: in a process of their own, as an application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from matrx_orm_migrate import rebuild_schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts

KITCHEN = """
CREATE TYPE course AS ENUM ('starter', 'main course', 'dessert');
CREATE TABLE author (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(40) NOT NULL UNIQUE,
    joined timestamp with time zone NOT NULL DEFAULT now(),
    notes varchar
);
CREATE TABLE recipe (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL,
    course course NOT NULL DEFAULT 'main course',
    courses course[],
    price numeric(8, 2),
    facts jsonb NOT NULL DEFAULT '{}',
    words text[],
    took interval,
    address inet,
    cost money,
    spot point,
    author_id uuid NOT NULL REFERENCES author ON DELETE CASCADE,
    tester_id uuid REFERENCES author
);
CREATE TABLE tag (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), label text UNIQUE NOT NULL);
CREATE TABLE recipe_tag (
    recipe_id uuid REFERENCES recipe ON DELETE CASCADE,
    tag_id uuid REFERENCES tag ON DELETE CASCADE,
    since date DEFAULT current_date,
    PRIMARY KEY (recipe_id, tag_id)
);
CREATE TABLE "order" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    filter text,
    class text,
    "what for" text DEFAULT 'fun',
    parent_id bigint REFERENCES "order"
);
CREATE TABLE seat (hall integer, number integer, taken boolean NOT NULL DEFAULT false, PRIMARY KEY (hall, number));
"""

PROGRAM = """
import asyncio, json, sys
from datetime import timedelta
from decimal import Decimal
from matrx_orm import DatabaseProjectConfig, register_database

directory, port, database = sys.argv[1:]
register_database(DatabaseProjectConfig(
    name="kitchen", alias="kitchen", host=directory, port=port, database_name=database, user="postgres",
    password="none", **PLAIN,
))

from kitchen import managers, models

told = {}

async def main():
    authors, recipes, tags = managers.AuthorManager(), managers.RecipeManager(), managers.TagManager()
    ann = await authors.create_item(name="Ann", notes="n" * 1000)
    told["server default"] = [bool(ann.id), ann.joined is not None, len(ann.notes)]
    ben = await models.Author.create(name="Ben")
    soup = await models.Recipe.create(
        title="Soup", course=models.Course.STARTER, courses=["starter", "dessert"], price=Decimal("3.50"),
        facts={"hot": True}, words=["a", "b"], took=timedelta(minutes=20), address="10.0.0.1", cost="$2.50",
        spot=(1.0, 2.0), author_id=ann.id, tester_id=ben.id,
    )
    stew = await recipes.create_item(title="Stew", author_id=ann.id)

    read = await models.Recipe.get(use_cache=False, id=soup.id)
    told["read"] = [
        read.title, read.course.value, [one.value for one in read.courses], str(read.price), read.facts, read.words,
        read.took.total_seconds(), str(read.address).partition("/")[0], read.cost, list(read.spot),
    ]
    told["enum default"] = (await models.Recipe.get(use_cache=False, id=stew.id)).course.value

    await soup.update(title="Hot soup", price=Decimal("4"))
    read = await models.Recipe.get(use_cache=False, id=soup.id)
    told["update"] = [read.title, str(read.price)]
    await recipes.update_item(stew.id, title="Old stew")
    told["update by manager"] = (await models.Recipe.get(use_cache=False, id=stew.id)).title
    told["filter"] = sorted(one.title for one in await models.Recipe.filter(author_id=ann.id).all())

    told["foreign key"] = (await read.fetch_fk("author_id")).name
    fresh = await models.Author.get(use_cache=False, id=ann.id)
    told["inverse"] = sorted(one.title for one in await fresh.fetch_ifk("recipe_by_author_id"))
    tester = await models.Author.get(use_cache=False, id=ben.id)
    told["other inverse"] = [one.title for one in await tester.fetch_ifk("recipe_by_tester_id")]

    warm, red = await tags.create_item(label="warm"), await tags.create_item(label="red")
    await soup.add_m2m("tag", warm.id, red.id)
    told["many"] = sorted(one.label for one in await soup.fetch_m2m("tag"))
    told["many, other side"] = [one.title for one in await red.fetch_m2m("recipe")]
    await soup.remove_m2m("tag", warm.id)
    told["many, less"] = [one.label for one in await soup.fetch_m2m("tag")]

    first = await models.Order.create(filter="f", **{"class": "c"})
    second = await models.Order.create(parent_id=first.id)
    read = await models.Order.get(use_cache=False, id=second.id)
    told["integers"] = [second.id - first.id, read.parent_id == first.id, getattr(first, "what for")]
    told["odd names"] = [first.filter, getattr(first, "class"), len(await models.Order.filter(id=first.id).all())]
    told["parent"] = (await read.fetch_fk("parent_id")).filter
    told["children"] = [one.id == second.id for one in await first.fetch_ifk("order")]

    seat = await models.Seat.create(hall=1, number=7)
    told["composite"] = [seat.hall, seat.number, (await models.Seat.get(use_cache=False, hall=1, number=7)).taken]

    await models.Recipe.delete(stew)
    told["left"] = [one.title for one in await models.Recipe.filter(author_id=ann.id).all()]

asyncio.run(main())
print("\\n" + json.dumps(told))
"""

TOLD = {
    "server default": [True, True, 1000],
    "read": [
        "Soup",
        "starter",
        ["starter", "dessert"],
        "3.50",
        {"hot": True},
        ["a", "b"],
        1200.0,
        "10.0.0.1",
        "$2.50",
        [1.0, 2.0],
    ],
    "enum default": "main course",
    "update": ["Hot soup", "4.00"],
    "update by manager": "Old stew",
    "filter": ["Hot soup", "Old stew"],
    "foreign key": "Ann",
    "inverse": ["Hot soup", "Old stew"],
    "other inverse": ["Hot soup"],
    "many": ["red", "warm"],
    "many, other side": ["Hot soup"],
    "many, less": ["red"],
    "integers": [1, True, "fun"],
    "odd names": ["f", "c", 1],
    "parent": "f",
    "children": [True],
    "composite": [1, 7, False],
    "left": ["Hot soup"],
}


async def test_models_create_read_update_and_follow_relations(
    database_url: str, run_program: Callable[[str], Any], plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(database_url, KITCHEN)
    await rebuild_schema(
        database_url,
        output=tmp_path / "kitchen",
        targets=["matrx"],
        plugins=plugins,
        options={"matrx": {"database": "kitchen"}},
    )
    assert run_program(PROGRAM) == TOLD
