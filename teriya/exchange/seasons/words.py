"""Why somebody is not served, why a place stays free, in a sentence."""

from django.utils.translation import gettext as _

from teriya.exchange.seasons.engine.entries import Entry, Nothing, nothing
from teriya.exchange.seasons.engine.reasons import Cause, Free, Left, Unserved


def why_not_served(one: Unserved, entries: list[Entry], names: dict[str, str]) -> str:
    """`names`: code of an agency → its country."""
    if one.post is None:
        return {
            Nothing.PROFILE: _("Aucune agence d’un autre pays ne demande ce profil."),
            Nothing.COUNTRY: _("Ce profil n’est demandé que là où la personne n’irait pas."),
            Nothing.AGREEMENT: _("Ce profil n’est demandé que là où les deux agences n’échangent personne."),
        }[nothing(entries, one.candidate)]
    facts = {"home": names[one.candidate[0]], "host": names[one.post[0]], "post": one.post[1]}
    return {
        Cause.BALANCE: _("La place %(host)s %(post)s reste libre, mais la prendre romprait l’équilibre."),
        Cause.NUMBER: _("Le nombre convenu de %(home)s vers %(host)s est atteint."),
        Cause.FULL: _("D’autres ont les places souhaitées."),
    }[one.cause] % facts


def why_free(one: Free) -> str:
    return {
        Left.BALANCE: _("Quelqu’un l’attend, mais la donner romprait l’équilibre."),
        Left.NUMBER: _("Quelqu’un l’attend, mais le nombre convenu entre les deux agences est atteint."),
        Left.ELSEWHERE: _("Tous ceux qui la souhaitaient sont servis ailleurs."),
        Left.NOBODY: _("Personne ne l’a souhaitée."),
    }[one.cause]
