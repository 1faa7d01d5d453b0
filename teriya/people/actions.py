"""The register's verbs: register, suspect, decide, add service."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, transaction
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import Actor, require, require_date
from teriya.foundation.core.numbers import next_numbers
from teriya.foundation.core.periods import between
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.journal import actions as journal
from teriya.foundation.messages.actions import queue, withdraw
from teriya.foundation.rules import queries as rules
from teriya.people import lookalikes, ports
from teriya.people.engine.duplicates import Index
from teriya.people.engine.records import Pair
from teriya.people.engine.spelling import keys
from teriya.people.engine.weights import HELD
from teriya.people.lookalikes import NewPerson, folded_name, folded_number
from teriya.people.models import NameWord, Paper, Person, ServicePeriod, Suspicion
from teriya.people.spellings import words_of


@transaction.atomic
def register_many(people: Sequence[NewPerson], *, by: Actor, on: date) -> list[Person]:
    """Give each person a number for life. Nobody is merged here: `search_duplicates` puts look-alikes before an officer."""
    require_date(by, on)
    for commune in {new.commune_id for new in people}:
        require(by, P.PEOPLE_REGISTER, commune=commune)
    return _insert(people, by=by, on=on, permission=P.PEOPLE_REGISTER)


def _insert(people: Sequence[NewPerson], *, by: Actor, on: date, permission: str) -> list[Person]:
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
    learn_words(rows)
    Paper.objects.bulk_create([paper for row, new in zip(rows, people, strict=True) for paper in _papers(row, new)])
    if rows:
        journal.write(
            "people.register", "person", rows[0].pk, by=by, on=on, permission=permission, rows=[r.pk for r in rows]
        )
    return rows


def learn_words(people: Iterable[Person]) -> None:
    """Keep the words of these names that no name of the register had yet: what a misspelt search is read with."""
    words = {word for person in people for word in person.folded.split()}
    known = NameWord.objects.filter(word__in=words).values_list("word", flat=True)
    NameWord.objects.bulk_create([NameWord(word=word, keys=keys(word)) for word in sorted(words.difference(known))])


def forget_words(words: Iterable[str]) -> None:
    """Let go of the words that no name of the register bears any more: who is erased leaves no word behind."""
    this = Func(
        Cast(OuterRef("word"), TextField()), template="ARRAY[%(expressions)s]", output_field=ArrayField(TextField())
    )
    bearers = Person.objects.annotate(words=words_of("folded")).filter(words__contains=this)
    NameWord.objects.filter(~Exists(bearers), word__in=set(words)).delete()


def _papers(person: Person, new: NewPerson) -> Iterable[Paper]:
    """One row a paper, whatever the spaces and dashes of its number."""
    seen = set()
    for kind, number in new.papers:
        folded = folded_number(number)
        if folded and (kind, folded) not in seen:
            seen.add((kind, folded))
            yield Paper(person=person, kind=kind, number=number, folded=folded)


@transaction.atomic
def search_duplicates(*, by: Actor, on: date, among: Iterable[Person] | None = None) -> list[Suspicion]:
    """Compare people (all, or `among` them) with the register and write what looks like one person twice.

    A pair already decided or open is left as it is. Nobody is merged: an officer decides.
    """
    require(by, P.PEOPLE_REGISTER)
    records = lookalikes.records(Person.objects.alive())
    index = Index(records)
    if among is None:
        found = index.pairs()
    else:
        wanted = {person.pk for person in among}
        found = [pair for record in records if record.id in wanted for pair in index.against(record)]
    return suspect(found, by=by, on=on)


SEARCHED_AT_ONCE = 5_000  # people: about a second


def search_soon(*, by: Actor, on: date) -> bool:
    """Search the whole register for doubles: at once when it is small, else by the worker; true when it is done."""
    require(by, P.PEOPLE_REGISTER)
    if Person.objects.alive().count() <= SEARCHED_AT_ONCE:
        search_duplicates(by=by, on=on)
        return True
    search = app.configure_task("teriya.people.jobs.search", allow_unknown=False)
    transaction.on_commit(partial(search.defer, by=by.id, on=on.isoformat()))
    return False


def suspect(found: Iterable[Pair], *, by: Actor, on: date) -> list[Suspicion]:
    """Put pairs before an officer; those already known, decided or not, are left as they are."""
    pairs = {(min(pair.a, pair.b), max(pair.a, pair.b)): pair for pair in found}
    known = set(Suspicion.objects.filter(first__in=[a for a, _ in pairs]).values_list("first_id", "second_id"))
    rows = Suspicion.objects.bulk_create([
        Suspicion(
            first_id=first, second_id=second, score=pair.score, is_held=pair.score >= HELD, found_on=on,
            reasons=[[reason.code, reason.sentence] for reason in pair.reasons],
        )
        for (first, second), pair in pairs.items() if (first, second) not in known
    ])  # fmt: skip
    if rows:
        journal.write("people.suspect", "suspicion", rows[0].pk, by=by, on=on, permission=P.PEOPLE_REGISTER,
                      rows=[r.pk for r in rows])  # fmt: skip
    return rows


@transaction.atomic
def register_at_counter(*, new: NewPerson, by: Actor, on: date, unlike: Collection[int] = ()) -> Person:
    """Register somebody who stands at the counter, and tell the number by SMS.

    Refuses `looks_like` while a record that may be the same person is not among `unlike`, those that the officer looked
    at. What still looks alike goes to the queue, where somebody decides with a reason.
    """
    found = lookalikes.of(new)
    if any(other.pk not in unlike for other, _ in found):
        sentence = _("Cette personne est peut-être déjà au registre. Comparez avec les fiches ci-dessous.")
        raise Refusal("looks_like", sentence, field="certain")
    [person] = register_many([new], by=by, on=on)
    suspect([pair._replace(a=person.pk, b=other.pk) for other, pair in found], by=by, on=on)
    context = {"agency": rules.agency()["short_name"], "matricule": person.matricule}
    queue(channel="sms", to=person.phone, template="candidate/registered", context=context, key=f"registered {person.pk}",
          about=f"person {person.pk}")  # fmt: skip
    return person


@transaction.atomic
def register_oneself(*, new: NewPerson, by: User, on: date) -> Person:
    """The person behind an account that applies by itself: known already, recognised, or new.

    The account's own record stands. One without account, written the very same way and with the telephone that has just
    answered its code, is recognised; anything less is a new record, and look-alikes go before an officer.
    """
    own = Person.objects.filter(account=by).first()
    if own:
        return own
    same = Person.objects.select_for_update().filter(
        folded=folded_name(new.family, new.given, new.married), birth_on=new.birth_on, birth_year=new.birth_year,
        phone=by.phone, account=None, merged_into=None,
    ).first()  # fmt: skip
    if not same:
        found = lookalikes.of(new)
        [same] = _insert([new], by=by, on=on, permission=P.APPLICATIONS_APPLY)
        suspect([pair._replace(a=same.pk, b=other.pk) for other, pair in found], by=by, on=on)
    same.account = by
    same.save(update_fields=["account"])
    journal.write(
        "people.link_account", "person", same.pk, by=by, on=on, permission=P.APPLICATIONS_APPLY, account=by.pk
    )
    return same


@transaction.atomic
def correct_oneself(*, person: Person, new: NewPerson, by: User, on: date) -> list[str]:
    """The owner of a record writes the own name, birth, sex or commune right; returns the fields that changed."""
    row = Person.objects.select_for_update().get(pk=person.pk, account=by)
    fresh = {
        "family": new.family, "given": new.given, "married": new.married, "sex": new.sex, "birth_on": new.birth_on,
        "birth_year": new.birth_year, "commune_id": new.commune_id,
    }  # fmt: skip
    changed = [name for name, value in fresh.items() if getattr(row, name) != value]
    if not changed:
        return []
    former = row.folded.split()
    for name, value in fresh.items():
        setattr(row, name, value)
    row.folded = folded_name(new.family, new.given, new.married)
    row.save(update_fields=[*fresh, "folded"])
    learn_words([row])
    forget_words(former)
    suspect(
        [pair._replace(a=row.pk, b=other.pk) for other, pair in lookalikes.of(new) if other.pk != row.pk], by=by, on=on
    )
    journal.write(
        "people.correct_oneself", "person", row.pk, by=by, on=on, permission=P.APPLICATIONS_APPLY, fields=changed
    )
    return changed


@transaction.atomic
def add_paper(*, person: Person, kind: str, number: str, by: Actor) -> None:
    """A paper that this person showed; the same one again changes nothing. The caller has checked who may."""
    folded = folded_number(number)
    if folded:
        Paper.objects.bulk_create(
            [Paper(person=person, kind=kind, number=number, folded=folded)], ignore_conflicts=True
        )


@transaction.atomic
def change_phone(*, person: Person, phone: str, reason: str, by: User, on: date) -> Person:
    """A lost telephone, at the counter: the person and the account go on under a new number; the old one is told.

    A number that is already another person's account stays theirs: then this person has no account of their own any more,
    and is served at the counter. Whoever holds the lost telephone opens nothing from now on.
    """
    require(by, P.PEOPLE_REGISTER, commune=person.commune_id)
    require_date(by, on)
    _require_reason(reason, _("Écrivez la pièce montrée et ce qui est arrivé au téléphone."))
    row = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
    old, account = row.phone, row.account
    holder = User.objects.filter(phone=phone).first()
    if account and holder is None:
        accounts.move_phone(user=account, phone=phone, by=by, reason=reason, permission=P.PEOPLE_REGISTER)
    elif account and holder.pk != account.pk:
        accounts.end_sessions(account)
        row.account = None if Person.objects.filter(account=holder).exists() else holder
    row.phone = phone
    row.save(update_fields=["phone", "account"])
    journal.write("people.change_phone", "person", row.pk, by=by, on=on, reason=reason, permission=P.PEOPLE_REGISTER)
    context = {"agency": rules.agency()["short_name"], "matricule": row.matricule}
    for number in {old, phone}:
        queue(channel="sms", to=number, template="phone_changed", context=context, key=f"phone_changed:{row.pk}:{number}:{on}",
              about=f"person {row.pk}")  # fmt: skip
    return row


@transaction.atomic
def decide(
    *, suspicion: Suspicion, same: bool, reason: str, by: Actor, on: date, keep: Person | None = None
) -> Suspicion:
    """Say whether two records are one person. If they are, the one not kept becomes an alias of the other: nothing moves.

    The older record is kept unless `keep` says otherwise.
    """
    locked = _locked(suspicion, by)
    require_date(by, on)
    if locked.state != Suspicion.State.OPEN:
        raise Refusal("already_decided", _("Cette paire est déjà tranchée. Annulez d’abord la décision."))
    _require_reason(reason, _("Écrivez ce qui vous fait trancher."))
    if keep and keep.pk not in (locked.first_id, locked.second_id):
        raise Refusal("not_of_this_pair", _("La fiche gardée est l’une des deux."), field="keep")
    locked.state = Suspicion.State.SAME if same else Suspicion.State.DIFFERENT
    locked.kept_id = (keep.pk if keep else locked.first_id) if same else None
    locked.decided_at = Now()
    locked.save(update_fields=["state", "kept", "decided_at"])
    if same:
        ports.check_merge(_records(locked).values_list("pk", flat=True))
        _settle(locked)
    journal.write("people.decide", "suspicion", locked.pk, by=by, on=on, reason=reason, permission=P.PEOPLE_DECIDE_DUPLICATES,
                  same=same, first=locked.first_id, second=locked.second_id)  # fmt: skip
    return locked


@transaction.atomic
def undo(*, suspicion: Suspicion, reason: str, by: Actor, on: date) -> Suspicion:
    """Take a decision back: the alias stands for itself again, the pair is open."""
    locked = _locked(suspicion, by)
    require_date(by, on)
    if locked.state == Suspicion.State.OPEN:
        raise Refusal("not_decided", _("Cette paire n’est pas tranchée."))
    _require_reason(reason, _("Écrivez ce qui vous fait revenir sur la décision."))
    was_same = locked.state == Suspicion.State.SAME
    locked.state, locked.kept, locked.decided_at = Suspicion.State.OPEN, None, None
    locked.save(update_fields=["state", "kept", "decided_at"])
    if was_same:
        _settle(locked)
    journal.write("people.undo", "suspicion", locked.pk, by=by, on=on, reason=reason, permission=P.PEOPLE_DECIDE_DUPLICATES,
                  first=locked.first_id, second=locked.second_id)  # fmt: skip
    return locked


def _locked(suspicion: Suspicion, by: Actor) -> Suspicion:
    """The pair, for an officer in whose perimeter one of its records lives: two centres may have met the same person."""
    locked = Suspicion.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=suspicion.pk)
    if not by.may(P.PEOPLE_DECIDE_DUPLICATES, commune=locked.second.commune_id):
        require(by, P.PEOPLE_DECIDE_DUPLICATES, commune=locked.first.commune_id)
    return locked


def _require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise Refusal("reason_required", sentence, field="reason")


def _records(pair: Suspicion) -> QuerySet[Person]:
    """Every record of the two persons of a pair."""
    heads = {person.merged_into_id or person.pk for person in (pair.first, pair.second)}
    return Person.objects.filter(Q(pk__in=heads) | Q(merged_into__in=heads))


def _settle(changed: Suspicion) -> None:
    """Write for each record of this person the one that stands for it, from the decisions in force, in their order."""
    members = {person.pk: person for person in _records(changed).select_for_update().order_by("pk")}
    decisions = Suspicion.objects.filter(state=Suspicion.State.SAME, first__in=members, second__in=members)
    stands = {pk: pk for pk in members}
    for first, second, kept in decisions.order_by("decided_at", "pk").values_list("first_id", "second_id", "kept_id"):
        head, other = stands[kept], stands[first + second - kept]
        stands = {pk: head if stand == other else stand for pk, stand in stands.items()}
    for pk, person in members.items():
        person.merged_into_id = stands[pk] if stands[pk] != pk else None
    Person.objects.bulk_update(members.values(), ["merged_into"])


@transaction.atomic
def note_reading(people: Iterable[Person], *, by: Actor, on: date) -> None:
    """Keep that somebody read these people’s files: each reading, each person, for whoever asks who looked."""
    for person in people:
        journal.write("people.read_dossier", "person", person.pk, by=by, on=on, permission=P.PEOPLE_READ)


def add_services(
    periods: Sequence[tuple[int, str, date, date, int]], *, source: str, unproven: Collection[int] = ()
) -> None:
    """Write service as (person, form, first day, last day, source id); overlapping service of one person is refused.

    `unproven`: the source ids of the periods that no paper proves.
    """
    proofs = ServicePeriod.Proof
    try:
        with transaction.atomic():
            ServicePeriod.objects.bulk_create([
                ServicePeriod(
                    person_id=person, form=form, period=between(first, last), source=source, source_id=pk,
                    proof=proofs.MISSING if pk in unproven else proofs.PROVEN,
                )
                for person, form, first, last, pk in periods
            ])  # fmt: skip
    except IntegrityError as error:
        if "service_periods_do_not_overlap" not in str(error):
            raise
        raise Refusal("service_overlaps", _("Une de ces personnes est déjà en service à ces dates.")) from error


def move_service_end(*, source: str, source_id: int, last: date) -> None:
    """End a service period on another day; later, it may not run into another service of the person."""
    row = ServicePeriod.objects.select_for_update().get(source=source, source_id=source_id)
    row.period = between(row.period.lower, last)
    try:
        with transaction.atomic():
            row.save(update_fields=["period"])
    except IntegrityError as error:
        if "service_periods_do_not_overlap" not in str(error):
            raise
        raise Refusal("service_overlaps", _("Cette personne est déjà en service à ces dates.")) from error


def record_death(people: Iterable[Person], *, died_on: date) -> None:
    """Nobody writes to these people any more: their number leaves the record, and what waits for it is not sent.

    A number that somebody living also has goes on receiving. The room that learned the death has checked who may say it.
    """
    ids = [person.pk for person in people]
    dead = Person.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids) | Q(aliases__in=ids))
    rows = dict(dead.values_list("pk", "phone"))
    living = Person.objects.exclude(pk__in=rows).filter(phone__in=rows.values()).values_list("phone", flat=True)
    withdraw(phone for phone in set(rows.values()) - set(living) if phone)
    Person.objects.filter(pk__in=rows).update(died_on=died_on, phone="")


@transaction.atomic
def link_account(*, person: Person, user: User, by: Actor, on: date) -> Person:
    """Say that an account is this person's own: from then on it reads its own file. One account, one person."""
    require(by, P.PEOPLE_REGISTER, commune=person.commune_id)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.account_id not in (None, user.pk) or Person.objects.filter(account=user).exclude(pk=locked.pk).exists():
        raise Refusal("account_taken", _("Ce compte ou cette personne est déjà lié à un autre."), field="user")
    locked.account = user
    locked.save(update_fields=["account"])
    journal.write(
        "people.link_account", "person", locked.pk, by=by, on=on, permission=P.PEOPLE_REGISTER, account=user.pk
    )
    return locked
