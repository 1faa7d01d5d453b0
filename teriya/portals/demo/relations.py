"""How two agencies come to a convention: a mission, an agreement in ink, a plan, a committee. Mali, which has no system, is served by letters.

Names, dates and sums are invented; that agencies go this way, from a mission to a committee, is theirs.
"""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from teriya.exchange.relations import actions
from teriya.exchange.relations.actions import Line, Terms
from teriya.exchange.relations.models import Convention, Decision
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire.models import Agency
from teriya.foundation.core.periods import add_months, last_day
from teriya.portals.demo.dialogue import Side

PAGE = "%PDF-1.4\n% exemple fictif : "
CITIES = {"tg": "Lomé", "bf": "Ouagadougou", "ml": "Bamako"}
PRESENT = "Chargés de la réciprocité des deux agences\nDirections générales"


def contact(side: Side) -> None:
    """Each side’s own record: Togo went to Ouagadougou; the agreement was signed in Lomé."""
    day = side.ago(15)
    visit(side, side.agency, place=CITIES["bf"], is_out=side.code == "tg", day=day)
    sign(side, side.agency, place=CITIES["tg"], day=day)


def visit(side: Side, agency: Agency, *, place: str, is_out: bool, day: date) -> None:
    """A week in the months before, and its report."""
    officer = side.by("exchange_officer")
    mission = actions.record_mission(
        agency=agency, is_out=is_out, starts_on=day - timedelta(96), ends_on=day - timedelta(90), place=place,
        who="Chargé de la réciprocité\nDirection des opérations", aims="Voir comment l’autre agence mobilise et suit ses volontaires.",
        by=officer, on=day,
    )  # fmt: skip
    actions.report_mission(
        mission=mission, findings="Les besoins sont exprimés par commune\nLes volontaires signent leur présence chaque semaine",
        follow_up="Préparer un accord-cadre, puis échanger de premiers volontaires.", report=_page("rapport"), by=officer, on=day,
    )  # fmt: skip


def sign(side: Side, agency: Agency, *, place: str, day: date) -> None:
    """Prepared by the officer, recorded by the director with its paper."""
    framework = actions.prepare_framework(
        agency=agency, title="Accord-cadre de coopération", aims="Échanger des volontaires et des pratiques.",
        starts_on=day - timedelta(30), ends_on=None, by=side.by("exchange_officer"), on=day,
    )  # fmt: skip
    actions.sign_framework(
        framework=framework, reference="", signed_on=day - timedelta(30), signed_at=place, signatories="Les deux directions générales",
        paper=_page("accord-cadre"), by=side.by("director"), on=day,
    )  # fmt: skip


def plan(side: Side, day: date) -> None:
    """Each agency has its line."""
    lines = [
        Line("Écrire le projet de convention", side.code == "tg", day + timedelta(30)),
        Line("Désigner les premières structures d’accueil", side.code == "bf", day + timedelta(60)),
    ]
    _meet(side, "plan", day, CITIES[side.code], "", lines)


def committee(side: Side, day: date) -> None:
    """A line that is done in time, and one of Burkina Faso that is late."""
    lines = [
        Line("Revoir la préparation au départ avec les anciens", side.code == "tg", day + timedelta(45)),
        Line("Publier deux postes de plus", side.code == "bf", day + timedelta(60)),
    ]
    _meet(side, "committee", day, CITIES[side.code], "Les premiers séjours se passent bien.", lines)


def _meet(side: Side, nature: str, day: date, place: str, notes: str, lines: list[Line]) -> None:
    actions.record_meeting(
        agency=side.agency, nature=nature, met_on=day, place=place, present=PRESENT, notes=notes, lines=lines,
        by=side.by("exchange_officer"), on=day,
    )  # fmt: skip


def do_ours(side: Side, day: date) -> None:
    """The oldest of our open lines with the other agency is done."""
    rows = Decision.objects.open().filter(is_ours=True, meeting__agency=side.agency)
    actions.do_decision(decision=rows.order_by("due_on", "pk")[0], how="Fait, envoyé à l’autre agence.", by=side.by("exchange_officer"), on=day)  # fmt: skip


def write_to_mali(side: Side) -> None:
    """Togo and an agency without the system: what we say leaves by letter, what it answers is typed."""
    officer, day = side.by("exchange_officer"), side.ago(9)
    mali = wire.name_agency(
        code="ml", name="Centre national de promotion du volontariat du Mali", country="ML", by=officer, on=day
    )
    wire.confirm_agency(agency=mali, fingerprint="", by=side.by("director"), on=day)
    mali.refresh_from_db()
    visit(side, mali, place=CITIES["ml"], is_out=True, day=day)
    row = actions.draft_convention(agency=mali, terms=_terms(day), by=officer, on=day)
    row = actions.propose_convention(convention=row, by=officer, on=day)
    actions.write_letter(agency=mali, by=officer, on=day)
    actions.print_convention(convention=row, by=officer, on=day)
    actions.declare_answer(
        convention=row, word="approved", source="Exemplaire signé, reçu par courrier", paper=_page("exemplaire signé"), by=officer,
        on=side.ago(8),
    )  # fmt: skip
    actions.approve_convention(
        convention=Convention.objects.get(pk=row.pk), by=side.by("director"), on=side.ago(8, -3)
    )


def _terms(day: date) -> Terms:
    starts_on = add_months(day, 2).replace(day=1)
    return Terms(
        title="Échange de volontaires entre le Togo et le Mali", starts_on=starts_on, ends_on=last_day(starts_on, 24), number_out=2,
        number_in=2, tolerance=1, sectors=["Éducation"], months_min=6, months_max=12,
        costs={("ticket", "sending"): (220_000, "stay"), ("allowance", "receiving"): (60_000, "month")},
        purposes="Choisir les volontaires et suivre leur mission", fields=("family", "given", "diploma", "missions"), keep_days=90,
        after="return",
    )  # fmt: skip


def _page(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", (PAGE + name).encode())
