"""The files of a pack, once they hold to their schema, become its dataclasses."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from teriya.foundation.rules.engine import contents as c
from teriya.foundation.rules.engine.indicators import Sheet

Raw = Mapping[str, Any]


def pack(files: Raw, rules: Raw) -> c.Pack:
    """Plain content by file name (dates as ISO text), and the schema's words for each rule, → Pack. No check here."""
    forms, words, papers = files["forms.toml"], files["words.toml"], files["papers.toml"]
    places, accounting = tuple(_place(row) for row in files["places.csv"]), files["accounting.toml"]
    return c.Pack(
        code=files["agency.toml"]["code"],
        agency=_agency(files["agency.toml"]),
        forms=tuple(_form(form) for form in forms["form"]),
        parameters=(*_rules(forms, rules), *_rates(files["rates.toml"]), *_host_papers(papers)),
        grids=tuple(_grid(grid) for grid in forms.get("grid", ())),
        papers=tuple(c.Paper(kind=row["kind"], **_named(row)) for row in papers["paper"]),
        chains=tuple(_chain(chain) for chain in accounting["chain"]),
        references=tuple(
            c.Reference(kind=row["kind"], step=row["step"], **_called(row)) for row in accounting["reference"]
        ),
        proofs=tuple(c.Proof(step=row["step"], role=row["role"], **_called(row)) for row in accounting["proof"]),
        accounts=tuple(c.Account(number=row["number"], **_called(row)) for row in accounting["account"]),
        places=places,
        centres=tuple(_centre(row, places) for row in files["centres.csv"]),
        diplomas=tuple(c.Diploma(rank=rank, **_named(row)) for rank, row in enumerate(words["diploma"])),
        legal_forms=tuple(c.Named(**_named(row)) for row in words["legal_form"]),
        suspensions=tuple(c.Named(**_named(row)) for row in words.get("suspension", ())),
        covers=tuple(c.Named(**_named(row)) for row in words.get("cover", ())),
        leaves=tuple(c.Named(**_named(row)) for row in words.get("leave", ())),
        incidents=tuple(c.Named(**_named(row)) for row in words.get("incident", ())),
        modules=tuple(c.Named(**_named(row)) for row in words.get("module", ())),
        domains=tuple(c.Named(**_named(row)) for row in words["domain"]),
        profiles=tuple(
            c.Profile(domain=row["domain"], isco_08=row["isco_08"], **_named(row)) for row in words["profile"]
        ),
        routes=tuple(
            c.Route(row["code"], _text(row["name"]), _text(row["short"]), row["work"], row["at_host"])
            for row in words["route"]
        ),
        commitments=tuple(
            c.Commitment(row["code"], _text(row["name"]), **_sourced(row)) for row in files["hosts.toml"]["commitment"]
        ),
        missions=tuple(_mission(row, words["profile"]) for row in files["hosts.toml"]["mission"]),
        services=tuple(_service(row) for row in files["services.toml"]["service"]),
        indicators=tuple(_indicator(row) for row in files["indicators.toml"]["indicator"]),
        goals=tuple(c.Goal(kind=row["kind"], **_called(row)) for row in files["indicators.toml"]["goal"]),
        aggregates=tuple(
            c.Aggregate(unit=_text(row["unit"]), parts=tuple(row["parts"]), **_called(row))
            for row in files["indicators.toml"].get("aggregate", ())
        ),
        questions=tuple(c.Question(asked=tuple(row["asked"]), **_called(row)) for row in words.get("question", ())),
        **_stays(files["stays.toml"]),
        words=tuple(c.Word(**row) for row in words["word"]),
        map=_map(files["map.json"]),
    )


def _stays(raw: Raw) -> dict[str, Any]:
    """The checklist and the interviews of a stay abroad."""

    def steps(rows: Iterable[Raw]) -> tuple[c.StayStep, ...]:
        said = ("days", "owner", "share")
        return tuple(c.StayStep(**_called(row), **{name: row[name] for name in said if name in row}) for row in rows)

    return {"departures": steps(raw["departure"]), "talks": steps(raw["talk"])}


def open_places(places: Iterable[c.Place]) -> list[c.Place]:
    """The places still there: those without an end."""
    return [place for place in places if place.valid_to is None]


def leaves(places: Iterable[c.Place]) -> list[c.Place]:
    """The smallest open divisions: communes, or regions where the pack knows nothing smaller."""
    still_there = open_places(places)
    parents = {place.parent for place in still_there}
    return [place for place in still_there if place.code not in parents]


def _agency(raw: Raw) -> c.Agency:
    texts: dict[str, Any] = {name: _text(raw[name]) for name in ("name", "office", "data_protection_authority")}
    rest = {
        key: value
        for key, value in raw.items()
        if key not in texts and key not in ("legal_text", "languages", "motto")
    }
    legal_texts = tuple(
        c.LegalText(row["code"], row["title"], _date(row.get("on", "")), row["source"]) for row in raw["legal_text"]
    )
    return c.Agency(
        **texts, **rest, languages=tuple(raw["languages"]), motto=tuple(raw["motto"]), legal_texts=legal_texts
    )


def _form(raw: Raw) -> c.Form:
    return c.Form(raw["code"], raw.get("parent", ""), _text(raw["name"]), _text(raw["intake"]))


def _rules(forms: Raw, rules: Raw) -> Iterable[c.Parameter]:
    """What the provisions set, gathered by form and rule."""
    owners = [("", forms.get("provision", ())), *((form["code"], form.get("provision", ())) for form in forms["form"])]
    for owner, provisions in owners:
        names = dict.fromkeys(name for provision in provisions for name in provision["set"])
        for name in names:
            values = tuple(_dated(row, row["set"][name]) for row in provisions if name in row["set"])
            rule = rules[name]
            yield c.Parameter(name, c.Text(rule["title"], rule["en"]), rule["unit"], values, form=owner)


