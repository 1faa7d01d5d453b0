"""The CV on paper: built from the record of skills; asked again while nothing has moved, it is the same."""

from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from teriya.foundation.accounts.models import User
from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.actors import require
from teriya.foundation.documents.actions import Sheet, issue
from teriya.foundation.documents.letterhead import letterhead
from teriya.foundation.documents.models import Document
from teriya.foundation.ui.templatetags.ui import phone
from teriya.insertion.plans import queries
from teriya.insertion.plans.models import Plan
from teriya.insertion.plans.policies import require_keeper
from teriya.people.models import Person

SUBJECT = "cv"


@transaction.atomic
def issue_cv(*, plan: Plan, by: User, on: date) -> Document:
    """For the person, and for who keeps the plan."""
    if plan.person.account_id == by.pk:
        require(by, P.PLANS_OWN)
    else:
        require_keeper(by, [plan.mission])
    person = Person.objects.select_for_update(of=("self",)).select_related("commune__region").get(pk=plan.person_id)
    with translation.override("fr"):
        sections = _sections(person, plan)
    last = papers_of(plan).last()
    if last and last.data["sections"] == sections:
        return last
    data = letterhead() | {"title": f"Curriculum vitæ · {person}", "sections": sections}
    return issue(kind="fiche", series="CV", subject=SUBJECT, sheet=Sheet(plan.pk, data, person.pk), by=by, on=on)


def papers_of(plan: Plan):
    return Document.objects.filter(kind="fiche", subject=SUBJECT, subject_id=plan.pk).order_by("pk")


def _sections(person: Person, plan: Plan) -> list[dict]:
    record, project = queries.record_of(person), plan.projects.last()
    who = [("Nom et prénoms", str(person)), ("Née en" if person.sex == "F" else "Né en", str(person.birth_year)), ("Commune", f"{person.commune}, {person.commune.region}"),
           ("Téléphone", phone(person.phone) if person.phone else "")]  # fmt: skip
    posts = [
        (f"{_month(one.since)} – {_month(one.until) if one.until else 'ce jour'}", _post(one)) for one in record.posts
    ]
    learnt = [
        (_month(row.session.to_on), f"{row.session.title} : {', '.join(modules)}") for row, modules in record.trainings
    ]
    found = [("Identité", who), ("Projet", [(project.get_kind_display().capitalize(), project.title)] if project else []),
             ("Expérience de volontaire", posts), ("Formation", ([("Diplôme", record.diploma)] if record.diploma else []) + learnt)]  # fmt: skip
    return [
        {"title": title, "fields": [{"label": label, "value": value} for label, value in fields]}
        for title, fields in found
        if fields
    ]


def _post(one: queries.Held) -> str:
    """The post, where, what was done, and the points of a favourable appraisal."""
    told = f"{one.post}, {one.mission.host.name} ({one.mission.host.commune}). " + " ; ".join(one.tasks)
    if one.appraisal and one.appraisal.is_favourable:
        told += f". Évaluation de la structure : {one.appraisal.total} sur {one.appraisal.out_of}. {one.appraisal.strengths}"
    return told.strip()


def _month(day: date) -> str:
    return date_format(day, "F Y")
