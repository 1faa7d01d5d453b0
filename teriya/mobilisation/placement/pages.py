"""What the pages of a placement show: figures, bars, maps and compared lines, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from teriya.foundation.core.money import NARROW, amount, grouped
from teriya.foundation.places.queries import regions
from teriya.foundation.rules import queries as rules
from teriya.foundation.ui.parts import Figure, Row
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.placement.queries import Comparison, Tally, Threshold
from teriya.mobilisation.placement.reasons import Reason
from teriya.mobilisation.placement.settings import Settings

_RANKS = 10  # wish ranks drawn one by one


def percent(part: int, whole: int) -> int:
    """To the nearest whole number; 0 of nothing."""
    return (100 * part + whole // 2) // whole if whole else 0


def in_percent(part: int, whole: int) -> str:
    return f"{percent(part, whole)}{NARROW}%"


def figures(round: Round, tally: Tally) -> list[Figure]:
    money = round.manifest["money"].values()
    francs, funded = sum(one["francs"] for one in money), sum(one["of"] for one in money)
    return [
        Figure(_("Personnes placées"), grouped(tally.placed), target=grouped(sum(one["funded"] for one in money)),
               definition=_("La cible est le nombre de places ouvertes et financées.")),
        Figure(_("Premier vœu obtenu"), in_percent(tally.ranks[1], tally.placed), definition=_("Sur les personnes placées.")),
        Figure(_("Femmes"), in_percent(tally.sexes["F"], tally.placed), definition=_("Sur les personnes placées.")),
        Figure(_("Argent employé"), amount(francs), trend=in_percent(francs, funded),
               definition=_("Allocations de toute la durée, des places pourvues sur les places financées.")),
    ]  # fmt: skip


def wish_bars(tally: Tally) -> list[Row]:
    rows = [
        Row(_("vœu %(rank)d") % {"rank": rank}, tally.ranks[rank])
        for rank in sorted(tally.ranks)
        if 0 < rank <= _RANKS
    ]
    if later := sum(count for rank, count in tally.ranks.items() if rank > _RANKS):
        rows.append(Row(_("après le vœu %(rank)d") % {"rank": _RANKS}, later))
    if tally.ranks[0]:
        rows.append(Row(_("par décision motivée"), tally.ranks[0]))
    return [*rows, Row(_("non placés"), tally.candidates - tally.placed)]


def region_rows(tally: Tally) -> list[Row]:
    return [Row(place.name, tally.regions[place.code], code=place.code) for place in regions()]


def domain_rows(tally: Tally) -> list[Row]:
    return [Row(rules.label("domain", code), count) for code, count in sorted(tally.domains.items())]


def settings_of(round: Round) -> list[str]:
    """What was tried, in words; nothing is said too."""
    kept = Settings.read(round.settings)
    names = {place.code: place.name for place in regions()}
    titles = {code: line["title"] for code, line in round.manifest.get("money", {}).items()}
    said = []
    for cell, top in kept.ceilings.items():
        domain, _slash, region = cell.rpartition("/")
        label = f"{rules.label('domain', domain)} · {names.get(region, region)}"
        said.append(_("%(label)s : %(top)d personnes au plus") % {"label": label, "top": top})
    for code, places in kept.places.items():
        said.append(_("%(label)s : %(top)d places au plus") % {"label": titles.get(code, code), "top": places})
    for code, francs in kept.budgets.items():
        said.append(_("%(label)s : %(francs)s au plus") % {"label": titles.get(code, code), "francs": amount(francs)})
    for region, (least, most) in kept.regions.items():
        said.append(_between(names.get(region, region), least or 0, most))
    if kept.domains:
        domains = ", ".join(rules.label("domain", code) for code in kept.domains)
        said.append(_("priorité : %(domains)s") % {"domains": domains})
    if not (said := said + list(_said_of_people(round, kept))):
        said = [_("toutes les places financées, sans plafond")]
    if held := round.manifest.get("held"):
        seats = sum(count for _quota, _there, count in held.values())
        said.append(
            _("places financées que l’agrément des structures ne permet pas encore de pourvoir : %(seats)d")
            % {"seats": seats}
        )
    return said


def _between(label: str, least: int, most: int | None) -> str:
    if most is None:
        return _("%(label)s : %(least)d places payées au moins") % {"label": label, "least": least}
    return _("%(label)s : de %(least)d à %(most)d personnes") % {"label": label, "least": least, "most": most}


def _said_of_people(round: Round, kept: Settings) -> Iterable[str]:
    if kept.reserved_women:
        yield _("%(share)d %% des places de chaque poste réservées aux femmes") % {"share": kept.reserved_women}
    if kept.least_women:
        points = round.manifest.get("bonus", {}).get("points", 0)
        told = {"least": kept.least_women, "points": points}
        yield _("au moins %(least)d femmes placées, par un bonus de %(points)d points") % told
    for reference, numbers in kept.host_ranks.items():
        yield _("%(need)s : la structure a classé %(count)d personnes") % {"need": reference, "count": len(numbers)}
    if kept.overrides:
        yield _("décisions motivées : %(count)d") % {"count": len(kept.overrides)}


@dataclass(frozen=True, slots=True)
class Decided:
    """A place given or refused by an officer, as it is published."""

    number: str
    post: str
    reason: str


def overrides_of(round: Round) -> list[Decided]:
    return [
        Decided(number, post or _("non placé"), why) for number, post, why in Settings.read(round.settings).overrides
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of two rounds; `gap` is signed, in words, empty when they are equal."""

    label: str
    before: str
    after: str
    gap: str = ""
    is_good: bool | None = None


