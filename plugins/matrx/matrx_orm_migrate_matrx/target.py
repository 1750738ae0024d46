"""The target: models and managers for matrx-orm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext, generated_marker
from matrx_orm_migrate.schema import Enum, Snapshot
from matrx_orm_migrate_matrx.fields import CORE_FIELDS
from matrx_orm_migrate_matrx.names import METHODS, Names, in_sql, is_attribute, member_name, text
from matrx_orm_migrate_matrx.package import FieldModel, Package, TableModel, describe
from matrx_orm_migrate_matrx.values import Name

__all__ = ["MatrxTarget"]

_WIDTH = 120
_TYPED = '''class TypedForeignKey(ForeignKey):
    """A foreign key that holds what the key holds that it refers to: matrx-orm 2.0 makes texts of all."""

    def to_python(self, value: Any) -> Any:
        """The value as it is."""
        return value

    def from_db_value(self, value: Any) -> Any:
        """The value as it is."""
        return value

    def get_db_prep_value(self, value: Any) -> Any:
        """The value as it is."""
        return value'''


class MatrxTarget(Target):
    """Writes ``models.py`` and ``managers.py``, for matrx-orm 2.0 and 3.1.

    The models belong to the database that is called as in our configuration, or as ``options["database"]`` says.
    """

    name = "matrx"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The files."""
        package = describe(snapshot)
        database = str(context.options.get("database") or context.database or context.package)
        files = {
            "__init__.py": [],
            "models.py": _models(package, database),
            "managers.py": _managers(package),
        }
        return [
            GeneratedFile(path=PurePosixPath(name), text="\n".join([generated_marker(self.name), *lines]) + "\n")
            for name, lines in files.items()
        ]


def _models(package: Package, database: str) -> list[str]:
    blocks = [_enum(name, enum) for name, enum in package.enums]
    typed = any(one.target is not None and one.target.typed for model in package.models for one in model.fields)
    if typed:
        blocks.append(_TYPED)
    classes = {model.table: model.name for model in package.models}
    written: set[Name] = set()
    for model in package.models:
        blocks.append("\n".join(_model(model, classes, written, database)))
        written.add(model.table)
    if package.models:
        blocks.append(_broken("model_registry.register_all(", [f"[{', '.join(sorted(classes.values()))}]"], ")"))
    lines = ['"""Models for matrx-orm."""', "", "from __future__ import annotations", ""]
    if package.enums:
        lines += ["from enum import Enum"]
    standard = ["Any"] * typed + ["ClassVar"] * any(model.inverses or model.many for model in package.models)
    if standard:
        lines.append(f"from typing import {', '.join(standard)}")
    if lines[-1]:
        lines.append("")
    fields = {one for model in package.models for field in model.fields for one in _imports(field)}
    fields |= {"ForeignKey"} if typed else set()
    if package.models:
        lines.append(_imported("matrx_orm", (fields - CORE_FIELDS) | {"Model", "model_registry"}))
    if fields & CORE_FIELDS:
        lines.append(_imported("matrx_orm.core.fields", fields & CORE_FIELDS))
    if package.keyless:
        names = ", ".join(".".join(name) for name in package.keyless)
        lines += ["", f"# No models, since a model needs a primary key: {ascii(names)[1:-1]}"]
    return _apart(lines, blocks)


def _apart(lines: list[str], blocks: Iterable[str]) -> list[str]:
    for block in blocks:
        lines += ["", "", block]
    return lines


def _imported(module: str, names: Iterable[str]) -> str:
    ordered = sorted(names, key=lambda name: (not (len(name) > 1 and name.isupper()), not name[:1].isupper(), name))
    return _broken(f"from {module} import ", list(ordered), "", brackets=True)


def _broken(head: str, items: Sequence[str], tail: str, *, indent: str = "", brackets: bool = False) -> str:
    """On one line where it fits, else an item a line."""
    flat = f"{indent}{head}{', '.join(items)}{tail}"
    if len(flat) <= _WIDTH:
        return flat
    opening, closing = ("(", ")") if brackets else ("", "")
    return "\n".join(
        [f"{indent}{head}{opening}", *(f"{indent}    {item}," for item in items), f"{indent}{closing}{tail}"]
    )


def _enum(name: str, enum: Enum) -> str:
    members = Names({"mro", "name", "value"})
    lines = [f"class {name}(str, Enum):", f'    """Enumerated type {_said(enum.id.schema, enum.id.name)}."""', ""]
    lines += [f"    {members.claim(member_name(label))} = {text(label)}" for label in enum.labels]
    return "\n".join(lines)


