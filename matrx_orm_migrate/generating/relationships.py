"""Relationships: both sides of every foreign key between models, and the two sides of every junction table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from matrx_orm_migrate.generating.constraints import foreign_key_arguments, is_match_full
from matrx_orm_migrate.generating.layout import Call, Node, literal
from matrx_orm_migrate.generating.naming import Namespace, relationship_base
from matrx_orm_migrate.generating.package import Package, TableModel
from matrx_orm_migrate.schema import ForeignKey, Index, ObjectId, PrimaryKey, Unique

__all__ = ["RelationshipModel", "relationships"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipModel:
    """One ``relationship(…)``: its attribute, the class at the other end, whether that is one or many."""

    name: str
    target: str
    many: bool
    optional: bool
    node: Call

    @property
    def annotation(self) -> str:
        """The Python type."""
        if self.many:
            return f"list[{self.target}]"
        return f"{self.target} | None" if self.optional else self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A foreign key between two models, and what its two sides are called."""

    constraint: ForeignKey
    source: TableModel
    target: TableModel
    label: str
    forward: str = ""
    backward: str = ""

    @property
    def to_itself(self) -> bool:
        return self.source is self.target

    @property
    def written(self) -> tuple[str, ...]:
        """The columns that the relationship writes: those that may be NULL, where some may and others may not.

        The others have a value where there is no link as well, so that it is not the link's: a tenant that several
        foreign keys share stays when one of them is set to None.  MATCH FULL lets no link be NULL in part.
        """
        source, columns = self.source, self.constraint.columns
        open_ones = tuple(
            name
            for name in columns
            if not source.column(name).column.not_null and source.attribute(name) not in source.key
        )
        return columns if not open_ones or is_match_full(self.constraint) else open_ones

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(local, remote) columns as ``Class.attribute``."""
        source, target = self.source, self.target
        return [
            (f"{source.name}.{source.attribute(local)}", f"{target.name}.{target.attribute(remote)}")
            for local, remote in zip(self.constraint.columns, self.constraint.referred_columns, strict=True)
        ]


def relationships(package: Package) -> Mapping[ObjectId, Sequence[RelationshipModel]]:
    """The relationships of every model, by its table's id, in the order in which they are written."""
    links = _links(package)
    names = {
        model.table.id: Namespace(
            {item.attribute for item in model.columns}
            | {other.name for other in package.tables}
            | {enum.names.class_name for enum in package.enums}
        )
        for model in package.tables
    }
    links = _named(links, names, package.style.attribute)
    found: dict[ObjectId, list[RelationshipModel]] = defaultdict(list)
    between: dict[frozenset[ObjectId], list[_Link]] = defaultdict(list)
    for link in links:
        between[frozenset((link.source.table.id, link.target.table.id))].append(link)
    groups = _by_source(links)
    known = package.by_id
    for link in links:
        join = _join(link, between[frozenset((link.source.table.id, link.target.table.id))], known)
        shared = _sharing(link, groups[link.source.table.id])
        computed = any(
            (default := link.source.column(name).default) is not None and default.generated is not None
            for name in link.written
        )
        found[link.source.table.id].append(_forward(link, join, shared, computed))
        found[link.target.table.id].append(_backward(link, join, shared, computed))
    # the forward ones first, in the order of the foreign keys
    for model in package.tables:
        forward = {link.forward for link in groups.get(model.table.id, ())}
        found[model.table.id] = _with_first(forward, found[model.table.id])
    for model in package.tables:
        for table, relationship in _through(model, groups.get(model.table.id, []), names, package):
            found[table].append(relationship)
    return found


def _links(package: Package) -> list[_Link]:
    models = {model.table.id: model for model in package.tables if model.mapped}
    links: list[_Link] = []
    for source in models.values():
        seen: set[tuple[ObjectId, frozenset[tuple[str, str]]]] = set()
        for constraint in sorted(source.foreign_keys, key=lambda item: (len(item.columns), item.columns, item.id)):
            target = models.get(constraint.referred_table)
            if target is None or len(constraint.columns) != len(constraint.referred_columns):
                continue
            columns = frozenset(zip(constraint.columns, constraint.referred_columns, strict=True))
            if target is source and set(constraint.columns) == set(constraint.referred_columns):
                continue  # columns that refer to themselves, in whatever order: there are no two sides
            if (target.table.id, columns) in seen:
                continue  # the same foreign key under another name leads to the same rows
            seen.add((target.table.id, columns))
            links.append(_Link(constraint=constraint, source=source, target=target, label=""))
    groups = _by_source(links)
    return [_labelled(link, groups[link.source.table.id]) for link in links]


