"""Registers of former volunteers, as Mazalo, supervisor of the Plateaux centre, brings them."""

from teriya.foundation.accounts.models import User
from teriya.foundation.intake.models import Import
from teriya.people.models import TakeOn
from tests.cast import Cast
from tests.factories import files

TITLES = "Matricule;NOM;Prénoms;Sexe;Né(e) le;Contact;Commune;Forme;Vague;Structure;Prise de service;Fin de mission;N° contrat"
AFI = ";KOUDAWO;Afi;F;28/04/1990;90112233;Haho 1;VNC;Vague 13;CEG Notsè;01/10/2018;30/09/2020;"


def bring(cast: Cast, *lines: str, by: User | None = None) -> Import:
    """A register received and read; nothing is written yet."""
    text = "\n".join([TITLES, *(lines or [AFI])])
    return files.bring(cast, "history", text, by=by or cast["regional_supervisor"], name="vague-13.csv")


def take_on(cast: Cast, *lines: str, by: User | None = None) -> TakeOn:
    """A register read and written."""
    by = by or cast["regional_supervisor"]
    file = files.commit(cast, bring(cast, *lines, by=by), by=by)
    return TakeOn.objects.get(file=file)
