"""Goals of a plan, and what each asks to be done. Reviews of a goal are its transitions."""

from django.db import models
from django.db.models import Q

from teriya.insertion.plans.models.plans import Plan
from teriya.insertion.plans.querysets import TodoQuerySet
from teriya.insertion.plans.states import GoalState, Owner, TodoState


class Goal(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    on = models.DateField()
    by_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.OPEN)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(due_on__gte=models.F("on")), name="goal_due_after")]

    def __str__(self):
        return self.title


class Todo(models.Model):
    """An action of a goal: what, by whom, before when."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="todos")
    what = models.CharField(max_length=200)
    owner = models.CharField(max_length=8, choices=Owner)
    due_on = models.DateField()
    state = models.CharField(max_length=4, choices=TodoState, default=TodoState.OPEN)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    objects = TodoQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False, outcome__gt=""), name="todo_done_on"
            ),
        ]

    def __str__(self):
        return self.what
