"""Random pairs of schemas, there and back, judged by pg_dump with owners and privileges.

The seeds are fixed.  ``MATRX_TEST_SEEDS=100:400`` takes others, of each generator that ``-k`` leaves.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import Case
from matrx_orm_migrate.testing.journey import go_there_and_back

BASE = """
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE SEQUENCE s;
CREATE TABLE w (a integer GENERATED ALWAYS AS IDENTITY, b text, c serial);
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
"""
ROLES = ("app", "anon", "auditor")
RELATIONS = ("t", "v", "w")
OPTION = " WITH GRANT OPTION"


def _base(random: Random) -> str:
    """The objects; sometimes the view has to be made anew on the way."""
    found = BASE
    if random.random() < 0.3:
        found = found.replace("SELECT a, b", "SELECT b, a")
    if random.random() < 0.3:
        found = found.replace("(a integer, b text)", "(a integer, b varchar(9))")
    return found


def mostly_grants(random: Random) -> str:
    """Grants of all sorts, and now and then an owner or default privileges."""
    ahead: list[str] = []
    behind: list[str] = []
    for _ in range(random.randint(0, 6)):
        role, relation = random.choice([*ROLES, "PUBLIC"]), random.choice(RELATIONS)
        option = OPTION if role != "PUBLIC" and random.random() < 0.3 else ""
        sort = random.choices(
            ["whole", "columns", "sequence", "function", "owner's", "owner", "default"], [7, 8, 1, 1, 1, 1, 1]
        )
        match sort[0]:
            case "whole":
                words = random.sample(["SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES"], random.randint(1, 3))
                behind.append(f"GRANT {', '.join(words)} ON {relation} TO {role}{option}")
            case "columns":
                words = random.sample(["SELECT", "INSERT", "UPDATE", "REFERENCES"], random.randint(1, 2))
                on = ", ".join(f"{word} ({random.choice(['a', 'b', 'a, b'])})" for word in words)
                behind.append(f"GRANT {on} ON {relation} TO {role}{option}")
            case "sequence":
                word = random.choice(["USAGE", "SELECT", "UPDATE", "ALL"])
                behind.append(
                    f"GRANT {word} ON SEQUENCE {random.choice(['s', 'w_a_seq', 'w_c_seq'])} TO {role}{option}"
                )
            case "function" if random.random() < 0.5:
                behind.append("REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC")
            case "function":
                behind.append(f"GRANT EXECUTE ON FUNCTION f() TO {role}{option}")
            case "owner's":
                behind.append(f"REVOKE {random.choice(['INSERT', 'ALL', 'SELECT'])} ON {relation} FROM CURRENT_USER")
            case "owner":
                behind.append(f"ALTER TABLE {random.choice('tw')} OWNER TO {random.choice(ROLES)}")
            case _:
                words = random.choice(["SELECT", "INSERT"])
                ahead.append(f"ALTER DEFAULT PRIVILEGES GRANT {words} ON TABLES TO {random.choice(ROLES)}")
    return f"{';'.join([*ahead, ''])}{_base(random)}{';'.join(behind)}"


def owners_and_defaults(random: Random) -> str:
    """Default privileges, and owners who are among those to whom they give something."""
    ahead: list[str] = []
    behind: list[str] = []
    for _ in range(random.randint(0, 3)):
        place, option = random.choice(["", " IN SCHEMA public"]), random.choice(["", OPTION])
        sort, words = random.choice(
            [
                ("TABLES", ("SELECT", "INSERT, SELECT", "ALL")),
                ("TABLES", ("SELECT", "UPDATE", "ALL")),
                ("SEQUENCES", ("SELECT", "USAGE, SELECT", "ALL")),
                ("FUNCTIONS", ("EXECUTE",)),
            ]
        )
        to = f"{random.choice(ROLES)}{option}"
        ahead.append(f"ALTER DEFAULT PRIVILEGES{place} GRANT {random.choice(words)} ON {sort} TO {to}")
    if random.random() < 0.3:
        words = random.choice(["INSERT", "ALL"])
        ahead.append(f"ALTER DEFAULT PRIVILEGES REVOKE {words} ON TABLES FROM CURRENT_USER")
    if random.random() < 0.2:
        ahead.append("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    for one in ("TABLE t", "TABLE w", "VIEW v", "SEQUENCE s", "FUNCTION f()"):
        if random.random() < 0.5:
            behind.append(f"ALTER {one} OWNER TO {random.choice(ROLES)}")
    if random.random() < 0.4:
        word, column = random.choice(["SELECT", "UPDATE"]), random.choice(["", "", " (a)"])
        behind.append(f"GRANT {word}{column} ON {random.choice(RELATIONS)} TO {random.choice([*ROLES, 'PUBLIC'])}")
    if random.random() < 0.2:
        word = random.choice(["SELECT", "UPDATE"])
        behind.append(f"REVOKE {word} ON {random.choice(RELATIONS)} FROM {random.choice([*ROLES, 'PUBLIC'])}")
    if random.random() < 0.3:
        one, other = random.sample(ROLES, 2)
        relation = random.choice(RELATIONS)
        behind += [f"GRANT SELECT, UPDATE ON {relation} TO {one}{OPTION}", f"SET ROLE {one}"]
        behind += [f"GRANT {random.choice(['SELECT', 'UPDATE'])} ON {relation} TO {other}", "RESET ROLE"]
    return f"{';'.join([*ahead, ''])}{_base(random)}{';'.join(behind)}"


def _seeds() -> range:
    first, last = map(int, os.environ.get("MATRX_TEST_SEEDS", "0:3").split(":"))
    return range(first, last)


@pytest.mark.parametrize("seed", _seeds())
@pytest.mark.parametrize("schema", [mostly_grants, owners_and_defaults])
async def test_random_pairs_lead_there_and_back(
    schema: Callable[[Random], str],
    seed: int,
    plugins: PluginManager,
    server: object,
    make_database: object,
    tmp_path: Path,
) -> None:
    random = Random(seed)
    case = Case(name=f"{schema.__name__}/{seed}", a=schema(random), b=schema(random))
    await go_there_and_back(case, plugins, server, make_database, tmp_path, privileges=True)  # type: ignore[arg-type]  # fixtures
