"""What the pages of calls show: facts, counts and stories in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from teriya.foundation.core.models import Transition
from teriya.foundation.documents import queries as files
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.templatetags.words import label
from teriya.foundation.ui.parts import Moment, Row
from teriya.foundation.ui.templatetags.ui import day, grouped, phone
from teriya.mobilisation.calls import dossiers, screens
from teriya.mobilisation.calls.models import Application, Draft, Wave
from teriya.mobilisation.calls.queries import code_names
from teriya.mobilisation.calls.states import ApplicationState as State
from teriya.mobilisation.calls.states import Fact, WaveState
from teriya.mobilisation.hosts import priorities
from teriya.mobilisation.hosts.models import Need
from teriya.people.models import Person

# Whoever is in a later state passed the earlier ones.
_PLACED = {State.PLACED}
_RANKED = {State.RANKED, State.RESERVE} | _PLACED
_ELIGIBLE = {State.ELIGIBLE, State.UNRANKED} | _RANKED


def facts_of_wave(wave: Wave) -> list[tuple[str, str]]:
    return [
        (_("Forme"), wave.form.name_fr),
        (_("Candidatures"), _("du %(first)s au %(last)s") % {"first": day(wave.opens_on), "last": day(wave.closes_on)}),
        (_("Prise de service prévue"), day(wave.starts_on)),
        (_("L’âge se compte au"), day(wave.reference_on)),
        (_("Placement"), wave.get_mode_display()),
        *priorities_of(wave),
        *lottery_of(wave),
    ]  # fmt: skip


def priorities_of(wave: Wave) -> list[tuple[str, str]]:
    """The domains that came first when the call opened, in their order, with the decision and its day."""
    found = priorities.in_force(wave.opens_on)
    if not found.since:
        return []
    shares = {one.domain: f" {one.share} %" if one.share else "" for one in found.domains}
    named = ", ".join(f"{label(code, 'domain')}{shares[code]}" for code in found.codes)
    said = _("%(domains)s (%(source)s, depuis le %(day)s)")
    return [
        (
            _("Domaines prioritaires à l’ouverture"),
            said % {"domains": named, "source": found.source, "day": day(found.since)},
        )
    ]


def lottery_of(wave: Wave) -> list[tuple[str, str]]:
    """What is public of the lottery: first the commitment only, the seed once nobody can enter any more."""
    rows = [(_("Empreinte de la graine, engagée à l’ouverture"), wave.commitment)]
    if wave.state != WaveState.OPEN:
        rows += [
            (_("Graine secrète, révélée à la clôture"), wave.seed),
            (_("Tiré en public"), wave.drawn or _("rien")),
        ]
    return rows


def funnel(wave: Wave) -> list[Row]:
    """How many are left at each step, from the received to the placed."""
    counts = wave.applications.by_state()
    steps = [(_("Reçues"), set(State)), (_("Éligibles"), _ELIGIBLE), (_("Classées"), _RANKED), (_("Placées"), _PLACED)]
    return [Row(label, sum(counts.get(state, 0) for state in states)) for label, states in steps]


def count_rows(counts: Mapping[str, int]) -> list[Row]:
    """The codes of a check in their published order, the eligible first."""
    return [Row(words, counts[code]) for code, words in code_names().items() if counts.get(code)]


def conditions(wave: Wave) -> Iterator[tuple[str, str]]:
    """What a check compares with each file."""
    asked = dossiers.conditions(wave)
    limits = [(asked.age_min, _("au moins %(age)s ans")), (asked.age_max, _("au plus %(age)s ans"))]
    told = [words % {"age": age} for age, words in limits if age is not None]
    if told:
        yield _("Âge au %(day)s") % {"day": day(asked.reference_on)}, ", ".join(told)
    if asked.diploma_min:
        yield _("Diplôme"), _("au moins %(diploma)s") % {"diploma": asked.names[asked.diploma_min]}
    if asked.diploma_max:
        yield _("Diplôme"), _("au plus %(diploma)s") % {"diploma": asked.names[asked.diploma_max]}
    for accepted in asked.papers:
        yield _("Une pièce parmi"), ", ".join(asked.names[code] for code in accepted)
    if asked.own_commune_only:
        yield _("Lieu"), _("un poste dans sa commune")
    if asked.past_service_in:
        yield _("Service passé"), ", ".join(asked.past_service_in)
    if asked.legal_cap:
        yield _("Durée légale"), _("%(months)s mois en tout, celle-ci comprise") % {"months": asked.legal_cap}


def conditions_on_papers(wave: Wave) -> list[str]:
    """Conditions of the form that no column of a list tells: an officer reads them on the papers."""

    def asked(name: str) -> object:
        return rules.amount(name, form=wave.form.code, on=wave.opens_on)

    told = {
        "nationalities": _("la nationalité"), "job_seeker_required": _("être sans emploi"),
        "years_out_of_school_min": _("les années depuis l’école"), "qualification_required": _("la qualification"),
    }  # fmt: skip
    return [words for name, words in told.items() if asked(name)]


def facts_of(application: Application) -> list[tuple[str, str]]:
    person = application.person
    birth = day(person.birth_on) if person.birth_on else _("vers %(year)s") % {"year": person.birth_year}
    paper = rules.label("paper", application.paper_kind) if application.paper_kind else _("aucune")
    return [
        (_("Matricule"), person.matricule), (_("Naissance"), birth), (_("Sexe"), person.get_sex_display()),
        (_("Commune"), person.commune.name), (_("Téléphone"), phone(person.phone)),
        (_("Pièce"), f"{paper} {application.paper_number}".strip()),
        (_("Diplôme"), rules.label("diploma", application.diploma) if application.diploma else _("aucun")),
        (_("Spécialité"), rules.label("profile", application.speciality) or _("aucune")),
        (_("Reçue le"), day(application.on)),
    ]  # fmt: skip


def wishes_of(application: Application) -> list[tuple[int, Need, str, bool]]:
    """Rank, need, the name of its profile, and whether the diploma reaches it."""
    held = rules.diploma_rank(application.diploma)
    return [
        (
            wish.rank,
            wish.need,
            rules.label("profile", wish.need.profile),
            held >= rules.diploma_rank(wish.need.diploma),
        )
        for wish in application.wishes.select_related("need__host__commune")
    ]


def story_of(application: Application) -> list[Moment]:
    """The steps taken, the first one first."""
    labels = dict(State.choices)
    steps = Transition.objects.filter(subject="application", subject_id=application.pk).order_by("pk")
    taken = [
        Moment(labels[step.to], step.on, " · ".join(filter(None, (step.capacity, step.reason)))) for step in steps
    ]
    return [Moment(labels[State.SUBMITTED], application.on), *taken]


def calendar_of(wave: Wave) -> list[tuple[str, date]]:
    """The published days, in order."""
    steps = [(str(step.get_step_display()).capitalize(), step.on) for step in wave.milestones.all()]
    ends = [
        (_("Ouverture"), wave.opens_on),
        (_("Clôture à minuit"), wave.closes_on),
        (_("Prise de service"), wave.starts_on),
    ]
    return sorted([*ends, *steps], key=lambda row: row[1])


def public_facts(wave: Wave) -> list[tuple[str, str]]:
    """What a visitor asks first of a call."""
    rows = [
        (_("Forme"), wave.form.name_fr),
        (_("Candidatures"), _("du %(first)s au %(last)s à minuit") % {"first": day(wave.opens_on), "last": day(wave.closes_on)}),
        (_("Places"), grouped(wave.needs.aggregate(total=Sum("places"))["total"] or 0)),
        (_("Placement"), wave.get_mode_display()),
    ]  # fmt: skip
    return rows


_CODED = {"diploma": "diploma", "paper_kind": "paper"}  # answers that are codes of the pack's words


def answers_of(wave: Wave, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(screen, question, answer in words) of each screen but photos and posts, which the page shows by themselves."""
    rows = []
    for code in screens.asked(wave, answers):
        if code in {"photos", "postes"}:
            continue
        names = [name for name in screens.SCREENS[code].base_fields if name not in {"receipt", "opened"}]
        words = [_word(name, str(answers.get(name, ""))) for name in names]
        rows.append((code, str(screens.SCREENS[code].title), " ".join(filter(None, words))))
    return rows


