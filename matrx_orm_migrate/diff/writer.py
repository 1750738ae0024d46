"""Write migration files: plain SQL in the native format, quoted so that any text survives."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from matrx_orm_migrate.diff.plan import Plan
from matrx_orm_migrate.errors import MigrationFileError
from matrx_orm_migrate.schema import HazardKind, Statement

__all__ = ["PROOF", "empty_migration", "migration_text", "python_literal", "save_new_file"]

PROOF = "Proved on a scratch database"
"""How the line of the docstring begins that says that a file was proved."""
_INDENT = "    "
# what people should know before they need the way back
_SAID_OF_DOWN = (HazardKind.DATA_LOSS, HazardKind.MAY_FAIL, HazardKind.PRIVILEGES, HazardKind.SECRET)


def python_literal(text: str) -> str:
    """Python source whose value is exactly ``text``; one line where it fits, triple-quoted where it has several.

    Raises nothing: any text has a spelling.
    """
    if "\n" not in text:
        single = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return single if text.isprintable() and "\\" not in text and '"' not in text else _readable(text)
    if any(not char.isprintable() and char not in "\n\t" for char in text):
        return repr(text)
    return _triple_quoted(text)


def _triple_quoted(text: str) -> str:
    body = text.rstrip('"')
    last = '\\"' * (len(text) - len(body))  # a quote right before the closing ones would be taken for one of them
    body = body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{body}{last}"""'


def _readable(text: str) -> str:
    """One line with quotes or backslashes in it: the spelling with the fewest escapes."""
    if not text.isprintable():
        return repr(text)
    candidates = [repr(text), _triple_quoted(text)]
    return min(candidates, key=lambda candidate: (candidate.count("\\"), len(candidate)))


def empty_migration(description: str, dependencies: Sequence[str]) -> str:
    """The text of a migration that does nothing yet."""
    return _file(_docstring(description, []), dependencies, ["pass"], ["pass"], transactional=True)


def migration_text(*, title: str, dependencies: Sequence[str], up: Plan, down: Plan | None, no_down: str = "") -> str:
    """The text of a generated and proved migration: what it does in the docstring, a line a step, ``up`` and ``down``.

    Without ``down``, ``no_down`` says why there is none.
    """
    lines: list[str] = []
    for step in up.steps:
        lines.append(f"- {step.summary}")
        lines += [f"  {hazard}" for hazard in step.hazards]
    proof = f"{PROOF}: up gives the desired schema"
    if down is None:
        lines += ["", f"There is no down: {no_down}.", "", f"{proof}."]
    else:
        hazards = [hazard for step in down.steps for hazard in step.hazards if hazard.kind in _SAID_OF_DOWN]
        lost = list(dict.fromkeys(str(hazard) for hazard in hazards))
        if lost:
            lines += ["", "down:", *(f"  {line}" for line in lost)]
        lines += ["", f"{proof}, down gives back the one before."]
    return _file(
        _docstring(title, lines),
        dependencies,
        _calls(up.statements),
        _calls(down.statements) if down is not None else None,
        transactional=up.transactional and (down is None or down.transactional),
    )


def _docstring(title: str, lines: Sequence[str]) -> str:
    return _triple_quoted("\n".join([title, "", *lines, ""]) if lines else title)


def _calls(statements: Sequence[Statement]) -> list[str]:
    return [f"await db.{_call(statement)}" for statement in statements] or ["pass"]


def _call(statement: Statement) -> str:
    method, *arguments = statement.call or ("execute", statement.sql)
    return f"{method}({', '.join(map(python_literal, arguments))})"


def _file(
    docstring: str, dependencies: Sequence[str], up: Sequence[str], down: Sequence[str] | None, *, transactional: bool
) -> str:
    listed = ", ".join(python_literal(name) for name in dependencies)
    head = [docstring, "", f"dependencies = [{listed}]"]
    if not transactional:
        head.append("transactional = False")
    body = []
    for name, calls in (("up", up), ("down", down)):
        if calls is None:
            continue
        body += ["", "", f"async def {name}(db):", *(_INDENT + call for call in calls)]
    return "\n".join([*head, *body]) + "\n"


def save_new_file(path: Path, text: str) -> None:
    """Write a file that must not exist yet, whole or not at all.

    Raises ``MigrationFileError`` where it exists, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".matrx-", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(temporary, 0o644)
            os.link(temporary, path)  # unlike a rename, this refuses to replace a file
        finally:
            os.unlink(temporary)
    except FileExistsError as error:
        if not path.parent.is_dir():
            raise MigrationFileError(f"{path} cannot be written: {error.strerror}", migration=path.stem) from None
        raise MigrationFileError(
            f"{path} exists already",
            migration=path.stem,
            hint="Somebody else made it meanwhile: run the command again.",
        ) from None
    except OSError as error:
        raise MigrationFileError(f"{path} cannot be written: {error.strerror}", migration=path.stem) from None
