"""Wallets: one person enters, another approves, one number is one person's."""

import pytest

from teriya.foundation.core.refusals import Refusal
from teriya.pay.allowances import actions, queries
from teriya.pay.allowances.models import Wallet
from tests.cast import appoint
from tests.factories.allowances import ON, make_institution
from tests.factories.missions import give_account, make_missions


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as no:
        call(*args, **kwargs)
    return no.value.code


def enter(cast, mission, number="0012-34", holder=None, institution=None):
    person = mission.person
    rows = [(person, institution or make_institution(cast), number, holder or str(person))]
    return actions.enter_wallets(rows=rows, by=cast.yao, on=ON)


def test_a_wallet_is_used_once_another_person_approves_it(cast):
    wallets = enter(cast, *make_missions(cast))
    assert wallets[0].state == "entered"
    assert actions.approve_wallets(wallets=wallets, by=cast.mazalo, on=ON)[0].state == "in_use"


def test_who_entered_a_wallet_never_approves_it(cast):
    wallets = enter(cast, *make_missions(cast))
    appoint(cast.yao, "regional_supervisor")
    assert code_of(actions.approve_wallets, wallets=wallets, by=cast.yao, on=ON) == "same_person"


def test_nobody_approves_ones_own_wallet(cast):
    [mission] = make_missions(cast)
    wallets = enter(cast, give_account(mission, cast.mazalo))
    assert code_of(actions.approve_wallets, wallets=wallets, by=cast.mazalo, on=ON) == "own_file"


def test_entering_the_same_wallet_again_changes_nothing(cast):
    [mission] = make_missions(cast)
    assert enter(cast, mission, "0012-34")[0].pk == enter(cast, mission, "0012 34")[0].pk
    assert Wallet.objects.count() == 1


def test_a_number_that_somebody_holds_is_not_approved_for_another(cast):
    first, other = make_missions(cast, 2)
    actions.approve_wallets(wallets=enter(cast, first), by=cast.mazalo, on=ON)
    [wallet] = enter(cast, other)
    assert code_of(actions.approve_wallets, wallets=[wallet], by=cast.mazalo, on=ON) == "duplicate_wallet"
    assert [code for code, _ in queries.doubts([wallet])[wallet.pk]] == ["duplicate_wallet"]


def test_another_holder_is_a_doubt_and_a_transposed_name_is_not(cast):
    first, other = make_missions(cast, 2)
    person = first.person
    [good] = enter(cast, first, "1", holder=f"{person.given} {person.family}")
    [bad] = enter(cast, other, "2", holder="KOKOU Ama")
    found = queries.doubts([good, bad])
    assert (found[good.pk], [code for code, _ in found[bad.pk]]) == ([], ["other_holder"])


def test_a_new_wallet_retires_the_former_one(cast):
    [mission] = make_missions(cast)
    for number in ("1", "2"):
        actions.approve_wallets(wallets=enter(cast, mission, number), by=cast.mazalo, on=ON)
    assert list(Wallet.objects.order_by("pk").values_list("number", "state")) == [("1", "retired"), ("2", "in_use")]


def test_a_refused_wallet_is_set_aside_with_a_reason(cast):
    [wallet] = enter(cast, *make_missions(cast))
    assert code_of(actions.refuse_wallet, wallet=wallet, reason="", by=cast.mazalo, on=ON) == "reason_required"
    assert actions.refuse_wallet(wallet=wallet, reason="Autre titulaire", by=cast.mazalo, on=ON).state == "retired"


@pytest.mark.parametrize("number", ["90 00", "abc", ""])
def test_an_impossible_phone_is_not_a_mobile_wallet(cast, number):
    institution = make_institution(cast, "FLOOZ", "mobile_money")
    [mission] = make_missions(cast)
    assert code_of(enter, cast, mission, number, institution=institution) == "bad_wallet_number"


def test_a_mobile_wallet_is_kept_in_digits(cast):
    [mission] = make_missions(cast)
    assert (
        enter(cast, mission, "+228 90 00 00 01", institution=make_institution(cast, "FLOOZ", "mobile_money"))[0].number
        == "22890000001"
    )


def test_another_centre_enters_nothing(cast):
    [mission] = make_missions(cast)
    institution = make_institution(cast)
    cast.yao.appointment_set.all().delete()
    appoint(cast.yao, "regional_agent", cast.tone_1)
    assert code_of(enter, cast, mission, institution=institution) == "not_allowed"


def test_an_unknown_profile_is_refused(cast):
    assert code_of(make_institution, cast, "X", "fax") == "unknown_profile"
