"""Dated parameters: find the right one, and its value on a day."""

from collections.abc import Iterable, Sequence
from datetime import date

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.rules.engine.contents import DatedValue, Parameter


def lookup(
    parameters: Iterable[Parameter], name: str, lineage: Sequence[str] = (), qualification: str = "", zone: str = ""
) -> Parameter | None:
    """The nearest parameter: the form before its parent before any form, then the qualification, then the zone."""
    forms = [*lineage, ""]
    fitting = [
        parameter
        for parameter in parameters
        if parameter.name == name
        and parameter.form in forms
        and parameter.qualification in (qualification, "")
        and parameter.zone in (zone, "")
    ]
    return min(
        fitting,
        key=lambda found: (forms.index(found.form), found.qualification != qualification, found.zone != zone),
        default=None,
    )


def find(
    parameters: Iterable[Parameter], name: str, lineage: Sequence[str] = (), qualification: str = "", zone: str = ""
) -> Parameter:
    """As `lookup`, but a parameter that nobody set is refused (`parameter_unknown`)."""
    found = lookup(parameters, name, lineage, qualification, zone)
    if found is None:
        whose = " ".join(part for part in (*lineage[:1], qualification, zone) if part) or "toute forme"
        raise Refusal(
            "parameter_unknown",
            f"Le paramètre « {name} » n’est pas fixé ({whose}). Ajoutez-le aux règles du pays.",
            field=name,
        )
    return found


def in_force(parameter: Parameter, day: date) -> DatedValue | None:
    """The latest value that began on the day or before; none before the first date."""
    begun = [value for value in parameter.values if value.starts_on <= day]
    return max(begun, key=lambda value: value.starts_on, default=None)


def value_on(parameter: Parameter, day: date) -> DatedValue:
    """The value in force on a day; a day before the first value is refused (`not_yet_in_force`)."""
    value = in_force(parameter, day)
    if value is None:
        first = min(value.starts_on for value in parameter.values)
        raise Refusal(
            "not_yet_in_force",
            f"« {parameter.label.fr} » n’a pas de valeur le {day:%d/%m/%Y}. La première date du {first:%d/%m/%Y}.",
            field=parameter.name,
        )
    return value
