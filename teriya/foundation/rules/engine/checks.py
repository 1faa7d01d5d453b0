"""What a pack must hold to beyond the shape of its files: every reference exists, dates follow, places add up."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine import terms
from teriya.foundation.rules.engine.build import leaves, open_places
from teriya.foundation.rules.engine.contents import Chain, Pack, Parameter
from teriya.foundation.rules.engine.parameters import lookup

LEVELS = ("country", "region", "prefecture", "commune")


def problems(pack: Pack) -> Iterator[str]:
    """One sentence for each fault: file · key : what is wrong."""
    yield from _repeated(pack)
    yield from _places(pack)
    yield from _centres(pack)
    yield from _drawn(pack)
    yield from _forms(pack)
    yield from _parameters(pack)
    yield from _references(pack)
    yield from _qualifications(pack)
    yield from _services(pack)
    yield from _indicators(pack)
    yield from _aggregates(pack)
    yield from _accounting(pack)


def _repeated(pack: Pack) -> Iterator[str]:
    lists: dict[str, Sequence[Any]] = {
        "agency.toml · legal_text": pack.agency.legal_texts,
        "forms.toml · form": pack.forms,
        "forms.toml · grid": pack.grids,
        "papers.toml · paper": pack.papers,
        "words.toml · diploma": pack.diplomas,
        "words.toml · legal_form": pack.legal_forms,
        "words.toml · suspension": pack.suspensions,
        "words.toml · cover": pack.covers,
        "words.toml · leave": pack.leaves,
        "words.toml · incident": pack.incidents,
        "words.toml · module": pack.modules,
        "words.toml · domain": pack.domains,
        "words.toml · profile": pack.profiles,
        "words.toml · route": pack.routes,
        "hosts.toml · commitment": pack.commitments,
        "hosts.toml · mission": pack.missions,
        "services.toml · service": pack.services,
        "indicators.toml · indicator": pack.indicators,
        "indicators.toml · goal": pack.goals,
        "indicators.toml · aggregate": pack.aggregates,
        "words.toml · question": pack.questions,
        "stays.toml · departure": pack.departures,
        "stays.toml · talk": pack.talks,
        "accounting.toml · chain": pack.chains,
        "accounting.toml · reference": pack.references,
        "accounting.toml · proof": pack.proofs,
        "accounting.toml · account": pack.accounts,
        "places.csv · ": pack.places,
        "centres.csv · ": pack.centres,
        "map.json · shapes": pack.map.shapes,
    }
    for where, items in lists.items():
        for code, times in Counter(item.code for item in items).items():
            if times > 1:
                yield f"{where}[{code}] : le code est donné {times} fois"


def _places(pack: Pack) -> Iterator[str]:
    by_code = {place.code: place for place in pack.places}
    roots = [place.code for place in pack.places if not place.parent]
    if roots != [pack.agency.country]:
        yield f"places.csv · parent : seul le pays {pack.agency.country} n’a pas de parent, trouvé {roots}"
    for place in pack.places:
        where = f"places.csv · [{place.code}]"
        parent = by_code.get(place.parent)
        if place.parent and parent is None:
            yield f"{where}.parent : {place.parent} n’existe pas"
        elif parent and LEVELS.index(parent.level) >= LEVELS.index(place.level):
            yield f"{where}.parent : {place.parent} n’est pas d’un niveau supérieur"
        elif parent and parent.valid_to and not place.valid_to:
            yield f"{where}.parent : {place.parent} n’existe plus depuis le {parent.valid_to}"
        if place.valid_from and place.valid_to and place.valid_to < place.valid_from:
            yield f"{where}.valid_to : avant valid_from"
        for code in place.replaced_by:
            if code not in by_code:
                yield f"{where}.replaced_by : {code} n’existe pas"


def _centres(pack: Pack) -> Iterator[str]:
    codes = {place.code for place in open_places(pack.places)}
    for centre in pack.centres:
        for code in sorted(set(centre.covers) - codes):
            yield f"centres.csv · [{centre.code}].covers : {code} n’existe pas"
    served = Counter(commune for centre in pack.centres for commune in centre.communes)
    for leaf in leaves(pack.places):
        if served[leaf.code] != 1:
            yield f"centres.csv · covers : {leaf.code} est dans {served[leaf.code]} centres au lieu d’un"


def _drawn(pack: Pack) -> Iterator[str]:
    regions = {place.code for place in open_places(pack.places) if place.level == "region"}
    drawn = Counter(code for shape in pack.map.shapes for code in shape.covers)
    for code in sorted(regions | set(drawn)):
        if code not in regions:
            yield f"map.json · shapes : {code} n’est pas une région"
        elif drawn[code] != 1:
            yield f"map.json · shapes : la région {code} est dessinée {drawn[code]} fois au lieu d’une"


def _forms(pack: Pack) -> Iterator[str]:
    """Each form can be read on its first day and has an allowance."""
    parents = {form.code: form.parent for form in pack.forms}
    for form in pack.forms:
        where = f"forms.toml · form[{form.code}]"
        if form.parent and parents.get(form.parent) != "":
            yield f"{where}.parent : {form.parent} n’est pas une forme de premier niveau"
            continue
        if lookup(pack.parameters, "allowance", form.lineage) is None:
            yield f"rates.toml · parameter[allowance] : aucun montant pour {form.code}"
        yield from _terms(pack, form.lineage, where)


def _terms(pack: Pack, lineage: tuple[str, ...], where: str) -> Iterator[str]:
    days = sorted(_rule_days(pack, lineage[0])) or sorted(_rule_days(pack, ""))[-1:]
    try:
        read = [terms.on(pack.parameters, lineage, day) for day in days]
    except Refusal as refusal:
        yield f"{where}.{refusal.field} : {refusal.sentence}"
        return
    for day, on_day in zip(days, read, strict=True):
        if on_day.age_max is not None and on_day.age_max < on_day.age_min:
            yield f"{where}.age_max : plus petit que age_min le {day}"
        if (on_day.policy_cap_months or 0) > (on_day.legal_cap_months or on_day.policy_cap_months or 0):
            yield f"{where}.policy_cap_months : dépasse legal_cap_months le {day}"


def _rule_days(pack: Pack, form: str) -> set[date]:
    rules = [rule for rule in pack.parameters if rule.form == form and _file(rule) == "forms.toml"]
    return {value.starts_on for rule in rules for value in rule.values}


def _parameters(pack: Pack) -> Iterator[str]:
    forms = {form.code for form in pack.forms} | {""}
    keys = Counter(_key(parameter) for parameter in pack.parameters)
    yield from (f"rates.toml · parameter[{key}] : donné {times} fois" for key, times in keys.items() if times > 1)
    for parameter in pack.parameters:
        where = f"{_file(parameter)} · {_key(parameter)}"
        if parameter.form not in forms:
            yield f"{where}.form : {parameter.form} n’existe pas"
        days = [value.starts_on for value in parameter.values]
        if any(later <= earlier for earlier, later in pairwise(days)):
            yield f"{where}.from : les dates ne se suivent pas ({', '.join(map(str, days))})"


def _references(pack: Pack) -> Iterator[str]:
    """Codes that a value, a profile or a host requirement names."""
    known = {
        "paper": {paper.code for paper in pack.papers},
        "diploma": {diploma.code for diploma in pack.diplomas},
        "grid": {grid.code for grid in pack.grids},
        "form": {form.code for form in pack.forms},
        "legal_form": {legal_form.code for legal_form in pack.legal_forms},
        "domain": {domain.code for domain in pack.domains},
    }
    legal_forms = known["legal_form"] | {""}
    known |= {"module": {module.code for module in pack.modules}, "route": {route.code for route in pack.routes}}
    known["indicator"] = {indicator.code for indicator in pack.indicators}
    kinds = {paper.code: paper.kind for paper in pack.papers}
    for parameter in pack.parameters:
        where = f"{_file(parameter)} · {_key(parameter)}"
        if parameter.name in ("host_papers", "host_share") and parameter.qualification not in legal_forms:
            yield f"{where}.legal_form : {parameter.qualification} n’existe pas"
        for value in (dated.value for dated in parameter.values if not isinstance(dated.value, int)):
            codes = known.get(parameter.unit)
            if codes is not None:
                yield from (f"{where} : {code} n’existe pas" for code in _flat(value) if code not in codes)
            if parameter.name == "papers":
                yield from (
                    f"{where} : {', '.join(group)} ne sont pas des pièces du même genre"
                    for group in value
                    if len({kinds.get(code) for code in group}) > 1
                )
    for profile in pack.profiles:
        if profile.domain not in known["domain"]:
            yield f"words.toml · profile[{profile.code}].domain : {profile.domain} n’existe pas"
    profiles = {profile.code for profile in pack.profiles}
    for mission in pack.missions:
        if mission.code not in profiles:
            yield f"hosts.toml · mission[{mission.code}] : ce profil n’existe pas"
        if mission.diploma and mission.diploma not in known["diploma"]:
            yield f"hosts.toml · mission[{mission.code}].diploma : {mission.diploma} n’existe pas"


def _qualifications(pack: Pack) -> Iterator[str]:
    """What a parameter is about, by the start of its name: a code of the words of the pack."""
    known = {
        "suspension": (pack.suspensions, "une raison de suspendre"), "cover": (pack.covers, "un régime de couverture"),
        "leave": (pack.leaves, "un genre de congé"), "incident": (pack.incidents, "un genre de signalement"),
        "module": (pack.modules, "un module de formation"), "domain": (pack.domains, "un domaine"),
    }  # fmt: skip
    for parameter in pack.parameters:
        kind = parameter.name.partition("_")[0]
        if kind not in known or not parameter.name.startswith(f"{kind}_"):
            continue
        words, said = known[kind]
        codes = {word.code for word in words} | ({""} if kind == "leave" else set())
        if parameter.qualification not in codes:
            where = f"{_file(parameter)} · {_key(parameter)}"
            yield f"{where}.qualification : {parameter.qualification} n’est pas {said}"


def _services(pack: Pack) -> Iterator[str]:
    places = {place.code for place in pack.places}
    for service in pack.services:
        if service.place not in places:
            yield f"services.toml · service[{service.code}].place : {service.place} n’existe pas"


def _indicators(pack: Pack) -> Iterator[str]:
    """What an indicator names exists: its domain, its profiles, its targets. Its sheets follow one another."""
    domains, profiles = {domain.code for domain in pack.domains}, {profile.code for profile in pack.profiles}
    targets = {kind: {goal.code for goal in pack.goals if goal.kind == kind} for kind in ("sdg", "mdg")}
    for indicator in pack.indicators:
        where = f"indicators.toml · indicator[{indicator.code}]"
        if indicator.domain not in domains:
            yield f"{where}.domain : {indicator.domain} n’existe pas"
        for named, known, key in (
            (indicator.profiles, profiles, "profiles"), (indicator.goals, targets["sdg"], "goals"),
            (indicator.former_goals, targets["mdg"], "former_goals"),
        ):  # fmt: skip
            yield from (f"{where}.{key} : {code} n’existe pas" for code in named if code not in known)
        days = [sheet.starts_on for sheet in indicator.sheets]
        if any(later <= earlier for earlier, later in pairwise(days)):
            yield f"{where}.sheet : les versions se suivent, chacune d’un jour plus tard"


def _aggregates(pack: Pack) -> Iterator[str]:
    """Each part exists, and all are of one sort: acts with acts, months with months."""
    known = {indicator.code: indicator for indicator in pack.indicators}
    for aggregate in pack.aggregates:
        where = f"indicators.toml · aggregate[{aggregate.code}].parts"
        yield from (f"{where} : {code} n’existe pas" for code in aggregate.parts if code not in known)
        parts = [known[code] for code in aggregate.parts if code in known]
        if len({(part.nature, part.counts) for part in parts}) > 1:
            yield f"{where} : ces indicateurs ne comptent pas la même sorte de chose"
        if any(part.counts == "people" for part in parts):
            yield f"{where} : des comptes de personnes peuvent compter les mêmes personnes"


def _accounting(pack: Pack) -> Iterator[str]:
    if pack.agency.accounting not in {chain.code for chain in pack.chains}:
        yield f"agency.toml · accounting : {pack.agency.accounting} n’existe pas"
    for chain in pack.chains:
        yield from _chain(chain)
    steps = {step.code for chain in pack.chains for step in chain.steps}
    for kind, rows in (("reference", pack.references), ("proof", pack.proofs)):
        for row in rows:
            if row.step not in steps:
                yield f"accounting.toml · {kind}[{row.code}].step : {row.step} n’existe pas"


def _chain(chain: Chain) -> Iterator[str]:
    where = f"accounting.toml · chain[{chain.code}]"
    steps = Counter(step.code for step in chain.steps)
    yield from (f"{where}.step[{code}] : donné {times} fois" for code, times in steps.items() if times > 1)
    for step in chain.steps:
        since = [band.since for band in step.signatures]
        if since != sorted(set(since)) or since[:1] not in ([], [0]):
            yield f"{where}.step[{step.code}].signatures : les tranches partent de 0 et montent"
        if step.code == "settle" and step.signatures:
            yield f"{where}.step[settle].signatures : les retours se lisent, ils ne se signent pas à plusieurs"
    for pair in chain.different_persons:
        for code in pair:
            if code not in steps:
                yield f"{where}.different_persons : {code} n’existe pas"
        if pair[0] == pair[1]:
            yield f"{where}.different_persons : {pair[0]} est opposé à lui-même"


def _key(parameter: Parameter) -> str:
    parts = (parameter.name, parameter.form, parameter.qualification, parameter.zone)
    return "/".join(part for part in parts if part)


def _file(parameter: Parameter) -> str:
    if parameter.name == "host_papers":
        return "papers.toml"
    return "forms.toml" if parameter.name in terms.Terms.__dataclass_fields__ else "rates.toml"


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for item in value:
            yield from _flat(item)
