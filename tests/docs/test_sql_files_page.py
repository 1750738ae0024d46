"""The page about SQL files: what it shows works, and the error that it shows is the one that is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "sql-files.md"


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


def typed(script: str, folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {**os.environ, "PATH": path, "XDG_CACHE_HOME": str(folder / ".cache"), "SHOP_URL": url}
    (folder / "matrx_orm.toml").write_text('[databases.shop]\nurl_env = "SHOP_URL"\n')
    return subprocess.run(
        ["bash", "-c", f"set -e\n{script}"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_example_works_as_it_is_typed(tmp_path: Path, database_url: str) -> None:
    run = typed(block("sh"), tmp_path, database_url)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Applied 1 migration." in run.stdout
    assert "No changes detected." in run.stdout


def test_the_error_is_the_one_that_is_shown(tmp_path: Path, database_url: str) -> None:
    (tmp_path / "db" / "views").mkdir(parents=True)
    (tmp_path / "db" / "views" / "open_orders.sql").write_text("CREATE VIEW open_orders AS SELECT id FROM orders;")
    (tmp_path / "db" / "orders.sql").write_text(
        "CREATE TABLE orders (\n    id bigint PRIMARY KEY,\n    state order_stat\n);"
    )
    (tmp_path / "db" / "types.sql").write_text("CREATE TYPE order_state AS ENUM ('open', 'paid');")
    run = typed("matrx-orm makemigrations --from-sql db", tmp_path, database_url)
    assert run.returncode == 2
    assert block("text").strip() in run.stderr
