"""A group from its opening to the next cycle, and what is refused on the way."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf
from teriya.insertion.groups import actions, queries
from teriya.insertion.groups.actions import NewMember
from teriya.insertion.groups.models import MonthTotals, SavingsGroup, Share, ShareOut
from tests.factories.groups import ON, OPENED, STAMPS, count, live_a_year, make_group, passbooks, share


def refuses(code: str):
    return pytest.raises(Refusal, match=code)


def test_havilonlon_shares_and_goes_on(cast):
    group = make_group(cast)
    assert (group.due_on - OPENED).days == 52 * 7 - 1
    live_a_year(cast, group)
    assert queries.flags_of(group, queries.norms(ON)) == []
    assert [told.flags for told in queries.months_of(group, 27, queries.norms(ON)) if told.flags] == []
    shared = share(cast, group)
    assert (shared.stamps, shared.stamp, shared.rest) == (STAMPS, 259, 189)
    assert sum(shared.shares.values_list("francs", flat=True)) == 778_225 - 189
    assert shared.sheet.data["rows"][0] == ["MEMBRE 00", 111, 28_749, ""]
    assert "189" in shared.sheet.data["closing"] and "solidarité" in shared.sheet.data["closing"]
    assert pdf(shared.sheet).startswith(b"%PDF")
    group.refresh_from_db()
    with refuses("group_not_running"):
        share(cast, group)
    then = actions.open_next(group=group, opened_on=ON, stamp=250, contribution=50, by=cast.sena, on=ON)
    assert (then.cycle, then.solidarity_start, then.members.count()) == (2, 189, 27)
    with refuses("next_cycle_open"):
        actions.decide(group=group, step="reopen", reason="Erreur", by=cast.mazalo, on=ON)


def test_a_share_out_in_error_is_withdrawn_by_another_person(cast):
    group = make_group(cast)
    live_a_year(cast, group)
    first = share(cast, group, francs=778_000)
    with refuses("same_person"):
        actions.decide(group=group, step="reopen", reason="Erreur", by=cast.sena, on=ON)
    with refuses("not_allowed"):
        actions.decide(group=group, step="reopen", reason="Erreur", by=cast.yao, on=ON)
    with refuses("reason_required"):
        actions.decide(group=group, step="reopen", reason="", by=cast.mazalo, on=ON)
    actions.decide(group=group, step="reopen", reason="La caisse comptait 778 225 F.", by=cast.mazalo, on=ON)
    assert share(cast, group).francs == 778_225
    first.refresh_from_db()
    assert first.withdrawn_on == ON and ShareOut.objects.filter(group=group, withdrawn_on=None).count() == 1


def test_what_differs_is_said_before_sharing(cast):
    group = make_group(cast, 15)
    month = OPENED.replace(day=1)
    count(cast, group, month, meetings=4, stamps=200, loans_given=10_000, savings_box=30_000)
    stamps = dict.fromkeys(passbooks(group), 0)
    with refuses("no_stamps"):
        share(cast, group, francs=30_000, stamps=stamps)
    with refuses("stamps_missing"):
        share(cast, group, francs=30_000, stamps={})
    stamps |= {min(stamps): 199}
    with refuses("stamps_differ"):
        share(cast, group, francs=30_000, stamps=stamps)
    stamps |= {min(stamps): 200}
    with refuses("loans_out"):
        share(cast, group, francs=30_000, stamps=stamps)
    assert share(cast, group, francs=30_000, stamps=stamps, remark="Prêt déduit de la part.").stamp == 150


def test_a_month_is_mended_with_its_reason_and_the_same_again_is_nothing(cast):
    group, month = make_group(cast), OPENED.replace(day=1)
    first = count(cast, group, month, meetings=3, stamps=90, savings_box=18_000)
    assert count(cast, group, month, meetings=3, stamps=90, savings_box=18_000) == first
    with refuses("reason_required"):
        count(cast, group, month, meetings=4, stamps=120, savings_box=24_000)
    count(cast, group, month, meetings=4, stamps=120, savings_box=24_000, reason="Une réunion oubliée")
    assert MonthTotals.objects.get().stamps == 120
    with refuses("month_outside"):
        count(cast, group, date(2024, 12, 1), meetings=1)
    assert queries.late_months(SavingsGroup.objects.all(), date(2025, 4, 10)) == {group.pk: [date(2025, 2, 1)]}
    assert queries.late_months(SavingsGroup.objects.all(), date(2025, 4, 12)) == {group.pk: [date(2025, 2, 1), date(2025, 3, 1)]}  # fmt: skip


def test_the_register_keeps_its_bureau_and_its_keys(cast):
    group = make_group(cast, 15)
    plain, head = group.members.get(rank=15), group.members.get(rank=1)
    change = {"left_on": None, "by": cast.sena, "on": ON}
    with refuses("duty_taken"):
        actions.change_member(member=plain, duty="president", has_key=False, **change)
    with refuses("duty_taken"):
        actions.change_member(member=plain, duty="counter", has_key=False, **change)
    with refuses("key_outside_the_bureau"):
        actions.change_member(member=head, duty="president", has_key=True, **change)
    actions.change_member(member=head, duty="president", has_key=False, **change | {"left_on": ON})
    actions.change_member(member=plain, duty="president", has_key=False, **change)
    assert [flag.code for flag in queries.flags_of(group, queries.norms(ON))] == ["members_low"]
    with refuses("group_known"):
        make_group(cast)
    with refuses("not_there"):
        make_group(cast, name="Ailleurs", facilitator=cast.yao, commune=cast.tone_1)
    with refuses("not_allowed"):
        actions.enter_members(group=group, members=[NewMember("X")], joined_on=ON, by=cast.awa, on=ON)


def test_the_database_keeps_every_franc(cast):
    group = make_group(cast, 15)
    count(cast, group, OPENED.replace(day=1), meetings=4, stamps=3004, savings_box=600_800)
    shared = share(cast, group)
    with pytest.raises(IntegrityError, match="share_out_stays"), transaction.atomic():
        ShareOut.objects.filter(pk=shared.pk).update(remark="autre")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Share.objects.filter(share_out=shared).update(francs=1)
    with pytest.raises(IntegrityError, match="one_share_out_a_cycle"), transaction.atomic():
        ShareOut.objects.create(group=group, on=ON, francs=100, stamps=10, stamp=10, rest=0, by_id=1)
    ShareOut.objects.filter(pk=shared.pk).update(withdrawn_on=ON)
    with pytest.raises(IntegrityError, match="shares_give_every_franc"), transaction.atomic():
        ShareOut.objects.create(group=group, on=ON, francs=100, stamps=10, stamp=10, rest=0, by_id=1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
