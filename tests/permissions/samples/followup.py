"""A mission of Haho 1 that Yao visited: Kossi serves, Essi is its host's officer, Abla its tutor."""

from django.test import override_settings

from teriya.foundation.core.periods import Month
from teriya.foundation.documents.models import Upload
from teriya.service.followup import actions, papers, queries
from teriya.service.missions.models import Mission
from tests.cast import Cast
from tests.factories.followup import VISITED_ON, a_point, give, incident, make_visit, report
from tests.factories.missions import give_account, make_missions


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast)
    give_account(mission, cast.kossi)
    visit = make_visit(cast, mission, a_point())
    photo = Upload.objects.create(
        subject="visit", subject_id=visit.pk, kind="photo", name="porte.jpg", media_type="image/jpeg", size=1, sha256="0",
        content=b"0", by_id=cast.yao.pk, on=VISITED_ON,
    )  # fmt: skip
    rows = queries.plan(Mission.objects.all(), Month(2024, 4))
    paper = papers.print_plan(centre=cast.plateaux, month=Month(2024, 4), missions=rows, by=cast.yao, on=VISITED_ON)
    appraisal = give(cast, mission)
    actions.review(appraisal=appraisal, is_favourable=True, reason="signée à l’encre", by=cast.mazalo, on=VISITED_ON)
    one, half_way = {"pk": appraisal.pk}, {"when": "mid_term", "of": "volunteer"}
    told = {"pk": incident(cast, mission).pk}
    ordered = actions.order_evacuation(
        centre=cast.plateaux, reason="Inondation", is_told=False, by=cast.mazalo, on=VISITED_ON
    )
    listed = {"pk": ordered.pk}
    waiting = make_missions(cast, until="prepared")
    derogation = actions.propose_derogation(
        missions=waiting, gates=["oath"], until=VISITED_ON, reason="Crue", by=cast.kodjo, on=VISITED_ON
    )
    actions.sign_derogation(derogation=derogation, by=cast.ama, on=VISITED_ON)
    return {
        "followup:derogation": {"pk": derogation.pk},
        "followup:derogation_act": {"pk": derogation.pk},
        "followup:contact": {"pk": mission.pk},
        "followup:evacuation": listed,
        "followup:evacuation_sheet": listed,
        "followup:close_evacuation": listed,
        "followup:report_incident": {"pk": mission.pk},
        "followup:incident": told,
        "followup:act_on_incident": told | {"act": "noter"},
        "followup:report": {"pk": mission.pk},
        "followup:read_report": {"pk": report(cast, mission).pk},
        "followup:appraise": {"pk": mission.pk} | half_way,
        "followup:appraisal": one,
        "followup:sign_appraisal": one,
        "followup:review_appraisal": one,
        "followup:appraisal_sheet": one,
        "followup:visit": {"pk": mission.pk},
        "followup:sheet": {"pk": visit.pk},
        "followup:photo": {"pk": visit.pk, "photo": photo.pk},
        "followup:cancel_visit": {"pk": visit.pk},
        "followup:close_point": {"pk": visit.points.get().pk},
        "followup:print_plan": {"month": "2024-04", "pk": cast.plateaux.pk},
        "followup:plan_paper": {"pk": cast.plateaux.pk, "paper": paper.pk},
    }
