"""What the two agencies say of a convention, whoever speaks: each gives one word on a version, in any order, with the same end."""

from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from teriya.exchange.relations.models import Convention, CostLine
from teriya.exchange.relations.states import CONVENTION_LIFE, ConventionState, Word
from teriya.exchange.relations.terms import digest, read
from teriya.exchange.wire.models import Fact
from teriya.exchange.wire.policies import speaker
from teriya.foundation.core.actors import Counterpart
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.states import move


def apply_proposal(fact: Fact, person: dict[str, Any] | None) -> None:
    """Ours leaves drafting; theirs is written here as it reads. Two that cross are both set aside: `version_crossed`."""
    if fact.is_ours:
        row = _version(fact)
        row.digest = digest(row, row.costs())
        row.save(update_fields=["digest"])
        move(row, CONVENTION_LIFE, "propose", by=speaker(fact), on=fact.on)
    else:
        _write(fact)


def _write(fact: Fact) -> None:
    known = Convention.objects.select_for_update().filter(uid=fact.about)
    if known.exclude(agency=fact.agency).exists():
        raise Refusal("other_agencies", _("Cette convention n’est pas entre nos deux agences."))
    said = known.exclude(state=ConventionState.DRAFTED)
    if said.filter(state=ConventionState.PROPOSED).exists() or fact.content["version"] != 1 + (said.aggregate(last=Max("version"))["last"] or 0):  # fmt: skip
        raise Refusal("version_crossed", _("Une autre version attend déjà une réponse, ou ce numéro est pris."))
    known.filter(state=ConventionState.DRAFTED, version=fact.content["version"]).update(version=F("version") + 1)
    row = Convention(uid=fact.about, agency=fact.agency, is_ours=False, is_declared=fact.is_declared,
                     state=ConventionState.PROPOSED, by_id=fact.by_id, on=fact.on)  # fmt: skip
    row, costs = read(fact.content, row)
    row.digest = digest(row, costs)
    row.save()
    CostLine.objects.bulk_create(costs)


def apply_approval(fact: Fact, person: dict[str, Any] | None) -> None:
    """One agency approves the version whose terms have this digest in its own copy. Refuses `digest_differs`, `already_said`.

    A version that was set aside meanwhile stays so: a refusal wins over an approval, whichever comes first.
    """
    row = _version(fact)
    if fact.content["digest"] != row.digest:
        raise Refusal("digest_differs", _("Nos deux copies de cette version ne disent pas la même chose."))
    _note(row, fact, Word.APPROVED)
    if row.state == ConventionState.PROPOSED and row.our_word == row.their_word == Word.APPROVED:
        row.agreed_on = max(row.our_word_on, row.their_word_on)
        row.save(update_fields=["agreed_on"])
        move(row, CONVENTION_LIFE, "agree", by=speaker(fact), on=fact.on)


def apply_refusal(fact: Fact, person: dict[str, Any] | None) -> None:
    """One agency refuses a version, or takes back its own. Not one that it approved: its word is given (`already_said`)."""
    row = _version(fact)
    _note(row, fact, Word.REFUSED)
    if row.state == ConventionState.PROPOSED:
        row.reason = fact.content["reason"]
        row.save(update_fields=["reason"])
        step = "drop" if fact.is_ours == row.is_ours else "refuse"
        move(row, CONVENTION_LIFE, step, by=speaker(fact), on=fact.on, reason=row.reason)


def _version(fact: Fact) -> Convention:
    """The version spoken of, locked. Refuses `version_unknown`, and to the other agency what it was never told."""
    rows = (
        Convention.objects.select_for_update(of=("self",))
        .select_related("agency")
        .filter(uid=fact.about, agency=fact.agency)
    )
    row = rows.filter(version=fact.content["version"]).first()
    if row is None or (row.state == ConventionState.DRAFTED and fact.kind != "convention.propose"):
        raise Refusal("version_unknown", _("Cette version de la convention n’est pas connue ici."))
    return row


def _note(row: Convention, fact: Fact, word: Word) -> None:
    side = "our" if fact.is_ours else "their"
    if getattr(row, f"{side}_word"):
        raise Refusal("already_said", _("Cette agence a déjà répondu sur cette version."))
    setattr(row, f"{side}_word", word)
    setattr(row, f"{side}_word_on", fact.on)
    if fact.is_ours:
        row.our_word_by_id = fact.by_id
    row.save(update_fields=["our_word", "our_word_on", "our_word_by_id", "their_word", "their_word_on"])


def undo_proposal(fact: Fact, code: str) -> None:
    """What we proposed is not taken there, or never left: set aside, with the code."""
    row = _version(fact)
    row.reason = code
    row.save(update_fields=["reason"])
    if row.state in (ConventionState.PROPOSED, ConventionState.DRAFTED):
        move(row, CONVENTION_LIFE, "drop", by=Counterpart(fact.agency.name), on=fact.on, reason=code)


def undo_word(fact: Fact, code: str) -> None:
    """Our answer is not taken there, or never left: it is not given; a version that it had agreed waits again."""
    row = _version(fact)
    if row.state == ConventionState.AGREED:
        move(row, CONVENTION_LIFE, "reopen", by=Counterpart(fact.agency.name), on=fact.on)
    row.our_word, row.our_word_on, row.our_word_by_id, row.agreed_on, row.reason = "", None, None, None, code
    row.save(update_fields=["our_word", "our_word_on", "our_word_by_id", "agreed_on", "reason"])
