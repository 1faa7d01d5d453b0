"""Where a candidate or volunteer stands: one plain sentence, what comes next, by when, and whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from teriya.foundation.accounts.models import User
from teriya.foundation.rules import queries as rules
from teriya.mobilisation.calls.models import Application
from teriya.pay.allowances.models import PayLine
from teriya.pay.allowances.queries import lines_visible_to
from teriya.people.models import Person
from teriya.portals.dossier import records_of
from teriya.portals.links import door
from teriya.service.missions import story
from teriya.service.missions.models import Contract, Mission

ASIDE = ("candidate", "volunteer")


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
        return Oneself(None, _nobody()) if not roles or roles & set(ASIDE) else None
    records = Person.objects.filter(records_of(person))
    missions = Mission.objects.filter(person__in=records).exclude(state="cancelled")
    mission = missions.with_papers().select_related("closing__certificate").prefetch_related("trainings__session").order_by("-period").first()  # fmt: skip
    application = (
        Application.objects.filter(person__in=records).select_related("wave").prefetch_related("offers__seat__need__host")
        .order_by("-on", "-pk").first()
    )  # fmt: skip
    if mission and (
        application is None or mission.offer.application_id == application.pk or application.on < mission.period.lower
    ):
        pay = lines_visible_to(user).filter(mission__person__in=records).order_by("-month", "-pk").first()
        return Oneself(person, _of_mission(mission, pay), mission, pay)
    return Oneself(person, _of_application(application) if application else _registered(person))


def _nobody() -> Status:
    return Status(
        _("Votre numéro n’est lié à aucun dossier."),
        _("Présentez-vous au centre régional avec votre pièce d’identité."),
    )


def _registered(person: Person) -> Status:
    sentence = _("Vous êtes inscrit au registre sous le numéro %(matricule)s.") % {"matricule": person.matricule}
    return Status(sentence, _("Déposez votre candidature à la prochaine vague."))


def _of_mission(mission: Mission, pay: PayLine | None) -> Status:
    contract = Contract.objects.filter(mission=mission).prefetch_related("signatures").order_by("-pk").first()
    standing = story.standing(mission, contract)
    on = {"prepared": mission.period.lower, "in_service": story.queries.last_day(mission)}.get(mission.state)
    return Status(standing.sentence, standing.next, on, standing.url, standing.button)


def _of_application(application: Application) -> Status:
    if application.state == "placed":
        return _of_offer(application)
    wave, reasons = application.wave, application.reasons
    words = {"number": application.number, "wave": wave.title, "why": reasons[0][1] if reasons else ""}
    sentence, next_, on = {
        "submitted": (_("Votre candidature n° %(number)s est enregistrée : %(wave)s."), _("Le centre la vérifie après la clôture."), wave.closes_on),
        "held": (_("Votre candidature n° %(number)s attend une vérification : %(wave)s."), _("Passez au centre avec vos pièces d’identité."), None),
        "eligible": (_("Votre candidature n° %(number)s est recevable : %(wave)s."), _("Le jury vous entend, puis classe les candidats."), None),
        "ineligible": (_("Votre candidature n° %(number)s n’est pas retenue. %(why)s"), _("Si c’est une erreur, passez au centre avec vos pièces."), None),
        "duplicate": (_("Votre candidature n° %(number)s est un double. %(why)s"), _("L’autre candidature suit son cours."), None),
        "ranked": (_("Votre candidature n° %(number)s est notée et classée : %(wave)s."), _("Le placement suit : un SMS vous dira le résultat."), wave.starts_on),
        "unranked": (_("Il manque une note à votre candidature n° %(number)s : elle n’est pas classée."), _("Demandez au centre ce qu’il en est."), None),
        "reserve": (_("Vous êtes sur la liste de réserve : %(wave)s."), _("Si une place se libère, un SMS vous appelle."), wave.starts_on),
        "withdrawn": (_("Vous avez retiré votre candidature n° %(number)s."), _("Vous pourrez vous présenter à la prochaine vague."), None),
    }[application.state]  # fmt: skip
    return Status(sentence % words, next_, on)


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
