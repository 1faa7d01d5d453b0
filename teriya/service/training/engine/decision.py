"""Whether somebody is trained: what was asked, what one came to, what one was marked. `docs/algorithms/formation.md`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

PASSED, RESIT, FAILED = "passed", "resit", "failed"
ABSENT, PRESENCE, MARK = "absent", "presence", "mark"


@dataclass(frozen=True, slots=True)
class Asked:
    """A module of the session. `pass_mark` out of 20; None where nothing is marked."""

    code: str
    is_compulsory: bool
    pass_mark: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`presence`: percent of the half-days that one must attend. `attempts`: trainings that one may follow in all."""

    presence: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Done:
    """What one person did: `came` is half-days a module, `present` out of `halves` in all, marks out of 20."""

    came: Mapping[str, int]
    present: int
    halves: int
    marks: Mapping[str, int]
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """`owed`: module → why it is owed. Nothing owed is a pass; something owed is a resit while an attempt is left."""

    outcome: str
    owed: Mapping[str, str]


def decide(asked: Sequence[Asked], held: Collection[str], done: Done, rule: Rule) -> Decision:
    """The rule in order: presence under the minimum owes every compulsory module; a compulsory module never attended, or
    marked under its pass mark, is owed. A module that was not held is nobody's fault. Optional modules are never owed.
    """
    compulsory = [module for module in asked if module.is_compulsory and module.code in held]
    if done.present * 100 < rule.presence * done.halves:
        owed = {module.code: PRESENCE for module in compulsory}
    else:
        owed = {module.code: why for module in compulsory if (why := _lack(module, done))}
    if not owed:
        return Decision(PASSED, owed)
    return Decision(RESIT if done.attempt < rule.attempts else FAILED, owed)


def _lack(module: Asked, done: Done) -> str:
    if not done.came.get(module.code):
        return ABSENT
    if module.pass_mark is not None and done.marks.get(module.code, 0) < module.pass_mark:
        return MARK
    return ""
