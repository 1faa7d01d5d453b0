"""What is said beside every output, on pages and in files: it contributes, and it is not the measure of a target."""

from django.utils.translation import gettext as _

from teriya.contribution.goals.engine.share import BEYOND, UNKNOWN, Share
from teriya.foundation.core.money import grouped


def limits() -> str:
    return _("Les résultats contribuent à ces cibles ; ils n’en sont pas la mesure. Aucun indicateur officiel des objectifs ne porte sur le volontariat.")  # fmt: skip


def of_share(share: Share) -> str:
    """The share in words, whole: what it is of, where it is known; or that it is unknown."""
    shown = share.shown
    said = {
        "own": grouped(shown.own),
        "whole": grouped(shown.whole),
        "covered": grouped(shown.covered),
        "told": grouped(shown.told),
    }
    if share.state == UNKNOWN:
        return _("part inconnue : aucun registre de structure n’est relevé pour ces mois")
    if share.state == BEYOND:
        return _("à vérifier : les volontaires ont compté %(own)s là où le registre dit %(whole)s") % said
    where = _("registre connu pour %(covered)s mois de structure sur %(told)s") % said
    return f"{shown.percent} % ({_('%(own)s sur %(whole)s') % said}) ; {where}"
