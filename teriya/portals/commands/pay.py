"""teriya pay …: a pay run from its preparation to its returns."""

from argparse import Namespace
from pathlib import Path

from teriya.foundation.core.money import amount
from teriya.foundation.core.periods import Month
from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.dates import read_date
from teriya.foundation.rules.models import Form
from teriya.pay.allowances import actions as pay
from teriya.pay.allowances.models import Institution, PayRun
from teriya.portals.commands import acting, actor, day


def add(doors) -> None:
    verbs = doors.add_parser("pay", help="l’état de paye d’un mois").add_subparsers(required=True)
    verb = acting(verbs.add_parser("prepare", help="calculer un mois d’une forme"))
    verb.add_argument("form", help="code de la forme")
    verb.add_argument("month", metavar="AAAA-MM-JJ", help="un jour du mois")
    verb.set_defaults(run=prepare)
    verb = acting(
        verbs.add_parser("step", help="franchir une étape : engage, vise, liquidate, order, take_charge, send")
    )
    verb.add_argument("run_number", help="numéro de l’état de paye")
    verb.add_argument("step")
    verb.add_argument("--refuse", metavar="MOTIF", default="", help="rejeter, avec son motif")
    verb.set_defaults(run=step)
    verb = verbs.add_parser("files", help="écrire les fichiers des institutions")
    verb.add_argument("run_number")
    verb.add_argument("out", type=Path)
    verb.set_defaults(run=files)
    verb = acting(verbs.add_parser("settle", help="lire un fichier de retour"))
    verb.add_argument("run_number")
    verb.add_argument("institution", help="code de l’institution")
    verb.add_argument("file", type=Path)
    verb.set_defaults(run=settle)


def run_of(given: Namespace) -> PayRun:
    run = PayRun.objects.filter(number=given.run_number).first()
    if run is None:
        raise Refusal("unknown_run", f"Aucun état de paye ne porte le numéro {given.run_number}.", field="run")
    return run


def prepare(given: Namespace) -> None:
    form = Form.objects.filter(code=given.form).first()
    if form is None:
        raise Refusal("unknown_form", f"La forme {given.form} n’existe pas.", field="form")
    run = pay.prepare_run(month=Month.of(read_date(given.month)), form=form, by=actor(given), on=day(given))
    for line in run.lines.filter(state="blocked").select_related("mission"):
        print(f"arrêtée {line.mission.number} : " + " ".join(sentence for _, sentence in line.blocked))
    print(f"{run.number} : {amount(run.total)}")


def step(given: Namespace) -> None:
    pay.take_step(
        run=run_of(given),
        step=given.step,
        by=actor(given),
        on=day(given),
        accepted=not given.refuse,
        reason=given.refuse,
    )


def files(given: Namespace) -> None:
    """The same bytes each time they are asked for."""
    given.out.mkdir(parents=True, exist_ok=True)
    for file in run_of(given).files.select_related("institution"):
        name = given.out / f"{file.number.replace('/', '-')}{Path(file.filename).suffix}"
        name.write_bytes(bytes(file.content))
        print(f"{file.sha256}  {name}")


def settle(given: Namespace) -> None:
    institution = Institution.objects.filter(code=given.institution).first()
    if institution is None:
        raise Refusal(
            "unknown_institution", f"Aucune institution ne porte le code {given.institution}.", field="institution"
        )
    done = pay.settle(run=run_of(given), institution=institution, content=given.file.read_bytes(), filename=given.file.name,
                      by=actor(given), on=day(given))  # fmt: skip
    print(f"{done.paid} payés, {done.returned} revenus, {done.suspended} en suspens.")
