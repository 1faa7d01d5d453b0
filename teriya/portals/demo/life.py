"""Ten years in a minute: three past waves, one in progress, and what goes wrong in the life of an agency."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.places.models import Centre
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.placement.models import Offer
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import Institution, PaymentOrder, PayRun
from teriya.portals.demo.files import TOGO, Office, Words, table
from teriya.portals.demo.staff import Staff
from teriya.portals.officers import Officers
from teriya.service.missions.models import Mission

SEED = 2016
CALL = "Donnez une année à une école, un centre de santé ou une commune, près de chez vous ou plus loin. Une allocation est versée chaque mois."
REGION_OF_TODAY = "TG-CRV-PLATEAUX"  # the centre whose files are being worked on
CURRENT = {
    "hosts": "structures.csv",
    "needs": "besoins.csv",
    "candidates": "candidats.csv",
    "scores": "notes_jury.csv",
}


@dataclass
class Plan:
    """One past wave: its form, when it starts, and how many seats each centre opens."""

    code: str
    title: str
    form: Form
    starts_on: date
    months: int
    seats: int
    diplomas: Sequence[str] = ("BAC", "BTS", "Licence", "Licence", "Master")
    at_home: bool = False  # citizen engagement: in one's own commune, whatever the diploma
    together: bool = False  # all the seats of a centre at one host: a team
    paid_by: Callable[["Life", Sequence[Seat], date], None] | None = (
        None  # who pays some of its seats; the State the rest
    )


@dataclass
class Life:
    """The agency as it is being lived; every verb goes through the officers."""

    staff: Staff
    today: date
    words: Words = TOGO
    offices: dict[str, Office] = field(default_factory=dict)

    def __post_init__(self):
        staffed = Centre.objects.filter(code__in=self.staff.centres)
        for centre in staffed.order_by("code").prefetch_related("communes"):
            names = sorted(place.name for place in centre.communes.all())
            self.offices[centre.code] = Office(centre.code.split("-")[-1][:3], names, SEED, self.words)

    def at(self, centre: str) -> Officers:
        return Officers(self.staff.around(centre))

    def centres(self) -> Iterator[tuple[str, Office, Officers]]:
        for code, office in self.offices.items():
            yield code, office, self.at(code)

    def register_hosts(self, on: date) -> None:
        """Each centre sends its list, goes and sees, and head office accredits."""
        for code, office, officers in self.centres():
            officers.bring("hosts", f"structures_{code}.csv", office.structures(), {}, on)
            officers.accredit(
                list(Host.objects.filter(commune__centre__code=code, state="registered")), on=on, months=96
            )

    def live(self, plan: Plan) -> list[Mission]:
        """A wave from needs to starts of service, in every centre."""
        asked, head, asked_on = self._asked(plan)
        wave = self._select(plan, asked, head, asked_on)
        return self._deploy(plan, wave, head)

    def place(self, plan: Plan) -> Wave:
        """A wave from needs to accepted places, in every centre; nobody has begun."""
        asked, head, asked_on = self._asked(plan)
        return self._select(plan, asked, head, asked_on)

    def open_call(self, plan: Plan, *, opens_on: date, closes_on: date) -> Wave:
        """A call that candidates answer today from their telephone or at a counter."""
        _asked, head, _asked_on = self._asked(plan)
        wave = head.open_wave(code=plan.code, title=plan.title, form=plan.form, opens_on=opens_on, closes_on=closes_on, starts_on=plan.starts_on,
                              asked=list(Need.objects.filter(reference__startswith=f"{plan.code}-", state="approved")))  # fmt: skip
        officer = head.by["operations"]
        calendar = {
            "list": closes_on + timedelta(5),
            "interviews": closes_on + timedelta(12),
            "results": closes_on + timedelta(25),
        }
        calls.describe_wave(wave=wave, summary=CALL, asked_papers=["diploma", "nationality"], calendar=calendar, quotas={}, by=officer, on=opens_on)  # fmt: skip
        question = calls.ask_question(wave=wave, text="Peut-on choisir un poste loin de sa commune ?", by=officer)
        calls.answer_question(question=question, text=question.text, answer="Oui. Classez autant de postes que vous voulez.", by=officer, on=opens_on)  # fmt: skip
        return wave

    def _asked(self, plan: Plan) -> tuple[dict[str, list[dict]], Officers, date]:
        """What the hosts of every centre ask for, approved and funded four months before the start."""
        asked_on = add_months(plan.starts_on, -4)
        asked = {
            code: office.needs(
                plan.code, plan.seats, plan.months, plan.starts_on, plan.at_home, together=plan.together
            )
            for code, office in self.offices.items()
        }
        for code, _, officers in self.centres():
            officers.bring(
                "needs", f"besoins_{plan.code}_{code}.csv", table(asked[code]), {"form": plan.form.code}, asked_on
            )
            own = Need.objects.filter(host__commune__centre__code=code, reference__startswith=f"{plan.code}-")
            officers.approve(list(own.filter(host__state="accredited")), on=asked_on)
        head = self.at(next(iter(self.offices)))
        if plan.paid_by:
            plan.paid_by(self, _unfunded(plan), asked_on)
        seats = _unfunded(plan)
        head.fund(seats, code=f"ETAT-{plan.code}", title=f"État · {plan.title}", funder="État", on=asked_on)
        return asked, head, asked_on

    def _select(self, plan: Plan, asked: dict[str, list[dict]], head: Officers, asked_on: date) -> Wave:
        opened, closed = asked_on + timedelta(7), asked_on + timedelta(35)
        wave = head.open_wave(code=plan.code, title=plan.title, form=plan.form, opens_on=opened, closes_on=closed, starts_on=plan.starts_on,
                              asked=list(Need.objects.filter(reference__startswith=f"{plan.code}-")))  # fmt: skip
        came = {}
        for code, office, officers in self.centres():
            came[code] = office.candidates(
                asked[code], plan.seats * 2, plan.starts_on.year, plan.diplomas, plan.at_home
            )
            officers.bring(
                "candidates",
                f"candidats_{plan.code}_{code}.csv",
                table(came[code]),
                {"wave": wave.code},
                opened + timedelta(5),
            )
        head.check(wave, on=closed)
        head.hear(wave, on=closed + timedelta(3))
        for code, office, officers in self.centres():
            officers.bring(
                "scores",
                f"notes_{plan.code}_{code}.csv",
                table(office.scores(came[code])),
                {"wave": wave.code},
                closed + timedelta(10),
            )
        wave.refresh_from_db()
        head.rank(wave, on=closed + timedelta(12))
        wave.refresh_from_db()
        head.place(wave, name="Retenu", on=closed + timedelta(15))
        for code, _, officers in self.centres():
            mine = Offer.objects.filter(application__wave=wave, application__person__commune__centre__code=code)
            officers.accept(list(mine), on=closed + timedelta(18))
        wave.refresh_from_db()
        return wave

    def _deploy(self, plan: Plan, wave: Wave, head: Officers) -> list[Mission]:
        first = plan.starts_on
        opened = head.train(
            wave,
            trained=(first - timedelta(10), first - timedelta(9)),
            sworn=first - timedelta(8),
            place=rules.agency()["seat"],
        )
        contracts = head.contract(opened, on=first - timedelta(7))
        for code, _, officers in self.centres():
            own = [contract for contract in contracts if contract.mission.host.commune.centre.code == code]
            officers.sign(own, on=first - timedelta(5), ink_by=officers.by["regional_agent"])
            mine = [mission for mission in opened if mission.host.commune.centre.code == code]
            officers.start(mine, first_day=first, on=first + timedelta(3))
        return list(Mission.objects.filter(wave=wave).order_by("pk"))

    def month(self, found: Sequence[Mission], month: Month, *, on: date, absences: int = 0) -> None:
        """Every centre closes a month of its missions; the first ones of each missed a day."""
        for code, office, officers in self.centres():
            own = [m for m in found if m.host.commune.centre.code == code and _served(m, month)]
            if own:
                missed = {m.pk: {office.chance.choice(_weekdays(month))} for m in own[:absences]}
                officers.close_month(own, month, on=on, absent=missed)

    def pay(self, month: Month, form: Form, *, on: date, until: str = "send") -> PayRun:
        return Officers(self.staff.head_office).pay(month, form, on=on, until=until)

    def settle(self, run: PayRun, *, on: date, returned: int = 0) -> None:
        """Each institution says what it paid; the first `returned` orders came back unclaimed."""
        for institution in Institution.objects.filter(payfile__run=run).distinct():
            orders = PaymentOrder.objects.filter(file__run=run, file__institution=institution).order_by("reference")
            rows = [{"référence": order.reference, "statut": "revenu" if n < returned else "payé", "date": f"{on:%d/%m/%Y}",
                     "motif": "non réclamé" if n < returned else ""} for n, order in enumerate(orders)]  # fmt: skip
            pay.settle(run=run, institution=institution, content=table(rows), filename=f"retour_{run.number}_{institution.code}.csv",
                       by=self.staff.head_office["second_public_accountant"], on=on)  # fmt: skip

    def serve(
        self, found: Sequence[Mission], form: Form, months: Sequence[Month], *, absences: int = 0, returned: int = 0
    ) -> None:
        """Months closed, paid and settled on time, one after the other."""
        Officers(self.staff.head_office).open_wallets(found, on=months[0].last)
        for month in months:
            self.month(found, month, on=month.last + timedelta(2), absences=absences)
            run = self.pay(month, form, on=month.last + timedelta(5))
            self.settle(run, on=month.last + timedelta(8), returned=returned)

    def end(self, found: Sequence[Mission], *, on: date, certified: int | None = None) -> None:
        """Ended at term in every centre; the first `certified` of each (or all) have their certificate."""
        for code, _, officers in self.centres():
            own = [m for m in found if m.host.commune.centre.code == code and m.state == "in_service"]
            officers.finish(own, reason="term", last_day=None, on=on)
            officers.certify(own[:certified], on=on + timedelta(10))

    def current_wave(self, folder: Path, form: Form) -> Wave:
        """The region's files of today: brought, checked, scored, ranked; duplicates wait for an officer, one simulation is made.

        The start of service written in the needs is moved to the coming months, so that the wave is always under way.
        """
        opens, closes, starts = (
            self.today - timedelta(40),
            self.today - timedelta(20),
            add_months(self.today.replace(day=1), 2),
        )
        officers, sources = (
            self.at(REGION_OF_TODAY),
            {kind: (folder / name).read_bytes() for kind, name in CURRENT.items()},
        )
        sources["needs"] = sources["needs"].replace(b"01/03/2026", f"{starts:%d/%m/%Y}".encode())
        officers.bring("hosts", CURRENT["hosts"], sources["hosts"], {}, opens)
        fresh = list(Host.objects.filter(state="registered", registered_on=opens).order_by("pk"))
        officers.accredit(fresh[:-3], on=opens)  # three wait for their evaluation
        officers.bring("needs", CURRENT["needs"], sources["needs"], {"form": form.code}, opens)
        asked = Need.objects.filter(state="submitted", host__in=[host.pk for host in fresh[:-3]]).order_by("pk")
        seats = officers.approve(list(asked)[:-2], on=opens)  # two wait for their approval
        officers.fund(seats, code="ETAT-PSCE", title="État · appel en cours", funder="État", on=opens)
        wave = officers.open_wave(code="VNC-19", title="Vague 19", form=form, opens_on=opens, closes_on=closes, starts_on=starts,
                                  asked=list(Need.objects.filter(state="approved", on=opens)))  # fmt: skip
        officers.bring(
            "candidates", CURRENT["candidates"], sources["candidates"], {"wave": wave.code}, opens + timedelta(10)
        )
        officers.search_duplicates(on=closes)
        officers.check(wave, on=closes)
        officers.hear(wave, on=closes + timedelta(3))
        officers.bring("scores", CURRENT["scores"], sources["scores"], {"wave": wave.code}, closes + timedelta(10))
        wave.refresh_from_db()
        officers.rank(wave, on=closes + timedelta(12))
        wave.refresh_from_db()
        officers.simulate(wave, name="Toutes les places", on=closes + timedelta(13))
        return wave


def _unfunded(plan: Plan) -> list[Seat]:
    rows = Seat.objects.filter(envelope=None, need__reference__startswith=f"{plan.code}-")
    return list(rows.select_related("need__form", "need__host__commune__centre"))


def _served(mission: Mission, month: Month) -> bool:
    return mission.started_on <= month.last and (mission.ended_on is None or mission.ended_on >= month.first)


def _weekdays(month: Month) -> list[date]:
    return [day for day in month.days() if day.weekday() == 1]  # a Tuesday is never a movable holiday here


def months_from(first: date, count: int) -> list[Month]:
    return [Month.of(add_months(first, n)) for n in range(count)]
