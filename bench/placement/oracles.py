"""Small instances with the answer of others: python -m bench.placement.oracles writes the two files that the tests read.

oracle_hr.json: hospitals and residents, by `matching`, the best for residents. wishes: of each resident, hospitals; ranks: of
each hospital, the residents who ask for it, the first first; seats: of each hospital.
oracle_spa.json: students, projects and lecturers (SPA-S; Abraham, Irving & Manlove 2007), by `algmatch`, the best for students.
lecturer: of each project; ceiling: of each lecturer; ranks: of each lecturer, the students.
placed: the hospital or the project of each, -1 for none.
"""

import json
import subprocess
from pathlib import Path
from random import Random

from bench.placement.environments import PEERS, SCRIPTS, python_of

SEED, INSTANCES = 1962, 60
OUT = Path(__file__).parents[2] / "tests/mobilisation/placement"


def hospitals(chance: Random) -> dict:
    """10 to 16 residents, 4 to 6 hospitals of 1 to 3 seats."""
    residents, count = chance.randint(10, 16), chance.randint(4, 6)
    wishes = [chance.sample(range(count), chance.randint(1, count)) for _ in range(residents)]
    ranks = [[resident for resident in range(residents) if hospital in wishes[resident]] for hospital in range(count)]
    for ranked in ranks:
        chance.shuffle(ranked)
    return {"wishes": wishes, "ranks": ranks, "seats": [chance.randint(1, 3) for _ in range(count)]}


def lecturers(chance: Random) -> dict:
    """10 to 16 students, 5 to 8 projects of 1 to 3 seats, 2 or 3 lecturers who take fewer than their projects could."""
    students, projects, count = chance.randint(10, 16), chance.randint(5, 8), chance.randint(2, 3)
    lecturer = [number % count for number in range(projects)]
    seats = [chance.randint(1, 3) for _ in range(projects)]
    wishes = [chance.sample(range(projects), chance.randint(2, projects)) for _ in range(students)]
    ranks = [[student for student in range(students) if any(lecturer[project] == one for project in wishes[student])] for one in range(count)]  # fmt: skip
    for ranked in ranks:
        chance.shuffle(ranked)
    offered = [sum(held for held, whose in zip(seats, lecturer, strict=True) if whose == one) for one in range(count)]
    ceiling = [chance.randint(max(most // 2, 1), most) for most in offered]
    return {"wishes": wishes, "lecturer": lecturer, "seats": seats, "ceiling": ceiling, "ranks": ranks}


def write() -> None:
    for name, peer, draw in (("hr", "matching", hospitals), ("spa", "algmatch", lecturers)):
        chance = Random(SEED)
        instances = [draw(chance) for _ in range(INSTANCES)]
        command = [python_of(peer), SCRIPTS / f"answer_{peer}.py"]
        answered = subprocess.run(command, input=json.dumps(instances), capture_output=True, text=True, check=True)
        for instance, placed in zip(instances, json.loads(answered.stdout), strict=True):
            instance["placed"] = placed
        content = {"source": PEERS[peer], "seed": SEED, "instances": instances}
        (OUT / f"oracle_{name}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    write()
