"""``enums.py``: every enumerated type as a ``StrEnum``, and as the SQLAlchemy type that columns use."""

from __future__ import annotations

from matrx_orm_migrate.generating.layout import Call, Node, assignment, layout, literal
from matrx_orm_migrate.generating.naming import Namespace, member_name
from matrx_orm_migrate.generating.package import EnumModel, Package
from matrx_orm_migrate.schema import Enum

__all__ = ["docstring", "enum_class", "enums_body"]

_LABELS = '''def labels(enumeration: type[StrEnum]) -> list[str]:
    """What the database stores: the values, not the members' names."""
    return [member.value for member in enumeration]'''


def enums_body(package: Package) -> list[str]:
    """The blocks of the module below its imports."""
    blocks = [_LABELS]
    for model in package.enums:
        blocks += [enum_class(model.names.class_name, model.enum), _type(model)]
    return blocks


def enum_class(name: str, enum: Enum) -> str:
    """The class ``name`` with a member for each label."""
    identity = enum.id
    lines = [f"class {name}(StrEnum):"]
    lines.append(f"    {docstring(f'Enumerated type {identity.schema}.{identity.name}.')}")
    lines.append("")
    members = Namespace()
    for label in enum.labels:
        lines.append(assignment(members.claim(label, safe=member_name), literal(label), indent=4))
    if not enum.labels:
        lines.pop()
    return "\n".join(lines)


def _type(model: EnumModel) -> str:
    keyword: list[tuple[str, Node]] = [("name", literal(model.enum.id.name))]
    if model.schema is not None:
        keyword.append(("schema", literal(model.schema)))
    keyword += [("metadata", "Base.metadata"), ("values_callable", "labels")]
    node = Call("sa.Enum", (model.names.class_name,), tuple(keyword))
    return layout(node, before=f"{model.names.type_name} = ")


def docstring(text: str) -> str:
    """A one-line docstring."""
    escaped = literal(text)[1:-1].replace('\\"', '"').replace("\\'", "'").replace('"', '\\"')
    return f'"""{escaped}"""'