def lines(compared: Comparison) -> list[Line]:
    """The two rounds side by side: persons and shares."""
    one, two = compared.before, compared.after
    ranks = [rank for rank in sorted(one.ranks | two.ranks) if 0 < rank <= _RANKS]
    return [
        _counted(_("Placés"), one.placed, two.placed, more_is_better=True),
        _shared(_("Premier vœu obtenu"), (one.ranks[1], one.placed), (two.ranks[1], two.placed)),
        *(_counted(_("Vœu %(rank)d obtenu") % {"rank": rank}, one.ranks[rank], two.ranks[rank]) for rank in ranks),
        _shared(_("Femmes"), (one.sexes["F"], one.placed), (two.sexes["F"], two.placed)),
        *(_counted(_("Région : %(name)s") % {"name": place.name}, one.regions[place.code], two.regions[place.code])
          for place in regions() if place.code in one.regions | two.regions),
        *(_counted(rules.label("domain", code), one.domains[code], two.domains[code]) for code in sorted(one.domains | two.domains)),
    ]  # fmt: skip


def _counted(label: str, before: int, after: int, more_is_better: bool = False) -> Line:
    gap = after - before
    return Line(label, grouped(before), grouped(after), _signed(gap), gap > 0 if gap and more_is_better else None)


def _shared(label: str, before: tuple[int, int], after: tuple[int, int]) -> Line:
    gap = percent(*after) - percent(*before)
    return Line(label, in_percent(*before), in_percent(*after), _signed(gap, _("pts")))


def spent(first: Round, second: Round) -> Iterable[Line]:
    """The francs that each round employs, by envelope."""
    before, after = first.manifest["money"], second.manifest["money"]
    for code in sorted(before.keys() | after.keys()):
        one, two = (money.get(code, {"francs": 0}) for money in (before, after))
        title = (one if "title" in one else two)["title"]
        gap = two["francs"] - one["francs"]
        yield Line(title, amount(one["francs"]), amount(two["francs"]), _signed(gap, "F"))


def _signed(gap: int, unit: str = "") -> str:
    return f"{'+' if gap > 0 else '−'}{NARROW}{grouped(abs(gap))} {unit}".strip() if gap else ""


@dataclass(frozen=True, slots=True)
class Shift:
    """One person whose outcome differs between two rounds."""

    number: str
    before: str
    after: str
    gains: bool


def shifts(compared: Comparison) -> list[Shift]:
    """Who loses first, then who gains, by number (2 before 10)."""
    told = [(change, False) for change in compared.changes.loses]
    told += [(change, True) for change in compared.changes.gains]
    told.sort(key=lambda one: (one[1], len(one[0].candidate), one[0].candidate))
    return [
        Shift(change.candidate, *(_outcome(outcomes.get(change.candidate)) for outcomes in compared.outcomes), gains)
        for change, gains in told
    ]


def _outcome(outcome: tuple[str, int] | None) -> str:
    if outcome is None:
        return _("non placé")
    reference, rank = outcome
    return _("%(post)s, vœu %(rank)d") % {"post": reference, "rank": rank}


def limited_by(reason: Reason) -> str:
    """What stopped a wish, in a few words of a table."""
    return _words()[reason.cause or reason.answer] % {"limit": reason.limit}


def stopped_by(threshold: Threshold) -> str:
    """What stopped a post; empty where nobody was refused."""
    return _words()[threshold.cause] % {"limit": threshold.limit}


def _words() -> dict[str, str]:
    return {
        "": _("personne n’a été refusé"),
        "placed": _("obtenu"),
        "later": _("après le vœu obtenu"),
        "seats": _("plus de place"),
        "ceiling": _("plafond de %(limit)s"),
        "money": _("argent de %(limit)s"),
        "diploma": _("diplôme : %(limit)s demandé"),
        "quota": _("agrément de la structure atteint"),
        "closed": _("aucune place financée"),
        "unranked": _("sans note"),
        "override": _("décision motivée : %(limit)s"),
    }
