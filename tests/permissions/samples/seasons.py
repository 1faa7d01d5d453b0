"""A season that we convene with an agency without the system: what we bring."""

from datetime import timedelta

from django.utils import timezone

from teriya.exchange.seasons import actions
from teriya.foundation.accounts.models import User
from tests.cast import Cast, appoint
from tests.exchange.conftest import meet


def samples(cast: Cast) -> dict[str, dict]:
    today, officer = timezone.localdate(), User.objects.create_user(name="Moussa", phone="+22893000077")
    appoint(officer, "exchange_officer")
    mali = meet("ml", "Centre national de promotion du volontariat", "ML", speaks=False).row
    season = actions.convene(name="Saison 2027", agencies=[mali], profiles=["Enseignant"], tolerance=1,
                             closes_on=today + timedelta(30), by=officer, on=today)  # fmt: skip
    ours = {"uid": season.uid, "code": season.parts.get(is_ours=True).code}
    routes = ("part", "add_candidate", "add_post", "set_numbers", "enter", "answer")
    return {"seasons:season": {"uid": season.uid}, "seasons:letter": {"uid": season.uid, "code": "ml"}} | {
        f"seasons:{route}": ours for route in routes
    }
