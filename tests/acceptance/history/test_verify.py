"""``verify``: migration files, whoever wrote them, are proved on a scratch database, with rows where some are given."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from matrx_orm_migrate import MigrationFileError, Migrator, UsageError, Verdict, VerifyResult, makemigrations, verify
from tests.support.commands import Project
from tests.support.migrations import value, write

PROVED, ONE_WAY, NOT_PROVED = Verdict.PROVED, Verdict.ONE_WAY, Verdict.NOT_PROVED


class Files:
    """A directory of hand-written migrations, each after the one before."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self._last: tuple[str, ...] = ()

    def add(self, up: str, down: str | None, *, says: str = "", transactional: bool = True) -> None:
        """One more file, of one statement in each direction."""
        number = len(self._last and list(self.folder.glob("*.py"))) + 1
        name = f"{number:04d}_x"
        path = write(
            self.folder,
            name,
            f"await db.execute({up!r})",
            down=None if down is None else f"await db.execute({down!r})",
            dependencies=self._last,
            transactional=transactional,
        )
        path.write_text(path.read_text("utf-8").replace(f'"""{name}"""', f'"""{name}\n\n{says}\n"""'), encoding="utf-8")
        self._last = (name,)

    def seed(self, sql: str) -> Path:
        """A .sql file."""
        path = self.folder / "seed.sql"
        path.write_text(sql, encoding="utf-8")
        return path

    async def verify(self, seed: str = "", **options: int) -> VerifyResult:
        """Verify them."""
        migrator = Migrator(self.url, directory=self.folder)
        result = await migrator.verify(seed=self.seed(seed) if seed else None, **options)
        assert await value(self.url, "select count(*) from pg_database where datname like 'matrx\\_scratch%'") == 0
        assert await value(self.url, "select to_regclass('_matrx_migrations')") is None
        return result


