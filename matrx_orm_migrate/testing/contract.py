"""The contract of detectors: what one has to do with its kind, checked on real servers over examples.

::

    from matrx_orm_migrate.testing import DetectorContract, Example


    class TestPolicies(DetectorContract):
        kinds = ("policy",)
        examples = (Example(name="create", setup="CREATE TABLE t ()", b="CREATE POLICY p ON t"), …)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.checks import (
    expect_equal_bytes,
    expect_nothing_of_extensions,
    expect_queries_run,
    made_again,
    verbs_lacking,
)
from matrx_orm_migrate.testing.journey import Example, there_and_back
from matrx_orm_migrate.testing.servers import EMBEDDED, Server, fresh_databases, programs_at_hand, run_apart

__all__ = ["DetectorContract"]

_OF_EXTENSIONS = "test_nothing_of_an_extension_is_proposed"
_OF_EXAMPLES = {"test_there_and_back", "test_equal_text_in_equal_bytes_out", _OF_EXTENSIONS}


class DetectorContract:
    """Subclass it as ``Test…`` and say what ``kinds`` it is about; give ``examples``, a ``strategy``, or both.

    ``plugin`` is the module or object with the hooks, where it is not installed under an entry point.  ``verbs`` are
    the changes that the examples have to show of each kind, in one direction or the other.  ``privileges`` also
    compares owners and privileges.  ``of_extensions`` is False for kinds that no extension can have.  ``witness`` is a
    query for what ``pg_dump --schema-only`` passes over; its rows are compared along with the dump.

    ``strategy`` is a hypothesis strategy of SQL texts, of objects, or of sequences of objects: each two that it gives
    must lead to one another.  Objects are made behind the statements of ``setup``, and must read back as they are.

    The tests run on the server of the fixture ``matrx_server``, and on every further one that
    ``MATRX_TEST_POSTGRES_BIN`` names.
    """

    kinds: ClassVar[Sequence[str]] = ()
    examples: ClassVar[Sequence[Example]] = ()
    strategy: ClassVar[Any] = None
    setup: ClassVar[str] = ""
    max_examples: ClassVar[int] = 10
    plugin: ClassVar[object | None] = None
    verbs: ClassVar[Sequence[str]] = ("create", "alter")
    privileges: ClassVar[bool] = False
    of_extensions: ClassVar[bool] = True
    witness: ClassVar[str] = ""
    _left_out: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def plugins(cls) -> PluginManager:
        """The plugins to run with: those that are installed, and ``plugin``."""
        return PluginManager.discover(extra=() if cls.plugin is None else [("contract", cls.plugin)])

    def __init_subclass__(cls) -> None:
        """Leave out the tests for which nothing is given, so that none is collected to be skipped."""
        inherited = cls._left_out
        needless = _OF_EXAMPLES if not cls.examples else set() if cls.of_extensions else {_OF_EXTENSIONS}
        # what a class took out by itself (a test set to None) stays out
        cls._left_out = frozenset(name for name in needless if name in inherited or getattr(cls, name) is not None)
        for name in cls._left_out:
            setattr(cls, name, None)
        # sorted: pytest collects in this order, and xdist wants the same one in each process
        for name in sorted(inherited - cls._left_out - vars(cls).keys()):
            setattr(cls, name, vars(DetectorContract)[name])
        if cls.strategy is not None:
            setattr(cls, "test_any_two_lead_to_one_another", _property(cls))  # noqa: B010  # made for this class

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each example and each server."""
        if "example" in metafunc.fixturenames:
            metafunc.parametrize("example", self.examples, ids=[example.name for example in self.examples])
        programs = programs_at_hand()
        if "matrx_contract_server" in metafunc.fixturenames and len(programs) > 1:
            ids = [entry if entry == EMBEDDED else Path(entry).parent.name for entry in programs]
            metafunc.parametrize("matrx_contract_server", programs, ids=ids, indirect=True, scope="session")

    def test_the_examples_show_what_happens_to_the_kinds(self, matrx_server: Server) -> None:
        """A contract whose examples never touch a kind would say nothing about it."""
        with fresh_databases(matrx_server) as databases:
            lacking = run_apart(verbs_lacking(self.examples, self.kinds, self.verbs, databases, self.plugins()))
        if not self.kinds:
            pytest.fail(f"{type(self).__name__} names no kinds", pytrace=False)
        if lacking and self.strategy is None:
            pytest.fail(f"no example of {type(self).__name__} shows: {', '.join(lacking)}", pytrace=False)

    def test_the_catalog_queries_run(self, matrx_contract_server: Server) -> None:
        """Every server's catalog is understood, or the kind left out there."""
        with fresh_databases(matrx_contract_server) as databases:
            run_apart(expect_queries_run(self.kinds, databases, self.plugins()))

    def test_there_and_back(self, example: Example, matrx_contract_server: Server, tmp_path: Path) -> None:
        """apply(diff(a, b)) is b, diff(b, b) is empty, down brings a back; and the other way round."""
        with fresh_databases(matrx_contract_server) as databases:
            journey = there_and_back(
                example,
                matrx_contract_server,
                databases,
                self.plugins(),
                tmp_path,
                privileges=self.privileges,
                witness=self.witness,
            )
            if not run_apart(journey):
                pytest.skip(f"needs PostgreSQL {example.requires}")

    def test_nothing_of_an_extension_is_proposed(self, example: Example, matrx_contract_server: Server) -> None:
        """What belongs to an extension, or is part of what does, is the extension's business."""
        with fresh_databases(matrx_contract_server) as databases:
            run_apart(expect_nothing_of_extensions(example, self.kinds, databases, self.plugins()))

    def test_equal_text_in_equal_bytes_out(self, matrx_server: Server, tmp_path: Path) -> None:
        """The same two schemas give the same file: in other databases, in other processes, on another day."""
        with fresh_databases(matrx_server) as databases:
            run_apart(expect_equal_bytes(type(self), self.examples, databases, self.plugins(), tmp_path))


def _property(contract: type[DetectorContract]) -> Callable[..., None]:
    """The test of a strategy: hypothesis draws two sides, and each must lead to the other."""
    from hypothesis import Phase, given, settings

    def test(
        self: DetectorContract,
        matrx_contract_server: Server,
        tmp_path_factory: pytest.TempPathFactory,
        one: Any,
        other: Any,
    ) -> None:
        """Any two of what the strategy gives lead to one another."""
        plugins = self.plugins()
        with fresh_databases(matrx_contract_server) as databases:
            a, b = (run_apart(made_again(side, self.setup, databases, plugins)) for side in (one, other))
            example = Example(name="drawn", setup=self.setup, a=a, b=b)
            journey = there_and_back(
                example,
                matrx_contract_server,
                databases,
                plugins,
                tmp_path_factory.mktemp("drawn"),
                privileges=self.privileges,
                witness=self.witness,
            )
            try:
                run_apart(journey)
            except AssertionError as error:
                raise AssertionError(f"{error}\na: {a}\nb: {b}") from error

    drawn = given(one=contract.strategy, other=contract.strategy)(test)
    # no shrinking: each try costs databases, and a failure shows both sides as they are
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(max_examples=contract.max_examples, deadline=None, phases=phases)(drawn)
