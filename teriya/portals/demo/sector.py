"""The ministry of education has signed: its schools are planned for, and asked to confirm."""

from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months, last_day
from teriya.foundation.rules.models import Form
from teriya.mobilisation.hosts import conventions
from teriya.mobilisation.hosts.models import Host
from teriya.portals.demo.life import Life

SCHOOLS, GAP = 8, 15  # one and a half posts lack in each


def plan_a_sector(life: Life, focal_point: User) -> None:
    """The focal point enters the convention with its table; nobody has confirmed yet."""
    today = life.today
    convention = conventions.enter_convention(
        reference=f"MEN-{today.year}", title="Volontaires dans les collèges", party="Ministère chargé de l’éducation",
        signatories="Le ministre\nLa directrice générale de l’agence", domain="education", first_day=today,
        last_day=last_day(today, 24), by=focal_point, on=today,
    )  # fmt: skip
    form, starts_on = Form.objects.get(code="VNC"), add_months(today, 4)
    schools = Host.objects.filter(domain="education", state="accredited").order_by("-pk")[:SCHOOLS]
    lines = [
        conventions.NewPlanned(convention, school, form, "maths_teacher", 1, 12, starts_on, GAP) for school in schools
    ]
    conventions.plan(lines, by=focal_point, on=today)
