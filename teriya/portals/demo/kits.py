"""Kits given at the end of phase 8: one repaid, one on time, one late, one whose balance waits to be given up; two still to give."""

from datetime import timedelta

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.insertion.kits import actions
from teriya.insertion.kits.models import Kit
from teriya.portals.demo.life import REGION_OF_TODAY, Life
from teriya.service.missions.models import Mission

CONTENT = "Machine à coudre à pédale\nDeux paires de ciseaux\nMètre, craies, aiguilles\nVingt mètres de tissu"
PRICE, COUNT = 976_272, 6  # 162 712 F each


def give_kits(life: Life) -> None:
    """The lot comes in, the agent of one centre promises, the supervisor hands over eight months ago."""
    officer, centre = life.staff.head_office["insertion"], life.staff.centres[REGION_OF_TODAY]
    agent, supervisor = centre["regional_agent"], centre["regional_supervisor"]
    bought = add_months(life.today, -9)
    lot = actions.enter_lot(title="Couture", content=CONTENT, count=COUNT, total=PRICE, paid_by="Programme d’appui aux jeunes", by=officer, on=bought)  # fmt: skip
    served = Mission.objects.filter(
        host__commune__centre__code=REGION_OF_TODAY, state__in=("ended", "closed"), person__died_on=None
    )
    people = list(served.select_related("person").order_by("person").distinct("person")[:4])
    handed = [
        _give(kit, mission, agent, supervisor, life)
        for kit, mission in zip(lot.kits.order_by("number"), people, strict=False)
    ]
    _repay(handed[0], agent, life, *[6_780] * 5, 6_778)
    _repay(handed[1], agent, life, *[3_390] * 5)
    _look(handed[0], agent, life, "running", 3, "de 50 000 à 100 000 F", "Deux apprenties.")
    _look(handed[1], agent, life, "changed", 1, "de 20 000 à 50 000 F", "Retouches, au marché.")
    actions.ask_waiver(kit=handed[3], reason="Atelier brûlé, constat du chef de quartier.", by=agent, on=life.today - timedelta(3))  # fmt: skip


def _give(kit: Kit, mission: Mission, agent: User, supervisor: User, life: Life) -> Kit:
    on = max(add_months(life.today, -8), mission.ended_on) if mission.ended_on else add_months(life.today, -8)
    actions.assign(kit=kit, person=mission.person, by=agent, on=on)
    return actions.hand_over(kit=kit, by=supervisor, on=on)


def _repay(kit: Kit, agent: User, life: Life, *francs: int) -> None:
    for n, amount in enumerate(francs, 1):
        on = min(life.today, kit.handed_on + timedelta(30 * n))
        actions.repay(
            kit=kit, amount=amount, means="mobile" if n % 2 else "cash", voucher=f"RK-{kit.pk:03}-{n}", by=agent, on=on
        )


def _look(kit: Kit, agent: User, life: Life, business: str, jobs: int, income: str, note: str) -> None:
    on = min(life.today, add_months(kit.handed_on, 6))
    actions.look(kit=kit, business=business, jobs=jobs, income=income, note=note, by=agent, on=on)
