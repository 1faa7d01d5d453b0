"""What is known of each application when it is judged: the call's conditions, the candidate's wishes, the register."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.engine.eligibility import (
    Candidate,
    Conditions,
    Post,
    Reason,
    Verdict,
    judge,
    thirtieths,
)
from teriya.mobilisation.calls.models import Application, Finding, Lack, Wave, Wish
from teriya.mobilisation.calls.states import ApplicationState
from teriya.people import lookalikes
from teriya.people.engine.duplicates import shared_papers
from teriya.people.models import Paper, Person, ServicePeriod, Suspicion


def verdicts(wave: Wave, applications: Sequence[Application]) -> dict[int, Verdict]:
    """Application id → what the rules say of it, in a constant number of queries (`person` must be loaded)."""
    asked = conditions(wave)
    return {pk: judge(candidate, asked) for pk, candidate in _candidates(wave, applications).items()}


def preview(wave: Wave, applications: Sequence[Application]) -> Counter[str]:
    """How many each code would take, and how many would be `eligible`, if one checked now."""
    return Counter(verdict.code for verdict in verdicts(wave, applications).values())


def conditions(wave: Wave) -> Conditions:
    """The form's conditions in force when the call opened."""

    def rule(name, default=None):
        return rules.amount(name, form=wave.form.code, on=wave.opens_on, default=default)

    most = rule("diploma_max")
    diplomas = {rules.diploma_rank(term.code): term.fr for term in rules.terms("diploma")}
    return Conditions(
        reference_on=wave.reference_on, age_min=rule("age_min"), age_max=rule("age_max"),
        diploma_min=rules.diploma_rank(rule("diploma_min", "")), diploma_max=rules.diploma_rank(most) if most else None,
        papers=rule("papers", []), own_commune_only=rule("own_commune_only", False),
        past_service_in=rule("past_service_in", []), term=rule("duration_months", 0),
        legal_cap=rule("legal_cap_months"), policy_cap=rule("policy_cap_months"),
        names=diplomas | {term.code: term.fr for term in rules.terms("paper")},
    )  # fmt: skip


@dataclass
class _Register:
    """What the register says of some people, under the id that each stands for (a merged record stands for another)."""

    papers: dict[int, set[str]]
    served: dict[int, set[str]]
    periods: dict[int, list]
    unproven: dict[int, list]
    suspected: set[int]
    shared: dict[int, str]


def _candidates(wave: Wave, applications: Sequence[Application]) -> dict[int, Candidate]:
    known = _register({head(application.person) for application in applications})
    wishes = defaultdict(list)
    posts = Wish.objects.filter(application__wave=wave).values_list(
        "application_id", "need__diploma", "need__host__commune_id"
    )
    for application, diploma, commune in posts:
        wishes[application].append(Post(rules.diploma_rank(diploma), commune))
    others, lacks, findings = _standing(wave), _lacks(wave), _findings(wave)
    return {
        row.pk: replace(
            _candidate(row, known, wishes[row.pk], others), lacks=lacks.get(row.pk, ""), findings=findings.get(row.pk, ())
        )
        for row in applications
    }  # fmt: skip


def _lacks(wave: Wave) -> dict[int, str]:
    """Application → what its file still lacks, in words."""
    found = defaultdict(list)
    for row in Lack.objects.filter(application__wave=wave, settled_on=None).order_by("pk"):
        found[row.application_id].append(f"{row.get_code_display()} ({row.note})" if row.note else str(row.get_code_display()))  # fmt: skip
    return {pk: ", ".join(words) for pk, words in found.items()}


def _findings(wave: Wave) -> dict[int, tuple[Reason, ...]]:
    found = defaultdict(list)
    for row in Finding.objects.filter(application__wave=wave, lifted_on=None).order_by("pk"):
        found[row.application_id].append(Reason(row.code, f"{str(row.get_code_display()).capitalize()} : {row.note}."))
    return {pk: tuple(reasons) for pk, reasons in found.items()}


def _candidate(
    application: Application, known: _Register, wishes: list[Post], others: dict[int, tuple[int, str]]
) -> Candidate:
    person = application.person
    one = head(person)
    standing, number = others[one]
    shown = {application.paper_kind} if application.paper_kind and application.paper_number else set()
    return Candidate(
        birth_on=person.birth_on, birth_year=person.birth_year, commune=person.commune_id,
        diploma=rules.diploma_rank(application.diploma), papers=frozenset(shown | known.papers.get(one, set())),
        wishes=tuple(wishes), served=frozenset(known.served.get(one, ())),
        served_thirtieths=thirtieths(known.periods.get(one, ())),
        unproven_thirtieths=thirtieths(known.unproven.get(one, ())), shared_paper=known.shared.get(one, ""),
        other_number="" if standing == application.pk else number, is_suspected=one in known.suspected,
    )  # fmt: skip


def head(person: Person) -> int:
    return person.merged_into_id or person.pk


def _standing(wave: Wave) -> dict[int, tuple[int, str]]:
    """Person → (id, number) of the one application that stands for them: that of the record kept, else the first made."""
    rows = wave.applications.exclude(state=ApplicationState.WITHDRAWN).order_by("pk")
    found: dict[int, tuple[int, str]] = {}
    for pk, number, person, kept in rows.values_list("pk", "number", "person_id", "person__merged_into_id"):
        if kept is None:
            found[person] = (pk, number)
        else:
            found.setdefault(kept, (pk, number))
    return found


def _register(people: set[int]) -> _Register:
    papers, served, periods, unproven = defaultdict(set), defaultdict(set), defaultdict(list), defaultdict(list)
    shown = _with_aliases(Paper.objects, people).values_list("person_id", "person__merged_into_id", "kind")
    for person, kept, kind in shown:
        papers[kept or person].add(kind)
    past = _with_aliases(ServicePeriod.objects, people)
    for person, kept, form, period, proof in past.values_list(
        "person_id", "person__merged_into_id", "form", "period", "proof"
    ):
        served[kept or person].add(form)
        periods[kept or person].append((period.lower, period.upper))
        if proof == ServicePeriod.Proof.MISSING:
            unproven[kept or person].append((period.lower, period.upper))
    pairs = Suspicion.objects.filter(state=Suspicion.State.OPEN, is_held=True).values_list("first_id", "second_id")
    return _Register(papers, served, periods, unproven, {person for pair in pairs for person in pair}, _shared(people))


def _with_aliases(rows, people: set[int]):
    return rows.filter(person__in=people) | rows.filter(person__merged_into__in=people)


def _shared(people: set[int]) -> dict[int, str]:
    """Person → a paper number that is also shown by someone with another name and birth."""
    shown = Paper.objects.filter(person__in=people).values("folded")
    holders: dict[str, set[int]] = defaultdict(set)
    held = Paper.objects.filter(folded__in=shown, person__merged_into=None).values_list("person_id", "folded")
    for person, number in held:
        holders[number].add(person)
    if all(len(persons) == 1 for persons in holders.values()):
        return {}
    # The whole wave is read, not the holders alone: what is rare in a name is told by the other names.
    records = lookalikes.records(Person.objects.filter(pk__in=people.union(*holders.values())))
    return {person: paper.number for paper in shared_papers(records) for person in paper.ids}
