"""Students, projects and lecturers by `algmatch`: instances as JSON on the input, the project of each student on the output."""

import json
import sys

from algmatch import StudentProjectAllocation


def placed(instance: dict) -> list[int]:
    projects = zip(instance["seats"], instance["lecturer"], strict=True)
    lecturers = zip(instance["ceiling"], instance["ranks"], strict=True)
    problem = StudentProjectAllocation(
        dictionary={
            "students": {student + 1: [project + 1 for project in wished] for student, wished in enumerate(instance["wishes"])},
            "projects": {number: {"capacity": seats, "lecturer": lecturer + 1} for number, (seats, lecturer) in enumerate(projects, 1)},
            "lecturers": {number: {"capacity": most, "preferences": [student + 1 for student in ranked]}
                          for number, (most, ranked) in enumerate(lecturers, 1)},
        },
        optimised_side="students",
    )  # fmt: skip
    found = [-1] * len(instance["wishes"])
    for student, project in problem.get_stable_matching()["student_sided"].items():
        if project:
            found[int(student[1:]) - 1] = int(project[1:]) - 1
    return found


json.dump([placed(instance) for instance in json.load(sys.stdin)], sys.stdout)
