"""The models of a small shop, first version."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, Index, Numeric, String, Text, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all models have in common."""


class OrderState(StrEnum):
    """Where an order stands."""

    OPEN = "open"
    PAID = "paid"


class Customer(Base):
    """Somebody who buys."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    fax: Mapped[str | None] = mapped_column(String(40))


class Product(Base):
    """Something to buy."""

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))


class Order(Base):
    """What a customer bought at one time."""

    __tablename__ = "order"
    __table_args__ = (Index("ix_order_customer", "customer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    state: Mapped[OrderState] = mapped_column(
        Enum(OrderState, name="order_state", values_callable=lambda states: [state.value for state in states]),
        server_default="open",
    )
    placed_at: Mapped[datetime] = mapped_column(server_default=func.now())
