"""The models of a small shop, second version: something added, changed, dropped, and renamed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, Numeric, String, Text, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all models have in common."""


class OrderState(StrEnum):
    """Where an order stands."""

    OPEN = "open"
    PAID = "paid"
    SHIPPED = "shipped"  # added


class Customer(Base):
    """Somebody who buys."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    # renamed, and wider: the names of the customers stay
    full_name: Mapped[str] = mapped_column(
        String(200),
        info={"renamed_from": "name"},
    )
    # dropped: fax


class Product(Base):
    """Something to buy."""

    __tablename__ = "product"
    __table_args__ = (CheckConstraint("price >= 0", name="product_price_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    stock: Mapped[int] = mapped_column(server_default="0")  # added


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


class Review(Base):
    """What a customer thinks of a product.  A new table."""

    __tablename__ = "review"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    stars: Mapped[int]
    words: Mapped[str | None] = mapped_column(Text)
