"""A ranked wave: Massan sat in its jury, Afi was heard."""

from teriya.mobilisation.selection import actions
from teriya.mobilisation.selection.door import print_lists
from teriya.mobilisation.selection.lists import publish
from teriya.mobilisation.selection.models import Conflict, Contest, Hearing, Listing, Minutes
from teriya.mobilisation.selection.papers import jury_minutes, minutes_of
from tests.cast import Cast
from tests.factories.calls import BORN, TODAY, make_applications, make_wave, officer
from tests.factories.selection import check_and_close, enter, make_jury, make_venue, plan


def samples(cast: Cast) -> dict[str, dict]:
    wave = make_wave(cast)
    application, other = make_applications(cast, wave, BORN, BORN)
    make_jury(cast, wave)
    check_and_close(cast, wave)
    enter(cast, wave, (application, [50, 63, 22]))
    actions.rank(wave=wave, by=officer(cast), on=TODAY)
    type(application.person).objects.filter(pk=application.person_id).update(account=cast.afi)
    listing = publish(listing=Listing.objects.get(), by=cast["director"], on=TODAY)
    appeal = Contest.objects.create(
        listing=listing, application=application, text="Pourquoi ?", on=TODAY, answer_by=TODAY
    )
    jury = wave.juries.get()
    apart = Hearing.objects.create(application=other, jury=jury, state="contested")
    second = jury.members.get(chair=2)
    conflict = Conflict.objects.create(application=other, member=second, what="Parenté", on=TODAY)
    drawn = Minutes.objects.create(jury=jury, document=jury_minutes(jury, by=officer(cast), on=TODAY), on=TODAY)
    venue = make_venue(cast, wave)
    [hearing] = plan(cast, wave)
    paper = print_lists(venue=venue, by=officer(cast), on=TODAY)[0]
    of_wave = {
        key: {"code": wave.code}
        for key in [
            "constitute",
            "scores",
            "given",
            "ranking",
            "interviews",
            "open_venue",
            "plan",
            "criteria",
            "published",
            "board",
            "numbers",
        ]
    }
    of_venue = {key: {"pk": venue.pk} for key in ["venue", "door", "close_door"]}
    one = {
        "move": {"pk": hearing.pk},
        "paper": {"pk": venue.pk, "number": paper.pk},
        "publish": {"pk": listing.pk},
        "contest": {"pk": application.pk},
        "answer": {"pk": appeal.pk},
        "sheet": {"code": wave.code, "pk": other.pk},
        "conflict": {"code": wave.code, "pk": other.pk},
        "again": {"pk": apart.pk},
        "settle": {"pk": conflict.pk},
        "jury": {"pk": jury.pk},
        "replace": {"pk": second.pk},
        "jury_minutes": {"pk": drawn.pk},
        "sign": {"pk": drawn.pk},
        "correct": {"pk": application.pk},
        "minutes": {"code": wave.code, "number": minutes_of(wave)[0].pk},
    }
    return {f"selection:{name}": given for name, given in (of_wave | of_venue | one).items()}
