"""All migrations of one directory, and the order that their dependencies give."""

from __future__ import annotations

import heapq
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from matrx_orm_migrate.errors import ConfigError, MigrationFileError, UsageError
from matrx_orm_migrate.garbage import without_garbage_collection
from matrx_orm_migrate.loader.migration import Migration, Siblings, checksum_of, read_bytes

__all__ = ["MigrationHistory", "migration_name", "read_directory"]

# matrx-orm takes any characters after the underscore, so its files are taken as they are.
_FILE_NAME = re.compile(r"(\d{4,})_.+\.py", re.ASCII | re.DOTALL)
_NEAR_MISS = re.compile(r"\d.*\.py", re.ASCII | re.DOTALL)
_NOT_A_WORD = re.compile(r"\W+")

#: ``_matrx_migrations.name`` is VARCHAR(255).
MAX_NAME = 255


def read_directory(directory: Path, *, named: bool = False) -> MigrationHistory:
    """List and hash the migrations of a directory; nothing is parsed and nothing is run.

    A directory that does not exist has no migrations, unless somebody ``named`` it: that is a slip, and raises
    :class:`ConfigError`.  Raises :class:`MigrationFileError` where the directory or a file cannot be read, or where a
    name is too long to be recorded.
    """
    if named and not directory.exists():
        raise ConfigError(
            f"there is no folder {directory.absolute()}",
            hint="Correct `directory`, or make the folder; a new one holds no migrations.",
        )
    siblings = Siblings()
    numbers = siblings.names_of_number
    ignored: list[Path] = []
    folder = os.path.join(directory, "")
    for file_name in sorted(_python_files(directory)):
        match = _FILE_NAME.fullmatch(file_name)
        if match is None:
            if _NEAR_MISS.fullmatch(file_name):
                ignored.append(directory / file_name)
            continue
        name, number = file_name[:-3], int(match[1])
        if len(name) > MAX_NAME:
            raise MigrationFileError(
                f"the name of {directory / file_name} has {len(name)} characters; at most {MAX_NAME} can be recorded",
                migration=name,
                hint="Rename the file.",
            )
        siblings.by_name[name] = Migration(
            name=name,
            number=number,
            directory=directory,
            checksum=checksum_of(read_bytes(folder + file_name, name)),
            _siblings=siblings,
        )
        numbers[number] = (*numbers.get(number, ()), name)
    return MigrationHistory(directory=directory, by_name=MappingProxyType(siblings.by_name), ignored=tuple(ignored))


