"""A wave ranked today whose seats are funded, and its placement. Everything by the rooms' actions.

wave = ranked(cast, 210, 150, 90)          # two posts of one seat; candidates 1, 2, 3 ask for both in order
round = decided(cast, wave)                # Kodjo simulates and proposes, Ama decides
"""

from teriya.foundation.accounts.models import User
from teriya.foundation.ledger import actions as ledger
from teriya.foundation.ledger.models import Envelope
from teriya.foundation.rules.models import Form
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.hosts import needs
from teriya.mobilisation.hosts.models import Host, Need, Seat
from teriya.mobilisation.placement import actions
from teriya.mobilisation.placement.models import Offer, Round
from teriya.mobilisation.selection import actions as selection
from tests.cast import Cast
from tests.factories import hosts
from tests.factories.calls import BORN, CLOSES_ON, OPENS_ON, STARTS_ON, make_people
from tests.factories.hosts import TODAY


def fund(cast: Cast, *posts: Need, code: str = "ETAT", title: str = "État") -> Envelope:
    """Pay every seat of these needs by one envelope."""
    awa = cast["finance_officer"]
    envelope = ledger.grant(code=code, title=title, funder=title, amount=100_000_000, by=awa, on=TODAY)
    needs.fund(list(Seat.objects.filter(need__in=posts)), envelope=envelope, by=awa, on=TODAY)
    return envelope


def post(cast: Cast, reference: str, diploma: str = "bac", places: int = 1, **changes) -> Need:
    """An approved need of the school of Haho 1."""
    host = changes.pop("host", None) or Host.objects.order_by("pk").first() or hosts.accredited(cast)
    return hosts.approved(
        cast, host, reference=reference, diploma=diploma, places=places, starts_on=STARTS_ON, **changes
    )


def open_wave(cast: Cast, *posts: Need, code: str = "VNC-1") -> Wave:
    """A call over these posts, or over B0001 (BAC) and B0002 (Licence), one seat each, paid by the State."""
    if not posts:
        posts = (post(cast, "B0001"), post(cast, "B0002", "licence"))
        fund(cast, *posts)
    return calls.open_wave(
        code=code, title="Vague 1", form=Form.objects.get(code="VNC"), needs=posts, by=cast["operations"], on=TODAY,
        opens_on=OPENS_ON, closes_on=CLOSES_ON, starts_on=STARTS_ON,
    )  # fmt: skip


def apply(
    cast: Cast, wave: Wave, *points: int | None, diploma: str = "licence", wishes: str = ""
) -> list[Application]:
    """A candidate for each total of points (None: a score is missing). `wishes`: "B0002 B0001", else every post in order."""
    by_reference = {need.reference: need for need in wave.needs.order_by("reference")}
    wished = [by_reference[reference] for reference in wishes.split() or by_reference]
    first = wave.applications.count() + 1
    rows = [
        calls.NewApplication(person=person, number=str(n), diploma=diploma, wishes=wished)
        for n, person in enumerate(make_people(cast, *[BORN] * len(points)), start=first)
    ]
    applications = calls.apply_many(wave=wave, rows=rows, by=cast["operations"], on=TODAY)
    given = [(one, _scores(total)) for one, total in zip(applications, points, strict=True)]
    selection.enter_scores(wave=wave, rows=given, by=cast["operations"], on=TODAY)
    return applications


def _scores(total: int | None) -> list[int | None]:
    return [None, None, None] if total is None else [total // 3, total // 3, total - 2 * (total // 3)]


def rank(cast: Cast, wave: Wave) -> Wave:
    by = cast["operations"]
    calls.check_eligibility(wave=wave, by=by, on=TODAY)
    calls.close_wave(wave=wave, by=by, on=TODAY)
    selection.rank(wave=wave, by=by, on=TODAY)
    return Wave.objects.get(pk=wave.pk)


def ranked(cast: Cast, *points: int | None) -> Wave:
    """Two posts of one seat, and candidates who ask for both in order."""
    wave = open_wave(cast)
    apply(cast, wave, *points)
    return rank(cast, wave)


def simulated(cast: Cast, wave: Wave, name: str = "A", **settings) -> Round:
    return actions.simulate(wave=wave, name=name, settings=settings, by=cast["operations"], on=TODAY)


def proposed(cast: Cast, wave: Wave, name: str = "A", **settings) -> Round:
    return actions.propose(round=simulated(cast, wave, name, **settings), by=cast["operations"], on=TODAY)


def decided(cast: Cast, wave: Wave, name: str = "A", **settings) -> Round:
    return actions.decide(round=proposed(cast, wave, name, **settings), by=cast["director"], on=TODAY)


def published(cast: Cast, wave: Wave, **settings) -> Round:
    return actions.publish(round=decided(cast, wave, **settings), by=cast["director"], on=TODAY)


def offer_to(number: str) -> Offer:
    return Offer.objects.select_related("application__person", "seat__need").get(application__number=number)


def give_account(application: Application, user: User) -> None:
    """The candidate is this user, who answers for oneself."""
    application.person.account = user
    application.person.save(update_fields=["account"])
