"""The posts that both agencies offer one another, and the people whom they propose for them."""

from dataclasses import dataclass
from datetime import date, timedelta

from teriya.exchange.reciprocity import actions as reciprocity
from teriya.exchange.reciprocity.models import Candidacy, Nomination, Offer
from teriya.foundation.accounts import actions as accounts
from teriya.foundation.accounts.models import User
from teriya.foundation.core.periods import add_months
from teriya.mobilisation.hosts.models import Host
from teriya.people import actions as people
from teriya.people.models import Person
from teriya.portals.demo.dialogue import Act, Side
from teriya.portals.demo.staff import ROSTERS
from teriya.service.missions.models import Mission

ASKED = ("family", "given", "sex", "birth_on", "nationality", "phone", "diploma", "profile", "missions", "languages", "motivation")  # fmt: skip
ENDED = {"tg": ("VNC-17", 9), "bf": ("EXE-5", 0)}  # the wave whose people leave, from which of them on
TYPED = {
    "tg": {"nationality": "togolaise", "languages": "français, éwé, kabyè", "motivation": "Apprendre comment d’autres villages s’organisent."},
    "bf": {"nationality": "burkinabè", "languages": "français, mooré, dioula", "motivation": "Partager ce que j’ai fait dans ma commune."},
}  # fmt: skip


@dataclass(frozen=True)
class Post:
    """A post in one of the two countries. Months are counted from today, those to come below zero."""

    of: str
    title: str
    domain: str
    profile: str
    tutor: str
    sheet: str
    seats: int
    published: int
    begins: int
    ends: int
    days: int = 0  # later in its month of beginning

    def begins_on(self, side: Side) -> date:
        return side.ago(self.begins, -self.days)


GARDENS = Post("bf", "Appui aux jardins maraîchers", "environment", "Agronomie, animation de groupes", "Responsable des périmètres",
               "Accompagner quarante productrices, tenir le registre des parcelles.", 1, 12, 8, 1)  # fmt: skip
MATHS = Post("bf", "Enseignement des mathématiques", "education", "Licence de mathématiques", "Directeur des études",
             "Tenir deux classes de quatrième, animer un groupe de soutien.", 1, 6, 2, -7)  # fmt: skip
LIBRARY = Post("tg", "Animation de la bibliothèque scolaire", "education", "Licence, goût de la lecture", "Directrice de l’école",
               "Ouvrir la bibliothèque chaque jour, lire avec les plus jeunes.", 1, 8, 4, -4)  # fmt: skip
HYGIENE = Post("tg", "Hygiène au centre de santé", "health", "Assistant d’hygiène", "Infirmier-major",
               "Animer des séances de sensibilisation, tenir leur registre.", 1, 3, 0, -8, days=24)  # fmt: skip
WATER = Post("bf", "Suivi des points d’eau", "decentralisation", "Développement local", "Secrétaire général de la mairie",
             "Relever l’état des forages avec les comités de village.", 2, 1, -3, -11)  # fmt: skip


def publish(post: Post) -> Act:
    def act(side: Side, day: date) -> None:
        host = Host.objects.filter(domain=post.domain, state="accredited").select_related("commune").order_by("pk")[0]
        begins = post.begins_on(side)
        new = reciprocity.NewOffer(
            title=post.title, host_name=host.name, place=host.commune.name, sheet=post.sheet, profile=post.profile, tutor=post.tutor,
            seats=post.seats, starts_on=begins, ends_on=side.ago(post.ends), answer_by=begins - timedelta(20),
            languages="français", host=host,
        )  # fmt: skip
        reciprocity.publish_offer(agency=side.agency, new=new, by=side.by("exchange_officer"), on=day)

    return act


