"""What one type cannot hold of another's values: measured, pair by pair, by tests/acceptance/test_type_changes.py."""

from __future__ import annotations

import re

from matrx_orm_migrate.schema import HazardKind

__all__ = [
    "Caveat",
    "between_ranges",
    "integers",
    "is_oid_by_hand",
    "narrowing",
    "signed_by_hand",
    "spaces_aside",
    "spaces_cut",
]

Caveat = tuple[HazardKind, str]

_FAILS, _LOSES, _SESSION = HazardKind.MAY_FAIL, HazardKind.DATA_LOSS, HazardKind.SESSION

_TEXTS = {"text", "character varying", "character", '"char"', "name"}
_WHOLE_DIGITS = {"smallint": 5, "integer": 10, "bigint": 19}
_WIDTHS = {"integer": 32, "bigint": 64}
_BYTES = {"smallint": 2, "integer": 4, "bigint": 8}
_NUMBERS_AS_BITS = {pair for number in _WIDTHS for pair in ((number, "bit"), ("bit", number))}
# decimal digits that each keeps for certain, and the largest whole number up to which it keeps all of them
_FLOAT_DIGITS = {"real": 6, "double precision": 15}
_EXACT_UP_TO = {"real": 2**24, "double precision": 2**53}
_ZONE = (
    "values are taken in the time zone of the session that migrates, and those of hours that its clock skips or "
    "repeats do not come back the same"
)
_WITH_ZONE = {"timestamp with time zone", "time with time zone"}
_MOMENTS = {"timestamp with time zone", "timestamp without time zone"}
_TIMES = {"time with time zone", "time without time zone"}
_FRACTIONS_OF_SECONDS = _MOMENTS | _TIMES | {"interval"}
_SHAPES = {"point", "lseg", "box", "path", "polygon", "circle"}
_WHOLE_SHAPES = {("point", "box"), ("box", "polygon"), ("polygon", "path"), ("path", "polygon"), ("path", "point")}

_RANGE_BOUNDS = {
    f"{name}{kind}": bound
    for name, bound in (
        ("ts", "timestamp without time zone"),
        ("tstz", "timestamp with time zone"),
        ("date", "date"),
    )
    for kind in ("range", "multirange")
}
# unsigned numbers of four bytes: PostgreSQL takes the bits of an integer for them, and theirs for an integer
_OIDS = {
    "oid",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
}
# what holds spaces at the end of a text that mean something; those of "character" do not
_SPACES_AT_THE_END = {"text", "character varying", "name", "json", "xml"}
_CUT = {"character varying", "character", "bit", "bit varying"}

# pairs that no rule covers
_PAIRS: dict[tuple[str, str], list[Caveat]] = {
    ("integer", "boolean"): [(_LOSES, "all numbers but 0 become true")],
    ("inet", "cidr"): [(_LOSES, "the bits behind the network's are cut off")],
    ("macaddr8", "macaddr"): [(_FAILS, "fails on an address without ff:fe in the middle")],
    ("interval", "time without time zone"): [(_LOSES, "all but the hours within a day is cut off")],
    ("time with time zone", "time without time zone"): [(_LOSES, "the zone is cut off")],
    ("json", "jsonb"): [(_LOSES, "keys that are repeated in an object, white space and the order of keys are gone")],
    ("path", "polygon"): [(_FAILS, "fails on an open path")],
    ("path", "point"): [(_FAILS, "fails on every path")],  # the cast that PostgreSQL 13 has only raises an error
    ("integer", '"char"'): [(_FAILS, "fails on numbers that are no code of one byte")],
}


