"""Names and titles of generated migrations, after what they do."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.diff.plan import KEEP, Plan, Step
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import Change

__all__ = ["Title", "describe_change", "describe_plan"]

_WORDS = {"create": "add", "drop": "drop", "alter": "alter"}
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """``name`` goes into the file's name, ``sentence`` is the first line of its docstring."""

    name: str
    sentence: str


def describe_plan(plan: Plan) -> Title:
    """A name that says what the plan does, where that fits in a few words."""
    steps = [step for step in plan.steps if step.verb != KEEP]
    if not steps:
        return Title(name="empty", sentence="Nothing to do.")
    if len(steps) == 1:
        (step,) = steps
        return Title(name=_name(step), sentence=f"{step.summary}.")
    verbs: dict[str, set[str]] = {}
    for step in steps:
        whole = step.objects[0] == step.subject
        verbs.setdefault(step.subject.name, set()).add(step.verb if whole else "")
    names = sorted(verbs)
    for verb in ("create", "drop"):
        if all(verb in said for said in verbs.values()):
            return Title(name=_limited(verb, names), sentence=f"{verb.capitalize()} {', '.join(names)}.")
    if len(names) == 1:
        return Title(name=f"update_{names[0]}"[:_LONGEST], sentence=f"Change {names[0]}.")
    return Title(name=_limited("change", names), sentence=f"Change {', '.join(names)}.")


def describe_change(change: Change, plugins: PluginManager) -> str:
    """One line for a change that nobody planned yet."""
    detector = plugins.detectors[change.id.kind]
    summary = f"{change.verb.capitalize()} {detector.describe(change.subject)}"
    if change.before is None or change.after is None or change.before.id != change.after.id:
        return summary
    return f"{summary}: {detector.alteration(change.before, change.after)}"


def _name(step: Step) -> str:
    object_id = step.objects[0]
    if object_id.parent:
        preposition = {"create": "to", "drop": "from"}.get(step.verb, "of")
        return f"{_WORDS[step.verb]}_{object_id.name}_{preposition}_{object_id.parent}"[:_LONGEST]
    verb = "create" if step.verb == "create" else _WORDS[step.verb]
    return f"{verb}_{object_id.name}"[:_LONGEST]


def _limited(verb: str, names: list[str]) -> str:
    """As many of the names as fit, and how many more there are."""
    for count in range(len(names), 0, -1):
        rest = f"_and_{len(names) - count}_more" if count < len(names) else ""
        name = f"{verb}_{'_'.join(names[:count])}{rest}"
        if len(name) <= _LONGEST:
            return name
    return f"{verb}_{names[0]}"[:_LONGEST]