def _rates(raw: Raw) -> Iterable[c.Parameter]:
    for row in raw["parameter"]:
        scope = {key: row.get(key, "") for key in ("form", "qualification", "zone")}
        values = tuple(_dated(value, value["value"]) for value in row["values"])
        yield c.Parameter(row["name"], _text(row["label"]), row["unit"], values, **scope)


def _host_papers(raw: Raw) -> Iterable[c.Parameter]:
    label = c.Text("Pièces de la structure d’accueil", "Papers of the host structure")
    for legal_form in dict.fromkeys(row.get("legal_form", "") for row in raw["host_requirement"]):
        rows = [row for row in raw["host_requirement"] if row.get("legal_form", "") == legal_form]
        values = tuple(_dated(row, row["papers"]) for row in rows)
        yield c.Parameter("host_papers", label, "paper", values, qualification=legal_form)


def _dated(row: Raw, value: Any) -> c.DatedValue:
    return c.DatedValue(date.fromisoformat(row["from"]), _frozen(value), **_sourced(row))


def _grid(raw: Raw) -> c.Grid:
    criteria = tuple(
        c.Criterion(row["code"], _text(row["name"]), row["points"], row.get("weight", 1)) for row in raw["criterion"]
    )
    return c.Grid(raw["code"], _text(raw["name"]), criteria, version=raw.get("version", "1"), **_sourced(raw))


def _chain(raw: Raw) -> c.Chain:
    steps = tuple(
        c.Step(row["code"], _text(row["name"]), row["role"], _text(row["refusal"]) if "refusal" in row else None,
               tuple(c.Band(band["from"], band["persons"], **_sourced(band)) for band in row.get("signatures", ())))
        for row in raw["step"]
    )  # fmt: skip
    pairs = tuple((one, other) for one, other in raw["different_persons"])
    return c.Chain(raw["code"], _text(raw["name"]), steps, pairs, **_sourced(raw))


def _mission(row: Raw, profiles: Iterable[Raw]) -> c.Mission:
    """The sheet under its profile’s name; one whose profile is unknown keeps its code, and `checks` names it."""
    names = {profile["code"]: _text(profile["name"]) for profile in profiles}
    return c.Mission(
        code=row["code"], name=names.get(row["code"], c.Text(row["code"], row["code"])), diploma=row.get("diploma", ""),
        months=row["months"], tasks=tuple(row["tasks"]), outputs=tuple(row["outputs"]), **_sourced(row),
    )  # fmt: skip


def _service(row: Raw) -> c.Service:
    rest = {"phone": row.get("phone", ""), "address": row.get("address", "")}
    return c.Service(kind=row["kind"], place=row["place"], gives=_text(row["gives"]), **rest, **_called(row))


def _indicator(row: Raw) -> c.Indicator:
    texts: dict[str, Any] = {name: _text(row[name]) for name in ("unit", "responsible")}
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("profiles", "breakdown", "goals", "former_goals")}
    plain: dict[str, Any] = {name: row[name] for name in ("domain", "nature", "counts", "every", "most")}
    sheets = tuple(
        Sheet(sheet["version"], date.fromisoformat(sheet["from"]), _text(sheet["definition"]), _text(sheet["register"]))
        for sheet in row["sheet"]
    )  # fmt: skip
    return c.Indicator(sheets=sheets, **texts, **lists, **plain, **_called(row))


def _place(row: Raw) -> c.Place:
    plain = {key: row[key] for key in ("code", "level", "name", "parent", "capital", "population_on", "iso_3166_2")}
    return c.Place(
        **plain,
        former_name=row["former_name"],
        population=int(row["population"]) if row["population"] else None,
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
        replaced_by=tuple(row["replaced_by"].split()),
    )


def _centre(row: Raw, places: tuple[c.Place, ...]) -> c.Centre:
    covers = tuple(row["covers"].split())
    parents = {place.code: place.parent for place in places}
    communes = tuple(leaf.code for leaf in leaves(places) if set(covers) & set(_upwards(leaf.code, parents)))
    opened = date.fromisoformat(row["valid_from"])
    return c.Centre(row["code"], row["name"], row["seat"], covers, communes, opened, **_sourced(row))


def _upwards(code: str, parents: Mapping[str, str]) -> list[str]:
    """A place and all that contain it. A loop in the file stops where it closes (`checks` names it)."""
    line: list[str] = []
    while code and code not in line:
        line.append(code)
        code = parents.get(code, "")
    return line


def _map(raw: Raw) -> c.RegionMap:
    shapes = tuple(
        c.Shape(row["code"], tuple(row["covers"]), row["path"], (row["anchor"][0], row["anchor"][1]))
        for row in raw["shapes"]
    )
    return c.RegionMap(raw["view_box"], shapes, raw["source"], raw["note"])


def _named(row: Raw) -> dict[str, Any]:
    return {"code": row["code"], "name": _text(row["name"]), "synonyms": tuple(row.get("synonyms", ()))}


def _called(row: Raw) -> dict[str, Any]:
    """What has a code, a name and a source."""
    return {"code": row["code"], "name": _text(row["name"]), **_sourced(row)}


def _sourced(row: Raw) -> dict[str, Any]:
    return {"source": row["source"], "status": row["status"], "note": row.get("note", "")}


def _text(raw: Raw) -> c.Text:
    return c.Text(raw["fr"], raw["en"])


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
