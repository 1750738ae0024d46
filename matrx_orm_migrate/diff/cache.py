"""Desired catalogs by what made them, so that unchanged models cost no scratch database."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from matrx_orm_migrate._version import __version__
from matrx_orm_migrate.diff.inspect import CatalogData

__all__ = ["CatalogCache", "cache_key"]

_log = logging.getLogger(__name__)
_KEEP = 64  # entries; the oldest go first
_MADE_AS = "3"  # goes up where the same version of the tool comes to make something else of the same parts


def cache_key(parts: Iterable[str]) -> str:
    """A name for what was made of ``parts`` (texts, in order) by this version of the tool."""
    digest = hashlib.sha256(f"{__version__} {_MADE_AS}".encode())
    for part in parts:
        data = part.encode(errors="surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


class CatalogCache:
    """Files in the user's cache folder: the rows as JSON, the dependencies in a second file, read only for planning.

    A cache that cannot be read or written is no cache; it never stops a run.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            import platformdirs

            folder = Path(platformdirs.user_cache_dir("matrx-orm-migrate")) / "catalogs"
        self._folder = folder

    def get(self, key: str, *, dependencies: bool) -> CatalogData | None:
        """What was kept under ``key``, or None."""
        try:
            main = json.loads((self._folder / f"{key}.json").read_bytes())
            extra = json.loads((self._folder / f"{key}.edges.json").read_bytes()) if dependencies else {}
            os.utime(self._folder / f"{key}.json")
            return CatalogData(**{**main, **extra})
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, data: CatalogData) -> None:
        """Keep a catalog that was read with its dependencies."""
        main = {
            "server_version": data.server_version,
            "catalogs": dict(data.catalogs),
            "rows": {kind: [list(row) for row in rows] for kind, rows in data.rows.items()},
            "comments": [list(row) for row in data.comments],
            "inner_comments": [list(row) for row in data.inner_comments],
            "members": [list(row) for row in data.members],
            "census": [list(row) for row in data.census],
            "made": [list(row) for row in data.made],
            "passed": list(data.passed),
            "beside": list(data.beside),
        }
        extra = {"edges": [list(row) for row in data.edges or ()], "casts": [list(row) for row in data.casts or ()]}
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(f"{key}.edges.json", extra)
            self._write(f"{key}.json", main)
            self._prune()
        except (OSError, TypeError) as error:
            _log.info("the catalog is not kept for next time: %s", error)

    def _write(self, name: str, content: dict[str, Any]) -> None:
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        os.replace(temporary, self._folder / name)

    def _prune(self) -> None:
        entries = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in [path for path in entries if not path.name.endswith(".edges.json")][_KEEP:]:
            path.unlink(missing_ok=True)
            path.with_suffix(".edges.json").unlink(missing_ok=True)
