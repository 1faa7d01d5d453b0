"""The command line: the same actions as the web. `teriya --help` lists them."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

import django
from django.db import ProgrammingError

from teriya.foundation.core.refusals import Refusal
from teriya.portals import verify

COMMANDS = ("files", "wave", "placement", "service", "pay", "exchange", "audit")  # modules of portals/commands


def main(words: list[str] | None = None) -> int:
    """Run one command; a refusal is one line and exit status 1."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["trial"]:
        return _trial(words[1:])
    if words[:1] == ["verify"]:
        return _run(
            _alone("verify", "vérifier une attestation, sans réseau ni base", verify.describe).parse_args(words[1:])
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    django.setup()
    modules = [import_module(f"teriya.portals.commands.{name}") for name in COMMANDS]  # models exist from here on

    parser = argparse.ArgumentParser(
        prog="teriya", description="Le système des agences de volontariat, en ligne de commande."
    )
    doors = parser.add_subparsers(required=True, metavar="COMMANDE")
    _describe_trial(doors.add_parser("trial", help="essayer toute une vague sur ses propres fichiers"))
    verify.describe(doors.add_parser("verify", help="vérifier une attestation, sans réseau ni base"))
    for module in modules:
        module.add(doors)
    return _run(parser.parse_args(words))


def _alone(
    name: str, description: str, describe: Callable[[argparse.ArgumentParser], None]
) -> argparse.ArgumentParser:
    """The parser of a command that needs no setting and no database."""
    parser = argparse.ArgumentParser(prog=f"teriya {name}", description=description)
    describe(parser)
    return parser


def _trial(words: list[str]) -> int:
    """A trial sets its own keys before anything is read: they come from its files."""
    given = _alone("trial", "Toute une vague, sur vos fichiers, dans une base jetable.", _describe_trial).parse_args(
        words
    )
    keys = import_module("teriya.portals.trial.keys")
    try:
        keys.set_environment(given)
    except Refusal as no:
        print(no.sentence, file=sys.stderr)
        return 1
    django.setup()
    given.run = import_module("teriya.portals.trial.run").trial
    return _run(given)


def _describe_trial(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DOSSIER", help="structures, besoins, candidats, notes_jury (CSV ou XLSX)")
    parser.add_argument("out", metavar="RÉSULTATS", help="dossier où écrire les fichiers, les PDF et rapport.html")
    parser.add_argument("--pack", default="tg", help="pays (dossier de countries/)")
    parser.add_argument("--form", default="VNC", help="forme de volontariat")
    parser.add_argument(
        "--on", metavar="AAAA-MM-JJ", help="jour de référence ; sinon le 1er janvier de la première prise de service"
    )


def _run(given: argparse.Namespace) -> int:
    try:
        return given.run(given) or 0
    except Refusal as no:
        print(no.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except ProgrammingError as error:
        if "does not exist" not in str(error):
            raise
        print("La base n’est pas encore prête : lancez d’abord make demo.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
