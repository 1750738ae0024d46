"""What plugins' lint rules say of the plans: told with the result, or the end of it."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.stages import Stage
from matrx_orm_migrate.errors import ReviewRefusedError
from matrx_orm_migrate.hooks import Finding, PluginManager, Review

__all__ = ["reviewed"]


def reviewed(stages: Iterable[Stage], plugins: PluginManager) -> tuple[str, ...]:
    """What the rules find, each once.  Raises ``ReviewRefusedError`` where one of the findings is to stop the run."""
    found: dict[Finding, None] = {}
    for stage in stages:
        review = Review(
            current=stage.current,
            desired=stage.desired,
            changes=tuple(compare(stage.renamed, stage.desired, plugins)),
            up=stage.up.statements,
            down=stage.down.statements if stage.down is not None else None,
        )
        found.update(dict.fromkeys(plugins.review(review)))
    blocking = tuple(str(finding) for finding in found if finding.blocking)
    if blocking:
        raise ReviewRefusedError(blocking)
    return tuple(map(str, found))