def _by_source(links: list[_Link]) -> Mapping[ObjectId, list[_Link]]:
    groups: dict[ObjectId, list[_Link]] = defaultdict(list)
    for link in links:
        groups[link.source.table.id].append(link)
    return groups


def _labelled(link: _Link, siblings: list[_Link]) -> _Link:
    """The foreign key's last column that no other foreign key uses tells what it is about."""
    others = {column for other in siblings if other is not link for column in other.constraint.columns}
    own = [column for column in link.constraint.columns if column not in others] or list(link.constraint.columns)
    return _Link(constraint=link.constraint, source=link.source, target=link.target, label=own[-1])


def _named(links: list[_Link], names: Mapping[ObjectId, Namespace], safe: Callable[[str], str]) -> list[_Link]:
    forward: list[_Link] = []
    for link in links:
        base = relationship_base(link.label)
        table = link.target.table.id.name
        candidates = [base] if base is not None else []
        if not link.to_itself:
            candidates.append(table)
        name = names[link.source.table.id].claim(*candidates, f"{link.label}_{table}", safe=safe)
        forward.append(
            _Link(constraint=link.constraint, source=link.source, target=link.target, label=link.label, forward=name)
        )
    between = Counter((link.source.table.id, link.target.table.id) for link in links)
    complete: list[_Link] = []
    for link in forward:
        table = link.source.table.id.name
        by = f"{table}_by_{relationship_base(link.label) or link.label}"
        alone = between[link.source.table.id, link.target.table.id] == 1 and not link.to_itself
        candidates = [table, by] if alone else [by]
        name = names[link.target.table.id].claim(*candidates, f"{link.source.table.id.schema}_{by}", safe=safe)
        complete.append(
            _Link(
                constraint=link.constraint,
                source=link.source,
                target=link.target,
                label=link.label,
                forward=link.forward,
                backward=name,
            )
        )
    return complete


