"""What officers do for a whole wave, from an office's files to the money paid: each step once, through the rooms' actions.

The trial and the demonstration both run on it; each verb is what one officer would click, at the day it is given.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import Month
from teriya.foundation.core.receipts import digest_of
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake import actions as intake
from teriya.foundation.intake.models import Import
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.hosts import actions as hosts
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.placement import actions as placement
from teriya.mobilisation.placement import offers
from teriya.mobilisation.placement.models import Offer, Round
from teriya.mobilisation.selection import actions as selection
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import PayRun, Wallet
from teriya.people import actions as people
from teriya.people.models import Suspicion
from teriya.service.attendance import actions as attendance
from teriya.service.attendance.models import MonthSheet
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Contract, Mission
from teriya.service.training import actions as training
from teriya.service.training import queries as training_queries
from teriya.service.training.models import TrainingSession

CHECKLIST = ("report_received", "goods_returned", "debts_settled", "host_evaluation", "volunteer_evaluation")


@dataclass
class Officers:
    """One account a duty (role code → user)."""

    by: Mapping[str, User]
    files: dict[str, Import] = field(default_factory=dict)

    # mobilisation -----------------------------------------------------------------------------------------------------

    def bring(self, kind: str, name: str, data: bytes, context: Mapping[str, Any], on: date) -> Import:
        """The regional agent brings a file and commits its sound lines; a file that cannot be read is refused."""
        agent = self.by["regional_agent"]
        id = UUID(digest_of([kind, name, data.hex(), dict(context)])[:32])
        file = intake.receive(id=id, kind=kind, filename=name, data=data, context=context, by=agent, on=on)
        file = intake.read(file=file, by=agent)
        if file.state == Import.State.REFUSED:
            said = file.refusal if name in file.refusal else f"{name} : {file.refusal}"
            raise Refusal("file_refused", said, field=kind)
        self.files[kind] = intake.commit(file=file, by=agent, on=on)
        return self.files[kind]

    def accredit(self, found: Sequence[Host], *, on: date, months: int = 36, quota: int = 20) -> None:
        """The centre evaluates on the spot and takes the duties signed in ink, head office accredits: two people."""
        agent = self.by["regional_agent"]
        hosts.evaluate_many({host.pk: hosts.Rubrics() for host in found}, by=agent, on=on)
        hosts.undertake_many(found, by=agent, on=on)
        hosts.accredit_many(found, months=months, quota=quota, by=self.by["operations"], on=on)

    def approve(self, asked: Sequence[Need], *, on: date) -> list[Seat]:
        """The region reviews, head office approves: two people."""
        reviewed = needs.review(asked, by=self.by["regional_supervisor"], on=on)
        return needs.approve(reviewed, by=self.by["operations"], on=on)

    def fund(
        self, seats: Sequence[Seat], *, code: str, title: str, funder: str, on: date, amount: int | None = None
    ) -> Envelope:
        """Finance opens an envelope (by default, just what the seats cost) and sets the seats on it."""
        cost = sum(needs.cost(seat.need) for seat in seats)
        envelope = ledger.grant(
            code=code, title=title, funder=funder, amount=amount or cost, by=self.by["finance_officer"], on=on
        )
        needs.fund(seats, envelope=envelope, by=self.by["finance_officer"], on=on)
        return envelope

    def open_wave(self, *, code: str, title: str, form: Form, opens_on: date, closes_on: date, starts_on: date,
                  asked: Sequence[Need], reference_on: date | None = None) -> Wave:  # fmt: skip
        # the same lottery each time that the same keys are given: a trial's are drawn from its files
        seed = salted_hmac("teriya.portals.lottery", code, algorithm="sha256").hexdigest()
        return calls.open_wave(code=code, title=title, form=form, opens_on=opens_on, closes_on=closes_on, starts_on=starts_on,
                               reference_on=reference_on, needs=asked, seed=seed, by=self.by["operations"], on=opens_on)  # fmt: skip

    def search_duplicates(self, *, on: date) -> list[Suspicion]:
        return people.search_duplicates(by=self.by["regional_agent"], on=on)

    def check(self, wave: Wave, *, on: date):
        """Close the call and check every application by the form's rules."""
        calls.close_wave(wave=wave, by=self.by["operations"], on=on)
        return calls.check_eligibility(wave=wave, by=self.by["operations"], on=on)

    def hear(self, wave: Wave, *, on: date) -> None:
        names = [
            ("Représentant de l’agence", None),
            ("Représentant des structures", None),
            ("Personne extérieure", None),
        ]
        selection.constitute_jury(wave=wave, name="Jury", members=names, by=self.by["operations"], on=on)

    def rank(self, wave: Wave, *, on: date):
        return selection.rank(wave=wave, by=self.by["operations"], on=on)

    def simulate(self, wave: Wave, *, name: str, on: date, settings: Mapping[str, Any] | None = None) -> Round:
        return placement.simulate(wave=wave, name=name, settings=settings or {}, by=self.by["operations"], on=on)

    def place(self, wave: Wave, *, name: str, on: date, settings: Mapping[str, Any] | None = None) -> Round:
        """Operations simulates and proposes; the director decides and publishes."""
        round = self.simulate(wave, name=name, on=on, settings=settings)
        placement.propose(round=round, by=self.by["operations"], on=on)
        placement.decide(round=round, by=self.by["director"], on=on)
        return placement.publish(round=round, by=self.by["director"], on=on)

    def accept(self, found: Sequence[Offer], *, on: date) -> None:
        """The agent records the answers given on paper."""
        offers.answer(offers=found, accept=True, by=self.by["regional_agent"], on=on)

    # service ----------------------------------------------------------------------------------------------------------

    def train(self, wave: Wave, *, trained: tuple[date, date], sworn: date, place: str) -> list[Mission]:
        """Missions opened for the accepted offers, everyone trained and sworn."""
        operations = self.by["operations"]
        opened = missions.prepare_many(wave=wave, by=operations, on=trained[0])
        self.hold(self.convene(opened, days=trained, place="Salle de formation", on=trained[0]), on=trained[1])
        missions.record_oath(missions=opened, place=place, by=operations, on=sworn)
        return opened

    def convene(self, found: Sequence[Mission], *, days: tuple[date, date], place: str, on: date) -> TrainingSession:
        """A session as large as these missions of one form, in the commune of the first; everybody seated and called."""
        operations, first = self.by["operations"], found[0]
        session = training.plan_session(
            form=first.form, title="Formation avant déploiement", commune=first.host.commune, venue=place, from_on=days[0], to_on=days[1],
            capacity=len(found), trainer="Formateur de l’agence", by=operations, on=on,
        )  # fmt: skip
        training.seat(session=session, missions=found, by=operations, on=on)
        training.convene(session=session, by=operations, on=on)
        return session

    def hold(self, session: TrainingSession, *, on: date) -> None:
        """Everybody present at each half-day and marked 14 where there is a mark; the results are written."""
        operations = self.by["operations"]
        for slot in training_queries.lessons_of(session):
            training.call_roll(session=session, slot=slot, absent=(), by=operations, on=on)
        people = dict.fromkeys(session.trainees.there().values_list("pk", flat=True), 14)
        for module in session.modules.exclude(pass_mark=None):
            training.enter_marks(module=module, marks=people, by=operations, on=on)
        training.conclude(session=session, by=operations, on=on)

    def contract(self, opened: Sequence[Mission], *, on: date) -> list[Contract]:
        """Everybody insured, the head of the host as tutor where it named none, then the contracts."""
        missions.record_insurance(
            missions=opened, reference="CNSS et INAM, à reporter", by=self.by["operations"], on=on
        )
        for mission in opened:
            if not mission.tutor:
                name = mission.host.head or "La direction de la structure"
                mission.tutor = missions.name_tutor(mission=mission, name=name, by=self.by["operations"], on=on).tutor
        return missions.issue_contracts(missions=opened, by=self.by["operations"], on=on)

    def sign(self, contracts: Sequence[Contract], *, on: date, ink_by: User) -> None:
        """The director signs for the agency; host and volunteer sign in ink before the agent."""
        missions.sign(contracts=contracts, party="agency", by=self.by["director"], on=on)
        for party in ("host", "volunteer"):
            missions.record_signatures(contracts=contracts, party=party, by=ink_by, on=on)

    def start(self, found: Sequence[Mission], *, first_day: date, on: date) -> None:
        """The agent enters the hosts' attestations, the supervisor confirms."""
        missions.attest_starts(missions=found, first_day=first_day, paper="APS", by=self.by["regional_agent"], on=on)
        missions.confirm_starts(missions=found, by=self.by["regional_supervisor"], on=on)

    def close_month(
        self, found: Sequence[Mission], month: Month, *, on: date, absent: Mapping[int, set[date]] | None = None
    ) -> list[MonthSheet]:
        """The month keyed from the signed sheets by the agent, confirmed by the supervisor."""
        agent = self.by["regional_agent"]
        sheets = attendance.record_month_many(missions=found, month=month, absent=absent or {}, by=agent, on=on)
        attendance.attest_many(sheets=sheets, paper=f"FP-{month}", by=agent, on=on)
        return attendance.confirm_many(sheets=sheets, by=self.by["regional_supervisor"], on=on)

    # pay --------------------------------------------------------------------------------------------------------------

    def open_wallets(self, found: Sequence[Mission], *, on: date) -> None:
        """Each is paid on the telephone given; who gave none, or one that others gave too, signs at the counter."""
        accountant = self.by["public_accountant"]
        mobile = pay.open_institution(
            code="MOBILE", name="Argent mobile", profile="mobile_money", by=accountant, on=on
        )
        counter = pay.open_institution(
            code="IMF", name="Institution de microfinance", profile="microfinance", by=accountant, on=on
        )
        taken = set(Wallet.objects.filter(institution=mobile).values_list("folded", flat=True))
        phones = Counter(mission.person.phone for mission in found)
        rows = []
        for person in (mission.person for mission in found):
            alone = person.phone and phones[person.phone] == 1 and person.phone.lstrip("+") not in taken
            rows.append(
                (person, mobile, person.phone, str(person))
                if alone
                else (person, counter, person.matricule, str(person))
            )
        wallets = pay.enter_wallets(rows=rows, by=self.by["finance_officer"], on=on)
        pay.approve_wallets(wallets=wallets, by=accountant, on=on)

    def pay(self, month: Month, form: Form, *, on: date, until: str = "send") -> PayRun:
        """A pay run through every step of the country's chain, each by who it names, up to `until`."""
        run = pay.prepare_run(month=month, form=form, by=self.by["finance_officer"], on=on)
        for step in rules.chain()["steps"]:
            if step["code"] == "settle":
                break
            self._sign(run, step, on)
            if step["code"] == until:
                break
        run.refresh_from_db()
        return run

    def _sign(self, run: PayRun, step: Mapping[str, Any], on: date) -> None:
        """As many persons of the role as the amount asks."""
        for by in (self.by[step["role"]], self.by.get(f"second_{step['role']}")):
            visa = pay.take_step(run=run, step=step["code"], by=by, on=on)
            if visa.rank == visa.needed:
                break

    def finish(self, found: Sequence[Mission], *, reason: str, last_day: date | None, on: date, why: str = "") -> None:
        """End missions; without a day, each at its own term."""
        missions.end(
            missions=found, reason=reason, last_day=last_day, by=self.by["regional_supervisor"], on=on, why=why
        )

    def certify(self, found: Sequence[Mission], *, on: date) -> None:
        """Close the checklists and issue the certificates."""
        supervisor = self.by["regional_supervisor"]
        missions.update_closing(missions=found, ticks=dict.fromkeys(CHECKLIST, True), by=supervisor, on=on)
        missions.close(missions=found, by=supervisor, on=on)
        missions.issue_certificates(missions=found, by=self.by["director"], on=on)
