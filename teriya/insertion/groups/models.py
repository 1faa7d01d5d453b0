"""Savings groups: the group of one cycle, its members, the totals of its months, its share-out."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teriya.foundation.accounts.models import User
from teriya.foundation.documents.models import Document
from teriya.foundation.places.models import Place
from teriya.insertion.groups.queries import GroupQuerySet
from teriya.insertion.groups.states import Duty, GroupState
from teriya.people.models import Person


class SavingsGroup(models.Model):
    """A savings and credit group (GEC, GVEC) for one cycle. The next cycle is a row that follows it."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", help_text="who enters its totals"
    )
    cycle = models.SmallIntegerField(default=1)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    opened_on = models.DateField()
    due_on = models.DateField(help_text="last day of the cycle, as the rules said at the opening")
    stamp = models.IntegerField(help_text="francs a stamp")
    contribution = models.IntegerField(help_text="francs of solidarity a member a meeting; 0: none")
    solidarity_start = models.IntegerField(default=0, help_text="francs that the solidarity box held at the opening")
    state = models.CharField(max_length=10, choices=GroupState, default=GroupState.RUNNING)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "name", "cycle"], name="group_named_once",
                                    violation_error_message=_("Un groupe de cette commune porte déjà ce nom.")),
            models.CheckConstraint(condition=Q(stamp__gt=0, contribution__gte=0, solidarity_start__gte=0), name="group_francs"),
            models.CheckConstraint(condition=Q(due_on__gt=F("opened_on")), name="group_due_after_opening"),
            models.CheckConstraint(condition=Q(cycle=1, follows__isnull=True) | Q(cycle__gt=1, follows__isnull=False), name="group_cycle_follows"),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def share_out_due(self) -> date:
        """The day after the last one of the cycle."""
        return self.due_on + timedelta(1)


class Member(models.Model):
    """Somebody of the group, a volunteer or not, in the order of the group's register."""

    group = models.ForeignKey(SavingsGroup, on_delete=models.PROTECT, related_name="members")
    rank = models.SmallIntegerField()
    name = models.CharField(max_length=160)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="group_members")
    duty = models.CharField(max_length=10, choices=Duty, blank=True, default="")
    has_key = models.BooleanField(
        default=False, help_text="one of the three keys of the box; never held by the bureau"
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["group", "rank"], name="member_ranked_once"),
            models.UniqueConstraint(fields=["group", "person"], condition=Q(left_on=None), name="member_once",
                                    violation_error_message=_("Cette personne est déjà membre du groupe.")),
            models.UniqueConstraint(fields=["group", "duty"], condition=Q(left_on=None, duty__in=["president", "secretary", "treasurer"]),
                                    name="duty_held_once", violation_error_message=_("Cette fonction est déjà tenue.")),
            models.CheckConstraint(condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="member_left_after_joining"),
            models.CheckConstraint(condition=Q(has_key=False) | Q(duty=""), name="key_outside_the_bureau",
                                   violation_error_message=_("Une clé n’est jamais tenue par le bureau.")),
            models.CheckConstraint(condition=Q(name__gt=""), name="member_is_named"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class MonthTotals(models.Model):
    """What the passbooks and the two boxes of a group say of one month, as the group counted it at its last meeting."""

    group = models.ForeignKey(SavingsGroup, on_delete=models.PROTECT, related_name="months")
    month = models.DateField(help_text="its first day")
    meetings = models.SmallIntegerField()
    stamps = models.IntegerField()
    loans_given = models.IntegerField(default=0)
    loans_repaid = models.IntegerField(default=0)
    interest = models.IntegerField(default=0)
    fines = models.IntegerField(default=0)
    savings_box = models.IntegerField(help_text="francs counted in the savings box")
    solidarity_in = models.IntegerField(default=0)
    solidarity_out = models.IntegerField(default=0)
    solidarity_box = models.IntegerField(default=0, help_text="francs counted in the solidarity box")
    on = models.DateField()
    by_id = models.BigIntegerField()

    FRANCS = ("loans_given", "loans_repaid", "interest", "fines", "savings_box", "solidarity_in", "solidarity_out", "solidarity_box")  # fmt: skip
    COUNTED = ("meetings", "stamps", *FRANCS)

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["group", "month"], name="group_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="group_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(meetings__gte=0, stamps__gte=0, loans_given__gte=0, loans_repaid__gte=0, interest__gte=0, fines__gte=0)
                & Q(savings_box__gte=0, solidarity_in__gte=0, solidarity_out__gte=0, solidarity_box__gte=0),
                name="group_month_not_negative",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.group_id} {self.month}"


class ShareOut(models.Model):
    """The share-out of a cycle. Never rewritten: one made in error is withdrawn, and another is made."""

    group = models.ForeignKey(SavingsGroup, on_delete=models.PROTECT, related_name="share_outs")
    on = models.DateField()
    francs = models.IntegerField(help_text="counted in the savings box that day")
    stamps = models.IntegerField(help_text="of all the passbooks")
    stamp = models.IntegerField(help_text="francs that each stamp gave")
    rest = models.IntegerField(help_text="francs that went to the solidarity box")
    remark = models.CharField(
        max_length=200, blank=True, help_text="why passbooks and months differ, or loans are still out"
    )
    by_id = models.BigIntegerField()
    sheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(withdrawn_on=None), name="one_share_out_a_cycle"),
            models.CheckConstraint(condition=Q(stamps__gt=0, stamp__gte=0, rest__gte=0, rest__lt=F("stamps"), francs=F("stamp") * F("stamps") + F("rest")),
                                   name="share_out_gives_every_franc"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.group_id} {self.on}"


class Share(models.Model):
    """The part of one member: the stamps of the passbook, at the price of all."""

    share_out = models.ForeignKey(ShareOut, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="shares")
    stamps = models.IntegerField()
    francs = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share_out", "member"], name="share_once"),
            models.CheckConstraint(condition=Q(stamps__gte=0, francs__gte=0), name="share_not_negative"),
        ]

    def __str__(self):
        return f"{self.member_id} {self.francs}"
