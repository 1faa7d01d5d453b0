"""A rule that waits to be put in force."""

from teriya.foundation.rules.models import Rule
from tests.cast import Cast


def samples(cast: Cast) -> dict[str, dict]:
    rule = Rule.objects.first()
    draft = Rule.objects.create(
        name=rule.name, form=rule.form, label_fr=rule.label_fr, label_en=rule.label_en, starts_on="2030-01-01",
        value=rule.value, source="projet", state="draft", pack="tg@essai",
    )  # fmt: skip
    return {"rules:activate": {"pk": draft.pk}}
