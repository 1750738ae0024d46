"""From model classes of matrx-orm to values.

Nothing here imports matrx-orm: whoever has such models has imported it, and what is asked of its classes is the same in
2.0 and 3.1.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import import_module, looked_up, split_import_string
from matrx_orm_migrate.hooks.source import SourceContext
from matrx_orm_migrate_matrx.values import Field, Junction, Model, Name, Reference, Said

__all__ = ["classes_of", "is_model", "read"]

_ARRAY = re.compile(r"(?:\[\])+\Z")


def is_model(obj: object) -> bool:
    """Whether ``obj`` is a model class with a table: a subclass of matrx-orm's ``Model`` that is not abstract."""
    base = _model_class()
    return base is not None and isinstance(obj, type) and issubclass(obj, base) and "_meta" in vars(obj)


def classes_of(spec: object, context: SourceContext) -> list[type]:
    """The model classes that a spec leads to, each once; none where it leads to something else.

    Raises ``SourceError`` where an import string cannot be followed.
    """
    if isinstance(spec, str):
        _name, path = split_import_string(spec)
        module = import_module(spec, context.project_dir)
        return _classes_in(looked_up(spec, module, path) if path else module)
    return _classes_in(spec)


def _model_class() -> type | None:
    # whoever has models has imported it
    found = getattr(sys.modules.get("matrx_orm.core.base"), "Model", None)
    return found if isinstance(found, type) else None


def _classes_in(target: object) -> list[type]:
    if isinstance(target, ModuleType):
        inside = f"{target.__name__}."
        below = [cls for cls in _all_classes() if f"{cls.__module__}.".startswith(inside)]
        found: Iterable[object] = [*vars(target).values(), *below]
    elif isinstance(target, list | tuple | set | frozenset):
        found = target
    else:
        found = (target,)
    unique = dict.fromkeys(cls for cls in found if isinstance(cls, type) and is_model(cls))
    return sorted(unique, key=lambda cls: (cls.__module__, cls.__qualname__))


def _all_classes() -> Iterator[type]:
    """Every model class that was ever made and is still there."""
    base = _model_class()
    waiting = [base] if base is not None else []
    seen: set[type] = set()
    while waiting:
        below: list[type] = type.__subclasses__(waiting.pop())
        for cls in below:
            if cls not in seen:
                seen.add(cls)
                waiting.append(cls)
                if is_model(cls):
                    yield cls


def read(classes: Iterable[type], context: SourceContext) -> Said:
    """What the classes say.  Raises ``SourceError`` for what contradicts itself or leads nowhere."""
    reader = _Reader(list(classes), context)
    models: dict[Name, Model] = {}
    mentioned: set[Name] = set()
    junctions: dict[Name, Junction] = {}
    for cls in reader.classes:
        table = reader.table_of(cls)
        if getattr(cls, "_unfetchable", False) or getattr(cls, "_read_only", False):
            mentioned.add(table)  # it belongs to somebody else: a platform's table, a view
            continue
        if table in models:
            raise SourceError(
                f"the table {'.'.join(table)} is declared twice: in {models[table].label} and in {_label(cls)}",
                hint="Name the models that are meant: package.module:LIST.",
            )
        models[table] = reader.model(cls)
        mentioned.update(reader.tables_between(cls))
        for junction in reader.junctions(cls):
            junctions.setdefault(junction.table, junction)
    return Said(
        models=models,
        junctions=tuple(junction for name, junction in junctions.items() if name not in models),
        mentioned=frozenset(mentioned | junctions.keys()) - models.keys(),
    )