def narrowing(old_type: str, new_type: str, old: str, new: str, *, cuts: bool = False) -> list[Caveat]:
    """What may go wrong where values of ``old`` become values of ``new``.

    The types are as ``format_type`` prints them, ``old`` and ``new`` without a modifier and as an array's element.
    ``cuts`` says that it is by an explicit cast to the type with its length, which cuts off what does not fit.
    """
    found = _narrowing(old_type, new_type, old, new)
    most = _first(new_type)
    if not cuts or most is None or new not in _CUT:
        return found
    too_long = {(_FAILS, f"fails on texts longer than {most}"), spaces_aside(most)}
    bits = {(_FAILS, f"fails on more than {most} bits"), (_FAILS, f"fails on anything but {most} bits")}
    found = [caveat for caveat in found if caveat != spaces_cut(most)]
    what = dict.fromkeys(too_long, (_LOSES, f"texts are cut off at {most} characters"))
    what |= dict.fromkeys(bits, (_LOSES, f"bits are cut off, or zeros put behind them, at {most} bits"))
    return [what.get(caveat, caveat) for caveat in found]


def _narrowing(old_type: str, new_type: str, old: str, new: str) -> list[Caveat]:
    found = [*_PAIRS.get((old, new), ())]
    if old in _TEXTS and new not in _TEXTS and (old, new) != ('"char"', "integer"):
        found.append((_FAILS, f"fails on a text that is no {new_type}"))
    found += between_ranges(old, new)
    if is_oid_by_hand(old, new) or (old == "bigint" and new in _OIDS):
        found.append((_FAILS, "fails on numbers out of range"))
    if new.rpartition(".")[2] == "hstore" and old != new:
        found.append((_LOSES, "keys that are repeated are gone, but for one of each"))
    for rule in (_numbers, _moments, _texts):
        found += rule(old_type, new_type, old, new)
    if old in _SHAPES and new in _SHAPES and old != new and (old, new) not in _WHOLE_SHAPES:
        found.append((_LOSES, f"of a {old}, what a {new} does not say is gone"))
    if new == "tsvector" and old != new:
        found.append((_LOSES, "the order of the words is gone"))
    if old in _TEXTS and new == "jsonb":
        found += _PAIRS["json", "jsonb"]
    if (old, new) in _NUMBERS_AS_BITS:
        found += _numbers_as_bits(old_type, new_type, old, new)
    elif new in ("bit", "bit varying") and (old_type != new_type or old not in ("bit", "bit varying")):
        found += _bits(old_type, new_type, old, new)
    return list(dict.fromkeys(found))


def _numbers(old_type: str, new_type: str, old: str, new: str) -> list[Caveat]:
    found: list[Caveat] = []
    numeric = old in _FLOAT_DIGITS or old in ("numeric", "jsonb")
    if old == "jsonb" and (new in _WHOLE_DIGITS or new in _FLOAT_DIGITS or new in ("numeric", "boolean")):
        found.append((_FAILS, f"fails on what is no {'boolean' if new == 'boolean' else 'number'}"))
    if old == "bytea" and new in _BYTES:  # PostgreSQL 18, Binary String Functions
        found += [(_FAILS, f"fails on more than {_BYTES[new]} bytes"), (_LOSES, "zero bytes in front are gone")]
    if new in _WHOLE_DIGITS:
        precision, scale = _precision(old_type) if old == "numeric" else (None, None)
        if numeric and (scale is None or scale > 0):
            found.append((_LOSES, "fractions are rounded off"))
        larger = _WHOLE_DIGITS.get(old, 0) > _WHOLE_DIGITS[new]
        if larger or (numeric and (precision is None or precision - (scale or 0) >= _WHOLE_DIGITS[new])):
            found.append((_FAILS, "fails on numbers out of range"))
    if new in _FLOAT_DIGITS:
        found += _to_float(old_type, old, new)
    if new == "numeric":
        found += _to_numeric(old_type, new_type, old)
    if new == "money" and old != "money":
        if old in ("numeric", "jsonb", *_TEXTS):
            found.append((_LOSES, "digits beyond the currency's behind the point are rounded off"))
        if old in ("numeric", "bigint"):
            found.append((_FAILS, "fails on numbers out of range"))
    return found


