"""Missions of a Togolese wave that starts on 1 March 2024, brought as far as a story needs, by the rooms' actions.

    missions = make_missions(cast, 3)                      # in service since 1 March 2024
    missions = make_missions(cast, 3, until="prepared")    # or trained, sworn, issued, signed, attested; ended, closed, certified

Kodjo deploys, Yao records what is signed in ink and attests with the host's paper, Mazalo confirms, Ama signs for the
agency. All stand in Haho 1; each host has Essi as its officer and Abla as a tutor. Only offers are written directly: as if accepted.
"""

from datetime import date, timedelta

from django.test import override_settings

from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.places.models import Place
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.placement.models import Offer
from teriya.people.models import Person
from teriya.service.missions import actions
from teriya.service.missions.models import Contract, Mission
from teriya.service.missions.states import CHECKLIST
from tests.cast import Cast
from tests.factories.calls import make_people
from tests.factories.training import make_trained
from tests.scenes import scene

STARTS_ON = date(2024, 3, 1)
ON = date(2024, 1, 15)
DEPLOYMENT = date(2024, 2, 20)  # training, oath, contracts and signatures
STEPS = ("prepared", "trained", "sworn", "issued", "signed", "attested", "in_service", "ended", "closed", "certified")


@scene
@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_host(cast: Cast, commune: Place | None = None) -> Host:
    """An accredited school, of Haho 1 unless told: Essi is its officer, Abla a tutor."""
    new = hosts.NewHost(
        f"Lycée de Notsè {Host.objects.count() + 1}",
        "public_body",
        "education",
        (commune or cast.haho_1).pk,
        "DOUTI Adjo",
    )
    [host] = hosts.register_many([new], by=cast.yao, on=ON)
    hosts.evaluate_many({host.pk: hosts.Rubrics()}, by=cast.yao, on=ON)
    duties = [term.code for term in rules.terms("commitment")]
    hosts.undertake(host=host, ticked=duties, signed_by=host.head, by=cast.yao, on=ON)
    hosts.accredit_many([host], months=36, quota=500, by=cast.kodjo, on=ON)
    hosts.add_officer(host=host, user=cast.essi, duty="officer", by=cast.yao, on=ON)
    hosts.add_officer(host=host, user=cast.abla, duty="tutor", by=cast.yao, on=ON)
    return host


@scene
@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_need(cast: Cast, places: int = 1, *, host: Host | None = None, form: str = "VNC", months: int = 12, tutor: str = "Abla",
              starts_on: date = STARTS_ON, weights: tuple[int, ...] = (1,), envelope: Envelope | None = None) -> Need:  # fmt: skip
    """An approved need whose seats the State funds (or `envelope`), with as many partners as there are other weights."""
    host = host or make_host(cast)
    reference = f"M{Need.objects.count() + 1:04}"
    new = needs.NewNeed(
        reference, host, "primary_teacher", "bac", places, months, starts_on, tutor, "Tenir une classe\nAnimer un club"
    )
    [need] = needs.submit([new], form=Form.objects.get(code=form), by=cast.yao, on=ON)
    needs.approve(needs.review([need], by=cast.mazalo, on=ON), by=cast.kodjo, on=ON)
    envelope = envelope or ledger.grant(
        code="ETAT-2024", title="État 2024", funder="État", amount=10**10, by=cast.awa, on=ON
    )
    partners = [
        ledger.grant(
            code=f"P{n}-2024", title=f"Partenaire {n}", funder=f"Partenaire {n}", amount=10**10, by=cast.awa, on=ON
        )
        for n in range(2, len(weights) + 1)
    ]
    others = list(zip(partners, weights[1:], strict=True))
    needs.fund(Seat.objects.filter(need=need), envelope=envelope, weight=weights[0], others=others, by=cast.awa, on=ON)
    return Need.objects.get(pk=need.pk)