@pytest.fixture
def files(database_url: str, tmp_path: Path) -> Files:
    """An empty directory and an empty database."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    return Files(database_url, folder)


def verdicts(result: VerifyResult) -> list[Verdict]:
    return [migration.verdict for migration in result.migrations]


async def test_files_that_lead_there_and_back_are_proved(files: Files) -> None:
    files.add("create table a (id int primary key, t text)", "drop table a", says="DATA LOSS: the rows of public.a go")
    files.add("alter table a add n int default 1", "alter table a drop n", says="DATA LOSS: public.a.n")
    files.add("create index concurrently i on a (t)", "drop index concurrently i", transactional=False)
    result = await files.verify("insert into a values (1, 'one', 7), (2, null, 8);")
    assert [(m.name, m.verdict, m.reason) for m in result.migrations] == [
        ("0001_x", PROVED, ""),
        ("0002_x", PROVED, ""),
        ("0003_x", PROVED, ""),
    ]
    assert all(migration.seconds > 0 for migration in result.migrations)
    assert result.ok
    assert result.model_differences is None


async def test_a_down_that_forgets_something_is_not_proved_and_the_rest_is(files: Files) -> None:
    files.add("create table a (id int)", "drop table a")
    files.add("create table b (id int primary key)", "alter table b drop constraint b_pkey")
    files.add("create table c (id int)", "drop table c")
    result = await files.verify()
    assert verdicts(result) == [PROVED, NOT_PROVED, PROVED]
    assert not result.ok
    reason = result.migrations[1].reason
    assert reason.startswith("after down, the schema is not what it was before up: left over: ")
    assert "table public.b" in reason


async def test_an_up_that_fails_says_why_and_those_after_it_are_not_reached(files: Files) -> None:
    files.add("create table a (id int)", "drop table a")
    files.add("select 1/0", "select 1")
    files.add("create table c (id int)", "drop table c")
    result = await files.verify()
    assert verdicts(result) == [PROVED, NOT_PROVED, NOT_PROVED]
    assert "up failed: migration 0002_x failed (22012): division by zero" in result.migrations[1].reason
    assert result.migrations[2].reason == "not reached"


async def test_a_down_that_fails_is_not_proved_and_the_rest_is(files: Files) -> None:
    files.add("create table a (id int)", "drop table a")
    files.add("create table b (id int)", "drop table nowhere")
    files.add("create table c (id int)", "drop table c")
    result = await files.verify("insert into c values (1); insert into a values (1)")
    assert verdicts(result) == [PROVED, NOT_PROVED, NOT_PROVED]
    assert "down failed: migration 0002_x failed (42P01)" in result.migrations[1].reason
    assert result.migrations[2].reason.endswith("public.c had 1 rows, and has 0")
    # the first was proved on a scratch database of its own, where the seed does not fit
    assert result.migrations[0].reason == "without the rows of the seed: 0002_x does not go back"


async def test_an_up_that_only_works_without_rows_is_not_proved(files: Files) -> None:
    files.add("create table a (id int)", "drop table a", says="DATA LOSS: public.a")
    files.add("alter table a add n int not null", "alter table a drop n", says="DATA LOSS: public.a.n")
    assert verdicts(await files.verify()) == [PROVED, PROVED]
    result = await files.verify("insert into a values (1, 1);")
    assert verdicts(result) == [PROVED, NOT_PROVED]
    assert "up after down failed" in result.migrations[1].reason
    assert "contains null values" in result.migrations[1].reason


@pytest.mark.parametrize(
    ("says", "verdict"),
    [
        ("DATA LOSS: the values of public.a.n are gone", PROVED),
        ("DATA LOSS: a.n: cut off", PROVED),
        ("DATA LOSS: the rows of public.a are gone.", PROVED),
        ("DATA LOSS: the values of public.a.nn are gone", NOT_PROVED),
        ("DATA LOSS: the values of public.a.id are gone", NOT_PROVED),
        ("the values of public.a.n are gone", NOT_PROVED),
        ("", NOT_PROVED),
    ],
)
async def test_only_an_announced_loss_is_passed_over(files: Files, says: str, verdict: Verdict) -> None:
    files.add("create table a (id int)", "drop table a", says="DATA LOSS: public.a")
    files.add("alter table a add n int", "alter table a drop n", says=says)
    result = await files.verify("insert into a values (1, 1), (2, null), (3, 1);")
    assert verdicts(result) == [PROVED, verdict]
    if verdict is NOT_PROVED:
        assert "public.a: the values of n changed, in 2 of 3 rows" in result.migrations[1].reason


async def test_rows_that_come_twice_and_a_sequence_that_starts_anew_are_seen(files: Files) -> None:
    files.add("create table a (id serial, t text)", "drop table a", says="DATA LOSS: public.a")
    files.add("insert into a (t) values ('fixed')", "select 1")
    files.add("select setval('a_id_seq', 100)", "select setval('a_id_seq', 1)")
    result = await files.verify("insert into a (t) values ('x'); select setval('a_id_seq', 500);")
    assert verdicts(result) == [PROVED, NOT_PROVED, NOT_PROVED]
    assert "public.a had 2 rows, and has 3" in result.migrations[1].reason
    assert "sequence public.a_id_seq stood at 500, and stands at 100" in result.migrations[2].reason


async def test_a_file_without_down_is_one_way_and_those_below_are_proved_all_the_same(files: Files) -> None:
    files.add("create table a (id int)", "drop table a")
    files.add("create table b (id int)", None)
    files.add("create table c (id int)", "drop table c")
    result = await files.verify()
    assert verdicts(result) == [PROVED, ONE_WAY, PROVED]
    assert result.migrations[1].reason == "up ran; the file has no down"
    assert result.ok


async def test_only_the_last_ones_are_taken_down_where_that_is_asked_for(files: Files) -> None:
    files.add("create table a (id int)", "drop table nowhere")
    files.add("create table b (id int)", "drop table b")
    result = await files.verify(steps=1)
    assert verdicts(result) == [ONE_WAY, PROVED]
    assert "not among the last ones" in result.migrations[0].reason
    assert verdicts(await files.verify(steps=5)) == [NOT_PROVED, PROVED]
    with pytest.raises(UsageError):
        await files.verify(steps=0)


async def test_an_empty_directory_is_no_failure(files: Files) -> None:
    result = await files.verify()
    assert result.migrations == ()
    assert result.ok


@pytest.mark.parametrize(
    ("seed", "reason"),
    [
        ("insert into nowhere values (1);", "nowhere"),
        ("copy a from stdin;\n1\n\\.\n", r"line 1: COPY … FROM STDIN"),
        ("\\i other.sql\n", "command to psql"),
        ("insert into a values (1); commit;", "COMMIT"),
    ],
)
async def test_a_seed_that_cannot_be_loaded_is_refused(files: Files, seed: str, reason: str) -> None:
    files.add("create table a (id int)", "drop table a")
    with pytest.raises(UsageError, match=reason):
        await files.verify(seed)


async def test_a_seed_that_is_not_there_is_refused(files: Files) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.sql cannot be read"):
        await Migrator(files.url, directory=files.folder).verify(seed="nowhere.sql")


async def test_files_that_are_no_python_are_refused(files: Files) -> None:
    files.add("create table a (id int)", "drop table a")
    (files.folder / "0002_y.py").write_text("async def up(db:\n", encoding="utf-8")
    with pytest.raises(MigrationFileError):
        await files.verify()


async def test_generated_files_are_proved_with_rows_and_their_announced_losses(
    database_url: str, tmp_path: Path
) -> None:
    schema = tmp_path / "schema.sql"
    steps = (
        "create table shop (id serial primary key, name text, old numeric);",
        "create table shop (id serial primary key, name varchar(40), price numeric(10,2));"
        "create table line (id int generated always as identity primary key, shop int references shop);"
        "create view names as select name from shop;",
        "create type size as enum ('s', 'm');"
        "create table shop (id serial primary key, name varchar(40), price int, size size default 's');"
        "create table line (id int generated always as identity primary key, shop int references shop);",
    )
    directory = tmp_path / "migrations"
    for text in steps:
        schema.write_text(text, encoding="utf-8")
        assert (await makemigrations(database_url, directory=directory, from_sql=schema, allow_data_loss=True)).drafts
    seed = tmp_path / "seed.sql"
    seed.write_text(
        "insert into shop (name, price, size) values ('one', 5, 'm'), ('two', null, 's');"
        "insert into line (shop) select id from shop;",
        encoding="utf-8",
    )
    result = await Migrator(database_url, directory=directory).verify(seed=seed)
    assert [(m.verdict, m.reason) for m in result.migrations] == [(PROVED, "")] * 3


def test_the_command_tells_each_file_and_exits_9(project: Project) -> None:
    folder = project.folder / "migrations"
    write(folder, "0001_a", "await db.execute('create table a ()')", down="await db.execute('drop table a')")
    ended = project.run("verify")
    assert (ended.code, ended.err) == (0, "")
    assert "✓" in ended.out
    assert "1 of 1 proved up, down and up again" in ended.out
    write(folder, "0002_b", "await db.execute('create table b ()')", dependencies=("0001_a",))
    ended = project.run("verify")
    assert ended.code == 9
    assert "0002_b: after down, the schema is not what it was before up: left over: table public.b" in ended.out
    assert "Not all is well: 1 of 2" in ended.out
    ended = project.run("verify", "--steps", "1", "--json")
    assert ended.code == 9
    document = ended.json
    assert document["ok"] is False
    assert [migration["verdict"] for migration in document["migrations"]] == ["one way", "not proved"]


def test_the_command_compares_with_the_models_of_the_configuration(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(project.folder))
    (project.folder / "verified_models.py").write_text(
        "from sqlalchemy import Column, Integer, MetaData, Table\n"
        "metadata = MetaData()\n"
        "Table('a', metadata, Column('id', Integer, primary_key=True), Column('more', Integer))\n",
        encoding="utf-8",
    )
    project.configure(f'[databases.shop]\nurl = "{project.url}"\nmodels = ["verified_models:metadata"]\n')
    folder = project.folder / "migrations"
    write(
        folder, "0001_a", "await db.execute('create table a (id serial primary key)')",
        down="await db.execute('drop table a')",
    )  # fmt: skip
    ended = project.run("verify")
    assert ended.code == 9
    assert "the models ask for more: Create column public.a.more" in ended.out
    write(
        folder, "0002_b", "await db.execute('alter table a add more int')",
        down="await db.execute('alter table a drop more')", dependencies=("0001_a",),
    )  # fmt: skip
    ended = project.run("verify", "--json")
    assert ended.code == 0
    assert ended.json["model_differences"] == []


@pytest.mark.parametrize("as_json", [True, False])
def test_no_password_is_in_a_reason(project: Project, as_json: bool) -> None:
    first, second = "postgresql://bob:S3cretPw@127.0.0.1/mn3", "postgresql://u:otherpw@h/x"
    write(project.folder / "migrations", "0001_x", f"raise ValueError('no {first} and no {second} password=thirdpw')")
    ended = project.run("verify", *(["--json"] if as_json else []))
    assert ended.code == 9
    assert "postgresql://bob:***@127.0.0.1/mn3 and no postgresql://u:***@h/x password=***" in ended.out
    assert [secret for secret in ("S3cretPw", "otherpw", "thirdpw") if secret in ended.out + ended.err] == []


async def test_models_that_are_given_are_compared_in_their_scope(files: Files) -> None:
    files.add("create table a (id serial primary key)", "drop table a")
    metadata = MetaData()
    for table in ("a", "b", "c"):
        Table(table, metadata, Column("id", Integer, primary_key=True))
    migrator = Migrator(files.url, metadata=metadata, directory=files.folder, exclude_tables=["c"])
    result = await migrator.verify()
    assert not result.ok
    assert {line.replace("_", ".").split(".")[1] for line in result.model_differences or ()} == {"b"}
    given = await verify(files.url, models=[metadata], directory=files.folder, include_tables=["a"])
    assert (given.ok, given.model_differences) == (True, ())
