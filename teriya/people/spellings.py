"""The words of the register's names: those that a typed word may mean, and people by the words of their names."""

from collections.abc import Sequence
from functools import reduce
from operator import add, and_, or_

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When

from teriya.people.engine.spelling import Likeness, keys, likeness

_MANY = 3  # words typed from which one may be missing from the record; it then has as many letters
_MOST = 8  # words: nobody has more to type

Meant = dict[Likeness, list[str]]


def words_of(field: str) -> Func:
    """The words of folded names, as the index `person_words` keeps them."""
    return Func(F(field), Value(" "), function="string_to_array", output_field=ArrayField(TextField()))


def meant_by(typed: str) -> Meant:
    """The words of the register that a typed word may mean, by likeness."""
    words = apps.get_model("people", "NameWord").objects
    shared = words.filter(Q(keys__overlap=keys(typed)) | Q(word__startswith=typed))
    found: Meant = {}
    for word in shared.values_list("word", flat=True).distinct():
        found.setdefault(likeness(typed, word), []).append(word)
    found.pop(Likeness.NONE, None)
    return found


def named(people: QuerySet, typed: Sequence[str]) -> tuple[QuerySet, Q]:
    """People with the `likeness` of their names to these words, and which of them hold them.

    A record holds each word typed, or one that it may mean; of three words or more, one may be missing. The likeness adds up
    the points of each word, less one for each word of the record.
    """
    typed = typed[:_MOST]
    meant = [meant_by(word) for word in typed]
    people = people.annotate(words=words_of("folded"))
    points = reduce(add, map(_points, meant)) - Func("words", function="cardinality", output_field=IntegerField())
    return people.annotate(likeness=points), _held(typed, meant)


def _held(typed: Sequence[str], meant: Sequence[Meant]) -> Q:
    held = [_overlap([word for some in found.values() for word in some]) for found in meant]
    ways = [held]
    if len(typed) >= _MANY:
        ways += [held[:at] + held[at + 1 :] for at, word in enumerate(typed) if len(word) >= _MANY]
    return reduce(or_, (reduce(and_, way) for way in ways))


def _points(meant: Meant) -> Case:
    best_first = sorted(meant.items(), reverse=True)
    cases = [When(_overlap(words), then=Value(int(points))) for points, words in best_first]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _overlap(words: list[str]) -> Q:
    return Q(words__overlap=words) if words else Q(pk=None)
