"""The pages of a jury day and of its list, on a telephone 320 points wide."""

import pytest

from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions, contests, hearing, lists, members
from teriya.mobilisation.selection.door import print_lists
from teriya.mobilisation.selection.models import Conflict, Hearing, Listing
from tests.browser.site import look
from tests.cast import Cast
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import make_jurors, make_sealing_jury, make_venue, plan, seal, sign_minutes

pytestmark = pytest.mark.browser
GIVEN = ((80, 75, 70), (60, 62, 58), (55, 50, 45))


def a_day(cast: Cast) -> Wave:
    """Six candidates before two juries: some heard, one to hear again, a conflict of interest, lists printed."""
    wave, jurors = make_wave(cast, title="Vague d’essai"), make_jurors(cast, 6)
    make_applications(cast, wave, *[BORN] * 6)
    Application.objects.update(state="eligible")
    lists.publish_criteria(wave=wave, mode="jury", places=2, reserve=1, women=30, by=officer(cast), on=TODAY)
    venue = make_venue(cast, wave, juries=0)
    for n in (0, 3):
        make_sealing_jury(cast, wave, jurors[n : n + 3], venue, name=f"Notsè {n // 3 + 1}", room=f"Salle {n // 3 + 1}")
    plan(cast, wave)
    first, second = (list(Hearing.objects.filter(jury=jury).order_by("at")) for jury in wave.juries.order_by("pk"))
    for row, points in zip((first[0], second[0], second[1]), GIVEN, strict=True):
        for juror, given in zip(jurors[:3] if row in first else jurors[3:], points, strict=True):
            seal(row.application, juror, given)
    for juror, given in zip(jurors[:3], (95, 90, 40), strict=True):
        seal(first[1].application, juror, given)
    members.declare_conflict(application=first[2].application, what="Mon neveu.", by=jurors[1], on=TODAY)
    print_lists(venue=venue, by=officer(cast), on=TODAY)
    return wave


def a_list(cast: Cast, wave: Wave) -> None:
    """The rest heard or absent, the conflict settled, minutes drawn and signed, ranked, published, contested by Afi."""
    again = Hearing.objects.get(state="contested")
    second = hearing.hear_again(hearing=again, jury=again.jury, reason="Écart de 55.", by=officer(cast), on=TODAY)
    for member in again.jury.members.order_by("chair"):
        seal(second.application, member.user, 72)
    Hearing.objects.filter(state__in=("called", "present")).update(state="absent")
    other = wave.juries.order_by("pk")[1].members.get(chair=1).user
    members.seat_another(conflict=Conflict.objects.get(), substitute=other, by=officer(cast), on=TODAY)
    calls.close_wave(wave=wave, by=officer(cast), on=TODAY)
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    sign_minutes(cast, wave)
    lists.publish(listing=Listing.objects.get(), by=cast["director"], on=TODAY)
    row = (
        wave.applications.select_related("person", "wave__form")
        .filter(ranking__isnull=False)
        .order_by("ranking__rank")
        .last()
    )
    type(row.person).objects.filter(pk=row.person_id).update(account=cast.afi)
    row = Application.objects.select_related("person", "wave__form").get(pk=row.pk)
    contests.contest(application=row, text="Ma note me semble fausse.", by=cast["candidate"], on=TODAY)


@pytest.mark.hostile  # slow
def test_a_jury_day_reads_on_a_telephone(chromium, cast, site):
    wave = a_day(cast)
    venue, own = wave.venues.get(), Hearing.objects.filter(state="called").order_by("pk")[0]
    apart, conflict = Hearing.objects.get(state="contested"), own.application.wave.applications.filter(conflicts__isnull=False).get().conflicts.get()  # fmt: skip
    jury, last = wave.juries.order_by("pk")
    paper = members.replace_member(
        member=last.members.get(chair=3),
        name="AGBODJAN-KPELLY Yao Koffivi Sénamé",
        reason="Malade.",
        by=officer(cast),
        on=TODAY,
    )
    base = f"/selection/{wave.code}"
    look(chromium, site, cast["operations"], f"{base}/entretiens/", f"{base}/entretiens/lieu/", f"{base}/entretiens/calendrier/",
         f"{base}/jurys/", f"{base}/criteres/", f"/selection/lieu/{venue.pk}/", f"/selection/conflit/{conflict.pk}/",
         f"/selection/entretien/{apart.pk}/seconde/", f"/selection/jury/{jury.pk}/",
         f"/selection/membre/{jury.members.first().pk}/remplacer/",
         f"/selection/jury/{last.pk}/", f"/selection/membre/{paper.pk}/conflit/")  # fmt: skip
    look(
        chromium,
        site,
        cast["regional_agent"],
        f"/selection/lieu/{venue.pk}/accueil/",
        f"/selection/lieu/{venue.pk}/absents/",
    )
    one = f"{base}/notes/{own.application_id}/"
    look(chromium, site, cast["jury_member"], f"{base}/notes/", f"{base}/notes/donnees/", one, f"{one}conflit/")


@pytest.mark.hostile  # slow
def test_a_list_and_its_appeal_read_on_a_telephone(chromium, cast, site):
    wave = a_day(cast)
    a_list(cast, wave)
    base, row = f"/selection/{wave.code}", Application.objects.get(contests__isnull=False)
    drawn = wave.juries.order_by("pk")[1].minutes.get()
    look(chromium, site, None, f"{base}/liste/", f"{base}/liste/?numero=99")
    look(chromium, site, cast["candidate"], f"/selection/candidature/{row.pk}/recours/")
    look(
        chromium,
        site,
        cast["regional_supervisor"],
        "/selection/recours/",
        f"/selection/recours/{row.contests.get().pk}/",
    )
    look(chromium, site, cast["operations"], f"{base}/classement/", f"/selection/pv/{drawn.pk}/signer/")
