"""Built-in detectors, one kind a file, registered through the same hook as anybody's."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Detector, hookimpl

__all__ = ["matrx_detectors"]


@hookimpl
def matrx_detectors() -> Iterable[Detector]:
    """The kinds that any schema needs."""
    # imported here: they bring SQLAlchemy, which `--help` does without
    from matrx_orm_migrate.detectors.access_method import AccessMethodDetector
    from matrx_orm_migrate.detectors.aggregate import AggregateDetector
    from matrx_orm_migrate.detectors.base_type import BaseTypeDetector
    from matrx_orm_migrate.detectors.cast import CastDetector
    from matrx_orm_migrate.detectors.collation import CollationDetector
    from matrx_orm_migrate.detectors.column import ColumnDetector
    from matrx_orm_migrate.detectors.composite import CompositeTypeDetector
    from matrx_orm_migrate.detectors.constraints import (
        CheckDetector,
        ExclusionDetector,
        ForeignKeyDetector,
        PrimaryKeyDetector,
        UniqueDetector,
    )
    from matrx_orm_migrate.detectors.conversion import ConversionDetector
    from matrx_orm_migrate.detectors.default import DefaultDetector
    from matrx_orm_migrate.detectors.domain import DomainDetector
    from matrx_orm_migrate.detectors.enum import EnumDetector
    from matrx_orm_migrate.detectors.event_trigger import EventTriggerDetector
    from matrx_orm_migrate.detectors.extension import ExtensionDetector
    from matrx_orm_migrate.detectors.extension_dependency import ExtensionDependencyDetector
    from matrx_orm_migrate.detectors.foreign_data import ForeignDataWrapperDetector, ForeignServerDetector
    from matrx_orm_migrate.detectors.foreign_table import ForeignTableDetector
    from matrx_orm_migrate.detectors.function import FunctionDetector
    from matrx_orm_migrate.detectors.index import IndexDetector
    from matrx_orm_migrate.detectors.inheritance import InheritanceDetector
    from matrx_orm_migrate.detectors.language import LanguageDetector
    from matrx_orm_migrate.detectors.materialized_view import MaterializedViewDetector
    from matrx_orm_migrate.detectors.namespace import NamespaceDetector
    from matrx_orm_migrate.detectors.operator import OperatorDetector
    from matrx_orm_migrate.detectors.operator_class import OperatorClassDetector
    from matrx_orm_migrate.detectors.operator_family import OperatorFamilyDetector
    from matrx_orm_migrate.detectors.partition import PartitionDetector
    from matrx_orm_migrate.detectors.procedure import ProcedureDetector
    from matrx_orm_migrate.detectors.publication import PublicationDetector
    from matrx_orm_migrate.detectors.publication_members import PublicationSchemaDetector, PublicationTableDetector
    from matrx_orm_migrate.detectors.range import RangeDetector
    from matrx_orm_migrate.detectors.rule import RuleDetector
    from matrx_orm_migrate.detectors.sequence import SequenceDetector
    from matrx_orm_migrate.detectors.statistics import StatisticsDetector
    from matrx_orm_migrate.detectors.table import TableDetector
    from matrx_orm_migrate.detectors.text_search_configuration import TextSearchConfigurationDetector
    from matrx_orm_migrate.detectors.text_search_dictionary import TextSearchDictionaryDetector
    from matrx_orm_migrate.detectors.text_search_parser import TextSearchParserDetector
    from matrx_orm_migrate.detectors.text_search_template import TextSearchTemplateDetector
    from matrx_orm_migrate.detectors.transform import TransformDetector
    from matrx_orm_migrate.detectors.trigger import TriggerDetector
    from matrx_orm_migrate.detectors.user_mapping import UserMappingDetector
    from matrx_orm_migrate.detectors.view import ViewDetector

    return (
        NamespaceDetector(),
        ExtensionDetector(),
        CollationDetector(),
        EnumDetector(),
        DomainDetector(),
        CompositeTypeDetector(),
        RangeDetector(),
        SequenceDetector(),
        ForeignDataWrapperDetector(),
        ForeignServerDetector(),
        UserMappingDetector(),
        TableDetector(),
        ForeignTableDetector(),
        ColumnDetector(),
        DefaultDetector(),
        PrimaryKeyDetector(),
        UniqueDetector(),
        ExclusionDetector(),
        CheckDetector(),
        IndexDetector(),
        PartitionDetector(),
        InheritanceDetector(),
        ForeignKeyDetector(),
        FunctionDetector(),
        ProcedureDetector(),
        AggregateDetector(),
        ViewDetector(),
        MaterializedViewDetector(),
        TriggerDetector(),
        RuleDetector(),
        StatisticsDetector(),
        PublicationDetector(),
        PublicationTableDetector(),
        PublicationSchemaDetector(),
        EventTriggerDetector(),
        AccessMethodDetector(),
        LanguageDetector(),
        TextSearchParserDetector(),
        TextSearchTemplateDetector(),
        TextSearchDictionaryDetector(),
        TextSearchConfigurationDetector(),
        BaseTypeDetector(),
        CastDetector(),
        OperatorDetector(),
        OperatorFamilyDetector(),
        OperatorClassDetector(),
        ConversionDetector(),
        TransformDetector(),
        ExtensionDependencyDetector(),
    )
