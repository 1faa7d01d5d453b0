"""Gates: rows that the database itself asks for before a state is reached."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from teriya.foundation.core.actors import Actor
from teriya.foundation.core.models import Gate


def open_gate(subject: str, subject_id: int, gate: str, *, evidence: str, by: Actor, on: date) -> None:
    """Record the evidence for one gate; the same gate again changes nothing."""
    open_gates(subject, [(subject_id, gate, evidence)], by=by, on=on)


def open_gates(subject: str, proofs: Iterable[tuple[int, str, str]], *, by: Actor, on: date) -> None:
    """`open_gate` for many (subject id, gate, evidence). One that a derogation had lifted is regularised: its act stays."""
    proved = {(pk, gate): proof for pk, gate, proof in proofs}
    Gate.objects.bulk_create(
        [
            Gate(subject=subject, subject_id=pk, gate=gate, evidence=proof, by_id=by.id, on=on)
            for (pk, gate), proof in proved.items()
        ],
        ignore_conflicts=True,
    )
    lifted = Gate.objects.filter(subject=subject, subject_id__in={pk for pk, _gate in proved}, evidence="")
    regularised = [row for row in lifted if (row.subject_id, row.gate) in proved]
    for row in regularised:
        row.evidence = proved[row.subject_id, row.gate]
    if regularised:
        Gate.objects.bulk_update(regularised, ["evidence"])


def lift_gates(
    subject: str, gates: Iterable[tuple[int, str]], *, act: str, until: date, by: Actor, on: date
) -> None:  # fmt: skip
    """Lift (subject id, gate) by a signed act until a day, both ends inside. A later act replaces an earlier one; evidence stays."""
    rows = [
        Gate(subject=subject, subject_id=pk, gate=gate, derogation=act, until=until, by_id=by.id, on=on)
        for pk, gate in gates
    ]
    Gate.objects.bulk_create(rows, update_conflicts=True, unique_fields=["subject", "subject_id", "gate"],
                             update_fields=["derogation", "until"])  # fmt: skip


def close_gates(subject: str, subject_ids: Iterable[int], gates: Iterable[str]) -> None:
    """Take back the evidence of these gates: what proved them no longer stands."""
    Gate.objects.filter(subject=subject, subject_id__in=list(subject_ids), gate__in=list(gates)).delete()


def missing(subject: str, subject_id: int, required: Iterable[str], *, on: date) -> list[str]:
    """The required gates that have neither evidence nor a derogation still running on that day."""
    standing = Gate.objects.filter(subject=subject, subject_id=subject_id).filter(
        Q(evidence__gt="") | Q(until__gte=on)
    )
    held = set(standing.values_list("gate", flat=True))
    return [gate for gate in required if gate not in held]
