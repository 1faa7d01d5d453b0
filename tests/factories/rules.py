"""Values that a story adds to the rules of the pack."""

from datetime import date

from teriya.foundation.rules import queries as rules
from teriya.foundation.rules.models import Rule

SINCE = date(2020, 1, 1)


def set_rule(name: str, value, *, starts_on: date = SINCE, source: str = "Arrêté", label: str = "", **scope) -> None:
    """In force from a day on, for a form, a qualification, or all of them; it takes the place of a value of the same day."""
    known = Rule.objects.filter(name=name).first()
    place = {"name": name, "starts_on": starts_on} | {key: scope.get(key, "") for key in ("form", "qualification")}
    Rule.objects.update_or_create(**place, defaults={
        "value": value, "source": source, "pack": "story", "unit": known.unit if known else "XOF/month", "note": "",
        "label_fr": label or name, "label_en": label or name,
    })  # fmt: skip
    rules.forget()
