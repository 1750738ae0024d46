"""Values of what operators are made of: casts, operators, their families and classes, access methods."""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema.ids import ObjectId
from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["AccessMethod", "Cast", "FamilyMember", "Operator", "OperatorClass", "OperatorFamily"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast(CatalogObject):
    """A cast, but for those that PostgreSQL makes along with a range type.

    Casts belong to no schema; ``id.schema`` is that of the first thing in it that users made (the source type, the
    target type, the function), so that it is in scope where that is.  ``function`` is its function with the types of
    its arguments; None for a cast through text (``inout``) and for one between types that are stored alike.
    ``context`` is e (explicit only), a (in assignments) or i (implicit).
    """

    source: str
    target: str
    function: str | None = None
    inout: bool = False
    context: str = "e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator(CatalogObject):
    """An operator.  ``id.signature`` is ``(integer, integer)``, with NONE where it has no argument.

    ``commutator`` and ``negator`` are the operators' ids.  ``function`` is None for a shell: what another operator
    names before it is made, which nothing but the names of its arguments is known of.
    """

    function: str | None
    left: str | None = field(compare=False)
    right: str | None = field(compare=False)
    commutator: ObjectId | None = None
    negator: ObjectId | None = None
    restrict: str | None = None
    join: str | None = None
    hashes: bool = False
    merges: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """An operator or a support function of an operator family, or of a class in it.

    ``name`` is the operator's (qualified, without its arguments) or the function's (with its arguments); ``order_by``
    the family behind FOR ORDER BY, ``operator`` the operator's id.
    """

    is_function: bool
    number: int
    left: str
    right: str
    name: str
    order_by: str | None = None
    operator: ObjectId | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorFamily(CatalogObject):
    """An operator family; ``id.signature`` names its access method, without which its name says nothing.

    ``members`` are those that belong to none of its classes.  (An access method may take members of a class for the
    family's own, as GiST does with all operators from PostgreSQL 14 on.)
    """

    access_method: str = field(compare=False)
    members: tuple[FamilyMember, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorClass(CatalogObject):
    """An operator class, ``id`` as in :class:`OperatorFamily`; ``family`` and ``type`` are qualified.

    ``storage`` is the type that the index keeps, None where it is the column's own.
    """

    access_method: str = field(compare=False)
    type: str
    family: str
    default: bool = False
    storage: str | None = None
    members: tuple[FamilyMember, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessMethod(CatalogObject):
    """An access method; ``of`` is INDEX or TABLE, ``handler`` its function."""

    of: str
    handler: str
