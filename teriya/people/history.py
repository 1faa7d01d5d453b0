"""The take-on of history: past service written from registers, and a whole take-on taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Min, ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.foundation.intake.models import Import
from teriya.foundation.journal import actions as journal
from teriya.people.actions import add_services, forget_words
from teriya.people.models import Paper, PastService, Person, ServicePeriod, Suspicion, TakeOn

SOURCE = "history"  # of the service periods written here
_AT_ONCE = 1_000  # people erased together


@dataclass(frozen=True, slots=True)
class NewPastService:
    """One line of a register: who served, from when to when, where, and the paper that proves it (empty: none)."""

    line: int
    person_id: int
    form: str
    first: date
    last: date
    is_first_known: bool = False
    wave: str = ""
    host: str = ""
    place: str = ""
    profile: str = ""
    proof: str = ""


@transaction.atomic
def take_on(
    *, file: UUID, rows: Sequence[NewPastService], proofs: Mapping[int, str], by: User, on: date
) -> list[PastService]:
    """Write past service under the file that tells it, and the proofs that it brings (past service id → paper).

    Service of one person never overlaps (`service_overlaps`). A proof already there is left as it is.
    """
    require(by, P.HISTORY_TAKE_ON)
    require_date(by, on)
    brought = Import.objects.defer("content").get(pk=file)
    taking, _is_new = TakeOn.objects.get_or_create(
        file=brought, defaults={"filename": brought.filename, "by_id": by.id, "on": on}
    )
    written = PastService.objects.bulk_create([
        PastService(
            take_on=taking, line=row.line, person_id=row.person_id, is_first_known=row.is_first_known, form=row.form,
            period=between(row.first, row.last), wave=row.wave, host=row.host, place=row.place, profile=row.profile,
            proof=row.proof,
        )
        for row in rows
    ])  # fmt: skip
    add_services(
        [(past.person_id, past.form, row.first, row.last, past.pk) for past, row in zip(written, rows, strict=True)],
        source=SOURCE, unproven={past.pk for past in written if not past.proof},
    )  # fmt: skip
    _prove(taking, proofs)
    journal.write("people.take_on", "take_on", taking.pk, by=by, on=on, permission=P.HISTORY_TAKE_ON,
                  rows=[past.pk for past in written], proofs=len(proofs))  # fmt: skip
    return written


def _prove(taking: TakeOn, proofs: Mapping[int, str]) -> None:
    """Write on periods known before the papers that a later register brings."""
    found = list(PastService.objects.select_for_update().filter(pk__in=proofs).unproven())
    for past in found:
        past.proof, past.proven_by = proofs[past.pk], taking
    PastService.objects.bulk_update(found, ["proof", "proven_by"])
    _services(past.pk for past in found).update(proof=ServicePeriod.Proof.PROVEN)


def _services(lines) -> QuerySet[ServicePeriod]:
    return ServicePeriod.objects.filter(source=SOURCE, source_id__in=lines)


@transaction.atomic
def undo(*, taking: TakeOn, reason: str, by: User, on: date) -> TakeOn:
    """Take a whole take-on back: its periods, the proofs it brought, the people it put in the register.

    Refused (`rests_on_it`) while an application, a mission, a decided pair or a later take-on rests on one of its lines.
    The file stays as it was received, and may be brought again.
    """
    require(by, P.HISTORY_TAKE_ON)
    require_date(by, on)
    locked = TakeOn.objects.select_for_update().get(pk=taking.pk)
    _require_undoable(locked, by)
    if not reason.strip():
        raise Refusal("reason_required", _("Écrivez pourquoi cette reprise est annulée."), field="reason")
    lines = PastService.objects.filter(take_on=locked)
    people = list(lines.filter(is_first_known=True).values_list("person_id", flat=True))
    proven = PastService.objects.filter(proven_by=locked)
    _services(proven.values("pk")).update(proof=ServicePeriod.Proof.MISSING)
    proven.update(proof="", proven_by=None)
    _services(lines.values("pk")).delete()
    count, _kinds = lines.delete()
    _erase(people)
    locked.undone_on, locked.undone_by_id, locked.undo_reason = on, by.id, reason.strip()
    locked.save(update_fields=["undone_on", "undone_by_id", "undo_reason"])
    journal.write("people.undo_take_on", "take_on", locked.pk, by=by, on=on, reason=reason, permission=P.HISTORY_TAKE_ON,
                  rows=people, lines=count)  # fmt: skip
    return locked


def _require_undoable(taking: TakeOn, by: User) -> None:
    if taking.undone_on:
        raise Refusal("already_undone", _("Cette reprise est déjà annulée."))
    communes = by.communes(P.HISTORY_TAKE_ON)
    if communes is not None and taking.lines.exclude(person__commune__in=communes).exists():
        raise NotAllowed("not_allowed", _("Cette reprise porte sur des personnes hors de votre périmètre."))
    later = TakeOn.objects.filter(proofs__take_on=taking).first()
    if later:
        raise Refusal(
            "rests_on_it",
            _("« %(file)s » a apporté des preuves à cette reprise : annulez d’abord celle-là.") % {"file": later},
        )


def _erase(people: Sequence[int]) -> None:
    """Remove people nobody else needs; what points at them elsewhere is found by the keys of every room."""
    words: set[str] = set()
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        owned = Person.objects.filter(pk__in=some).exclude(account=None)
        if owned:
            raise _rests([person.matricule for person in owned])
        for folded in Person.objects.filter(pk__in=some).values_list("folded", flat=True):
            words.update(folded.split())
        Suspicion.objects.filter(Q(first__in=some) | Q(second__in=some), state=Suspicion.State.OPEN).delete()
        Paper.objects.filter(person__in=some).delete()
        try:
            Person.objects.filter(pk__in=some).delete()
        except ProtectedError as error:
            raise _rests(_holders(error.protected_objects, some)) from error
    forget_words(words)


def _holders(rows, people: Sequence[int]) -> list[str]:
    """The matricules of the people that these rows point at."""
    pointed = {
        value for row in rows for field in row._meta.concrete_fields
        if field.related_model is Person and (value := getattr(row, field.attname)) in set(people)
    }  # fmt: skip
    return list(Person.objects.filter(pk__in=pointed).order_by("matricule").values_list("matricule", flat=True))


def _rests(matricules: Sequence[str]) -> Refusal:
    shown = ", ".join(matricules[:3]) + ("…" if len(matricules) > 3 else "")
    sentence = _(
        "Quelque chose s’appuie déjà sur des personnes de cette reprise (%(who)s) : candidature, mission, doublon tranché, "
        "compte ou autre reprise. Corrigez ces dossiers un à un."
    )
    return Refusal("rests_on_it", sentence % {"who": shown})


def waves_of(lines: QuerySet[PastService]) -> list[dict]:
    """The waves that registers tell: form, name as written, people, first and last day, lines without proof."""
    told = lines.order_by().values("form", "wave").annotate(
        people=Count("person", distinct=True), missing=Count("pk", filter=Q(proof="")),
        first=Min("period__startswith"), after=Max("period__endswith"),
    )  # fmt: skip
    return [wave | {"last": wave["after"] - timedelta(1)} for wave in told.order_by("first", "form", "wave")]
