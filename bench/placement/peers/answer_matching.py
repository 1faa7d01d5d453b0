"""Hospitals and residents by `matching`: instances as JSON on the input, the hospital of each resident on the output."""

import json
import sys

from matching.games import HospitalResident


def placed(instance: dict) -> list[int]:
    asked = {hospital: ranked for hospital, ranked in enumerate(instance["ranks"]) if ranked}  # it wants no empty list
    game = HospitalResident.create_from_dictionaries(
        dict(enumerate(instance["wishes"])), asked, {hospital: instance["seats"][hospital] for hospital in asked}
    )
    found = [-1] * len(instance["wishes"])
    for hospital, residents in game.solve(optimal="resident").items():
        for resident in residents:
            found[resident.name] = hospital.name
    return found


json.dump([placed(instance) for instance in json.load(sys.stdin)], sys.stdout)
