"""The catalogue of indicators of a pack, and the development goals that they serve."""

from dataclasses import dataclass
from datetime import date

from teriya.foundation.rules.engine.words import Status, Text


@dataclass(frozen=True)
class Sheet:
    """One version of an indicator’s reference sheet (fiche d’indicateur): what is counted, and in which register it is read."""

    version: str
    starts_on: date
    definition: Text
    register: Text


@dataclass(frozen=True)
class Indicator:
    """What volunteers count each month. Unit and breakdown never change: another unit is another indicator; its sheet has versions.

    `nature`: a flow adds up over months, a stock is what stands at the end of one. `counts`: acts, people or things; two counts of
    people may be the same people. `breakdown`: sex, age, disability, beside the commune, which is always known. `most`: what one
    volunteer can do in a month, beyond which it is asked again. `goals`: targets of sustainable development; `former_goals`: of the
    Millennium.
    """

    code: str
    name: Text
    domain: str
    profiles: tuple[str, ...]
    unit: Text
    nature: str
    counts: str
    breakdown: tuple[str, ...]
    every: int  # months
    most: int
    responsible: Text
    goals: tuple[str, ...]
    former_goals: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Goal:
    """A target of the Sustainable Development Goals (`sdg`), or of the Millennium Goals of 2000–2015 (`mdg`)."""

    code: str
    kind: str
    name: Text
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class Aggregate:
    """A total that the country declares, made of indicators that never count the same thing twice; `unit`: what they are together."""

    code: str
    name: Text
    unit: Text
    parts: tuple[str, ...]
    source: str
    status: Status
    note: str
