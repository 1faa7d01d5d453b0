"""What the pack asks to know a run by in the official accounts, and what was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from teriya.foundation.accounts.permissions import P
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.models import PayRun, Visa
from teriya.pay.allowances.policies import is_taken, said
from teriya.pay.allowances.states import RUN_LIFE


@dataclass(frozen=True)
class Asked:
    """A reference that the pack asks for: `step` is the one whose holder gives it, `value` what was given; open once it is taken."""

    code: str
    name: str
    kind: str
    step: str
    holder: str
    permission: P
    is_open: bool
    value: str
    on: date | None


def taken(visas: Iterable[Visa]) -> set[str]:
    """The steps of the round under way that are taken."""
    visas = list(visas)
    return {visa.step for visa in visas if is_taken(visas, visa.step)}


def of(run: PayRun) -> list[Asked]:
    """Every reference that the pack asks for, in its order."""
    given = {row.code: row for row in run.references.all()}
    done = taken(run.visas.order_by("pk"))
    steps = {step["code"]: step for step in rules.chain()["steps"]}
    found = []
    for term in rules.terms("reference"):
        step, row = steps[term.facts["step"]], given.get(term.code)
        found.append(
            Asked(term.code, said({"fr": term.fr, "en": term.en}), term.facts["kind"], said(step["name"]),
                  str(ROLES[step["role"]].name), P(RUN_LIFE.steps[step["code"]].permission), step["code"] in done,
                  row.value if row else "", row.on if row else None)
        )  # fmt: skip
    return found


def lacking(run: PayRun) -> list[Asked]:
    return [asked for asked in of(run) if not asked.value]
