"""A ranked wave: Massan sat in its jury, Afi was heard."""

from teriya.mobilisation.calls.models import Application, Wave
from teriya.mobilisation.selection import actions
from teriya.mobilisation.selection.door import print_lists
from teriya.mobilisation.selection.lists import publish
from teriya.mobilisation.selection.models import Conflict, Contest, Hearing, Jury, Listing, Minutes, Sitting
from teriya.mobilisation.selection.papers import jury_minutes, minutes_of
from tests.cast import Cast
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import HOURS, check_and_close, enter, make_jury, make_venue, plan, sign_minutes

OF_A_WAVE = (
    "constitute", "scores", "given", "ranking", "interviews", "open_venue", "plan", "criteria", "published", "board", "numbers",
)  # fmt: skip


def samples(cast: Cast) -> dict[str, dict]:
    wave = make_wave(cast)
    application, other = make_applications(cast, wave, BORN, BORN)
    jury = make_jury(cast, wave)
    check_and_close(cast, wave)
    enter(cast, wave, (application, [50, 63, 22]))
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    type(application.person).objects.filter(pk=application.person_id).update(account=cast.afi)
    of_lists = lists(cast, application) | {"minutes": {"code": wave.code, "number": minutes_of(wave)[0].pk}}
    given = {name: {"code": wave.code} for name in OF_A_WAVE} | of_lists | seats(cast, other, jury) | a_day(cast, wave)
    return {f"selection:{name}": found for name, found in given.items()}


def lists(cast: Cast, application: Application) -> dict[str, dict]:
    """A published list, contested."""
    sign_minutes(cast, application.wave)
    listing = publish(listing=Listing.objects.get(), by=cast["director"], on=TODAY)
    appeal = Contest.objects.create(
        listing=listing, application=application, text="Pourquoi ?", on=TODAY, answer_by=TODAY
    )
    of_one = {key: {"pk": application.pk} for key in ("contest", "correct")}
    return of_one | {"publish": {"pk": listing.pk}, "answer": {"pk": appeal.pk}}


def seats(cast: Cast, other: Application, jury: Jury) -> dict[str, dict]:
    """Somebody whom Massan's jury hears again, a conflict of its second member, its minutes."""
    apart = Hearing.objects.create(application=other, jury=jury, state="contested")
    second = jury.members.get(chair=2)
    conflict = Conflict.objects.create(application=other, member=second, what="Parenté", on=TODAY)
    drawn = Minutes.objects.create(jury=jury, document=jury_minutes(jury, by=officer(cast), on=TODAY), on=TODAY)
    Sitting.objects.create(jury=jury, on=TODAY, **HOURS._asdict())
    mine, signed = {"code": other.wave.code, "pk": other.pk}, {"pk": drawn.pk}
    return {
        "sheet": mine, "conflict": mine, "again": {"pk": apart.pk}, "settle": {"pk": conflict.pk}, "jury": {"pk": jury.pk},
        "replace": {"pk": second.pk}, "record_conflict": {"pk": second.pk}, "jury_minutes": signed, "sign": signed,
    }  # fmt: skip


def a_day(cast: Cast, wave: Wave) -> dict[str, dict]:
    """A town, one person called there, its lists printed."""
    venue = make_venue(cast, wave)
    [hearing] = plan(cast, wave)
    paper = print_lists(venue=venue, by=officer(cast), on=TODAY)[0]
    of_venue = {key: {"pk": venue.pk} for key in ("venue", "door", "close_door")}
    return of_venue | {"move": {"pk": hearing.pk}, "paper": {"pk": venue.pk, "number": paper.pk}}