class _Reader:
    """Reads the classes of one call of `read`."""

    def __init__(self, classes: list[type], context: SourceContext) -> None:
        self.classes = classes
        databases = sorted({str(name) for cls in classes if (name := getattr(cls, "_database", None))})
        if len(databases) > 1:
            raise SourceError(
                f"the models are of several databases: {', '.join(databases)}",
                hint="Name those of one: package.module:LIST, or a module of their own.",
            )
        asked = context.schemas or ("public",)
        self._default_schema = "public" if "public" in asked else asked[0]

    def table_of(self, cls: type) -> Name:
        meta: Any = vars(cls)["_meta"]
        if meta.db_schema:
            schema = _name(meta.db_schema)
        elif meta.qualified_table_name != meta.table_name:
            schema = "public"  # as 3.1 has it
        else:
            schema = self._default_schema
        return schema, _name(meta.table_name)

    def model(self, cls: type) -> Model:
        meta: Any = vars(cls)["_meta"]
        label = _label(cls)
        key = tuple(str(name) for name in meta.primary_keys)
        fields = tuple(self._field(name, value, cls, name in key) for name, value in meta.fields.items())
        together = vars(cls).get("_unique_together") or ()
        uniques = tuple(tuple(str(name) for name in group) for group in together)
        names = {one.name for one in fields}
        for group in uniques:
            if missing := sorted(set(group) - names):
                raise SourceError(f"{label}: _unique_together names {missing[0]!r}, which is no field")
        return Model(table=self.table_of(cls), label=label, fields=fields, primary_key=key, uniques=uniques)

    def tables_between(self, cls: type) -> Iterator[Name]:
        """The junction tables that ``_many_to_many`` names."""
        schema, _table = self.table_of(cls)
        declared: Any = vars(cls).get("_many_to_many") or {}
        for entry in declared.values():
            yield _name(entry.get("junction_schema") or "") or schema, _name(entry["junction_table"])

    def junctions(self, cls: type) -> Iterator[Junction]:
        """The tables of the ``ManyToManyField``s."""
        schema, table = self.table_of(cls)
        for pending in vars(cls).get("_pending_junction_tables") or ():
            columns = (
                (str(pending["source_column"]), (schema, table)),
                (str(pending["target_column"]), (schema, _name(pending["target_table"]))),
            )
            yield Junction(table=(schema, _name(pending["junction_table"])), label=_label(cls), columns=columns)

    def _field(self, name: str, field: Any, cls: type, in_key: bool) -> Field:
        where = f"{_label(cls)}.{name}"
        db_type, dimensions = _db_type(field)
        reference = self._reference(field, cls, where)
        if not db_type or db_type.upper() == "COMPOSITE":
            raise SourceError(f"{where}: {type(field).__name__} is not the field of a column")
        innermost = _innermost(field)
        enum_class = getattr(innermost, "enum_class", None)
        return Field(
            name=name,
            db_type=db_type,
            dimensions=dimensions,
            exact=_is_exact(innermost),
            nullable=bool(field.nullable) and not in_key,
            unique=bool(field.unique),
            enum=_snake(enum_class.__name__) if enum_class is not None else "",
            labels=tuple(str(member.value) for member in enum_class) if enum_class is not None else (),
            pg_type=str((getattr(field, "extra", None) or {}).get("pg_type", "")),
            reference=reference,
        )

    def _reference(self, field: Any, cls: type, where: str) -> Reference | None:
        if "ForeignKey" not in _words(field) or not hasattr(field, "to_column"):
            return None
        if field.to_db and field.to_db != getattr(cls, "_database", None):
            return None  # no constraint leads into another database
        target = field.to_model if isinstance(field.to_model, type) else self._named(field, cls, where)
        return Reference(
            table=self.table_of(target),
            column=str(field.to_column),
            on_delete=_action(field.on_delete),
            on_update=_action(field.on_update),
        )

    def _named(self, field: Any, cls: type, where: str) -> type:
        found = [one for one in self.classes if one.__name__ == field.to_model]
        found = found or [one for one in _all_classes() if one.__name__ == field.to_model]
        for wanted in (field.to_schema, getattr(vars(cls)["_meta"], "db_schema", None), None):
            if len(found) > 1:
                found = [one for one in found if vars(one)["_meta"].db_schema == wanted] or found
        if len({self.table_of(one) for one in found}) != 1:
            many = "there are several models" if found else "there is no model"
            raise SourceError(f"{where} refers to {field.to_model!r}: {many} of that name")
        return found[0]


def _words(field: Any) -> set[str]:
    """The names of the field's class and of all above it."""
    return {cls.__name__ for cls in type(field).__mro__}


def _innermost(field: Any) -> Any:
    while getattr(field, "item_type", None) is not None:
        field = field.item_type
    return field


def _db_type(field: Any) -> tuple[str, int]:
    """matrx-orm's word for the type of a column or of its elements, and how many arrays are around it."""
    inner = _innermost(field)
    word = str(field.db_type or "")
    brackets = _ARRAY.search(word)
    dimensions = len(brackets.group()) // 2 if brackets else 0
    word = word[: brackets.start()] if brackets else word
    words = _words(inner)
    if getattr(inner, "enum_class", None) is not None:
        return "enum", dimensions
    if "UUIDField" in words:
        return "uuid", dimensions
    return word, dimensions


def _is_exact(field: Any) -> bool:
    """Whether a length was meant: not where it is the class's own."""
    length = getattr(field, "max_length", None)
    if length is None:
        return True
    try:
        return bool(type(field)().max_length != length)
    except (TypeError, ValueError):
        return True


def _label(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _name(word: Any) -> str:
    """A name as the catalog has it: matrx-orm pastes it into SQL, so one that needs quotes has them."""
    text = str(word)
    if len(text) > 2 and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _action(word: Any) -> str:
    return " ".join(str(word or "NO ACTION").upper().replace("_", " ").split())