def _word(name: str, value: str) -> str:
    if value == screens.NONE:
        return _("aucun pour l’instant")
    if name == "sex":
        return str(dict(Person.Sex.choices).get(value, value))
    return rules.label(_CODED[name], value) if name in _CODED else value


def papers_of(wave: Wave, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The papers that a candidate may photograph: the one that says who, the diploma, and what the call asks for."""
    own = [answers.get("paper_kind", ""), "" if answers.get("diploma") == screens.NONE else "diploma"]
    return tuple(dict.fromkeys(code for code in [*own, *wave.asked_papers] if code and code != screens.NONE))


def read_on_papers(application: Application) -> dict[str, Any]:
    """Declared or certified, what is missing, what was found, the photos sent."""
    proofs = {proof.fact: proof for proof in application.proofs.all()}
    drafts = Draft.objects.filter(application=application).values_list("pk", flat=True)
    return {
        "proofs": [(label.capitalize(), proofs.get(fact)) for fact, label in Fact.choices],
        "lacks": application.lacks.filter(settled_on=None).order_by("pk"),
        "findings": application.findings.filter(lifted_on=None).order_by("pk"),
        "photos": files.uploads("draft", drafts),
    }  # fmt: skip


def earlier_than(application: Application) -> QuerySet[Application]:
    """What the same person applied to before, and what was decided."""
    person = application.person
    head = person.merged_into_id or person.pk
    rows = Application.objects.filter(Q(person=head) | Q(person__merged_into=head)).exclude(pk=application.pk)
    return rows.select_related("wave").order_by("-on", "-pk")
