"""The ``managers`` target: one manager class for each model, over :class:`matrx_orm_migrate.managers.Manager`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.generating.layout import LINE_LENGTH, Items, layout, width
from matrx_orm_migrate.generating.modules import exports, module
from matrx_orm_migrate.generating.naming import Namespace
from matrx_orm_migrate.generating.package import TableModel, describe
from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.targets.sqlalchemy_models.render import IMPORTS

__all__ = ["ManagersTarget"]


class ManagersTarget(Target):
    """Writes ``managers.py``, beside the ``models.py`` of the ``sqlalchemy`` target."""

    name = "managers"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The file."""
        package = describe(snapshot, context)
        names = Namespace({"Manager"})
        blocks: list[str] = []
        exported: list[str] = []
        for model in package.tables:
            if model.mapped:
                name = names.claim(f"{model.name}Manager")
                exported.append(name)
                blocks.append(_class(name, model))
        text = module("One manager for each model.", [exports(exported), *blocks], imports=IMPORTS, target=self.name)
        return (GeneratedFile(path=PurePosixPath("managers.py"), text=text),)


def _class(name: str, model: TableModel) -> str:
    head = f"class {name}(Manager[models.{model.name}]):"
    if width(head) > LINE_LENGTH:
        head = f"class {name}(\n    Manager[models.{model.name}]\n):"
    lines = [
        head,
        f'    """Reads and writes :class:`models.{model.name}`."""',
        "",
        f"    model = models.{model.name}",
    ]
    if model.primary_key is not None:
        lines += ["", *_typed("get", model, f"models.{model.name}"), ""]
        lines += _typed("get_or_none", model, f"models.{model.name} | None")
    return "\n".join(lines)


def _typed(method: str, model: TableModel, result: str) -> list[str]:
    """``get`` and ``get_or_none`` with the primary key's columns as parameters."""
    taken = Namespace({"self"})
    types = {item.attribute: item.type.python for item in model.columns}
    parameters = [(taken.claim(attribute, f"{attribute}_"), types[attribute]) for attribute in model.key]
    values = ", ".join(name for name, _python in parameters)
    signature = ", ".join(["self", *(f"{name}: {python}" for name, python in parameters)])
    flat = f"    async def {method}({signature}) -> {result}:"
    if width(flat) <= LINE_LENGTH:
        head = [flat]
    else:
        listed = Items(("self", *(f"{name}: {python}" for name, python in parameters)), "()")
        head = [layout(listed, indent=4, before=f"async def {method}", after=f" -> {result}:", broken=True)]
    if method == "get":
        summary = '"""The row with this key.  Raises ``NotFoundError`` where there is none."""'
    else:
        summary = '"""The row with this key, or None."""'
    return [*head, f"        {summary}", f"        return await self._{method}({values})"]
