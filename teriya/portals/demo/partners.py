"""Those with whom the agency works, what it seeks of them, and where it goes with them."""

from datetime import date, timedelta

from teriya.foundation.accounts.models import User
from teriya.foundation.places.models import Centre, Place
from teriya.partnerships.agreements.models import Version
from teriya.partnerships.partners import actions
from teriya.partnerships.partners.actions import NewProject
from teriya.partnerships.partners.models import Opportunity, Partner
from teriya.portals.demo.life import Life

WHERE = {  # code of a partner → (regions, domains); the others work everywhere, in everything
    "UE": (("Savanes", "Kara", "Plateaux"), ("decentralisation", "education")), "PNUD": (("Savanes",), ("decentralisation", "environment")),
    "FRANCE-VOLONTAIRES": ((), ("education",)), "VILLE-NOTSE": (("Plateaux",), ()), "ASSO-CRV": (("Savanes",), ()),
}  # fmt: skip
PARTNERS = (  # code, name, kind, country, what it is, source of an agreement of before
    ("ETAT", "État togolais", "state", "TG", ["funder"], ("Dotations de l’État", 2013, 2015, 9_000_000_000, "togoanvt.org, journées européennes du développement")),
    ("PNUD", "Programme des Nations unies pour le développement", "un", "", ["funder", "technical"], ("Appui au démarrage du programme", 2011, 2014, None, "togoanvt.org")),
    ("UE", "Union européenne", "cooperation", "", ["funder"], ("Pro-CEMA, cinquante puis cent volontaires", 2017, 2018, None, "letempstg.com, 13 novembre 2017")),
    ("FRANCE-VOLONTAIRES", "France Volontaires", "cooperation", "FR", ["technical", "sender"], ("Cadre de concertation des organisations de volontariat", 2017, 2018, None, "republicoftogo.com")),
    ("VILLE-NOTSE", "Commune de Haho 1", "commune", "TG", ["funder", "host"], None),
    ("ASSO-CRV", "Association d’appui au volontariat local", "civil_society", "TG", ["operator"], None),
)  # fmt: skip


def enter(life: Life, on: date) -> None:
    """The register of partners, with what was signed before the system."""
    officer = life.staff.head_office["partnerships"]
    for code, name, kind, country, parts, before in PARTNERS:
        partner = actions.enter_partner(code=code, name=name, kind=kind, country=country, parts=parts, by=officer, on=on, **_where(code))  # fmt: skip
        if before:
            title, start, end, amount, source = before
            actions.note_past_agreement(partner=partner, title=title, first_year=start, last_year=end, amount=amount, source=source, by=officer, on=on)  # fmt: skip


def live_on(life: Life) -> None:
    """Leads at every step, a strategy, a commune that pays itself, a centre given to an association."""
    officer = life.staff.head_office["partnerships"]
    _conclude(officer)
    _seek(officer, life.today)
    _plan(life, officer, life.today)


def _conclude(officer: User) -> None:
    """What the European agreement was before it was signed."""
    version = Version.objects.select_related("agreement__partner").get(
        agreement__envelopes__code="UE-PLATEAUX", number=1
    )
    agreement, on = version.agreement, version.signed_on
    amount = 19_678_710  # 30 000 EUR at 655.957
    lead = _lead(officer, on, title=agreement.title, partner=agreement.partner, amount=amount, volunteers=6)
    _bring(lead, officer, on, "write_concept", "submit", "negotiate")
    actions.sign(opportunity=lead, agreement_reference=agreement.reference, amount=amount, by=officer, on=on)
    _bring(lead, officer, on, "start")


