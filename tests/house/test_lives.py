"""Transition tables: each state has its word, each can be reached, each step is taken somewhere."""

import importlib

import pytest
from django.apps import apps
from django.db.models import TextChoices

from teriya.foundation.accounts.permissions import P
from teriya.foundation.core.states import Lifecycle
from tests.house.sources import ROOMS, modules, room_of

TABLES = [module.name for module in modules() if module.name.endswith(".states") and ".core." not in module.name]
OBJECTS = [(name, thing) for table in TABLES for name, thing in vars(importlib.import_module(table)).items()]
ENUMS = {name: thing for name, thing in OBJECTS if isinstance(thing, type) and issubclass(thing, TextChoices)}
LIVES: dict[str, list[Lifecycle]] = {}  # enumeration of its states → tables of that life
for name, thing in OBJECTS:
    if isinstance(thing, Lifecycle):
        LIVES.setdefault(f"{name.rpartition('_')[0].title()}State", []).append(thing)


def steps(enum: str) -> list:
    return [step for life in LIVES[enum] for step in life.steps.values()]


def first_states(enum: type[TextChoices]) -> set[str]:
    """In what state a row is born: the field's default."""
    fields = [model._meta.get_field("state") for model in apps.get_models() if hasattr(model, "state")]
    return {field.default for field in fields if field.choices == enum.choices and field.has_default()}


def test_every_life_has_its_states():
    assert LIVES and set(LIVES) - set(ENUMS) == set()


@pytest.mark.parametrize("enum", LIVES)
def test_every_state_of_a_table_has_its_word(enum):
    named = {state for step in steps(enum) for state in (*step.sources, step.to)}
    assert named - set(ENUMS[enum].values) == set()


@pytest.mark.parametrize("enum", LIVES)
def test_every_state_can_be_reached(enum):
    reached = first_states(ENUMS[enum])
    assert reached, "no table is born in one of these states"
    while more := {step.to for step in steps(enum) if reached & set(step.sources)} - reached:
        reached |= more
    assert set(ENUMS[enum].values) - reached == set()


@pytest.mark.parametrize("enum", LIVES)
def test_every_step_asks_for_a_permission(enum):
    assert [step.name for step in steps(enum) if step.permission not in set(P)] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_step_is_taken_by_its_room_or_one_above(table):
    lowest = ROOMS.index(room_of(table))
    above = [module for module in modules() if module.room in ROOMS[lowest:] and module.name not in TABLES]
    taken = set().union(*(module.strings() for module in above))
    lives = [thing for thing in vars(importlib.import_module(table)).values() if isinstance(thing, Lifecycle)]
    assert [name for life in lives for name in life.steps if name not in taken] == []
