"""The choice of domains: a first decision that cites the practice of Burkina Faso, and a note that waits for the director."""

from datetime import timedelta

from teriya.contribution.domains import actions
from teriya.foundation.core.periods import add_months
from teriya.mobilisation.hosts.priorities import Ranked
from teriya.portals.demo.life import Life

ORDER = ("health", "education", "environment", "decentralisation")
CITED = (
    "Mission de l’ANVT au GIP-PNVB, Ouagadougou, septembre 2017 : santé, éducation, environnement et décentralisation, choisis pour leur contribution estimée "
    "forte aux Objectifs du Millénaire, ce qui permet de mieux apprécier la contribution du volontariat."
)
REASONS = {
    "health": "Les centres de santé demandent plus de sages-femmes que nous n’en plaçons.",
    "education": "Premier domaine par les jours de service ; les écoles rurales redemandent.",
    "environment": "Les plants se comptent en terre, puis à six mois.",
    "decentralisation": "Les communes nouvelles ont peu d’agents d’état civil.",
}
WORDS = "Démonstration. La direction propose de garder les quatre domaines, la santé d’abord."


def choose(life: Life) -> None:
    """Decided a year ago, from the first day of the month that followed; counted again two days ago."""
    officer, director = life.staff.head_office["monitoring"], life.staff.head_office["director"]
    then = add_months(life.today, -13)
    note = actions.prepare(since=add_months(then, -12), by=officer, on=then)
    actions.give_reasons(note=note, reasons=REASONS, by=officer, on=then)
    note = actions.sign(note=note, text=WORDS, by=director, on=then + timedelta(2))
    decided = then + timedelta(10)
    actions.record_decision(
        note=note, domains=[Ranked(code) for code in ORDER], authority="Conseil d’administration (démonstration)", reference="PV 3 (démonstration)",
        decided_on=decided, valid_from=add_months(decided.replace(day=1), 1), cited=CITED, by=director, on=decided,
    )  # fmt: skip
    on = life.today - timedelta(2)
    fresh = actions.prepare(since=add_months(on, -12), by=officer, on=on)
    actions.give_reasons(note=fresh, reasons=REASONS, by=officer, on=on)
