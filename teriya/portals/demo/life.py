"""Ten years in a minute: three past waves, one in progress, and what goes wrong in the life of an agency."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from teriya.foundation.core.periods import Month, add_months
from teriya.foundation.places.models import Centre
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.placement.models import Offer
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import Institution, PaymentOrder, PayRun
from teriya.portals.demo.files import Office, table
from teriya.portals.demo.staff import Staff
from teriya.portals.officers import Officers
from teriya.service.missions.models import Contract, Mission

SEED = 2016
CURRENT = {"hosts": "structures.csv", "needs": "besoins.csv", "candidates": "candidats.csv", "scores": "notes_jury.csv"}


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


@dataclass
class Life:
    """The agency as it is being lived; every verb goes through the officers."""

    staff: Staff
    today: date
    offices: dict[str, Office] = field(default_factory=dict)

    def __post_init__(self):
        for centre in Centre.objects.order_by("code").prefetch_related("communes"):
            names = sorted(place.name for place in centre.communes.all())
            self.offices[centre.code] = Office(centre.code.split("-")[-1][:3], names, SEED)

    def at(self, centre: str) -> Officers:
        return Officers(self.staff.around(centre))

    def centres(self) -> Iterator[tuple[str, Office, Officers]]:
        for code, office in self.offices.items():
            yield code, office, self.at(code)

    def register_hosts(self, on: date) -> None:
        """Each centre sends its list, goes and sees, and head office accredits."""
        for code, office, officers in self.centres():
            officers.bring("hosts", f"structures_{code}.csv", office.structures(), {}, on)
            officers.accredit(list(Host.objects.filter(commune__centre__code=code, state="registered")), on=on, months=96)

    def live(self, plan: Plan) -> list[Mission]:
        """A wave from needs to starts of service, in every centre."""
        asked_on = add_months(plan.starts_on, -4)
        asked = {code: office.needs(plan.code, plan.seats, plan.months, plan.starts_on) for code, office in self.offices.items()}
        for code, _, officers in self.centres():
            officers.bring("needs", f"besoins_{plan.code}_{code}.csv", table(asked[code]), {"form": plan.form.code}, asked_on)
            officers.approve(list(Need.objects.filter(host__commune__centre__code=code, state="submitted")), on=asked_on)
        head = self.at(next(iter(self.offices)))
        seats = list(Seat.objects.filter(envelope=None, need__reference__startswith=f"{plan.code}-").select_related("need__form"))
        head.fund(seats, code=f"ETAT-{plan.code}", title=f"État · {plan.title}", funder="État", on=asked_on)
        wave = self._select(plan, asked, head, asked_on)
        return self._deploy(plan, wave, head)

    def _select(self, plan: Plan, asked: dict[str, list[dict]], head: Officers, asked_on: date) -> Wave:
        opened, closed = asked_on + timedelta(7), asked_on + timedelta(35)
        wave = head.open_wave(code=plan.code, title=plan.title, form=plan.form, opens_on=opened, closes_on=closed, starts_on=plan.starts_on,
                              asked=list(Need.objects.filter(reference__startswith=f"{plan.code}-")))  # fmt: skip
        came = {}
        for code, office, officers in self.centres():
            came[code] = office.candidates(asked[code], plan.seats * 2, plan.starts_on.year, plan.diplomas)
            officers.bring("candidates", f"candidats_{plan.code}_{code}.csv", table(came[code]), {"wave": wave.code}, opened + timedelta(5))
        head.check(wave, on=closed)
        head.hear(wave, on=closed + timedelta(3))
        for code, office, officers in self.centres():
            officers.bring("scores", f"notes_{plan.code}_{code}.csv", table(office.scores(came[code])), {"wave": wave.code}, closed + timedelta(10))
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
        opened = head.train(wave, trained=(first - timedelta(10), first - timedelta(9)), sworn=first - timedelta(8), place="Lomé")
        contracts = head.contract(opened, on=first - timedelta(7))
        for code, _, officers in self.centres():
            own = [contract for contract in contracts if contract.mission.host.commune.centre.code == code]
            officers.sign(own, on=first - timedelta(5), ink_by=officers.by["regional_agent"])
            mine = [mission for mission in opened if mission.host.commune.centre.code == code]
            officers.start(mine, first_day=first, on=first + timedelta(3))
        return list(Mission.objects.filter(wave=wave).order_by("pk"))
