"""Who may take which step of the chain. The four eyes look at persons, whatever roles or delegations they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.roles import ROLES
from teriya.foundation.core.actors import require_other_person
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.journal.models import Entry
from teriya.foundation.rules import queries as rules
from teriya.pay.allowances.models import PayRun, Visa
from teriya.pay.allowances.states import RUN_LIFE
from teriya.service.attendance.models import MonthSheet


def current_round(visas: Iterable[Visa]) -> int:
    """A refusal closes a round: the next visa opens another."""
    return 1 + sum(not visa.accepted for visa in visas)


def signatures_of(visas: Iterable[Visa], step: str) -> list[Visa]:
    """Who has signed a step in the round under way, in order: one person, or as many as the amount asks."""
    visas = list(visas)
    now = current_round(visas)
    return [visa for visa in visas if visa.step == step and visa.accepted and visa.round == now]


def is_taken(visas: Iterable[Visa], step: str) -> bool:
    """Whether everybody whom the step asked has signed it; how many was frozen by the first signature."""
    given = signatures_of(visas, step)
    return bool(given) and len(given) >= given[0].needed


def signers_needed(step: dict, total: int) -> int:
    """How many persons sign a step of a run of so many francs: the pack's last band begun; one without bands."""
    begun = [band for band in step.get("signatures", ()) if band["since"] <= total]
    return max(begun, key=lambda band: band["since"])["persons"] if begun else 1


def persons_needed(step: dict, given: Sequence[Visa], total: int) -> int:
    """How many persons sign a step in all: what its first signature froze, else what its amount asks."""
    return given[0].needed if given else signers_needed(step, total)


def next_step(visas: Iterable[Visa]) -> dict | None:
    """The step of the pack's chain that waits, with its `code`, `name`, `role`; None when all are taken."""
    visas = list(visas)
    return next((step for step in rules.chain()["steps"] if not is_taken(visas, step["code"])), None)


def require_turn(step: str, visas: Iterable[Visa]) -> dict:
    """Refuse a step that is not the next one, naming the one that is."""
    expected = next_step(visas)
    if expected is None or expected["code"] != step:
        what = (
            _("l’étape attendue est « %(step)s »") % {"step": said(expected["name"])}
            if expected
            else _("toutes les étapes sont faites")
        )
        raise Refusal(
            "wrong_step", _("Ce n’est pas le moment de cette étape : %(what)s.") % {"what": what}, field="step"
        )
    return expected


def separated_from(step: str) -> set[str]:
    """The steps that the pack forbids to whoever takes this one."""
    pairs = [set(pair) for pair in rules.chain()["different_persons"]]
    return set().union(*(pair - {step} for pair in pairs if step in pair))


@dataclass(frozen=True)
class Turn:
    """The step that waits, its words, and whether this person may take it; `why_not` says what forbids it.

    `signed` of the `needed` persons have signed it.
    """

    code: str
    name: str
    holder: str
    refusal: str
    is_mine: bool
    why_not: str
    signed: int
    needed: int


def turn_of(user: User, run: PayRun, visas: Iterable[Visa]) -> Turn | None:
    """What a run's page offers to this person; None when the chain is done."""
    visas = list(visas)
    step = next_step(visas)
    if step is None:
        return None
    why_not, may, given = "", user.may(RUN_LIFE.steps[step["code"]].permission), signatures_of(visas, step["code"])
    if may:
        try:
            require_separation(user, step["code"], run, visas)
            require_not_signed(user, given)
        except NotAllowed as no:
            may, why_not = False, no.sentence
    refusal = said(step["refusal"]) if step.get("refusal") else ""
    return Turn(step["code"], said(step["name"]), str(ROLES[step["role"]].name), refusal, may, why_not,
                len(given), persons_needed(step, given, run.total))  # fmt: skip


def said(name: dict[str, str]) -> str:
    """A word of the pack in the language of the page, French by default."""
    return name.get(translation.get_language() or "fr") or name["fr"]


def require_not_signed(by: User, given: Iterable[Visa]) -> None:
    """Two signatures are two persons."""
    if by.id in {visa.by_id for visa in given}:
        raise NotAllowed("same_person", _("Vous avez déjà signé cette étape : une autre personne signe aussi."))


_PREPARERS = frozenset({"engage", "liquidate"})  # the steps that are the preparer's own work


def require_separation(by: User, step: str, run: PayRun, visas: Iterable[Visa]) -> None:
    """Never one person for two steps that the pack separates, in any round; never for what one made, for oneself or one's host."""
    others = separated_from(step)
    require_other_person(by, *{visa.by_id for visa in visas if visa.step in others})
    if step == "send" and "settle" in others:
        require_other_person(by, *run.returns.values_list("by_id", flat=True))
    if step not in _PREPARERS:
        require_other_person(by, *preparers_of(run))
    require_no_hand_in(by, run)


def preparers_of(run: PayRun) -> set[int]:
    """Whoever has calculated the run, once or again."""
    done = Entry.objects.filter(action="pay.prepare", subject="pay_run", subject_id=str(run.pk))
    return set(done.values_list("by_id", flat=True))


def require_reader(by: User, run: PayRun, *, read_by: int = 0) -> None:
    """Who reads returns never sent the money; who explains a line that a person (`read_by`) has read may have.

    Whoever sends is so never the only one to reconcile, where the pack separates the two.
    """
    visas = [visa for visa in run.visas.all() if not read_by or visa.step != "send"]
    require_separation(by, "settle", run, visas)
    if not read_by and "send" in separated_from("settle"):
        require_other_person(by, *senders_again(run))


def senders_again(run: PayRun) -> set[int]:
    """Whoever has sent a follow-up of what came back."""
    sent = Entry.objects.filter(action="pay.reorder", subject="pay_run", subject_id=str(run.pk))
    return set(sent.values_list("by_id", flat=True))


def require_no_hand_in(by: User, run: PayRun) -> None:
    """Whoever enrolled, attested or confirmed somebody of the run, is paid by it or belongs to a host in it, handles none of it."""
    lines = run.lines.exclude(state="dropped")
    if lines.filter(mission__person__account=by).exists():
        raise NotAllowed("own_file", _("Cet état vous paie : une autre personne doit agir."))
    if lines.filter(mission__host__officers__user=by, mission__host__officers__until=None).exists():
        raise NotAllowed(
            "own_host", _("Cet état paie dans une structure dont vous êtes membre : une autre personne doit agir.")
        )
    sheets = MonthSheet.objects.filter(Q(attested_by_id=by.pk) | Q(confirmed_by_id=by.pk), month=run.month)
    enrolled = lines.filter(mission__offer__application__entered_by=by.pk)
    if enrolled.exists() or lines.filter(mission__in=sheets.values("mission")).exists():
        raise NotAllowed(
            "own_work", _("Vous avez inscrit ou attesté quelqu’un de cet état : une autre personne doit agir.")
        )
