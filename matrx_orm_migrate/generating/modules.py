"""Python modules out of blocks of source: the mark of generated files, the docstring, the imports that are needed."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Sequence

from matrx_orm_migrate.generating.layout import Items, layout, literal, width
from matrx_orm_migrate.generating.naming import sort_exports, sort_imports
from matrx_orm_migrate.hooks import generated_marker

__all__ = ["Import", "exports", "import_names", "module", "package_module"]

Import = tuple[int, str, tuple[str, ...]]
"""A section (0 the standard library, 1 other packages, 2 the package itself), a statement, with ``{}`` where names
stand in it, and the names that need it."""

# isort, and ruff's rules of it, with their default settings join and break imports at this width
_IMPORT_LENGTH = 88
_CLASS = re.compile(r"class (\w+)")
_FUTURE = "from __future__ import annotations"


def module(summary: str, blocks: Sequence[str], *, imports: Sequence[Import], target: str, lazy: bool = True) -> str:
    """A module: marker, docstring, those of the ``imports`` that ``blocks`` need, and the blocks.

    ``imports`` stand in the order of isort; ``lazy`` has annotations not evaluated.  A class of the module's own is
    never imported, whatever else has its name.
    """
    used = _names("\n".join(blocks)) - {match[1] for block in blocks if (match := _CLASS.match(block))}
    sections: dict[int, list[str]] = {}
    for section, statement, names in imports:
        needed = [name for name in names if name in used]
        if needed:
            sections.setdefault(section, []).append(import_names(statement, sort_imports(needed)))
    lines = [_FUTURE] if lazy else []
    lines += ["\n".join(found) for _section, found in sorted(sections.items())]
    text = f'{generated_marker(target)}\n"""{summary}"""' + "".join(f"\n\n{line}" for line in lines)
    apart = False  # two empty lines behind a class too
    for block in blocks:
        definition = block.startswith(("class ", "def ", "@"))
        text += ("\n\n\n" if definition or apart else "\n\n") + block
        apart = definition
    return text + "\n"


def _names(source: str) -> set[str]:
    """The names in ``source`` that are looked up, not those behind a dot."""
    names: set[str] = set()
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and before != ".":
            names.add(token.string)
        before = token.string
    return names


def package_module(summary: str, members: Sequence[tuple[str, Sequence[str]]], *, target: str) -> str:
    """An ``__init__.py`` that gives out ``members``: (the statement that imports them, their names)."""
    lines = [import_names(statement, sort_imports(names)) for statement, names in members if names]
    listed = exports([name for _statement, names in members for name in names])
    return f'{generated_marker(target)}\n"""{summary}"""\n\n{_FUTURE}\n\n' + "\n".join(lines) + f"\n\n{listed}\n"


def exports(names: Sequence[str]) -> str:
    """``__all__ = […]``."""
    return layout(Items(tuple(literal(name) for name in sort_exports(names))), before="__all__ = ")


def import_names(statement: str, names: Sequence[str]) -> str:
    """The import of ``names``, on one line where that fits."""
    flat = statement.format(", ".join(names))
    if width(flat) <= _IMPORT_LENGTH or "{}" not in statement:
        return flat
    return layout(Items(tuple(names), "()"), before=statement.removesuffix("{}"), broken=True)
