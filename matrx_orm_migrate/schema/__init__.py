"""Pure values: ids, objects, snapshots, changes, statements and their hazards."""

from __future__ import annotations

from matrx_orm_migrate.schema.changes import Change
from matrx_orm_migrate.schema.foreign import (
    ForeignDataWrapper,
    ForeignServer,
    ForeignTable,
    SecretOptions,
    UserMapping,
)
from matrx_orm_migrate.schema.ids import ObjectId, id_of
from matrx_orm_migrate.schema.objects import (
    CatalogObject,
    Check,
    Column,
    Constraint,
    Default,
    Enum,
    Exclusion,
    Extension,
    ForeignKey,
    IdentityOptions,
    Index,
    KeyConstraint,
    Namespace,
    Partition,
    PrimaryKey,
    Sequence,
    SequenceOptions,
    Table,
    Unique,
)
from matrx_orm_migrate.schema.replication import Publication, PublicationSchema, PublicationTable
from matrx_orm_migrate.schema.routines import Aggregate, Function, Procedure, Routine
from matrx_orm_migrate.schema.snapshot import Privileges, Snapshot
from matrx_orm_migrate.schema.statements import Hazard, HazardKind, Statement
from matrx_orm_migrate.schema.types import Attribute, Collation, CompositeType, Domain, DomainConstraint, Range
from matrx_orm_migrate.schema.views import (
    EventTrigger,
    MaterializedView,
    Rule,
    Statistics,
    Trigger,
    View,
    ViewColumn,
)

__all__ = [
    "Aggregate",
    "Attribute",
    "CatalogObject",
    "Change",
    "Check",
    "Collation",
    "Column",
    "CompositeType",
    "Constraint",
    "Default",
    "Domain",
    "DomainConstraint",
    "Enum",
    "EventTrigger",
    "Exclusion",
    "Extension",
    "ForeignDataWrapper",
    "ForeignKey",
    "ForeignServer",
    "ForeignTable",
    "Function",
    "Hazard",
    "HazardKind",
    "IdentityOptions",
    "Index",
    "KeyConstraint",
    "MaterializedView",
    "Namespace",
    "ObjectId",
    "Partition",
    "PrimaryKey",
    "Privileges",
    "Procedure",
    "Publication",
    "PublicationSchema",
    "PublicationTable",
    "Range",
    "Routine",
    "Rule",
    "SecretOptions",
    "Sequence",
    "SequenceOptions",
    "Snapshot",
    "Statement",
    "Statistics",
    "Table",
    "Trigger",
    "Unique",
    "UserMapping",
    "View",
    "ViewColumn",
    "id_of",
]
