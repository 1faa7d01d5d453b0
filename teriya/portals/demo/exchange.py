"""How Togo and Burkina Faso exchange volunteers: the link, then each turn of the story, told on both sides by their own actions."""

from collections.abc import Callable
from datetime import date, timedelta

from teriya.exchange.relations import actions as relations
from teriya.exchange.relations.models import Convention
from teriya.exchange.wire import actions as wire
from teriya.exchange.wire import own
from teriya.foundation.core.periods import add_months, last_day
from teriya.portals.demo import abroad, balances, season, staying
from teriya.portals.demo import relations as first_steps
from teriya.portals.demo.abroad import Post
from teriya.portals.demo.dialogue import Side
from teriya.portals.demo.staff import ROSTERS

AUTHORITY = {"tg": "IPDCP", "bf": "CIL"}
CATEGORIES = ("identity", "contact", "education", "experience", "languages", "journey")
COSTS = {  # invented, as the numbers are: no convention between both agencies was found published
    ("ticket", "sending"): (180_000, "stay"),
    ("insurance", "sending"): (45_000, "stay"),
    ("training", "sending"): (60_000, "stay"),
    ("allowance", "receiving"): (70_000, "month"),
    ("housing", "host"): (25_000, "month"),
    ("monitoring", "receiving"): (40_000, "stay"),
}


def tell(side: Side, say: Callable[[str], None]) -> None:
    """Both sides call it at once; what one says, the other hears before its own next turn."""
    say("Liaison avec l’autre agence : cartes, empreintes lues, autorisations de transfert")
    _pair(side)
    _authorise(side)
    say("Mission, accord-cadre, plan d’action")
    first_steps.contact(side)
    side.turn("tg", side.ago(15, -5), first_steps.plan)
    say("Convention, approuvée des deux côtés")
    side.turn("tg", side.ago(14), _propose)
    side.turn("tg", side.ago(14), first_steps.do_ours)
    side.turn("bf", side.ago(14, -10), _approve)
    side.turn("tg", side.ago(14, -12), _approve)
    if side.code == "tg":
        say("Le Mali, sans le système, par lettres")
        first_steps.write_to_mali(side)
    say("Un séjour au Burkina Faso, fini")
    _live_through(side)
    say("Deux séjours en cours, un dans chaque pays")
    _go_on(side)
    say("Un départ qui se prépare, une candidature qui attend, une saison à trois pays")
    _send_and_accept(side, abroad.HYGIENE, 1, months=6)
    staying.prepare(side, abroad.HYGIENE, side.ago(2), side.today)
    side.turn("bf", side.ago(1), abroad.publish(abroad.WATER))
    season.tell(side)
    side.turn("tg", side.ago(0, 12), abroad.propose(abroad.WATER, 3))
    side.turn("tg", side.ago(0, 2), abroad.ask(abroad.WATER))
    balances.tell(side, say)
    say("Comité de suivi")
    side.turn("bf", side.ago(3), first_steps.committee)
    side.acknowledge()


def _pair(side: Side) -> None:
    """Each brings the other's card; the fingerprint is read out, and somebody else types what was heard."""
    side.hand("carte.txt", own.signed_card().encode())
    side.hand("empreinte.txt", own.current().public.fingerprint.encode())
    day = side.ago(16)
    agency = wire.introduce_agency(card=side.take("carte.txt").decode(), by=side.by("exchange_officer"), on=day)
    read_out = side.take("empreinte.txt").decode()
    wire.confirm_agency(agency=agency, fingerprint=read_out, by=side.by("director"), on=day + timedelta(2))


def _authorise(side: Side) -> None:
    """Both ways, all that a dossier and a journey need."""
    day, authority = side.ago(15), AUTHORITY[side.code]
    for number, direction in enumerate(("out", "in"), 1):
        row = wire.record_authorisation(
            agency=side.agency, direction=direction, authority=authority, number=f"{authority}-{day.year}-{number:03}",
            categories=CATEGORIES, since=day, until=last_day(day, 36), by=side.by("exchange_officer"), on=day,
        )  # fmt: skip
        wire.confirm_authorisation(authorisation=row, by=side.by("data_protection"), on=day + timedelta(1))


def _propose(side: Side, day: date) -> None:
    """Togo writes the first version: four each way in two years."""
    starts_on = add_months(day, 1).replace(day=1)
    terms = relations.Terms(
        title="Échange de volontaires entre le Togo et le Burkina Faso", starts_on=starts_on, ends_on=last_day(starts_on, 24),
        number_out=4, number_in=4, tolerance=1, sectors=["Éducation", "Santé", "Environnement"], months_min=6, months_max=12,
        costs=COSTS, purposes="Choisir les volontaires, préparer leur départ, suivre leur mission et l’attester", fields=abroad.ASKED,
        keep_days=90, after="delete",
    )  # fmt: skip
    officer = side.by("exchange_officer")
    draft = relations.draft_convention(agency=side.agency, terms=terms, by=officer, on=day)
    relations.propose_convention(convention=draft, by=officer, on=day)


def _approve(side: Side, day: date) -> None:
    waits = Convention.objects.get(agency__code=side.other, state="proposed")
    relations.approve_convention(convention=waits, by=side.by("director"), on=day)


def _live_through(side: Side) -> None:
    """Six months among gardens: told each month, ended, signed by both, read again at home."""
    post = abroad.GARDENS
    begins = post.begins_on(side)
    last = add_months(begins, 6) - timedelta(1)
    _send_and_accept(side, post, 1, months=6)
    staying.prepare(side, post, begins - timedelta(92), begins - timedelta(1))
    staying.begin(side, post)
    staying.go_on(side, post, until=last, worry=1)
    staying.talk(side, post, begins + timedelta(91))
    staying.finish(side, post, last)


def _go_on(side: Side) -> None:
    """A Burkinabè in Togo since four months, a Togolese in Burkina Faso since two: the last month waits to be told there."""
    library, maths = abroad.LIBRARY, abroad.MATHS
    _send_and_accept(side, library, 0, months=8)
    _send_and_accept(side, maths, 0, months=9, stages=(72, 40, 10), other=2)
    for post in (library, maths):
        staying.prepare(side, post, post.begins_on(side) - timedelta(92), post.begins_on(side) - timedelta(1))
        staying.begin(side, post)
    staying.go_on(side, library, until=side.today, worry=2)
    side.turn("tg", side.ago(1, 5), staying.happen(library))
    staying.go_on(side, maths, until=side.ago(1))


def _send_and_accept(
    side: Side,
    post: Post,
    number: int,
    *,
    months: int,
    stages: tuple[int, int, int] | None = None,
    other: int | None = None,
) -> None:
    """From the post that one of them publishes to the person of the other whom it accepts; `other`, who is not taken."""
    home = next(code for code in ROSTERS if code != post.of)
    side.turn(post.of, side.ago(post.published), abroad.publish(post))
    if stages:
        side.turn(home, side.ago(post.published, -6), abroad.call_for(post, stages))
    side.turn(home, side.ago(post.published, -10), abroad.propose(post, number))
    if other is not None:
        side.turn(home, side.ago(post.published, -11), abroad.propose(post, other))
    side.turn(post.of, side.ago(post.published, -17), abroad.hear(post))
    side.turn(post.of, side.ago(post.published, -20), abroad.accept(post, months=months))
    if other is not None:
        side.turn(post.of, side.ago(post.published, -21), abroad.refuse(post))
