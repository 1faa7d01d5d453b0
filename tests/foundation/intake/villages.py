"""A kind of file for the tests of this room: villages and how many people live there. Its register is a dict."""

from teriya.foundation.intake import readers
from teriya.foundation.intake.engine.headings import Field
from teriya.foundation.intake.kinds import Kind

REGISTER: dict[str, int] = {}
FIELDS = [Field("name", ["Village"], filled=True), Field("people", ["Habitants"], filled=True)]


def cells(context, on):
    return {"name": readers.text(40), "people": readers.read_int}


def judge(context, by, on):
    def hear(lines):
        for line in lines:
            name, people = line.values["name"], line.values["people"]
            line.shown = {"Village": name, "Habitants": str(people)}
            line.outcome = "new" if name not in REGISTER else "same" if REGISTER[name] == people else "changed"

    return hear


def commit(lines, context, by, on):
    for line in lines:
        if line.values["name"] == "Tonnerre":
            raise OSError("the wire is cut")
        REGISTER[line.values["name"]] = line.values["people"]
    return {"new": len(lines)}


KIND = Kind("villages", "Villages", "intake.import", FIELDS, cells, judge, commit)
