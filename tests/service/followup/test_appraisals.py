"""Each side appraises the other; both sign; the centre concludes, and the closing keeps the number."""

from datetime import date, timedelta

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents import actions as documents
from teriya.service.followup import actions, queries
from teriya.service.followup.models import Appraisal
from teriya.service.missions import actions as missions
from teriya.service.missions.models import Mission
from tests.cast import appoint
from tests.factories.followup import MARKS, VISITED_ON, give
from tests.factories.missions import give_account, make_missions
from tests.scenes import scene

AFTER = date(2025, 3, 3)


@pytest.fixture
@scene
def mission(cast):
    [found] = make_missions(cast)
    return give_account(found, cast.kossi)


def refused(code, do):
    with pytest.raises(Refusal) as no:
        do()
    assert no.value.code == code


def review(cast, appraisal, *, by=None, on=VISITED_ON, **other):
    return actions.review(appraisal=appraisal, is_favourable=True, by=by or cast.mazalo, on=on, **other)


def test_the_grid_of_the_day_is_frozen_and_every_line_is_marked(cast, mission):
    refused("marks_missing", lambda: give(cast, mission, marks={"work": 3}))
    refused("marks_missing", lambda: give(cast, mission, mark=5))
    appraisal = give(cast, mission)
    assert (appraisal.grid, appraisal.total, appraisal.out_of) == ("service:1", 15, 20)
    refused("appraisal_known", lambda: give(cast, mission))


def test_each_side_appraises_the_other_only(cast, mission):
    for of, users in (("volunteer", (cast.kossi, cast.yao, cast.sena)), ("host", (cast.abla, cast.essi, cast.yao))):
        for user in users:
            with pytest.raises(Refusal) as no:
                give(cast, mission, of=of, by=user)
            assert no.value.code in {"not_your_side", "not_allowed"}
    assert give(cast, mission, of="host").state == "signed" and give(cast, mission, by=cast.essi).state == "submitted"


def test_a_paper_is_entered_by_the_centre(cast, mission):
    assert give(cast, mission, by=cast.yao, paper="Fiche du 9 avril, signée Abla").paper.startswith("Fiche")
    refused("own_host", lambda: give(cast, mission, when="mid_term", by=_agent_of_the_host(cast), paper="Fiche"))


def _agent_of_the_host(cast):
    appoint(cast.essi, "regional_agent", cast.haho_1)
    return cast.essi


def test_the_volunteer_may_disagree_with_a_comment(cast, mission):
    appraisal = give(cast, mission)
    sign = {"appraisal": appraisal, "on": VISITED_ON}
    refused("not_yours_to_sign", lambda: actions.sign(agrees=True, comment="", by=cast.essi, **sign))
    refused("comment_missing", lambda: actions.sign(agrees=False, comment=" ", by=cast.kossi, **sign))
    signed = actions.sign(agrees=False, comment="Absent un seul jour, malade", by=cast.kossi, **sign)
    assert (signed.state, signed.agrees) == ("signed", False)
    concluded = review(cast, signed)
    said = str(concluded.sheet.data["sections"])
    assert "n’est pas d’accord" in said and "malade" in said and documents.pdf(concluded.sheet).startswith(b"%PDF")


def test_an_unsigned_one_is_concluded_with_the_reason_by_another(cast, mission):
    appraisal = give(cast, mission)
    refused("reason_required", lambda: review(cast, appraisal))
    refused("not_allowed", lambda: review(cast, appraisal, by=cast.yao, reason="parti"))
    assert review(cast, appraisal, reason="Parti sans laisser d’adresse").state == "concluded"
    refused("wrong_state", lambda: review(cast, appraisal, reason="encore"))


def test_who_gave_it_does_not_conclude(cast, mission):
    appraisal = give(cast, mission, by=cast.mazalo, paper="Fiche signée")
    refused("same_person", lambda: review(cast, appraisal, reason="à l’encre"))
    assert Appraisal.objects.get().state == "submitted"


def test_both_end_appraisals_tick_the_closing_before_the_end_or_after(cast, mission):
    review(cast, give(cast, mission), reason="à l’encre")
    missions.end(missions=[mission], reason="term", by=cast.mazalo, on=AFTER)
    closing = Mission.objects.get(pk=mission.pk).closing
    assert (closing.host_evaluation, closing.volunteer_evaluation) == (True, False)
    review(cast, give(cast, mission, of="host", on=AFTER), on=AFTER)
    closing.refresh_from_db()
    assert closing.volunteer_evaluation and not closing.report_received


def test_a_mid_term_one_closes_nothing(cast, mission):
    review(cast, give(cast, mission, when="mid_term"), reason="à l’encre")
    missions.end(missions=[mission], reason="term", by=cast.mazalo, on=AFTER)
    assert not Mission.objects.get(pk=mission.pk).closing.host_evaluation


def test_they_are_due_half_way_and_near_the_term(cast, mission):
    """A year from 1 March 2024: half of it on 30 August, thirty days before the end on 30 January."""

    def due(day):
        return {(line.when, line.of) for line in queries.due_lines(Mission.objects.all(), day)}

    half, near = date(2024, 8, 30), date(2025, 1, 30)
    assert due(half - timedelta(1)) == set() and due(half) == {("mid_term", "volunteer"), ("mid_term", "host")}
    give(cast, mission, when="mid_term", on=half)
    assert due(near - timedelta(1)) == {("mid_term", "host")}
    assert due(near) == {("mid_term", "host"), ("end", "volunteer"), ("end", "host")}


def test_the_host_never_reads_what_is_said_of_it(cast, mission):
    give(cast, mission, of="host")
    give(cast, mission, of="volunteer")
    seen = {name: set(Appraisal.objects.visible_to(getattr(cast, name)).values_list("of", flat=True))
            for name in ("kossi", "essi", "abla", "yao", "mazalo", "kodjo", "afi", "sena", "awa")}  # fmt: skip
    both = {"host", "volunteer"}
    assert seen == {"kossi": both, "essi": {"volunteer"}, "abla": {"volunteer"}, "yao": both, "mazalo": both, "kodjo": both,
                    "afi": set(), "sena": set(), "awa": set()}  # fmt: skip
    assert len(MARKS["host"]) == 5


def test_a_renewal_reads_what_the_centre_concluded_of_the_volunteer(cast, mission):
    appraisal = give(cast, mission, when="mid_term")
    actions.sign(appraisal=appraisal, agrees=True, comment="", by=cast.kossi, on=VISITED_ON)
    sheet = review(cast, appraisal).sheet
    assert list(mission.performances.values_list("evidence", "is_favourable")) == [(sheet.number, True)]
