"""What a country pack contains, once read and checked (`packs.load`). Money is in whole francs."""

from dataclasses import dataclass
from datetime import date

from teriya.foundation.rules.engine.indicators import Aggregate, Goal, Indicator
from teriya.foundation.rules.engine.words import Status, Text

Value = int | bool | str | tuple[str, ...] | tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class DatedValue:
    """A value in force from a day until the next value of its parameter; `to_confirm` always carries a note."""

    starts_on: date
    value: Value
    source: str
    status: Status = "in_force"
    note: str = ""


@dataclass(frozen=True)
class Parameter:
    """A rule or a rate, its values in date order. An empty `form`, `qualification` or `zone` means "any"."""

    name: str
    label: Text
    unit: str
    values: tuple[DatedValue, ...]
    form: str = ""
    qualification: str = ""
    zone: str = ""


@dataclass(frozen=True)
class LegalText:
    code: str
    title: str
    dated_on: date | None
    source: str


@dataclass(frozen=True)
class Agency:
    code: str
    name: Text
    short_name: str
    legal_kind: str  # EPA, GIP
    country: str
    currency: str
    time_zone: str
    locale: str
    phone_country: str
    languages: tuple[str, ...]
    holidays_calendar: str
    holidays_language: str
    office: Text  # what the agency calls a regional office: centre régional, antenne régionale
    office_short: str
    data_protection_authority: Text
    data_protection_short: str
    accounting: str  # the code of its Chain
    seat: str  # the town where the agency's papers are made
    complaint_phone: str  # who asks a candidate for money is told there; empty while nobody gave it
    motto: tuple[str, ...]  # lines at the head of its papers
    legal_texts: tuple[LegalText, ...]


@dataclass(frozen=True)
class Form:
    """A form of volunteering; its rules are the parameters that carry its code, or its parent's (`terms.on`)."""

    code: str
    parent: str  # VNE is a kind of VNC; empty for most
    name: Text
    intake: Text  # wave (VNC) or phase (VEC)

    @property
    def lineage(self) -> tuple[str, ...]:
        """The form's own code first, then its parent's: where a rule is looked for."""
        return (self.code, self.parent) if self.parent else (self.code,)


@dataclass(frozen=True)
class Criterion:
    code: str
    name: Text
    points: int  # the most that one member of the jury may give
    weight: int = 1  # how often it counts


@dataclass(frozen=True)
class Grid:
    code: str
    name: Text
    criteria: tuple[Criterion, ...]
    source: str
    status: Status
    note: str
    version: str = "1"  # what a sheet names; a new version is a new grid, which a provision sets from a day


@dataclass(frozen=True)
class Paper:
    code: str
    kind: str  # identity, diploma, host…: alternatives of one requirement share a kind
    name: Text
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """From how many francs of a run on so many persons sign a step."""

    since: int
    persons: int
    source: str
    status: Status
    note: str = ""


@dataclass(frozen=True)
class Step:
    """A step of public accounting and the role that acts; `refusal` is set where the step may refuse.

    `signatures`: the bands of amounts, the last one begun says how many persons sign; none: one person.
    """

    code: str
    name: Text
    role: str
    refusal: Text | None
    signatures: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Chain:
    """Ordered steps; the two steps of each pair in `different_persons` are never done by the same person."""

    code: str
    name: Text
    steps: tuple[Step, ...]
    different_persons: tuple[tuple[str, str], ...]
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Reference:
    """What the official accounts know a run by; whoever takes its `step` gives it. `kind`: text or year."""

    code: str
    name: Text
    kind: str
    step: str
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Proof:
    """A piece that the bundle of a run holds: due once its `step` is taken, brought by `role`."""

    code: str
    name: Text
    step: str
    role: str
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Account:
    """Where an account of the ledger of pay stands in the official ones; `number` is empty while nobody gave it."""

    code: str
    name: Text
    number: str
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Place:
    """A division of the territory. No date means "as far back as the pack knows" or "still there"."""

    code: str
    level: str  # country, region, prefecture (province in Burkina Faso), commune
    name: str
    parent: str
    capital: str
    population: int | None
    population_on: str  # the month of the census, 2022-11
    valid_from: date | None
    valid_to: date | None
    replaced_by: tuple[str, ...]
    iso_3166_2: str
    former_name: str


