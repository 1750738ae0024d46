"""The ``rls`` target: row level security as models say it, beside the ``models.py`` of the ``sqlalchemy`` target."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.ddl import reparsable
from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext, generated_marker
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot
from matrx_orm_migrate_rls.objects import EVERYBODY, PolicyObject, RowSecurityObject
from matrx_orm_migrate_rls.row_security import KIND as ROW_SECURITY

__all__ = ["RowSecurityTarget"]

_HEAD = '''{marker}
"""Row level security of the tables; ``Base`` is that of the models, for ``--models``."""

from __future__ import annotations

{imports}
from . import models
from .base import Base

__all__ = ["Base", "models"]

own_kinds(Base.metadata, "policy", "row_level_security")
'''


class RowSecurityTarget(Target):
    """Writes ``row_security.py``."""

    name = "rls"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The file.  It says that these are all there are, so that a policy which is taken out of it is dropped."""
        default_schema = "public" if not context.schemas or context.schemas[0] == "public" else None
        found: dict[ObjectId, list[CatalogObject]] = {}
        for kind in (ROW_SECURITY, "policy"):
            for obj in snapshot.of_kind(kind):
                assert obj.owner_id is not None
                found.setdefault(obj.owner_id, []).append(obj)
        blocks = [_secure(table, found[table], default_schema) for table in sorted(found)]
        used = "\n".join(blocks)
        names = [name for name in ("Policy", "RowSecurity", "secure") if f"{name}(" in used]
        imports = "from matrx_orm_migrate import own_kinds\n"
        imports += f"from matrx_orm_migrate_rls import {', '.join(names)}\n" if names else ""
        head = _HEAD.format(marker=generated_marker(self.name), imports=imports)
        return (GeneratedFile(path=PurePosixPath("row_security.py"), text="\n".join([head, *blocks])),)


def _secure(table: ObjectId, objects: Sequence[CatalogObject], default_schema: str | None) -> str:
    key = table.name if table.schema == default_schema else f"{table.schema}.{table.name}"
    lines = ["secure(", f"    Base.metadata.tables[{_text(key)}],"]
    for obj in objects:
        if isinstance(obj, RowSecurityObject):
            lines += _row_security(obj)
        elif isinstance(obj, PolicyObject):
            lines += _policy(obj)
    return "\n".join([*lines, ")", ""])


def _row_security(obj: RowSecurityObject) -> list[str]:
    arguments = [] if obj.enabled else ["enabled=False"]
    arguments += ["forced=True"] if obj.forced else []
    return [f"    RowSecurity({', '.join(arguments)}),"]


def _policy(obj: PolicyObject) -> list[str]:
    arguments = [_text(obj.id.name)]
    if obj.command != "ALL":
        arguments.append(f"command={_text(obj.command)}")
    if not obj.permissive:
        arguments.append("permissive=False")
    if obj.roles != (EVERYBODY,):
        roles = [_text(role) for role in obj.roles]
        arguments.append(f"to={roles[0]}" if len(roles) == 1 else f"to=({', '.join(roles)})")
    for name, value in (("using", obj.using), ("check", obj.check)):
        if value is not None:
            arguments.append(f"{name}={_text(reparsable(value))}")
    if obj.comment is not None:
        arguments.append(f"comment={_text(obj.comment)}")
    return ["    Policy(", *(f"        {argument}," for argument in arguments), "    ),"]


def _text(value: str) -> str:
    """A Python literal, in the quotes that need fewer escapes, and in double ones where that is the same."""
    quote, other = ("'", '"') if value.count('"') > value.count("'") else ('"', "'")
    # with the other kind of quote in it, and none of its own, repr() has each part in the quotes that are wanted
    parts = [repr(other + part)[2:-1] for part in value.split(quote)]
    return quote + f"\\{quote}".join(parts) + quote
