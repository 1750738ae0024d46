"""The built-in detectors are under the contract that is given to others; its way there and back is `test_corpus.py`."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing import DetectorContract
from tests.support.corpus import read_case
from tests.support.rebuild import built_in

NEVER_OF_EXTENSIONS = {"publication", "publication_schema", "publication_table", "user_mapping"}


class BuiltIn(DetectorContract):
    """Without the way there and back: the corpus goes it, with every case there is."""

    test_there_and_back = None

    @classmethod
    def plugins(cls) -> PluginManager:
        return built_in()


class TestEveryKind(BuiltIn):
    """There are examples of every kind that a built-in detector owns, and nothing of an extension is proposed."""

    kinds = tuple(sorted(built_in().detectors.keys() - NEVER_OF_EXTENSIONS))
    verbs = ("create",)
    examples = tuple(
        read_case(name)
        for name in (
            "access_method/created",
            "aggregate/create-and-drop",
            "base_type/created",
            "cast/function",
            "check/add-and-drop",
            "collation/create-and-drop",
            "column/add-nullable-column",
            "composite_type/create-and-drop",
            "conversion/created",
            "default/expressions",
            "domain/create-and-drop",
            "enum/create-enum",
            "event_trigger/add-and-drop",
            "exclusion/add-with-btree-gist",
            "extension/create-extension",
            "extension_dependency/added-and-taken-away",
            "foreign_data_wrapper/come-and-go",
            "foreign_key/add-and-drop",
            "foreign_server/come-and-go",
            "foreign_table/come-and-go",
            "function/create-and-drop",
            "index/add-and-drop",
            "inheritance/create-tables-that-inherit",
            "language/created",
            "materialized_view/add-and-drop",
            "operator/all-options",
            "operator_class/storage-and-no-operators",
            "operator_family/empty",
            "partition/add-partition",
            "primary_key/add-primary-key",
            "procedure/create-and-drop",
            "range/create-and-drop",
            "rule/add-change-and-drop",
            "schema/create-schema-with-everything-in-it",
            "sequence/create-sequence",
            "statistics/add-and-drop",
            "table/create-table-with-a-bit-of-everything",
            "text_search_configuration/created",
            "text_search_dictionary/created",
            "text_search_parser/created",
            "text_search_template/created-and-changed",
            "transform/created",
            "trigger/add-and-drop",
            "unique/add-and-drop",
            "view/add-views",
        )
    )
    test_equal_text_in_equal_bytes_out = None


class TestNeverOfExtensions(BuiltIn):
    """The kinds that no extension can have (PostgreSQL 18, ALTER EXTENSION)."""

    kinds = tuple(sorted(NEVER_OF_EXTENSIONS))
    verbs = ("create",)
    of_extensions = False
    examples = tuple(
        read_case(name)
        for name in (
            "publication/new-publication-of-new-tables",
            "publication/column-list-or-schema",
            "user_mapping/come-and-go",
        )
    )


@pytest.mark.since(14)
class TestEverythingAtOnce(BuiltIn):
    """The same bytes where a migration has many steps, which could come in many orders."""

    kinds = ("column", "view", "function", "enum")
    verbs = ("alter",)
    examples = tuple(
        read_case(name)
        for name in (
            "function/made-anew-under-everything-at-once",
            "view/enum-loses-a-label-under-everything-at-once",
            "view/column-changes-its-type-under-everything-at-once",
        )
    )