@scene
@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_offers(cast: Cast, count: int = 1, *, accepted: bool = True, **need) -> list[Offer]:
    """A placed wave over one need: `count` people, each with an offer, accepted unless said otherwise."""
    need = make_need(cast, count, **need)
    code = f"{need.form.code}-2024-{Wave.objects.count() + 1}"
    wave = calls.open_wave(code=code, title="Vague de mars 2024", form=need.form, opens_on=date(2024, 1, 2), needs=[need],
                           closes_on=date(2024, 2, 2), starts_on=need.starts_on, by=cast.kodjo, on=ON)  # fmt: skip
    people = make_people(cast, *(date(1996, 5, 3) + timedelta(37 * n) for n in range(count)))
    Person.objects.filter(pk__in=[person.pk for person in people]).update(registered_on=ON)  # as if before the service
    rows = [
        calls.NewApplication(
            person=person,
            number=str(n),
            diploma="licence",
            paper_kind="national_id",
            paper_number=f"{n}",
            wishes=[need],
        )
        for n, person in enumerate(people, start=1)
    ]
    calls.apply_many(wave=wave, rows=rows, by=cast.kodjo, on=ON)
    Wave.objects.filter(pk=wave.pk).update(state="placed")
    Application.objects.filter(wave=wave).update(state="placed")
    Seat.objects.filter(need=need).update(state="filled")
    pairs = zip(Application.objects.filter(wave=wave).order_by("pk"), need.seats.order_by("number"), strict=True)
    state = "accepted" if accepted else "proposed"
    return Offer.objects.bulk_create(
        [Offer(application=who, seat=seat, on=ON, answer_by=ON + timedelta(7), state=state) for who, seat in pairs]
    )


@scene
@override_settings(TAKE_ON=True)  # the acts of a story are dated in the past
def make_missions(cast: Cast, count: int = 1, *, until: str = "in_service", **need) -> list[Mission]:
    """`count` missions of one new wave and host, brought to a step of `STEPS`; `need`: form, months, tutor, starts_on, host."""
    offers = make_offers(cast, count, **need)
    missions = actions.prepare_many(wave=offers[0].application.wave, by=cast.kodjo, on=DEPLOYMENT)
    for step in STEPS[1 : STEPS.index(until) + 1]:
        _STEPS[step](cast, missions)
    return list(Mission.objects.filter(pk__in=[m.pk for m in missions]).with_papers().order_by("pk"))


def _train(cast: Cast, missions: list[Mission]) -> None:
    make_trained(cast, missions, day=DEPLOYMENT)


def _swear(cast: Cast, missions: list[Mission]) -> None:
    actions.record_oath(missions=missions, place="Atakpamé", by=cast.kodjo, on=DEPLOYMENT)


def _issue(cast: Cast, missions: list[Mission]) -> None:
    actions.record_insurance(missions=missions, reference="CNSS 2024-117", by=cast.kodjo, on=DEPLOYMENT)
    actions.issue_contracts(missions=missions, by=cast.kodjo, on=DEPLOYMENT)


def _sign(cast: Cast, missions: list[Mission]) -> None:
    contracts = Contract.objects.filter(mission__in=missions)
    for party in ("volunteer", "host"):
        actions.record_signatures(contracts=contracts, party=party, by=cast.yao, on=DEPLOYMENT)
    actions.sign(contracts=contracts, party="agency", by=cast.ama, on=DEPLOYMENT)


def _attest(cast: Cast, missions: list[Mission]) -> None:
    first = missions[0].period.lower
    actions.attest_starts(missions=missions, first_day=first, paper="Attestation reçue", by=cast.yao, on=first)


def _start(cast: Cast, missions: list[Mission]) -> None:
    actions.confirm_starts(missions=missions, by=cast.mazalo, on=missions[0].period.lower + timedelta(3))


def _end(cast: Cast, missions: list[Mission]) -> None:
    actions.end(missions=missions, reason="term", by=cast.mazalo, on=_after(missions))


def _close(cast: Cast, missions: list[Mission]) -> None:
    after = _after(missions)
    actions.update_closing(missions=missions, ticks=dict.fromkeys(CHECKLIST, True), by=cast.mazalo, on=after)
    actions.close(missions=missions, by=cast.mazalo, on=after)


def _certify(cast: Cast, missions: list[Mission]) -> None:
    actions.issue_certificates(missions=missions, by=cast.ama, on=_after(missions))


def _after(missions: list[Mission]) -> date:
    return missions[0].period.upper + timedelta(2)


_STEPS = {
    "trained": _train, "sworn": _swear, "issued": _issue, "signed": _sign, "attested": _attest, "in_service": _start, "ended": _end,
    "closed": _close, "certified": _certify,
}  # fmt: skip


def give_account(mission: Mission, user) -> Mission:
    """The volunteer of this mission signs in as `user` (Kossi, say)."""
    mission.person.account = user
    mission.person.save(update_fields=["account"])
    return mission
