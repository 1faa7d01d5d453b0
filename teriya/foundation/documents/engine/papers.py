"""What each paper is made of, in the field's words. Amounts are whole CFA francs; a paper adds them up itself."""

from datetime import date
from typing import Literal, NotRequired, TypedDict


class Agency(TypedDict):
    """`motto`: the lines at the right of the letterhead, the republic first, its motto below."""

    name: str
    short_name: str
    motto: list[str]


class Visa(TypedDict):
    """One hand of the chain of control; without a date the box stays open for a pen."""

    function: str
    name: str
    on: date | None
    number: str


class Signature(TypedDict):
    """`party`: for whom one signs ("L’agence"); without a date the box stays open for a pen."""

    party: str
    name: str
    function: str
    on: date | None
    means: Literal["électronique", "encre", ""]


class Verification(TypedDict):
    """`code` as printed, `url` of the page that answers for it; the QR holds the address.

    `token`: what the agency signed (engine/credentials.py); a second QR holds it after `offline`, the page that reads it.
    `sealed`: the PDF keeps a place for its seal (engine/seals.py), as one with a token always does.
    """

    code: str
    url: str
    token: NotRequired[str]
    offline: NotRequired[str]
    sealed: NotRequired[bool]


class Paper(TypedDict):
    """What every paper carries: who issues it, its number, where it is made, who has seen it."""

    agency: Agency
    number: str
    place: str
    visas: NotRequired[list[Visa]]
    verification: NotRequired[Verification]


class Holder(TypedDict):
    """A volunteer as named on a paper: `matricule` is the number for life."""

    matricule: str
    surname: str
    given_names: str


class Volunteer(Holder):
    """`born`: "née le 28 avril 1992 à Kpalimé" or "né vers 1994"; `identity_paper`: "CNI n° 0123-456-7890"."""

    born: str
    identity_paper: str
    address: str


class Representative(TypedDict):
    """`act`: what lets this person sign: a decree, a delegation, an interim; empty if the function is enough."""

    name: str
    function: str
    act: str


class Host(TypedDict):
    name: str
    address: str


class Mission(TypedDict):
    """The mission sheet: `duration` in words ("douze mois, renouvelable une fois")."""

    post: str
    place: str
    tutor: str
    tasks: list[str]
    starts_on: date
    ends_on: date
    duration: str


class Allowance(TypedDict):
    """`per`: "par mois" or "par jour de présence"."""

    amount: int
    per: str
    funder: str


class Article(TypedDict):
    """`source`: the legal text behind the article; empty if the parties alone agreed on it."""

    title: str
    text: str
    source: str


class Proof(TypedDict):
    """One signature: `how` in words, with the masked number or the paper seen; `at`: "20 février 2026 à 14 h 05 (UTC)"."""

    party: str
    name: str
    capacity: str
    at: str
    how: str


class Proofs(TypedDict):
    """What proves the signatures of a contract: the text that each read is the one of this number and digest."""

    text: str
    digest: str
    signatures: list[Proof]


class Contract(Paper):
    """`contrat`: the tripartite volunteer contract; `title` and `changes` where it renews or changes another one."""

    form: str
    title: NotRequired[str]
    changes: NotRequired[list[str]]
    proofs: NotRequired[Proofs]
    represented_by: Representative
    host: Host
    host_represented_by: Representative
    volunteer: Volunteer
    mission: Mission
    allowance: Allowance
    articles: list[Article]
    signatures: list[Signature]


class Certificate(Paper):
    """`certificat`: the attestation de fin de mission; `attested_by`: "Le Directeur général de l’Agence …"."""

    attested_by: str
    volunteer: Volunteer
    form: str
    host: Host
    post: str
    starts_on: date
    ends_on: date
    days_served: int
    signature: Signature


class Learnt(TypedDict):
    """A module of a training; `mark` out of 20, where there is one."""

    name: str
    hours: int
    mark: int | None


class TrainingCertificate(Paper):
    """`formation`: the attestation de formation before deployment."""

    attested_by: str
    volunteer: Volunteer
    form: str
    title: str
    held_at: str
    starts_on: date
    ends_on: date
    modules: list[Learnt]
    signature: Signature


