"""teriya placement …: the matcher on folders of CSV, and its proof, without any database."""

from argparse import Namespace

from teriya.mobilisation.placement.engine import commands, verify


def add(doors) -> None:
    verbs = doors.add_parser(
        "placement", help="placer, prouver, expliquer et comparer sur des dossiers de CSV"
    ).add_subparsers(required=True)
    for name, words, arguments, run in (
        ("run", "placer une vague et certifier le résultat", ("DIR", "OUT"), commands.run),
        ("certify", "vérifier un résultat publié", ("DIR", "OUT"), verify.certify_files),
        ("explain", "dire à une personne pourquoi", ("DIR", "OUT", "CANDIDATE"), verify.explain_files),
        ("compare", "comparer deux résultats", ("BEFORE", "AFTER"), verify.compare_files),
    ):
        verb = verbs.add_parser(name, help=words)
        for argument in arguments:
            verb.add_argument(argument.lower(), metavar=argument)
        verb.set_defaults(run=report, command=run, arguments=[argument.lower() for argument in arguments])


def report(given: Namespace) -> int:
    """Exit status 0 certified, 1 refused input, 2 infeasible, unstable or altered."""
    done = given.command(*(getattr(given, name) for name in given.arguments))
    for sentence in done.sentences:
        print(sentence)
    return done.status
