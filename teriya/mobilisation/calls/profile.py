"""Between a candidate's answers and the register: what is known already, what the answers say."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from teriya.foundation.accounts.models import User
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.core.written import columns, made, rows
from teriya.foundation.intake import readers
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import screens
from teriya.mobilisation.calls.actions import Answers
from teriya.mobilisation.calls.models import Application, Draft, Wave
from teriya.mobilisation.calls.screens import NONE
from teriya.mobilisation.hosts.models import Need
from teriya.people.lookalikes import NewPerson
from teriya.people.models import Person


def known(person: Person | None) -> dict[str, Any]:
    """What the register already says of somebody: nothing of it is asked again."""
    if person is None:
        return {}
    birth = f"{person.birth_on:%d/%m/%Y}" if person.birth_on else str(person.birth_year)
    return {
        "family": person.family, "given": person.given, "married": person.married, "sex": person.sex, "birth": birth,
        "commune": person.commune.name,
    }  # fmt: skip


_CALL = f"""SELECT {columns(Wave, "wave")}, {columns(Form, "form")}, {columns(Draft, "draft")}
FROM calls_wave wave JOIN rules_form form ON form.id = wave.form_id
LEFT JOIN calls_draft draft ON draft.wave_id = wave.id AND draft.account_id = %s WHERE wave.code = %s"""  # noqa: S608 columns
_FORM, _DRAFT = (end := len(Wave._meta.concrete_fields)), end + len(Form._meta.concrete_fields)


def call(user: User | AnonymousUser, code: str) -> tuple[Wave, Draft | None]:
    """A call, and what this account has written of its application. Asked by every screen of the last evening."""
    found = rows(_CALL, user.pk, code)
    if not found:
        raise Http404
    wave, form = made(Wave, found[0][:_FORM]), made(Form, found[0][_FORM:_DRAFT])
    wave.form = form
    draft = made(Draft, found[0][_DRAFT:]) if found[0][_DRAFT] else None
    if draft:
        draft.wave, draft.account = wave, user
    return wave, draft


_OF_A_CALL = {"wishes", "posts", "photos"}  # what each call asks again; the rest is the candidate's profile


def start(user: User, wave: Wave) -> dict[str, Any]:
    """The first answers of a draft: what earlier drafts, the register and the counter already know is not asked again."""
    earlier = Draft.objects.filter(account=user).order_by("-saved_at").values_list("answers", flat=True).first() or {}
    profile = {name: value for name, value in earlier.items() if name not in _OF_A_CALL}
    row = Application.objects.filter(person__account=user).select_related("wave").order_by("-on", "-pk").first()
    found = known(Person.objects.filter(account=user).select_related("commune").first()) | (_of(row) if row else {})
    if row and row.wave == wave:
        found["wishes"] = list(row.wishes.values_list("need__reference", flat=True))
    return found | profile


def _of(row: Application) -> dict[str, Any]:
    return {
        "diploma": row.diploma or NONE, "speciality": rules.label("profile", row.speciality),
        "paper_kind": row.paper_kind or NONE, "paper_number": row.paper_number,
    }  # fmt: skip


def read(wave: Wave, answers: Mapping[str, Any], phone: str) -> Answers:
    """Every screen read as the action takes it. Refuses `screen_unreadable` when an answer no longer holds."""
    said: dict[str, Any] = {}
    for code in screens.asked(wave, answers):
        form = screens.read(code, answers)
        if not form.is_valid():
            errors = " ".join(error for lines in form.errors.values() for error in lines)
            raise Refusal("screen_unreadable", f"{form.title} {errors}")
        said |= form.cleaned_data
    kind, diploma = (said[name] if said[name] != NONE else "" for name in ("paper_kind", "diploma"))
    person = NewPerson(
        family=said["family"], given=said["given"], married=said["married"], sex=said["sex"], phone=phone,
        birth_on=said["birth"].day, birth_year=said["birth"].year, commune_id=said["commune"].pk,
    )  # fmt: skip
    return Answers(
        person=person, diploma=diploma, speciality=readers.word("profile", 60)(said["speciality"]) if said.get("speciality") else "", paper_kind=kind,
        paper_number=said["paper_number"] if kind else "", wishes=wished(wave, answers),
    )  # fmt: skip


def wished(wave: Wave, answers: Mapping[str, Any]) -> list[Need]:
    """The posts chosen, in order; one that has left the call is left out."""
    references = answers.get("wishes")
    if not references:
        return []
    posts = {
        need.reference: need for need in wave.needs.filter(reference__in=references).select_related("host__commune")
    }
    return [posts[reference] for reference in references if reference in posts]
