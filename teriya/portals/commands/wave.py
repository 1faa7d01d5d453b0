"""teriya wave …: the steps of a wave between its files, from the search for duplicates to the offers."""

from argparse import Namespace

from teriya.foundation.core.refusals import Refusal
from teriya.mobilisation.calls import actions as calls
from teriya.mobilisation.calls.models import Wave
from teriya.mobilisation.placement import actions as placement
from teriya.mobilisation.placement.models import Round
from teriya.mobilisation.selection import actions as selection
from teriya.people import actions as people
from teriya.portals.commands import acting, actor, day


def add(doors) -> None:
    verbs = doors.add_parser("wave", help="les étapes d’une vague").add_subparsers(required=True)
    for name, words, run in (
        ("duplicates", "chercher les doublons dans le registre", duplicates), ("close", "clore les candidatures", close),
        ("check", "vérifier l’éligibilité", check), ("rank", "classer par les notes du jury", rank),
        ("simulate", "simuler un placement", simulate), ("propose", "proposer une simulation à la décision", decide_step),
        ("decide", "décider le placement proposé", decide_step), ("publish", "publier le placement décidé", decide_step),
    ):  # fmt: skip
        verb = acting(verbs.add_parser(name, help=words))
        if name != "duplicates":
            verb.add_argument("wave", help="code de la vague")
        if run in (simulate, decide_step):
            verb.add_argument("--name", required=True, help="nom de la simulation")
        verb.set_defaults(run=run, step=name)


def wave_of(given: Namespace) -> Wave:
    wave = Wave.objects.filter(code=given.wave).first()
    if wave is None:
        raise Refusal("unknown_wave", f"Aucune vague ne porte le code {given.wave}.", field="wave")
    return wave


def duplicates(given: Namespace) -> None:
    found = people.search_duplicates(by=actor(given), on=day(given))
    print(f"{len(found)} paires nouvelles à trancher.")


def close(given: Namespace) -> None:
    calls.close_wave(wave=wave_of(given), by=actor(given), on=day(given))


def check(given: Namespace) -> None:
    for code, count in calls.check_eligibility(wave=wave_of(given), by=actor(given), on=day(given)).most_common():
        print(f"{count:>6} {code}")


def rank(given: Namespace) -> None:
    print(f"{len(selection.rank(wave=wave_of(given), by=actor(given), on=day(given)))} candidats classés.")


def simulate(given: Namespace) -> None:
    round = placement.simulate(wave=wave_of(given), name=given.name, settings={}, by=actor(given), on=day(given))
    print(f"{round.manifest['placed']} personnes placées, empreinte {round.manifest['digest']}.")


def decide_step(given: Namespace) -> None:
    round = Round.objects.filter(wave=wave_of(given), name=given.name).first()
    if round is None:
        raise Refusal("unknown_round", f"Aucune simulation ne s’appelle « {given.name} ».", field="name")
    getattr(placement, given.step)(round=round, by=actor(given), on=day(given))
