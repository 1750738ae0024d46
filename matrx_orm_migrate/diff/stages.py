"""The files that a difference needs: one stage for each, with its plan there and its plan back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.naming import describe_change
from matrx_orm_migrate.diff.plan import Plan, Step, make_plan
from matrx_orm_migrate.diff.renames import Rename, rename_statements
from matrx_orm_migrate.errors import PluginError, UnsupportedChangeError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import Change, Snapshot

__all__ = ["Stage", "changes_between", "rewriting_hint", "split_into_stages", "way_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One file's worth: from one snapshot to another, renames first."""

    current: Snapshot
    renamed: Snapshot
    desired: Snapshot
    renames: tuple[Rename, ...]
    up: Plan
    down: Plan | None
    no_down: str
    rewritten_by: tuple[str, ...] = ()
    """The plugins that rewrote the changes, of either direction."""


def changes_between(
    current: Snapshot, desired: Snapshot, plugins: PluginManager, rewritten_by: list[str] | None = None
) -> list[Change]:
    """The changes, as the plugins rewrite them, whose names ``rewritten_by`` takes.

    Raises ``PluginError`` where they leave nothing: without a change there is no proof that would miss them.
    """
    found = list(compare(current, desired, plugins))
    names: list[str] = []
    rewritten = list(plugins.rewrite(found, current, desired, names.append))
    if found and not rewritten:
        shown = "".join(f"\n  - {describe_change(change, plugins)}" for change in found)
        raise PluginError(
            f"{_named(names)} left nothing of the changes in matrx_rewrite():{shown}",
            plugin=names[-1],
            hint="Mend or uninstall it, or say --no-plugin; what should take no part is for matrx_include() to say.",
        )
    if rewritten_by is not None:
        rewritten_by += names
    return rewritten


def rewriting_hint(stage: Stage) -> str:
    """Whom to ask first where a stage's proof fails and plugins rewrote its changes; else nothing."""
    if not stage.rewritten_by:
        return ""
    whose = " ".join(f"--no-plugin {name}" for name in stage.rewritten_by)
    return f"{_named(stage.rewritten_by)} rewrote the changes (matrx_rewrite); try it without: {whose}."


def _named(plugins: Sequence[str]) -> str:
    return f"plugin{'s' if len(plugins) > 1 else ''} {' and '.join(map(repr, plugins))}"


def split_into_stages(
    current: Snapshot, renamed: Snapshot, desired: Snapshot, renames: tuple[Rename, ...], plugins: PluginManager
) -> list[Stage]:
    """One stage, or two where something must be committed before the rest can use it."""
    rewritten_by: list[str] = []
    changes = changes_between(renamed, desired, plugins, rewritten_by)
    up = make_plan(changes, renamed, desired, plugins)
    early = _committed_first(up, desired)
    if early:
        after = {change.id: change.subject for change in changes if change.id in early}
        middle = renamed.with_objects({**renamed.objects, **after}.values(), desired)
        return [
            _stage(current, renamed, middle, renames, plugins),
            _stage(middle, middle, desired, (), plugins),
        ]
    return [_stage(current, renamed, desired, renames, plugins, up, rewritten_by)]


def _stage(
    current: Snapshot,
    renamed: Snapshot,
    desired: Snapshot,
    renames: tuple[Rename, ...],
    plugins: PluginManager,
    up: Plan | None = None,
    rewritten_by: Sequence[str] = (),
) -> Stage:
    names = list(rewritten_by)
    if up is None:
        up = make_plan(changes_between(renamed, desired, plugins, names), renamed, desired, plugins)
    down: Plan | None = None
    no_down = ""
    try:
        down = way_back(desired, renamed, plugins, names)
    except UnsupportedChangeError as error:
        no_down = error.message
    if renames:
        ahead = rename_statements(renames, current, plugins)
        back = rename_statements(renames, current, plugins, back=True)
        words = "; ".join(f"{rename.old} to {rename.new.name}" for rename in renames)
        objects = tuple(rename.new for rename in renames)
        subject = objects[0]
        up_step = Step(summary=f"Rename {words}", statements=ahead, objects=objects, subject=subject, verb="alter")
        down_step = Step(
            summary=f"Rename back {words}", statements=back, objects=objects, subject=subject, verb="alter"
        )
        up = Plan(steps=(up_step, *up.steps))
        down = Plan(steps=(*down.steps, down_step)) if down is not None else None
    return Stage(
        current=current,
        renamed=renamed,
        desired=desired,
        renames=renames,
        up=up,
        down=down,
        no_down=no_down,
        rewritten_by=tuple(dict.fromkeys(names)),
    )


def way_back(desired: Snapshot, renamed: Snapshot, plugins: PluginManager, rewritten_by: list[str]) -> Plan:
    """The same plan with the sides swapped, for one transaction."""
    # what nobody handles is there on the way back as well
    desired = replace(desired, outsiders=renamed.outsiders)
    changes = changes_between(desired, renamed, plugins, rewritten_by)
    down = make_plan(changes, desired, renamed, plugins)
    if _committed_first(down, renamed):
        down = make_plan(changes, desired, renamed, plugins, one_transaction=True)
    return down


def _committed_first(plan: Plan, desired: Snapshot) -> set[object]:
    """The objects whose change must be committed before other steps of the plan can use it; empty where none does."""
    early = {
        object_id
        for step in plan.steps
        if any(statement.commits_before_use for statement in step.statements)
        for object_id in step.objects
    }
    if not early:
        return set()
    dependents = desired.dependents()
    using: set[object] = set()
    waiting = list(early)
    while waiting:
        for dependent in dependents.get(waiting.pop(), ()):
            if dependent not in using:
                using.add(dependent)
                waiting.append(dependent)
    touched = {object_id for step in plan.steps for object_id in step.objects} - early
    return set(early) if touched & using else set()
