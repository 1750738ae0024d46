"""What docs/testing.md shows works when it is put into files."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.testing import DetectorContract, MigrationTests
from matrx_orm_migrate.testing.pytest_plugin import __all__ as fixtures
from tests.support.migrations import write
from tests.support.servers import Databases

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
MODELS = """\
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
"""


def examples() -> list[tuple[str, str]]:
    """The files that the page shows: their names, which stand in their first lines, and their texts."""
    blocks = re.findall(r"^```python\n(# (\w+\.py)\n.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return [(name, text) for text, name in blocks]


def run_pytest(folder: Path, server: EmbeddedServer, *arguments: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MATRX_", "PYTEST_"))}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--matrx-orm-server", server.url(), *arguments],
        cwd=folder,
        env={**inherited, "XDG_CACHE_HOME": str(folder / ".cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_examples_for_applications_pass(tmp_path: Path, server: EmbeddedServer, make_database: Databases) -> None:
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    declared = '\n[tool.matrx-orm.databases.shop]\nurl_env = "NOBODY_SETS_THIS"\n'
    (tmp_path / "pyproject.toml").write_text(toml + declared, encoding="utf-8")
    (tmp_path / "models.py").write_text(MODELS, encoding="utf-8")
    asyncio.run(makemigrations(make_database(), models="models:Base", name="first", project_dir=tmp_path))
    plain, listed = (text for name, text in examples() if name == "test_migrations.py")
    (shop,) = (text for name, text in examples() if name == "test_shop.py")
    (tmp_path / "test_migrations.py").write_text(plain, encoding="utf-8")
    (tmp_path / "test_shop.py").write_text(shop, encoding="utf-8")
    assert "7 passed" in run_pytest(tmp_path, server, "--matrx-orm-accept")
    write(tmp_path / "migrations", "0002_data", dependencies=("0001_first",))
    write(tmp_path / "migrations", "0003_forget_names", down=None, dependencies=("0002_data",))
    (tmp_path / "test_migrations.py").write_text(
        listed.replace('("0002_*",)', '("0002_*", "0003_*")'), encoding="utf-8"
    )
    assert "5 passed" in run_pytest(tmp_path, server, "--matrx-orm-accept", "test_migrations.py")


def test_the_examples_for_authors_pass(tmp_path: Path, server: EmbeddedServer) -> None:
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    for name, text in examples():
        if "policies" in name:
            (tmp_path / name).write_text(text, encoding="utf-8")
    assert "10 passed" in run_pytest(tmp_path, server)


def test_every_fixture_test_and_attribute_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = set(fixtures) - {"matrx_contract_server"}
    tests = {name for kit in (DetectorContract, MigrationTests) for name in vars(kit) if name.startswith("test_")}
    attributes = {*DetectorContract.__annotations__, *MigrationTests.__annotations__} - {"_left_out"}
    missing = [name for name in sorted(shown | tests | attributes) if f"`{name}" not in page]
    assert missing == []