Keyword = tuple[str, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Join:
    """What the two sides of a foreign key have to say about how they are joined."""

    forward: tuple[Keyword, ...] = ()
    backward: tuple[Keyword, ...] = ()


def _listed(names: Sequence[str]) -> Node:
    return literal(f"[{', '.join(names)}]")


def _joined(conditions: Sequence[str]) -> Node:
    return literal(conditions[0] if len(conditions) == 1 else f"and_({', '.join(conditions)})")


def _join(link: _Link, between: list[_Link], known: Mapping[ObjectId, TableModel]) -> _Join:
    """``between`` are all foreign keys between the two tables, this one included."""
    twins = [
        other
        for other in between
        if other is not link and set(other.constraint.columns) == set(link.constraint.columns)
    ]
    partly = len(link.written) < len(link.constraint.columns)
    if twins or partly or _is_chain(link) or foreign_key_arguments(link.constraint, known) is None:
        # SQLAlchemy cannot tell it by the columns, or does not know the foreign key: say all of it
        marked = [
            (f"foreign({local})" if name in link.written else local, remote)
            for name, (local, remote) in zip(link.constraint.columns, link.pairs, strict=True)
        ]
        forward = [f"{local} == remote({remote})" for local, remote in marked]
        backward = [f"remote({local}) == {remote}" for local, remote in marked]
        return _Join(forward=(("primaryjoin", _joined(forward)),), backward=(("primaryjoin", _joined(backward)),))
    both: list[Keyword] = []
    to_itself = [key for key in link.source.foreign_keys if key.referred_table == link.source.table.id]
    if len(between) > 1 or (link.to_itself and len(to_itself) > 1):
        both.append(("foreign_keys", _listed([local for local, _remote in link.pairs])))
    forward_only: list[Keyword] = []
    if link.to_itself:
        forward_only.append(("remote_side", _listed([remote for _local, remote in link.pairs])))
    return _Join(forward=(*both, *forward_only), backward=tuple(both))


def _is_chain(link: _Link) -> bool:
    """Whether a column stands on both sides, beside others: (a, b) REFERENCES the same table (b, c)."""
    return link.to_itself and any(
        local != remote and remote in link.constraint.columns
        for local, remote in zip(link.constraint.columns, link.constraint.referred_columns, strict=True)
    )


def _sharing(link: _Link, siblings: list[_Link]) -> str | None:
    """The names of the relationships that write a column which this one writes too, as ``overlaps`` wants them."""
    columns = set(link.written)
    names: set[str] = set()
    for other in siblings:
        if other is not link and columns & set(other.written):
            names |= {other.forward, other.backward}
    return ",".join(sorted(names)) or None


def _forward(link: _Link, join: _Join, shared: str | None, computed: bool) -> RelationshipModel:
    keyword: list[Keyword] = [("back_populates", literal(link.backward)), *join.forward]
    if computed:
        keyword.append(("viewonly", "True"))
    elif shared is not None:
        keyword.append(("overlaps", literal(shared)))
    nullable = any(not link.source.column(name).column.not_null for name in link.constraint.columns)
    return RelationshipModel(
        name=link.forward,
        target=link.target.name,
        many=False,
        optional=nullable,
        node=Call("relationship", (), tuple(keyword)),
    )


def _backward(link: _Link, join: _Join, shared: str | None, computed: bool) -> RelationshipModel:
    keyword: list[Keyword] = [("back_populates", literal(link.forward)), *join.backward]
    if computed:
        keyword.append(("viewonly", "True"))
    else:
        if shared is not None:
            keyword.append(("overlaps", literal(shared)))
        # what becomes of the rows when their parent goes is the foreign key's business, in the database
        keyword.append(("passive_deletes", literal("all")))
    return RelationshipModel(
        name=link.backward,
        target=link.source.name,
        many=not _one_to_one(link),
        optional=True,
        node=Call("relationship", (), tuple(keyword)),
    )


def _one_to_one(link: _Link) -> bool:
    """Whether at most one row refers to another: the foreign key's columns hold a key."""
    columns = set(link.constraint.columns)
    keys = [set(obj.columns) for obj in link.source.constraints if isinstance(obj, (PrimaryKey, Unique))]
    keys += [set(index.columns) for index in link.source.indexes if _is_key(index)]
    return any(key and key <= columns for key in keys)


def _is_key(index: Index) -> bool:
    return index.unique and index.valid and "" not in index.columns and " WHERE " not in index.definition


def _with_first(names: Container[str], relationships: list[RelationshipModel]) -> list[RelationshipModel]:
    """The relationships of these names, then the others; each in the order that they had."""
    return sorted(relationships, key=lambda relationship: relationship.name not in names)


def _through(
    junction: TableModel,
    own: list[_Link],
    names: Mapping[ObjectId, Namespace],
    package: Package,
) -> list[tuple[ObjectId, RelationshipModel]]:
    """The many-to-many relationships over a table whose primary key is two foreign keys."""
    if len(own) != 2 or junction.primary_key is None or len(junction.foreign_keys) != 2:
        return []
    known, safe = package.by_id, package.style.attribute
    first, second = own
    left, right = set(first.constraint.columns), set(second.constraint.columns)
    if left & right or left | right != set(junction.primary_key.columns) or junction in (first.target, second.target):
        return []
    name_of = {}
    for here, there in ((first, second), (second, first)):
        table = there.target.table.id.name
        label = relationship_base(there.label) or there.label
        candidates = [label] if here.target is there.target else [table, label]
        name_of[here.forward] = names[here.target.table.id].claim(
            *candidates, f"{label}_via_{junction.table.id.name}", safe=safe
        )
    found: list[tuple[ObjectId, RelationshipModel]] = []
    explicit = first.target is second.target or any(
        foreign_key_arguments(link.constraint, known) is None for link in own
    )
    for here, there in ((first, second), (second, first)):
        keyword: list[Keyword] = [("secondary", f"lambda: {junction.name}.__table__")]
        if explicit:
            # in the middle stands the table, so the junction's columns are the foreign ones on both sides
            keyword.append(("primaryjoin", _joined([f"{remote} == foreign({local})" for local, remote in here.pairs])))
            keyword.append(
                ("secondaryjoin", _joined([f"{remote} == foreign({local})" for local, remote in there.pairs]))
            )
        keyword.append(("back_populates", literal(name_of[there.forward])))
        # the junction is a model itself, and that is where rows are written
        keyword.append(("viewonly", "True"))
        found.append(
            (
                here.target.table.id,
                RelationshipModel(
                    name=name_of[here.forward],
                    target=there.target.name,
                    many=True,
                    optional=False,
                    node=Call("relationship", (), tuple(keyword)),
                ),
            )
        )
    return found
