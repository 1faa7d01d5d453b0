"""What a committee may set in a round, as it is kept: names for people, codes for the engine."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from teriya.foundation.core.refusals import Refusal

CRITERIA = ("profile", "home_commune", "home_region", "domain")  # of the rule: by what a candidate's posts are ordered
MOST_BONUS = 60  # points; a larger bonus would no longer be a nudge
WOMEN = "F"


@dataclass(frozen=True)
class Settings:
    """ceilings: persons by cell (domain/region). places: persons by envelope. budgets: francs by envelope. regions: persons
    by region, [floor, ceiling or None]. domains: priority domains, which go first where money or a ceiling is shared.
    reserved_women: per cent of each post's seats. least_women: placed in the whole wave, reached by a bonus.
    host_ranks: numbers by need, in the host's order. rule: criteria, the first decides (waves placed by rule).
    overrides: [number, need or "", reason] decided by an officer.
    """

    ceilings: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    budgets: Mapping[str, int] = field(default_factory=dict)
    regions: Mapping[str, list[int | None]] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    reserved_women: int = 0
    least_women: int = 0
    host_ranks: Mapping[str, list[str]] = field(default_factory=dict)
    rule: list[str] = field(default_factory=lambda: list(CRITERIA))
    overrides: list[list[str]] = field(default_factory=list)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Settings":
        """Settings as they were kept or typed. Raises Refusal: `unknown_setting`, `two_limits`, `negative_…`."""
        require_known(kept, cls.__dataclass_fields__)
        found = cls(**kept)
        require_known(dict.fromkeys(found.rule), CRITERIA)
        if found.places and (found.budgets or found.regions):
            raise Refusal(
                "two_limits",
                _(
                    "Limitez les enveloppes en places ou en francs, non les deux ; un plancher de région veut des francs."
                ),
                field="settings",
            )
        for name, numbers in (("ceiling", found.ceilings), ("places", found.places), ("budget", found.budgets)):
            for key, number in numbers.items():
                if number < 0:
                    said = _("« %(name)s » : %(number)d est négatif ; donnez 0 ou plus.")
                    raise Refusal(f"negative_{name}", said % {"name": key, "number": number}, field="settings")
        if not 0 <= found.reserved_women <= 100:
            raise Refusal("not_a_share", _("La part réservée va de 0 à 100 %."), field="reserved_women")
        return found

    def kept(self) -> dict[str, Any]:
        """What was set, without what was left as it is."""
        bare = asdict(Settings())
        return {name: value for name, value in asdict(self).items() if value != bare[name]}

    @property
    def is_planned(self) -> bool:
        """Whether money is shared out by a plan."""
        return bool(self.budgets or self.regions)


def require_known(named: Mapping[str, Any], known: Collection[str]) -> None:
    for name in sorted(named.keys() - set(known)):
        raise Refusal(
            "unknown_setting",
            _("« %(name)s » n’est pas dans cette vague : retirez ce réglage.") % {"name": name},
            field="settings",
        )
