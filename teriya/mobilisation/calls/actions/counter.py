"""At the counter: an officer enters the candidate who stands there, with the paper shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require, require_date
from teriya.foundation.core.numbers import next_number, next_numbers
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.models import Document
from teriya.mobilisation.calls import papers
from teriya.mobilisation.calls.actions.applying import NewApplication, apply_many
from teriya.mobilisation.calls.actions.completing import note_at_sending
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts.models import Need
from teriya.people import actions as people
from teriya.people.lookalikes import NewPerson
from teriya.people.models import Person

WITNESS = "witness_attestation"  # its number is the witness: it is no paper of the register, where it would be shared


@dataclass(frozen=True)
class Entry:
    """What an officer writes for one candidate. `form_number`: of the paper form, which then numbers the application.

    `known`: the record that the officer recognised; `unlike`: those that the officer says are somebody else.
    """

    person: NewPerson
    form_number: str = ""
    diploma: str = ""
    speciality: str = ""
    paper_kind: str = ""
    paper_number: str = ""
    wishes: Sequence[Need] = ()
    known: Person | None = None
    unlike: Collection[int] = ()


@transaction.atomic
def apply_at_counter(*, wave: Wave, entry: Entry, by: User, on: date) -> Application:
    """Register who is new, write the application and issue its printed receipt.

    Refuses `unknown_form`; `looks_like` while a record that may be this person is neither `known` nor among `unlike`; `already_applied`
    with the number under which the person stands already.
    """
    require(by, P.APPLICATIONS_REGISTER, commune=entry.person.commune_id)
    if entry.form_number and not papers.was_printed(wave, entry.form_number):
        sentence = _("Aucun formulaire imprimé pour cet appel ne porte le N° %(number)s.")
        raise Refusal("unknown_form", sentence % {"number": entry.form_number}, field="form_number")
    person = entry.known or people.register_at_counter(new=_of_register(entry), by=by, on=on, unlike=entry.unlike)
    _require_first(wave, person, entry.form_number)
    number = entry.form_number or f"G{next_number(f'GUICHET-{wave.pk}', wave.opens_on.year):05}"
    row = NewApplication(
        person=person, number=number, diploma=entry.diploma, speciality=entry.speciality, paper_kind=entry.paper_kind,
        paper_number=entry.paper_number, wishes=entry.wishes, channel="counter",
    )  # fmt: skip
    [application] = apply_many(wave=wave, rows=[row], by=by, on=on)
    note_at_sending(application, on=on)
    papers.receipt(application, by=by, on=on)
    return application


MOST_FORMS = 50  # of one print


@transaction.atomic
def print_forms(*, wave: Wave, count: int, by: User, on: date) -> Document:
    """Numbered forms to fill with a pen: no number is printed twice. Refuses `too_many_forms` beyond 50."""
    require(by, P.APPLICATIONS_REGISTER)
    require_date(by, on)
    if not 1 <= count <= MOST_FORMS:
        raise Refusal("too_many_forms", _("De 1 à 50 formulaires à la fois."), field="count")
    taken = next_numbers(f"FORMULAIRE-{wave.pk}", wave.opens_on.year, count)
    return papers.forms(wave, [f"F{number:05}" for number in taken], by=by, on=on)


def _of_register(entry: Entry) -> NewPerson:
    kept = tuple(paper for paper in entry.person.papers if paper[0] != WITNESS)
    return entry.person if kept == entry.person.papers else NewPerson(**{**entry.person.__dict__, "papers": kept})


def _require_first(wave: Wave, person: Person, form_number: str) -> None:
    """One application a person, and a paper form is entered once: whoever has it already is named."""
    known = wave.applications.filter(person=person.merged_into_id or person.pk).first()
    if known:
        sentence = _("Cette personne est déjà candidate à cette vague sous le N° %(number)s.")
        raise Refusal("already_applied", sentence % {"number": known.number})
    taken = wave.applications.filter(number=form_number).select_related("person").first()
    if taken:
        sentence = _("Le formulaire %(number)s est déjà saisi, pour %(person)s.")
        raise Refusal("number_taken", sentence % {"number": form_number, "person": taken.person}, field="form_number")
