import pytest

from teriya.foundation.core.refusals import NotAllowed, Refusal
from teriya.partnerships.partners import actions
from teriya.partnerships.partners.models import Partner
from tests.factories.partners import ON, kafui, make_partner


def test_a_partner_is_entered_once_and_its_code_stays(cast):
    partner = make_partner(regions=[cast.haho_1.region])
    with pytest.raises(Refusal, match="partner_known"):
        make_partner(name="Un autre nom")
    with pytest.raises(Refusal, match="partner_known"):
        make_partner(code="AUTRE")
    actions.amend_partner(partner=partner, name="PNUD Togo", kind="un", country="", parts=["funder", "technical"], regions=[],
                          domains=["education"], notes="", by=kafui(), on=ON)  # fmt: skip
    found = Partner.objects.get(code="PNUD")
    assert (found.name, found.parts, found.regions.count()) == ("PNUD Togo", ["funder", "technical"], 0)


def test_only_who_keeps_partners_writes_them(cast):
    with pytest.raises(NotAllowed):
        make_partner(by=cast.awa)


def test_leaving_a_partner_needs_its_reason(cast):
    partner = make_partner()
    with pytest.raises(Refusal, match="reason_required"):
        actions.set_active(partner=partner, is_active=False, reason=" ", by=kafui(), on=ON)
    assert not actions.set_active(
        partner=partner, is_active=False, reason="Programme clos.", by=kafui(), on=ON
    ).is_active
