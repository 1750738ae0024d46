"""Names in Python for names in PostgreSQL, where matrx-orm lets one choose, and those that it keeps for itself."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

from matrx_orm_migrate.ddl import quote

__all__ = ["INTERNAL", "METHODS", "Names", "class_name", "in_sql", "is_attribute", "member_name", "text"]

INTERNAL = frozenset(
    {
        "_abstract",
        "_applied_view",
        "_assert_writable",
        "_build_pk_filter",
        "_cache_policy",
        "_cache_timeout",
        "_check_double_s_typo",
        "_constraints",
        "_data",
        "_database",
        "_db_schema",
        "_dirty",
        "_dynamic_data",
        "_dynamic_fields",
        "_extra_data",
        "_fields",
        "_fields_to_write",
        "_from_db",
        "_hydrate",
        "_indexes",
        "_initialize_runtime",
        "_inverse_foreign_keys",
        "_loaded",
        "_many_to_many",
        "_mark_clean",
        "_meta",
        "_meta_class",
        "_pending_junction_tables",
        "_primary_keys",
        "_read_only",
        "_realtime_updates",
        "_refresh_cache_entry",
        "_serialize_value",
        "_single_pk_name",
        "_table_name",
        "_tracking",
        "_unfetchable",
        "_unique_together",
        "_view_data",
        "_view_excluded",
        "_view_inlined_fks",
        "runtime",
    }
)
"""What matrx-orm keeps under these names in a model or its rows: a column of such a name cannot be a field."""

_METHODS = """
    DoesNotExist MultipleObjectsReturned ValidationError add_m2m all all_sync bulk_create bulk_delete
    bulk_insert_ignore bulk_update bulk_update_by_pk bulk_upsert bulk_upsert_increment claim_batch clear_m2m count
    count_sync create create_item create_sync delete delete_where delete_where_sync ensure_m2m_tables exists
    exists_sync fetch_all_related fetch_fk fetch_fks fetch_ifk fetch_ifks fetch_m2m fetch_m2ms fetch_one_relation
    filter filter_fk filter_ifk filter_items filter_one_relation filter_sync from_db_result get get_by_id
    get_cache_key get_database_name get_field get_many get_or_create get_or_none get_or_none_sync get_related
    get_relation get_sync has_related insert_ignore insert_returning load_by_id load_by_id_or_none raw raw_sql
    remove_m2m save set_m2m set_related to_dict to_flat_dict update update_fields update_item update_where
    update_where_sync upsert upsert_sync
"""
METHODS = frozenset(_METHODS.split())
"""What a model can do: a column of such a name is a field, and no attribute of the class, which would hide that."""

_TAKEN = frozenset({"Any", "BaseManager", "ClassVar", "Enum", "Model", "TypedForeignKey", "model_registry", "models"})


def in_sql(name: str) -> str:
    """A name of a table, schema or junction column for matrx-orm, which pastes it into its SQL as it is."""
    return quote(name)


def is_attribute(column: str) -> bool:
    """Whether a class body can assign to the column's name."""
    return column.isidentifier() and not keyword.iskeyword(column) and not column.startswith("__")


def class_name(table: str) -> str:
    """The class for a table or an enum: ``film_actor`` → FilmActor."""
    parts = [part for word in _words(table) for part in word.split("_") if part]
    name = _safe("".join(part[0].upper() + part[1:] for part in parts), "Table", "T")
    return f"{name}_" if name in _TAKEN or name.endswith("Field") or name == "ForeignKey" else name


def member_name(label: str) -> str:
    """The enum member for a label: ``in progress`` → IN_PROGRESS."""
    name = "_".join(_words(label)).strip("_").upper()
    return _safe(unicodedata.normalize("NFKC", name), "EMPTY", "LABEL_")


def _words(words: str) -> list[str]:
    normal = unicodedata.normalize("NFKC", words)
    return "".join(character if f"a{character}".isidentifier() else " " for character in normal).split()


def _safe(name: str, empty: str, digit_prefix: str) -> str:
    if not name:
        return empty
    if not name.isidentifier():
        name = digit_prefix + name
    return f"{name}_" if keyword.iskeyword(name) else name


class Names:
    """Hands out names once each: the first that is free, else the last with a number."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def claim(self, *candidates: str) -> str:
        """A free name, now taken."""
        name = next((one for one in candidates if one not in self._taken), "")
        number = 2
        while not name:
            numbered = f"{candidates[-1]}_{number}"
            name = numbered if numbered not in self._taken else ""
            number += 1
        self._taken.add(name)
        return name


_PLAIN = re.compile(r"[ -~]*\Z")


def text(value: str) -> str:
    """A Python string literal."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"' if _PLAIN.match(value) else ascii(value)