@dataclass(frozen=True)
class Centre:
    """A regional office and the communes it serves (regions, where the pack knows nothing smaller)."""

    code: str
    name: str
    seat: str
    covers: tuple[str, ...]  # the places named in the file: a region, prefectures, communes
    communes: tuple[str, ...]
    valid_from: date
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Diploma:
    """A rung of the published ladder; `rank` 0 is the lowest."""

    code: str
    rank: int
    name: Text
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """A code of the pack and what it is called: what is known of it besides are rates of its code (`suspension_…`, `cover_…`, `leave_…`, `module_…`)."""

    code: str
    name: Text
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """What becomes of a former volunteer. `work`: an employment; `at_host`: the host may say it; `short`: its words in an SMS."""

    code: str
    name: Text
    short: Text
    work: bool
    at_host: bool


@dataclass(frozen=True)
class Profile:
    code: str
    name: Text
    domain: str
    isco_08: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What the host and the community are asked of what volunteers bring; `asked`: host, community."""

    code: str
    name: Text
    asked: tuple[str, ...]
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class StayStep:
    """Of a stay abroad. A line before the departure has an owner (home, host) and `days` before it; an interview comes `days` after `share` hundredths of the stay."""

    code: str
    name: Text
    days: int
    source: str
    status: Status
    note: str
    owner: str = ""
    share: int = 0


@dataclass(frozen=True)
class Commitment:
    """What every host accepts before it receives; its name is the sentence that it ticks."""

    code: str
    name: Text
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Mission:
    """The national mission sheet of a profile: what a host begins its own with. In French, as papers are."""

    code: str  # of the profile
    name: Text  # the profile's
    diploma: str
    months: int
    tasks: tuple[str, ...]
    outputs: tuple[str, ...]
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Service:
    """An insertion service of the country; `place`: the country, the region or the commune that it serves."""

    code: str
    kind: str
    place: str
    name: Text
    gives: Text
    phone: str
    address: str
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Word:
    """One word of the common texts as this agency says it; `common` is the French msgid it stands for."""

    common: str
    fr: str
    en: str


@dataclass(frozen=True)
class Shape:
    """A region's outline as an SVG path, and where its label goes. An old outline may cover several regions of today."""

    code: str
    covers: tuple[str, ...]
    path: str
    anchor: tuple[int, int]


@dataclass(frozen=True)
class RegionMap:
    """Shapes come largest first: drawn in order, a small region stays above the one around it."""

    view_box: str
    shapes: tuple[Shape, ...]
    source: str
    note: str


@dataclass(frozen=True)
class Pack:
    code: str
    agency: Agency
    forms: tuple[Form, ...]
    parameters: tuple[Parameter, ...]  # the rules of the forms, then the rates
    grids: tuple[Grid, ...]
    papers: tuple[Paper, ...]
    chains: tuple[Chain, ...]
    references: tuple[Reference, ...]
    proofs: tuple[Proof, ...]
    accounts: tuple[Account, ...]
    places: tuple[Place, ...]
    centres: tuple[Centre, ...]
    diplomas: tuple[Diploma, ...]  # lowest first
    legal_forms: tuple[Named, ...]
    suspensions: tuple[Named, ...]
    covers: tuple[Named, ...]
    leaves: tuple[Named, ...]
    incidents: tuple[Named, ...]
    modules: tuple[Named, ...]
    domains: tuple[Named, ...]
    profiles: tuple[Profile, ...]
    routes: tuple[Route, ...]
    commitments: tuple[Commitment, ...]
    missions: tuple[Mission, ...]
    services: tuple[Service, ...]
    indicators: tuple[Indicator, ...]
    goals: tuple[Goal, ...]
    aggregates: tuple[Aggregate, ...]
    questions: tuple[Question, ...]
    departures: tuple[StayStep, ...]
    talks: tuple[StayStep, ...]
    words: tuple[Word, ...]
    map: RegionMap

    def form(self, code: str) -> Form:
        return next(form for form in self.forms if form.code == code)

    @property
    def chain(self) -> Chain:
        """The chain of public accounting that the agency follows."""
        return next(chain for chain in self.chains if chain.code == self.agency.accounting)
