"""The page about coverage says what the code does, and the code does what the page says."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.testing.journey import _STORAGE_PARAMETERS, _sorted_parameters
from tests.support import coverage
from tests.support.coverage import Ignored
from tests.support.pgdump import normalise


def test_the_page_is_up_to_date() -> None:
    page = coverage.PAGE.read_text(encoding="utf-8")
    assert page == coverage.rendered(page), "run: python -m tests.support.coverage"


def test_every_kind_has_cases_and_every_folder_a_kind() -> None:
    sizes = coverage.corpus_sizes()
    assert [kind for kind in coverage.kinds() if not coverage.folders_of(kind)] == []
    claimed = {folder for kind in coverage.kinds() for folder in coverage.folders_of(kind)} | set(coverage.EVERY_KIND)
    assert sorted(sizes) == sorted(claimed)
    assert [folder for folder, size in sizes.items() if not size] == []
    assert set(coverage.FOLDERS) <= set(coverage.kinds())


def test_every_kind_is_accounted_for_by_a_catalog_and_nothing_else_is() -> None:
    accounted = {part for parts in coverage.CATALOGS.values() for part in parts}
    known = set(coverage.kinds()) | set(coverage.reported()) | set(coverage.OUTSIDE)
    assert accounted - known == set()
    assert set(coverage.kinds()) - accounted == set()
    assert set(coverage.reported()) - accounted == set()
    assert {name for name, parts in coverage.CATALOGS.items() if not parts} == set(coverage.ABOUT_ALL)


@pytest.mark.parametrize("ignored", coverage.IGNORED, ids=lambda ignored: ignored.what)
def test_what_the_comparison_of_dumps_is_said_to_leave_out_it_leaves_out(ignored: Ignored) -> None:
    one, other = (_STORAGE_PARAMETERS.sub(_sorted_parameters, normalise(dump)) for dump in (ignored.one, ignored.other))
    assert ignored.one != ignored.other
    assert one == other
