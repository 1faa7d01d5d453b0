"""Kossi has a contract to sign: his file, and the contract's paper. A partner reads its own agreement and its report of March."""

from django.test import override_settings

from teriya.partnerships.agreements import actions
from tests.cast import Cast
from tests.factories.agreements import ON
from tests.factories.missions import give_account, make_missions
from tests.factories.partners import kafui
from tests.portals.test_partner import lived, template


def samples(cast: Cast) -> dict[str, dict]:
    [mission] = make_missions(cast, until="issued")
    give_account(mission, cast.kossi)
    with override_settings(TAKE_ON=True):
        agreement, expense, report = lived(cast, "CONV-P")
        actions.admit(agreement=agreement, user=cast["partner"], by=kafui(), on=ON)
        content = template("{{spent}}").read()
        kept = actions.keep_template(agreement=agreement, name="Modèle", content=content, by=kafui(), on=ON)
    one, frozen = {"pk": agreement.pk}, {"pk": report.pk}
    own = {"matricule": mission.person.matricule}
    return {
        "portals:dossier": own,
        "portals:paper": own | {"pk": mission.contracts.get().document_id},
        "portals:behind": {"code": "en-service"},
        "portals:partner_agreement": one,
        "portals:partner_lines": one,
        "portals:partner_template": one,
        "portals:partner_proof": one | {"expense": expense},
        "portals:partner_report": frozen,
        "portals:partner_report_pdf": frozen,
        "portals:partner_report_workbook": frozen,
        "portals:partner_report_template": frozen | {"template": kept.pk},
    }
