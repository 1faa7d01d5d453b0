"""The register's verbs: register, suspect, decide, add service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.words import fold
from teriya.foundation.journal import actions as journal
from teriya.people.engine.duplicates import Index
from teriya.people.engine.records import Record
from teriya.people.engine.weights import HELD
from teriya.people.models import Paper, Person, ServicePeriod, Suspicion


@dataclass(frozen=True)
class NewPerson:
    """Who asks to be known, as an office writes it: a full birth date, or only its year."""

    family: str
    given: str
    sex: str
    birth_on: date | None
    birth_year: int
    commune_id: int
    phone: str = ""
    married: str = ""
    papers: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def register_many(people: Sequence[NewPerson], *, by: Actor, on: date) -> list[Person]:
    """Give each person a number for life. Nobody is merged here: `search_duplicates` puts look-alikes before an officer."""
    require_date(by, on)
    for commune in {new.commune_id for new in people}:
        require(by, P.PEOPLE_REGISTER, commune=commune)
    prefix = f"{settings.AGENCY.upper()}-{on.year}"
    numbers = next_numbers("MATRICULE", on.year, len(people)) if people else []
    rows = Person.objects.bulk_create([
        Person(
            matricule=f"{prefix}-{number:06}", family=new.family, given=new.given, married=new.married, sex=new.sex,
            folded=folded_name(new.family, new.given, new.married), birth_on=new.birth_on, birth_year=new.birth_year,
            phone=new.phone, commune_id=new.commune_id, registered_on=on,
        )
        for number, new in zip(numbers, people, strict=True)
    ])  # fmt: skip
    Paper.objects.bulk_create([
        Paper(person=row, kind=kind, number=number, folded=fold(number).replace(" ", ""))
        for row, new in zip(rows, people, strict=True) for kind, number in new.papers if number
    ])  # fmt: skip
    if rows:
        journal.write(
            "people.register",
            "person",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.PEOPLE_REGISTER,
            rows=[r.pk for r in rows],
        )
    return rows


def folded_name(*parts: str) -> str:
    """The words of a name, folded and in alphabetical order: KOFFI Afi and Afi KOFFI are searched alike."""
    return " ".join(sorted(fold(" ".join(parts)).split()))


@transaction.atomic
def search_duplicates(*, by: Actor, on: date, among: Iterable[Person] | None = None) -> list[Suspicion]:
    """Compare people (all, or `among` them) with the register and write what looks like one person twice.

    A pair already decided or open is left as it is. Nobody is merged: an officer decides.
    """
    require(by, P.PEOPLE_REGISTER)
    wanted = None if among is None else {person.pk for person in among}
    index = Index(_records())
    found = [pair for pair in index.pairs() if wanted is None or pair.a in wanted or pair.b in wanted]
    known = set(Suspicion.objects.values_list("first_id", "second_id"))
    rows = Suspicion.objects.bulk_create([
        Suspicion(
            first_id=min(pair.a, pair.b), second_id=max(pair.a, pair.b), score=pair.score,
            reasons=[[reason.code, reason.sentence] for reason in pair.reasons], is_held=pair.score >= HELD, found_on=on,
        )
        for pair in found if (min(pair.a, pair.b), max(pair.a, pair.b)) not in known
    ])  # fmt: skip
    if rows:
        journal.write(
            "people.suspect",
            "suspicion",
            rows[0].pk,
            by=by,
            on=on,
            permission=P.PEOPLE_REGISTER,
            rows=[r.pk for r in rows],
        )
    return rows


def _records() -> list[Record]:
    papers: dict[int, list[tuple[str, str]]] = {}
    for person, kind, number in Paper.objects.values_list("person_id", "kind", "number"):
        papers.setdefault(person, []).append((kind, number))
    fields = ("pk", "family", "given", "sex", "birth_on", "birth_year", "phone", "commune__code", "married")
    return [
        Record(id=pk, family=family, given=given, sex=sex, birth=birth, birth_year=year, phone=phone,
               papers=tuple(papers.get(pk, ())), commune=commune, married=married)
        for pk, family, given, sex, birth, year, phone, commune, married in Person.objects.alive().values_list(*fields)
    ]  # fmt: skip


@transaction.atomic
def decide(
    *, suspicion: Suspicion, same: bool, reason: str, by: Actor, on: date, keep: Person | None = None
) -> Suspicion:
    """Say whether two records are one person. If they are, the one not kept becomes an alias of the other: nothing moves.

    The older record is kept unless `keep` says otherwise.
    """
    locked = Suspicion.objects.select_for_update().select_related("first", "second").get(pk=suspicion.pk)
    require(by, P.PEOPLE_DECIDE_DUPLICATES, commune=locked.first.commune_id)
    if locked.state != Suspicion.State.OPEN:
        raise Refusal("already_decided", "Cette paire est déjà tranchée. Annulez d’abord la décision.")
    if not reason.strip():
        raise Refusal("reason_required", "Écrivez ce qui vous fait trancher.", field="reason")
    if same:
        kept = keep or locked.first
        alias = locked.second if kept.pk == locked.first_id else locked.first
        _make_alias(alias, kept)
    locked.state = Suspicion.State.SAME if same else Suspicion.State.DIFFERENT
    locked.save(update_fields=["state"])
    journal.write("people.decide", "suspicion", locked.pk, by=by, on=on, reason=reason, permission=P.PEOPLE_DECIDE_DUPLICATES,
                  same=same, first=locked.first_id, second=locked.second_id)  # fmt: skip
    return locked


def _make_alias(alias: Person, kept: Person) -> None:
    head = Person.objects.select_for_update().get(pk=kept.pk)
    if head.merged_into_id:
        raise Refusal(
            "kept_is_alias", f"Le dossier {head.matricule} est déjà rattaché à un autre : choisissez celui-là."
        )
    Person.objects.filter(pk=alias.pk).update(merged_into=head)
    Person.objects.filter(merged_into=alias).update(merged_into=head)


@transaction.atomic
def undo(*, suspicion: Suspicion, reason: str, by: Actor, on: date) -> Suspicion:
    """Take a decision back: the alias stands for itself again, the pair is open."""
    locked = Suspicion.objects.select_for_update().select_related("first", "second").get(pk=suspicion.pk)
    require(by, P.PEOPLE_DECIDE_DUPLICATES, commune=locked.first.commune_id)
    if not reason.strip():
        raise Refusal("reason_required", "Écrivez ce qui vous fait revenir sur la décision.", field="reason")
    if locked.state == Suspicion.State.SAME:
        Person.objects.filter(pk=locked.first_id, merged_into_id=locked.second_id).update(merged_into=None)
        Person.objects.filter(pk=locked.second_id, merged_into_id=locked.first_id).update(merged_into=None)
    locked.state = Suspicion.State.OPEN
    locked.save(update_fields=["state"])
    journal.write(
        "people.undo", "suspicion", locked.pk, by=by, on=on, reason=reason, permission=P.PEOPLE_DECIDE_DUPLICATES
    )
    return locked


def add_services(periods: Sequence[tuple[int, str, date, date, int]], *, source: str) -> None:
    """Write service as (person, form, first day, last day, source id); overlapping service of one person is refused."""
    try:
        with transaction.atomic():
            ServicePeriod.objects.bulk_create([
                ServicePeriod(person_id=person, form=form, period=between(first, last), source=source, source_id=pk)
                for person, form, first, last, pk in periods
            ])  # fmt: skip
    except IntegrityError as error:
        if "service_periods_do_not_overlap" not in str(error):
            raise
        raise Refusal("service_overlaps", "Une de ces personnes est déjà en service à ces dates.") from error


def shorten_service(*, source: str, source_id: int, last: date) -> None:
    """End a service period early; the days after `last` no longer count."""
    row = ServicePeriod.objects.select_for_update().get(source=source, source_id=source_id)
    row.period = between(row.period.lower, last)
    row.save(update_fields=["period"])
