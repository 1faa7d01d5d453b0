"""The framework of 2024: a version adopted and reviewed, its report; another version in preparation."""

from django.test import override_settings

from teriya.contribution.framework import actions
from teriya.contribution.framework.models import Target
from tests.cast import Cast
from tests.factories.framework import AFTER_Q1, SESSION, dodzi, make_work_plan
from tests.factories.routes import a_paper


@override_settings(TAKE_ON=True)
def samples(cast: Cast) -> dict[str, dict]:
    plan, by = make_work_plan(cast, is_adopted=False), {"by": dodzi(cast), "on": SESSION}
    actions.attach_scan(letter=plan.letter, file=a_paper("lettre.pdf"), **by)
    actions.submit(work_plan=plan, **by)
    actions.adopt(
        work_plan=plan, session_on=SESSION, minutes="PV 1/2024", scan=a_paper("pv.pdf"), by=cast.ama, on=SESSION
    )
    target = Target.objects.get(unit="sessions")
    done = actions.count_milestone(
        target=target,
        count=1,
        what="Session",
        reference="PV 2",
        happened_on=SESSION,
        proof=a_paper("preuve.pdf"),
        **by,
    )
    review = actions.open_review(work_plan=plan, quarter=1, by=dodzi(cast), on=AFTER_Q1)
    decision = actions.decide(
        review=review, text="Relancer", owner="operations", due_on=AFTER_Q1, by=dodzi(cast), on=AFTER_Q1
    )
    for line in review.lines.exclude(colour=""):
        actions.explain(line=line, cause="Crédits tardifs.", by=dodzi(cast), on=AFTER_Q1)
    actions.hold_review(review=review, by=dodzi(cast), on=AFTER_Q1)
    actions.validate_review(review=review, by=cast.ama, on=AFTER_Q1)
    report = actions.make_report(review=review, to="board", by=dodzi(cast), on=AFTER_Q1)
    year, of_plan, of_review = {"year": 2024}, {"pk": plan.pk}, {"pk": review.pk}
    of_activity, of_target, of_milestone, of_report = (
        {"pk": one.pk} for one in (target.activity, target, done, report)
    )
    return {
        **dict.fromkeys(("framework:letter", "framework:scan"), year), "framework:rewrite_plan": {"pk": plan.letter.plan_id},
        **{f"framework:{name}": of_plan for name in ("work_plan", "minutes", "submit", "send_back", "adopt", "write_activity", "open_review")},
        **{f"framework:{name}": of_activity for name in ("activity", "write_target")},
        **{f"framework:{name}": of_target for name in ("target", "count_milestone")},
        **{f"framework:{name}": of_milestone for name in ("withdraw_milestone", "proof")},
        **{f"framework:{name}": of_review for name in ("review", "hold_review", "reopen_review", "validate_review", "decide", "make_report")},
        "framework:explain": {"pk": review.lines.first().pk}, "framework:follow_up": {"pk": decision.pk},
        **{f"framework:{name}": of_report for name in ("report", "mark_sent")},
    }  # fmt: skip
