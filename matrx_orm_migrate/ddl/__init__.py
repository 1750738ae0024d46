"""DDL: quoting, SQLAlchemy's DDL compiler, and DDLGenerator; the only place that spells SQL clauses."""

from __future__ import annotations

from matrx_orm_migrate.ddl.defined import DefinedColumn, DefinedConstraint, DefinedIndex, table_ref
from matrx_orm_migrate.ddl.deparse import reparsable
from matrx_orm_migrate.ddl.dialect import MatrxDialect, compile_ddl, dialect
from matrx_orm_migrate.ddl.generator import UNSET, DDLGenerator, Unset
from matrx_orm_migrate.ddl.identifiers import KEYWORDS, MAX_IDENTIFIER_BYTES, literal, qualified, quote
from matrx_orm_migrate.ddl.shortcuts import PLAIN_TYPES

__all__ = [
    "KEYWORDS",
    "MAX_IDENTIFIER_BYTES",
    "PLAIN_TYPES",
    "UNSET",
    "DDLGenerator",
    "DefinedColumn",
    "DefinedConstraint",
    "DefinedIndex",
    "MatrxDialect",
    "Unset",
    "compile_ddl",
    "dialect",
    "literal",
    "qualified",
    "quote",
    "reparsable",
    "table_ref",
]
