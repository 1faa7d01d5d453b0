"""A PTBA brought as a workbook: shown, each error on its line, written whole or not at all."""

import pytest

from teriya.contribution.framework import actions
from teriya.contribution.framework.models import Activity, Target
from teriya.foundation.core.refusals import Refusal
from tests.factories.files import bring, commit, outcomes
from tests.factories.framework import ON, dodzi, envelope, make_letter

HEAD = "Année,Code activité,Activité,Axe,Axe national,Objectif,Responsable,Trimestres,Budget,Enveloppe,Cible,Mesure,Unité,T1,T2,T3,T4,ODD\n"
GOOD = """\
2024,1.1,Déployer,A1,N1,1,Direction des opérations,T1-T4,25 000 000,ETAT-2024,Volontaires mobilisés,mobilised,,3,6,9,12,3.8; 16.6
2024,1.1,Déployer,A1,N1,1,Direction des opérations,T1-T4,25 000 000,ETAT-2024,Sessions,,sessions,1,2,3,4,
2024,2.1,Réformer,A2,,2,Direction générale,"T2, T4",0,,Texte adopté,,textes,0,0,0,1,
"""
BAD = """\
2024,3.1,Autre,A9,,,Direction générale,T5,0,,Cible,,x,1,2,3,4,
2024,3.2,Autre,A1,,,Direction générale,T1,0,,Cible,,x,4,3,2,1,
2024,3.3,Autre,A9,,,Direction générale,T1,0,,Cible,bonheur,,1,2,3,4,
2031,3.4,Autre,A1,,,Direction générale,T1,0,,Cible,,x,1,2,3,4,
2024,1.1,Autrement dit,A1,N1,1,Direction des opérations,T1-T4,25 000 000,ETAT-2024,Cible,,x,1,2,3,4,
"""


@pytest.fixture
def draft(cast):
    envelope(cast)
    return actions.open_version(letter=make_letter(cast), by=dodzi(cast), on=ON)


def test_a_workbook_becomes_activities_and_targets(cast, draft):
    file = bring(cast, "work_plan", HEAD + GOOD, by=dodzi(cast))
    assert outcomes(file) == ["new", "new", "new"] and not Activity.objects.exists()
    commit(cast, file, by=dodzi(cast))
    first, second = Activity.objects.order_by("code")
    assert (first.quarters, first.budget, first.envelope.code, first.objective.number) == (
        [1, 2, 3, 4],
        25_000_000,
        "ETAT-2024",
        1,
    )
    assert (second.quarters, second.envelope, second.national_axis) == ([2, 4], None, None)
    assert [(one.code, one.unit, one.goals) for one in Target.objects.order_by("pk")] == [
        ("1.1/1", "personnes", ["3.8", "16.6"]), ("1.1/2", "sessions", []), ("2.1/1", "textes", [])]  # fmt: skip
    again = bring(cast, "work_plan", HEAD + GOOD, by=dodzi(cast))
    assert outcomes(again) == ["code_known"] * 3


def test_one_line_in_error_and_nothing_is_written(cast, draft):
    file = bring(cast, "work_plan", HEAD + GOOD + BAD, by=dodzi(cast))
    assert outcomes(file)[3:] == ["bad_quarters", "aims_fall", "axis_unknown", "no_draft", "activity_differs"]
    with pytest.raises(Refusal, match="lines_to_mend"):
        commit(cast, file, by=dodzi(cast))
    assert not Activity.objects.exists()