def _said(*names: str) -> str:
    return text(".".join(names))[1:-1]


def _imports(field: FieldModel) -> frozenset[str]:
    if field.target is None:
        return field.code.imports
    return frozenset(() if field.target.typed else ("ForeignKey",))


def _model(model: TableModel, classes: dict[Name, str], written: set[Name], database: str) -> Iterator[str]:
    schema, table = model.table
    yield f"class {model.name}(Model):"
    yield f'    """Table {_said(schema, table)}."""'
    yield ""
    for one in model.fields:
        yield _field(one, model, classes, written)
    yield ""
    if len(model.primary_key) > 1:
        yield f"    _primary_keys = [{', '.join(text(name) for name in model.primary_key)}]"
    if model.uniques:
        groups = [f"({', '.join(text(name) for name in group)})" for group in model.uniques]
        yield _broken("_unique_together = [", groups, "]", indent="    ")
    yield f"    _table_name = {text(in_sql(table))}"
    if schema != "public":
        yield f"    _db_schema = {text(in_sql(schema))}"
    yield f"    _database = {text(database)}"
    if model.inverses:
        yield "    _inverse_foreign_keys: ClassVar[dict[str, dict[str, str]]] = {"
        for inverse in model.inverses:
            yield from _entry(
                inverse.name,
                from_model=classes[inverse.table],
                from_field=inverse.column,
                referenced_field=inverse.referred,
                related_name=inverse.name,
            )
        yield "    }"
    if model.many:
        yield "    _many_to_many: ClassVar[dict[str, dict[str, str]]] = {"
        for many in model.many:
            places = {} if many.junction[0] == "public" else {"junction_schema": in_sql(many.junction[0])}
            yield from _entry(
                many.name,
                junction_table=in_sql(many.junction[1]),
                **places,
                source_column=in_sql(many.source),
                target_column=in_sql(many.target),
                target_model=classes[many.table],
                related_name=many.name,
            )
        yield "    }"
    hidden = [one.column.id.name for one in model.fields if one.column.id.name in METHODS - {"id"}]
    if hidden:
        yield ""
        yield ""
        yield "# fields of these names would hide what a model can do"
        yield f"del {', '.join(f'{model.name}.{name}' for name in hidden)}"


def _entry(name: str, **values: str) -> Iterator[str]:
    yield f"        {text(name)}: {{"
    for key, value in values.items():
        yield f"            {text(key)}: {text(value)},"
    yield "        },"


def _field(field: FieldModel, model: TableModel, classes: dict[Name, str], written: set[Name]) -> str:
    name = field.column.id.name
    call, arguments = field.code.call, list(field.code.arguments)
    target = field.target
    if target is not None:
        call = "TypedForeignKey" if target.typed else "ForeignKey"
        # a model that is written further down is only named
        referred = classes[target.table] if target.table in written else text(classes[target.table])
        arguments = [f"to_model={referred}", f"to_column={text(target.column)}"]
        arguments += [f"on_delete={text(target.on_delete)}"] if target.on_delete != "CASCADE" else []
        arguments += [f"on_update={text(target.on_update)}"] if target.on_update != "CASCADE" else []
        if target.table[0] != model.table[0]:
            arguments.append(f"to_schema={text(in_sql(target.table[0]))}")
    if model.primary_key == (name,):
        arguments.append("primary_key=True")
    if field.column.not_null:
        arguments.append("null=False")
    if field.unique:
        arguments.append("unique=True")
    place = name if is_attribute(name) else f"vars()[{text(name)}]"
    return _broken(f"{place} = {call}(", arguments, ")", indent="    ")


def _managers(package: Package) -> list[str]:
    lines = ['"""One manager for each model."""', "", "from __future__ import annotations", ""]
    if not package.models:
        return lines[:-1]
    lines += ["from matrx_orm import BaseManager", "", "from . import models"]
    names = Names({"BaseManager"})
    blocks = []
    for model in sorted(package.models, key=lambda model: model.name):
        name = names.claim(f"{model.name}Manager")
        blocks.append(
            f"class {name}(BaseManager[models.{model.name}]):\n"
            f'    """Reads and writes :class:`models.{model.name}`."""\n\n'
            f"    def __init__(self) -> None:\n"
            f"        super().__init__(models.{model.name})"
        )
    return _apart(lines, blocks)
