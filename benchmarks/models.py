"""A schema like an application's, of any size: what the database holds, and what the models ask for."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Enum,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

__all__ = ["make_models"]


def make_models(tables: int) -> MetaData:
    """``tables`` tables of ten columns, each with keys, a foreign key, a check, two indexes and four defaults."""
    metadata = MetaData()
    state = Enum("draft", "open", "closed", name="state", metadata=metadata)
    for number in range(tables):
        name = f"table_{number:05d}"
        Table(
            name,
            metadata,
            Column("id", BigInteger, Identity(), primary_key=True),
            Column("parent_id", BigInteger, ForeignKey(f"table_{number // 2:05d}.id", name=f"{name}_parent_id_fkey")),
            Column("code", String(40), nullable=False, unique=True),
            Column("title", Text, nullable=False, server_default=""),
            Column("amount", Numeric(12, 2), nullable=False, server_default=text("0")),
            Column("state", state, nullable=False, server_default="draft"),
            Column("tags", ARRAY(Text)),
            Column("data", JSONB),
            Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
            Column("updated_at", DateTime(timezone=True)),
            CheckConstraint("amount >= 0", name=f"{name}_amount_check"),
            Index(f"{name}_parent_id_idx", "parent_id"),
            Index(f"{name}_state_created_at_idx", "state", "created_at", postgresql_where=text("updated_at IS NULL")),
            comment=f"Number {number}" if number % 5 == 0 else None,
        )
    return metadata