def _to_float(old_type: str, old: str, new: str) -> list[Caveat]:
    digits = _FLOAT_DIGITS[new]
    if old in _WHOLE_DIGITS:
        if 10 ** (_WHOLE_DIGITS[old] - 1) < _EXACT_UP_TO[new]:
            return []
        return [(_LOSES, f"numbers beyond {_EXACT_UP_TO[new]} are rounded to {digits} or {digits + 1} digits")]
    precision, _scale = _precision(old_type) if old == "numeric" else (None, None)
    if precision is not None and precision <= digits:
        return []
    if old in ("numeric", "jsonb", *_TEXTS) or (old, new) == ("double precision", "real"):
        loss = (_LOSES, f"digits beyond the first {digits} are rounded off")
        return [loss] if precision is not None and precision < 38 else [loss, (_FAILS, "fails on numbers out of range")]
    return []


def _to_numeric(old_type: str, new_type: str, old: str) -> list[Caveat]:
    found: list[Caveat] = []
    if old in _FLOAT_DIGITS:
        found.append((_LOSES, f"digits beyond the first {_FLOAT_DIGITS[old]} are rounded off"))
    precision, scale = _precision(new_type)
    if precision is None or scale is None or (old == "numeric" and old_type == new_type):
        return found
    old_precision, old_scale = _precision(old_type) if old == "numeric" else (_WHOLE_DIGITS.get(old), 0)
    if old_precision is None or old_scale is None or old_scale > scale:
        where = f"beyond {scale} behind the point" if scale >= 0 else f"of the last {-scale} before the point"
        found.append((_LOSES, f"digits {where} are rounded off"))
    # where something is rounded off, it may be rounded up to one digit more
    room = precision - scale - (1 if old_scale is None or old_scale > scale else 0)
    if old_precision is None or old_scale is None or room < old_precision - old_scale:
        found.append((_FAILS, "fails on larger numbers"))
    return found


def _moments(old_type: str, new_type: str, old: str, new: str) -> list[Caveat]:
    found: list[Caveat] = []
    if old in _MOMENTS and new == "date":
        found.append((_LOSES, "the time of day is cut off"))
    if old in _MOMENTS and new in _TIMES:
        found.append((_LOSES, "the date is cut off"))
    if old in _TEXTS and new == "date":
        found.append((_LOSES, "the time of day, where a text has one, is cut off"))
    if old in _TEXTS and new in _TIMES:
        found.append((_LOSES, "the date, where a text has one, is cut off"))
    if old in _TEXTS and new == "timestamp without time zone":
        found.append((_LOSES, "the zone, where a text has one, is cut off"))
    timely = _MOMENTS | _TIMES | _TEXTS | {"date"}
    into = new in _WITH_ZONE and old not in _WITH_ZONE
    if old != new and {old, new} <= timely and (old == "timestamp with time zone" or into):
        found.append((_SESSION, _ZONE))
    if new in _FRACTIONS_OF_SECONDS:
        had = _second_digits(old_type) if old in _FRACTIONS_OF_SECONDS else 0 if old == "date" else 6
        if _second_digits(new_type) < had:
            found.append((_LOSES, f"seconds are rounded to {_second_digits(new_type)} digits behind the point"))
    fields = _fields(new_type) if new == "interval" else ""
    if fields and (old != "interval" or _fields(old_type) != fields):
        found.append((_LOSES, f"what {fields} does not say of an interval is cut off"))
    return found


def _texts(old_type: str, new_type: str, old: str, new: str) -> list[Caveat]:
    found: list[Caveat] = []
    if new == '"char"' and old not in ('"char"', "integer", "boolean"):
        found.append((_LOSES, "all but the first byte of a text is cut off"))
    wide = (integers(old_type) or [64])[0] * 4 > 63  # a character may take four bytes
    if new == "name" and wide and old in ("text", "character varying", "character", "json", "jsonb", "bytea", "xml"):
        found.append((_LOSES, "texts are cut off at 63 bytes"))
    if new == "character" and old in ("text", "character varying", "name"):
        found.append((_LOSES, "spaces at the end of a text are gone"))
    if new in ("character varying", "character") and (most := integers(new_type)):
        had = {'"char"': [1], "name": [63]}.get(old, integers(old_type) if old in _TEXTS else [])
        if not had or had > most:
            ends_in_spaces = old in _SPACES_AT_THE_END or old.rpartition(".")[2] == "citext"
            padded = ends_in_spaces or old == "character"
            found.append(spaces_aside(most[0]) if padded else (_FAILS, f"fails on texts longer than {most[0]}"))
            if ends_in_spaces and new == "character varying":
                found.append(spaces_cut(most[0]))
    return found


