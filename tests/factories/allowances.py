"""Pay of the teams of tests/factories/attendance.py, in March and April 2024: Awa prepares, Bawa visas, Dédé orders, Tchaa pays."""

from datetime import date

from teriya.foundation.accounts.models import User
from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import actions
from teriya.pay.allowances.models import Institution, PaymentOrder, PayRun, Wallet
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.attendance import MONTH, confirm, make_team
from tests.scenes import scene

ON = date(2024, 4, 5)
STEPS = ("engage", "vise", "liquidate", "order", "take_charge", "send")


def holder_of(cast: Cast, step: str) -> User:
    role = next(found["role"] for found in rules.chain()["steps"] if found["code"] == step)
    return cast.by_role[role]


@scene
def make_institution(cast: Cast, code: str = "COOPEC", profile: str = "microfinance") -> Institution:
    return actions.open_institution(code=code, name=f"{code} Haho", profile=profile, by=cast.tchaa, on=ON)


def give_wallets(cast: Cast, team: list[Mission], institution: Institution | None = None) -> list[Wallet]:
    """A wallet for each volunteer, entered by Yao and approved by Tchaa."""
    institution = institution or make_institution(cast)
    rows = [(m.person, institution, f"9{m.person_id:08}", f"{m.person.family} {m.person.given}") for m in team]
    return actions.approve_wallets(wallets=actions.enter_wallets(rows=rows, by=cast.yao, on=ON), by=cast.tchaa, on=ON)


@scene
def make_payable(cast: Cast, count: int = 1, absent: int = 0, **team) -> list[Mission]:
    """A team whose March is confirmed and whose wallets are approved; the first volunteer missed `absent` days."""
    missions = make_team(cast, count, **team)
    missed = {missions[0].pk: {date(2024, 3, day) for day in (12, 13, 14, 15)[:absent]}}
    confirm(cast, missions, missed)
    give_wallets(cast, missions)
    return missions


def prepare(cast: Cast, form: str = "VEC", by: User | None = None) -> PayRun:
    return actions.prepare_run(month=MONTH, form=Form.objects.get(code=form), by=by or cast.awa, on=ON)


def bring(cast: Cast, run: PayRun, until: str = "send") -> PayRun:
    """Take every step up to one, each by its holder."""
    for step in STEPS[: STEPS.index(until) + 1]:
        actions.take_step(run=run, step=step, by=holder_of(cast, step), on=ON)
    return PayRun.objects.get(pk=run.pk)


def answers(orders: list[PaymentOrder], *, returned: tuple[str, ...] = (), day: str = "08/04/2024") -> bytes:
    """A return file: every order paid, except the references said returned."""
    lines = [f"{o.reference};{'revenu' if o.reference in returned else 'payé'};{day};{'Carnet clos' if o.reference in returned else ''}"
             for o in orders]  # fmt: skip
    return "\n".join(["Référence;Statut;Date;Motif", *lines]).encode()
