"""One person of Haho 1, directed and interested; an offer of Essi’s host."""

from django.test import override_settings
from django.utils import timezone

from teriya.insertion.referrals import links
from teriya.insertion.referrals.models import Interest, Opening
from tests.cast import Cast
from tests.factories.missions import give_account, make_missions
from tests.factories.referrals import make_opening, refer


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast, until="ended")
    give_account(mission, cast.kossi)
    referral = refer(cast, mission.person)
    opening = make_opening(cast, host=mission.host)
    Opening.objects.update(closes_on=timezone.localdate())
    interest = Interest.objects.create(opening=opening, person=mission.person, on=opening.on)
    service, one = {"pk": referral.service_id}, {"pk": opening.pk}
    return {
        "referrals:service": service, "referrals:change": service, "referrals:close": service, "referrals:referral": {"pk": referral.pk},
        "referrals:refer": {"matricule": mission.person.matricule}, "referrals:opening": one, "referrals:interest": {"pk": interest.pk},
        "referrals:answer": one, "referrals:by_link": {"token": links.token(referral)},
    }  # fmt: skip