class PayLine(TypedDict):
    """`formula`: "19 jours × 1 500 = 28 500 F"; a retention has a negative amount."""

    label: str
    formula: str
    amount: int


class Step(TypedDict):
    """A step of the money's path, done when it has a date."""

    label: str
    on: date | None


class PaySlip(Paper):
    """`bulletin`: one volunteer's month, line by line; the net is the sum of the lines."""

    month: str
    volunteer: Holder
    form: str
    host: str
    lines: list[PayLine]
    notes: list[str]
    funder: str
    rate_source: str
    paid_to: str
    path: list[Step]


class SavingsMovement(TypedDict):
    """A retention (+) or a refund (−), and what is saved after it; `reference`: the pay sheet, if any."""

    on: date
    label: str
    reference: str
    amount: int
    balance: int


class SavingsStatement(Paper):
    """`epargne`: all that one volunteer has saved and was given back; `held`: where it is; `to_carry`: not there yet."""

    until: date
    volunteer: Holder
    movements: list[SavingsMovement]
    held: list[str]
    to_carry: int


class PaySheetRow(Holder):
    """`due` and `retained` in francs, both positive; the net is their difference."""

    days: int
    due: int
    retained: int


class PaySheet(Paper):
    """`etat_de_paye`: what each volunteer receives and signs for, with totals in figures and words."""

    month: str
    form: str
    centre: str
    commune: NotRequired[str]  # where it is signed
    institution: str
    rows: list[PaySheetRow]


class Column(TypedDict):
    """`signature` leaves an empty, taller cell; a number or an amount is aligned on the right."""

    title: str
    kind: Literal["text", "number", "amount", "date", "signature"]


Cell = str | int | date | None


class NumberedList(Paper):
    """`liste`: a procès-verbal or a list to sign; rows are numbered by the paper, from `first` where it goes on from another."""

    title: str
    preamble: str
    first: NotRequired[int]
    columns: list[Column]
    rows: list[list[Cell]]
    closing: str
    signatures: list[Signature]


class Part(TypedDict):
    """A heading, a paragraph, then a table; an empty one is left out."""

    title: str
    text: str
    columns: list[Column]
    rows: list[list[Cell]]


class Account(Paper):
    """`rapport`: a report or a note to who decides, part by part; `addressee` in words."""

    title: str
    addressee: str
    preamble: str
    parts: list[Part]
    closing: str
    signatures: list[Signature]


class Field(TypedDict):
    """Without a value, a dotted line is left for a pen."""

    label: str
    value: Cell


class Section(TypedDict):
    title: str
    fields: list[Field]


class Grid(TypedDict):
    """A month of presence: the first `labels` columns name the row; `shaded` columns (from 0) are days off."""

    heads: list[str]
    labels: int
    rows: list[list[str]]
    shaded: list[int]
    legend: str


class Sheet(Paper):
    """`fiche`: sections of label and value, and a grid where the paper needs one."""

    title: str
    sections: list[Section]
    grid: NotRequired[Grid]


class Item(TypedDict):
    """`count`: how many pieces of this kind are in the envelope."""

    label: str
    count: int
    note: str


class TransmissionSlip(Paper):
    """`bordereau`: what is sent, by whom, to whom; the total is the sum of the counts."""

    sender: str
    recipient: str
    subject: str
    items: list[Item]
    signature: Signature


class Lines(TypedDict):
    title: str
    lines: list[str]


class Poster(Paper):
    """`affiche`: a call for the walls of town halls; `until` in words, `address` short enough to be typed, held by a QR."""

    title: str
    until: str
    sections: list[Lines]
    address: str
    counter: str
    warning: str


class Form(Paper):
    """`formulaire`: the same form to fill with a pen, once for each number."""

    title: str
    subtitle: str
    numbers: list[str]
    sections: list[Lines]
    warning: str


class Card(TypedDict):
    """One volunteer's card: `form` and `host` in words; `photo`: id of the picture that was handed in."""

    agency: Agency
    number: str
    name: str
    matricule: str
    form: str
    host: str
    starts_on: date
    ends_on: date
    photo: NotRequired[int]
    verification: Verification


class Cards(TypedDict):
    """`carte`: one card on a page of its size, or a sheet of them to cut out."""

    is_sheet: bool
    cards: list[Card]