def _seek(officer: User, today: date) -> None:
    """One lead at each step, one late, one lost with its lesson."""
    on = today - timedelta(45)
    request = _lead(officer, on, title="Volontaires de la résilience, trois projets", amount=2_400_000_000,
                    projects=[NewProject("Éducation des Savanes", 640), NewProject("Eau et assainissement", 410), NewProject("Santé communautaire", 350)],
                    next_step="Présenter aux bailleurs réunis", next_on=today + timedelta(12))  # fmt: skip
    _bring(request, officer, on, "write_concept", "submit")
    talks = _lead(officer, on, title="Appui aux centres régionaux", partner=_named("PNUD"), amount=180_000_000, volunteers=60,
                  next_step="Répondre aux questions du PNUD", next_on=today - timedelta(4))  # fmt: skip
    _bring(talks, officer, on, "write_concept", "submit", "negotiate")
    _lead(officer, on, title="Volontaires de réciprocité", partner=_named("FRANCE-VOLONTAIRES"), amount=45_000_000, volunteers=20,
          next_step="Écrire la note", next_on=today + timedelta(30))  # fmt: skip
    lost = _lead(officer, on, title="Fonds d’entreprise pour l’insertion", amount=90_000_000, volunteers=75)
    _bring(lost, officer, on, "write_concept", "submit")
    actions.lose(opportunity=lost, reason="Le fonds ne paie pas d’allocations.", by=officer, on=today - timedelta(15),
                 learnt="Demander avant d’écrire quelles dépenses le bailleur exclut.")  # fmt: skip


def _plan(life: Life, officer: User, today: date) -> None:
    """The strategy of the year, a round table, a commune's own plan, a centre run by an association."""
    on, year = today - timedelta(40), today.year
    told = {"by": officer, "on": on}
    actions.set_axis(
        number=1,
        title="Diversifier",
        sentence="Qu’aucun financeur ne porte plus de la moitié des volontaires.",
        **told,
    )
    actions.set_axis(number=2, title="Ancrer dans les communes", sentence="Qu’une commune sur trois paie elle-même des volontaires.", **told)  # fmt: skip
    for kind, amount, partners in (
        ("cooperation", 200_000_000, 2),
        ("commune", 12_000_000, 3),
        ("un", 150_000_000, 1),
    ):
        actions.set_target(kind=kind, year=year, amount=amount, partners=partners, **told)
    actions.set_offer(kind="commune", title="Brigade de salubrité", what="Vingt volontaires, six mois, encadrés par un senior.", cost=32_000, **told)  # fmt: skip
    table = actions.hold_round_table(subject="Rencontre des partenaires du volontariat", held_on=on, place="Lomé", present="A. Weiss, Union européenne\nK. Mensah, PNUD\nLe maire de Haho 1", **told)  # fmt: skip
    actions.note_promise(round_table=table, partner=_named("VILLE-NOTSE"), title="Volontaires des marchés", amount=6_000_000, volunteers=15, **told)  # fmt: skip
    commune = Place.objects.get(code="TG-P-HAHO-1")
    plan = actions.prepare_plan(commune=commune, year=year, activities="Curage des caniveaux\nReboisement du lycée", volunteers=20, budget=3_840_000, **told)  # fmt: skip
    actions.move_plan(plan=plan, step="sign", by=officer, on=today - timedelta(30))
    actions.add_contact(partner=_named("UE"), name="Anna Weiss", function="Chargée de programme", email="anna.weiss@ue.example", **told)  # fmt: skip
    actions.owe(partner=_named("UE"), side="agency", what="Rapport narratif du semestre", due_on=today + timedelta(25), **told)  # fmt: skip
    actions.plan_review(partner=_named("PNUD"), due_on=today + timedelta(40), **told)
    operator = actions.delegate(partner=_named("ASSO-CRV"), centre=Centre.objects.order_by("code").last(), convention="CRV-DEL-01", first_day=date(year - 1, 1, 1),
                                last_day=date(year + 1, 12, 31), budget=36_000_000, manager=life.staff.head_office["operations"], **told)  # fmt: skip
    target = actions.set_operator_target(
        operator=operator, label="Structures visitées dans l’année", target=80, **told
    )
    actions.count_reached(target=target, reached=61, by=officer, on=today - timedelta(5))


def _where(code: str) -> dict:
    regions, domains = WHERE.get(code, ((), ()))
    return {"regions": Place.objects.filter(level="region", name__in=regions), "domains": domains}


def _lead(officer: User, on: date, **values) -> Opportunity:
    return actions.open_opportunity(owner=officer, by=officer, on=on, **values)


def _bring(lead: Opportunity, officer: User, on: date, *steps: str) -> None:
    for step in steps:
        actions.advance(opportunity=lead, step=step, by=officer, on=on)


def _named(code: str) -> Partner:
    return Partner.objects.get(code=code)
