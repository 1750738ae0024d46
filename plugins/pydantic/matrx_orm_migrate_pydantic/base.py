"""``base.py`` of the generated package: what all models stand on; it needs pydantic and nothing of ours."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.generating.modules import Import

__all__ = ["BASE", "BASE_IMPORTS", "BASE_NAMES"]

BASE_IMPORTS: Sequence[Import] = (
    (0, "from collections.abc import {}", ("Mapping",)),
    (0, "from decimal import {}", ("Decimal",)),
    (0, "from typing import {}", ("Annotated", "Any", "Generic", "TypeVar")),
    (
        1,
        "from pydantic import {}",
        ("AfterValidator", "BaseModel", "BeforeValidator", "ConfigDict", "Field", "model_validator"),
    ),
)

BASE_NAMES = (
    "AnyDecimal",
    "BigInt",
    "Bits",
    "Integer",
    "NotNull",
    "Point",
    "Points",
    "Range",
    "Row",
    "SmallInt",
    "Written",
)
"""What the module gives to the other one."""

BASE: Sequence[str] = (
    'T = TypeVar("T")',
    '''class Row(BaseModel):
    """A row as it is read: out of a mapping, an object with attributes, or a record of asyncpg."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, protected_namespaces=())

    @model_validator(mode="before")
    @classmethod
    def _from_record(cls, value: Any) -> Any:
        # a record is no Mapping, though it can be read like one
        return dict(value) if hasattr(value, "keys") and not isinstance(value, Mapping) else value''',
    '''class Written(BaseModel):
    """What is written: ``model_dump(exclude_unset=True, by_alias=True)`` has columns and values."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, protected_namespaces=())''',
    '''class Range(BaseModel, Generic[T]):
    """A range; a bound that is None is infinite."""

    model_config = ConfigDict(from_attributes=True)

    lower: T | None = None
    upper: T | None = None
    lower_inc: bool = True
    upper_inc: bool = False
    isempty: bool = False''',
    """def _given(value: T | None) -> T:
    if value is None:
        raise ValueError("the column is NOT NULL: leave it out, or give a value")
    return value""",
    """def _bits(value: Any) -> Any:
    return value.as_string().replace(" ", "") if hasattr(value, "as_string") else value""",
    """def _points(value: Any) -> Any:
    return value if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)""",
    """NotNull = AfterValidator(_given)
SmallInt = Annotated[int, Field(ge=-(2**15), lt=2**15)]
Integer = Annotated[int, Field(ge=-(2**31), lt=2**31)]
BigInt = Annotated[int, Field(ge=-(2**63), lt=2**63)]
AnyDecimal = Annotated[Decimal, Field(allow_inf_nan=True)]
Bits = Annotated[str, BeforeValidator(_bits)]
Point = tuple[float, float]
Points = Annotated[list[Point], BeforeValidator(_points)]""",
)