def spaces_aside(most: int) -> Caveat:
    """That texts do not fit; PostgreSQL assigns those that only spaces make too long (Character Types)."""
    return _FAILS, f"fails on texts longer than {most}, spaces at their end aside"


def spaces_cut(most: int) -> Caveat:
    """What PostgreSQL does, by an assignment as well, to texts that only spaces make too long."""
    return _LOSES, f"spaces at the end of texts, beyond {most} characters, are cut off"


def _numbers_as_bits(old_type: str, new_type: str, old: str, new: str) -> list[Caveat]:
    """Numbers keep their last bits (PostgreSQL 18, Bit String Functions); a bit type without a modifier is one bit."""
    if new == "bit":
        bits = _first(new_type) or 1
        return [(_LOSES, f"of a number, all but the last {bits} bits are cut off")] if bits < _WIDTHS[old] else []
    bits = _first(old_type) or 1
    if bits <= _WIDTHS[new]:
        return []
    if signed_by_hand(old_type, new_type):
        return [(_FAILS, "fails on numbers out of range")]
    return [(_FAILS, f"fails where there is a value: it has {bits} bits, and {new} takes no more than {_WIDTHS[new]}")]


def signed_by_hand(old_type: str, new_type: str) -> int | None:
    """The bits of a bit type whose cast to integer takes none of its values, while bigint can hold them all."""
    bits = _first(old_type) or 1
    return bits if old_type == f"bit({bits})" and new_type == "integer" and 32 < bits <= 64 else None


def between_ranges(old: str, new: str) -> list[Caveat]:
    """What happens to the bounds of ranges of days and times, which have no cast: their texts hide it."""
    if old not in _RANGE_BOUNDS or new not in _RANGE_BOUNDS or old.endswith("multirange") != new.endswith("multirange"):
        return []
    before, after = _RANGE_BOUNDS[old], _RANGE_BOUNDS[new]
    return _moments(before, after, before, after)


def is_oid_by_hand(old: str, new: str) -> bool:
    """Whether a cast would turn numbers that do not fit into others; by way of bigint they fail."""
    return (old in _OIDS and new == "integer") or (old in ("smallint", "integer") and new in _OIDS)


def _bits(old_type: str, new_type: str, old: str, new: str) -> list[Caveat]:
    most, had = _first(new_type), _first(old_type)
    if most is None or old not in ("bit", "bit varying"):
        return []
    if new == "bit varying":
        return [] if had is not None and had <= most else [(_FAILS, f"fails on more than {most} bits")]
    return [] if old == "bit" and had == most else [(_FAILS, f"fails on anything but {most} bits")]


def integers(type_: str) -> list[int]:
    """The numbers between a type's parentheses."""
    inside = type_.partition("(")[2].partition(")")[0]
    return [int(number) for number in re.findall(r"-?[0-9]+", inside)]


def _precision(type_: str) -> tuple[int | None, int | None]:
    precision, *scale = integers(type_) or [0]
    return (precision, scale[0] if scale else 0) if precision else (None, None)


def _first(type_: str) -> int | None:
    return next(iter(integers(type_)), None)


def _second_digits(type_: str) -> int:
    if type_.startswith("interval") and _fields(type_) and "second" not in type_:
        return 0
    numbers = integers(type_)
    return numbers[0] if numbers else 6


def _fields(type_: str) -> str:
    return type_.removesuffix("[]").partition("(")[0].removeprefix("interval").strip()