def call_for(post: Post, stages: tuple[int, int, int]) -> Act:
    """Former and serving volunteers answer the call: so many apply, are eligible, are shortlisted; one is retained."""

    def act(side: Side, day: date) -> None:
        offer, officer = Offer.objects.get(title=post.title), side.by("exchange_officer")
        known = (
            Mission.objects.filter(started_on__lte=day, person__died_on=None).order_by("pk").select_related("person")
        )
        first = traveller(side, 0)
        who = {first.pk: first} | {mission.person_id: mission.person for mission in known}
        for person in list(who.values())[: stages[0]]:
            reciprocity.enter(offer=offer, person=person, by=officer, on=day)
        rows = list(Candidacy.objects.filter(offer=offer).order_by("pk").values_list("pk", flat=True))
        for count, step in ((stages[1], "find_eligible"), (stages[2], "shortlist"), (1, "retain")):
            reciprocity.advance(offer=offer, ids=rows[:count], step=step, by=officer, on=day)

    return act


def propose(post: Post, number: int) -> Act:
    """The `number`th of the wave that ended is asked, agrees on the own account, is heard, and is proposed."""

    def act(side: Side, day: date) -> None:
        row = _ask(side, post, traveller(side, number), day)
        reciprocity.agree(nomination=row, by=row.person.account, on=day)
        _hear(side, row, day, "in_person", "Chargé de la réciprocité, chargé de suivi")
        reciprocity.send(nomination=row, by=side.by("exchange_officer"), on=day)

    return act


def ask(post: Post) -> Act:
    """Somebody whose mission ended is asked, and has not answered: the question waits on the own page."""

    def act(side: Side, day: date) -> None:
        _ask(side, post, Person.objects.get(account__phone=ROSTERS[side.code].phones["former"]), day)

    return act


def _ask(side: Side, post: Post, person: Person, day: date) -> Nomination:
    offer, officer = Offer.objects.get(title=post.title), side.by("exchange_officer")
    return reciprocity.prepare(offer=offer, person=person, fields=ASKED, typed=TYPED[side.code], by=officer, on=day)


def traveller(side: Side, number: int) -> Person:
    """Somebody whose service ended, with an account; the first of them is printed with the others."""
    wave, start = ENDED[side.code]
    served = Mission.objects.filter(wave__code=wave, state__in=("ended", "closed"), person__died_on=None)
    person = served.select_related("person__account").order_by("pk")[start + number].person
    if person.account is None:
        phone = ROSTERS[side.code].phones["abroad"]
        user = accounts.admit(
            name=str(person), phone=f"{phone[:-1]}{int(phone[-1]) + number}", role="volunteer", act="DEMO", since=side.ago(12),
            by=side.by("administrator"),
        )  # fmt: skip
        agent = _agent_of(person)
        people.link_account(person=person, user=user, by=agent, on=side.today)
        person.refresh_from_db()
    return person


def _agent_of(person: Person) -> User:
    centre = person.commune.centre.code.split("-", 2)[-1].lower()
    return User.objects.get(email__startswith=f"agent.{centre}@")


def hear(post: Post) -> Act:
    """The side that receives holds its own interview."""
    return lambda side, day: _hear(side, of(post), day, "video", "Chargée de la réciprocité, structure d’accueil")


def _hear(side: Side, row: Nomination, day: date, means: str, panel: str) -> None:
    reciprocity.hold_interview(
        nomination=row, held_on=day, means=means, verdict="favourable", panel=panel, is_ours=True, by=side.by("exchange_officer"), on=day,
    )  # fmt: skip


def accept(post: Post, *, months: int) -> Act:
    def act(side: Side, day: date) -> None:
        begins = post.begins_on(side)
        reciprocity.accept(
            nomination=of(post),
            starts_on=begins,
            ends_on=add_months(begins, months) - timedelta(1),
            by=side.by("exchange_officer"),
            on=day,
        )

    return act


def refuse(post: Post) -> Act:
    """Another is taken: the dossier is erased, and the receipt says so."""

    def act(side: Side, day: date) -> None:
        row, officer = (
            Nomination.objects.filter(offer__title=post.title, state="sent").latest("pk"),
            side.by("exchange_officer"),
        )
        row = reciprocity.refuse(nomination=row, code="taken", by=officer, on=day)
        reciprocity.give_back(nomination=row, how="delete", by=officer, on=day)

    return act


def of(post: Post) -> Nomination:
    """The first proposed for a post."""
    return Nomination.objects.filter(offer__title=post.title).earliest("pk")