def _python_files(directory: Path) -> list[str]:
    try:
        with os.scandir(directory) as entries:
            return [entry.name for entry in entries if entry.name.endswith(".py") and entry.is_file()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise MigrationFileError(
            f"cannot read the directory of migrations {directory}: {error.strerror or error}",
            hint="Give the directory that holds the files NNNN_description.py.",
        ) from error


@dataclass(frozen=True)
class MigrationHistory:
    """The migrations of one directory.

    ``by_name`` holds them all; ``ignored`` are files that look like migrations but are not named like one
    (``12_x.py``, ``0001-x.py``).
    """

    directory: Path
    by_name: Mapping[str, Migration]
    ignored: tuple[Path, ...] = ()

    @cached_property
    def migrations(self) -> tuple[Migration, ...]:
        """Every migration, each after what it depends on, else by number and name.

        Parses every file; raises :class:`MigrationFileError` where one is unusable, or the set of them is.
        """
        ordered = self.pending(())
        self.check()
        return ordered

    def check(self, applied: Collection[str] = ()) -> None:
        """Refuse two files with one number whose order nobody says; twins that are all applied are left alone."""
        twins: dict[int, list[str]] = {}
        for migration in self.by_name.values():
            twins.setdefault(migration.number, []).append(migration.name)
        for number, names in twins.items():
            if len(names) == 1 or all(name in applied for name in names):
                continue
            self._check_twins(number, names)

    def check_newcomers(self) -> None:
        """Refuse files that came in since: a new migration would be a twin of theirs, or do what they do already."""
        for newcomer in sorted(read_directory(self.directory).by_name.keys() - self.by_name.keys()):
            raise MigrationFileError(
                f"{newcomer} was made meanwhile",
                migration=newcomer,
                hint="Nothing was written: run the command again, which reckons with that file.",
            )

    def pending(self, applied: Collection[str]) -> tuple[Migration, ...]:
        """The migrations that are not among ``applied``, in the order in which to apply them.

        Only these are parsed.  A dependency that is applied counts as fulfilled.
        """
        waiting = {name: m for name, m in self.by_name.items() if name not in applied}
        with without_garbage_collection():  # parsing a thousand files
            missing = {name: {d for d in m.dependencies if d in waiting} for name, m in waiting.items()}
        dependents: dict[str, list[str]] = {}
        for name, needs in missing.items():
            for need in needs:
                dependents.setdefault(need, []).append(name)
        ready = [(waiting[name].number, name) for name, needs in missing.items() if not needs]
        heapq.heapify(ready)
        ordered: list[Migration] = []
        while ready:
            _, name = heapq.heappop(ready)
            ordered.append(waiting[name])
            for dependent in dependents.get(name, ()):
                missing[dependent].discard(name)
                if not missing[dependent]:
                    heapq.heappush(ready, (waiting[dependent].number, dependent))
        if len(ordered) < len(waiting):
            done = {migration.name for migration in ordered}
            self._report_cycle({name: needs for name, needs in missing.items() if name not in done})
        return tuple(ordered)

    def next_number(self) -> int:
        """The number that a new migration gets: one more than the greatest, 1 in an empty directory."""
        return max((migration.number for migration in self.by_name.values()), default=0) + 1

    def leaves(self) -> tuple[Migration, ...]:
        """The migrations that no other depends on, by number and name: what a new one depends on.

        Branches of one number count too: whatever depends on all of these joins them.
        """
        everything = self.pending(())
        needed = {name for migration in everything for name in migration.dependencies}
        return tuple(migration for migration in everything if migration.name not in needed)

    def find(self, name: str) -> Migration:
        """The migration of that name, or of that bare number where exactly one has it; else :class:`UsageError`."""
        if name in self.by_name:
            return self.by_name[name]
        if name.isdecimal():
            found = [migration for migration in self.by_name.values() if migration.number == int(name)]
            if len(found) == 1:
                return found[0]
            if found:
                names = ", ".join(sorted(migration.name for migration in found))
                raise UsageError(
                    f"{len(found)} migrations have the number {name}: {names}", hint="Give one of these names in full."
                )
        raise UsageError(
            f"there is no migration {name!r} in {self.directory}",
            hint="Give the file's name without `.py`; `status` lists them.",
        )

    def _check_twins(self, number: int, names: list[str]) -> None:
        for position, first in enumerate(names):
            for second in names[position + 1 :]:
                needs_first, needs_second = self._ancestors(first), self._ancestors(second)
                if first in needs_second or second in needs_first:
                    continue
                if any({first, second} <= self._ancestors(name) for name in self.by_name):
                    continue
                raise MigrationFileError(
                    f"two migrations have the number {number:04d}: {first} and {second}",
                    migration=second,
                    hint=(
                        f"Rename the one that is not applied anywhere (next number: {self.next_number():04d}), let it "
                        "depend on the other, or join both: `matrx-orm create_empty` makes a migration that depends on "
                        "both."
                    ),
                )

    def _ancestors(self, name: str) -> set[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            for dependency in self.by_name[waiting.pop()].dependencies:
                if dependency not in seen:
                    seen.add(dependency)
                    waiting.append(dependency)
        return seen

    def _report_cycle(self, missing: Mapping[str, Iterable[str]]) -> None:
        """Walk from any stuck migration along its dependencies until a name comes again."""
        name = min(missing)
        path = [name]
        while (name := min(missing[name])) not in path:
            path.append(name)
        cycle = [*path[path.index(name) :], name]
        raise MigrationFileError(
            f"migrations depend on each other in a circle: {' → '.join(cycle)}",
            migration=name,
            hint="Take one of these names out of `dependencies`.",
        )


def migration_name(number: int, description: str) -> str:
    """``0007_add_total_to_orders`` for 7 and "Add total to orders"; :class:`UsageError` where that gives no name."""
    slug = _NOT_A_WORD.sub("_", description.strip().lower()).strip("_")
    if not slug:
        raise UsageError(
            f"a migration cannot be named {description!r}",
            hint="Give a description with letters or digits in it, such as `add total to orders`.",
        )
    name = f"{number:04d}_{slug}"
    if len(name) > MAX_NAME or len(f"{name}.py".encode()) > MAX_NAME:
        raise UsageError(
            f"the name of the migration would have {len(name)} characters; at most {MAX_NAME - 3} fit in a file name",
            hint="Give a shorter description; the long one belongs in the file's docstring.",
        )
    return name
