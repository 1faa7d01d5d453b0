"""Where a candidate or volunteer stands: one plain sentence, what comes next, by when, and whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.mobilisation.calls.news import news_of
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.queries import lines_visible_to
from teriya.people.models import Person
from teriya.portals.dossier import records_of
from teriya.portals.links import door
from teriya.service.missions import story
from teriya.service.missions.models import Contract, Mission

ASIDE = {"candidate", "volunteer"}


@dataclass(frozen=True, slots=True)
class Status:
    """`sentence` says where one stands; `on` is the day of `next`; `button` is what one may do now."""

    sentence: str
    next: str
    on: date | None = None
    url: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class Oneself:
    person: Person | None
    status: Status
    mission: Mission | None = None
    last_pay: PayLine | None = None

    @property
    def contact(self) -> str:
        """The regional centre of the person's commune; the agency's seat when nothing is known."""
        if self.person is None:
            return rules.agency()["name"].get(translation.get_language()) or rules.agency()["name"]["fr"]
        centre = self.person.commune.centre
        return f"{centre.name}, {centre.seat}" if centre.seat else centre.name


def oneself(user: User) -> Oneself | None:
    """The own story of who came by phone; None for staff, and for hosts and jurors without a file of their own."""
    if user.is_staff_member:
        return None
    person = Person.objects.filter(account=user).select_related("commune__centre").first()
    if person is None:
        roles = {act.role for act in user.appointments}
        return Oneself(None, _nobody()) if roles <= ASIDE else None
    records = Person.objects.filter(records_of(person))
    mission, application = _last_mission(records), _last_application(records)
    if mission and (application is None or application.on <= mission.period.lower):
        pay = lines_visible_to(user).filter(mission__person__in=records).order_by("-month", "-pk").first()
        return Oneself(person, _of_mission(mission), mission, pay)
    return Oneself(person, _of_application(application) if application else _registered(person))


def _last_mission(records: QuerySet[Person]) -> Mission | None:
    rows = Mission.objects.filter(person__in=records).exclude(state="cancelled").with_papers()
    return rows.select_related("closing__certificate").order_by("-period").first()


def _last_application(records: QuerySet[Person]) -> Application | None:
    rows = Application.objects.filter(person__in=records).select_related("wave", "person__commune__centre")
    return rows.prefetch_related("offers__seat__need__host").order_by("-on", "-pk").first()


def _nobody() -> Status:
    return Status(
        _("Votre numéro n’est lié à aucun dossier."),
        _("Présentez-vous au centre régional avec votre pièce d’identité."),
    )


def _registered(person: Person) -> Status:
    sentence = _("Vous êtes inscrit au registre sous le numéro %(matricule)s.") % {"matricule": person.matricule}
    return Status(sentence, _("Déposez votre candidature à la prochaine vague."))


def _of_mission(mission: Mission) -> Status:
    contract = (
        Contract.objects.current().filter(mission=mission).prefetch_related("signatures").order_by("-pk").first()
    )
    standing = story.standing(mission, contract)
    on = mission.period.lower if mission.state == "prepared" else None
    return Status(standing.sentence, standing.next, on, standing.url, standing.button)


def _of_application(application: Application) -> Status:
    if application.state == "placed":
        return _of_offer(application)
    told = news_of(application)
    why = " ".join(sentence for _code, sentence in application.reasons)
    return Status(
        f"{told.now} {why}".strip(),
        told.next,
        told.by_day,
        reverse("calls:application", args=[application.pk]),
        _("Voir ma candidature"),
    )


def _of_offer(application: Application) -> Status:
    offer = max(application.offers.all(), key=lambda offer: offer.pk, default=None)
    if offer is None:
        return Status(_("Une place vous est attribuée."), _("Un SMS vous dira où."))
    words = {"host": offer.seat.need.host.name}
    if offer.state == "proposed":
        return Status(
            _("Une place vous est proposée à %(host)s.") % words, _("Acceptez ou refusez avant la date limite."), offer.answer_by,
            door("placement:mine"), _("Répondre"),
        )  # fmt: skip
    sentence, next_ = {
        "accepted": (
            _("Vous avez accepté une place à %(host)s."),
            _("L’agence prépare votre formation et votre contrat."),
        ),
        "declined": (
            _("Vous avez refusé la place à %(host)s."),
            _("Vous pourrez vous présenter à la prochaine vague."),
        ),
        "expired": (
            _("Vous n’avez pas répondu à temps pour la place à %(host)s."),
            _("Demandez au centre si une autre place s’ouvre."),
        ),
        "cancelled": (_("La place proposée à %(host)s est annulée."), _("Le centre vous dira la suite.")),
    }[offer.state]
    return Status(sentence % words, next_)
