"""teriya import KIND FILE: read, show, commit a file of an office."""

from argparse import Namespace
from collections import Counter
from pathlib import Path
from uuid import uuid4

from teriya.foundation.intake import actions
from teriya.foundation.intake.kinds import KINDS
from teriya.portals.commands import acting, actor, day


def add(doors) -> None:
    parser = acting(doors.add_parser("import", help="lire un fichier d’un bureau, et l’enregistrer avec --commit"))
    parser.add_argument("kind", choices=sorted(KINDS), help="ce que contient le fichier")
    parser.add_argument("file", type=Path)
    parser.add_argument("--wave", help="code de la vague, pour des candidats ou des notes")
    parser.add_argument("--form", help="forme de volontariat, pour des besoins")
    parser.add_argument("--commit", action="store_true", help="enregistrer les lignes sans erreur")
    parser.set_defaults(run=bring)


def bring(given: Namespace) -> int:
    """Without --commit nothing is written: the errors and what would be created are shown."""
    by, on, data = actor(given), day(given), given.file.read_bytes()
    context = {name: value for name in ("wave", "form") if (value := getattr(given, name))}
    file = actions.receive(
        id=uuid4(), kind=given.kind, filename=given.file.name, data=data, context=context, by=by, on=on
    )
    file = actions.read(file=file, by=by)
    if file.refusal:
        print(file.refusal)
        return 1
    for row in file.rows.filter(outcome="error").order_by("line"):
        print(f"ligne {row.line} : " + " ".join(sentence for _, _, sentence in row.errors))
    counts = Counter(file.rows.values_list("outcome", flat=True))
    print(", ".join(f"{counts[code]} {label}" for code, label in file.rows.model.Outcome.choices if counts[code]))
    if given.commit:
        print(f"{actions.commit(file=file, by=by, on=on).done} lignes enregistrées.")
    return 0
