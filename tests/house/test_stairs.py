"""The rule of the stairs, beyond what import-linter sees: foreign keys, front doors, names of folders."""

import ast

import pytest
from django.apps import apps
from django.db import models

from tests.house.sources import PRODUCT, ROOMS, Module, modules, names, room_of

FRONT_DOOR = {"queries", "actions", "states", "policies", "models"}
CORE = "teriya.foundation.core"  # the foundation of all: each of its modules is a door
FACES = {  # other modules that a room shows to those above it, and why
    "teriya.foundation.journal": {"chain"},  # sealing (the worker) and verifying (the command line)
    "teriya.foundation.ui": {"identity", "navigation", "numbers", "parts", "templatetags"},  # what pages are built of
    "teriya.foundation.rules": {
        "templatetags",  # the country's words in pages
        "indicators",  # the catalogue of what volunteers count
        "engine",  # reading a pack, before its rows are loaded (places, trial)
    },
    "teriya.foundation.messages": {
        "gsm7",  # how long an SMS is
        "inbound",  # what a room answers to a keyword or a USSD menu
    },
    "teriya.foundation.accounts": {
        "permissions", "roles",  # what each may do
        "fields",  # how a phone is typed
        "sessions",  # whether this one has shown a second factor (home page)
    },
    "teriya.foundation.ledger": {"fields"},  # how francs are typed
    "teriya.foundation.documents": {
        "letterhead",  # what every paper says of its agency
        "records",  # where the record of a paper stands
        "others", "signing",  # what two agencies sign, and what a verifier keeps of it (joint certificates)
        "fields", "pieces",  # how a photo or a PDF is handed in, whole or in pieces
        "views",  # what sends a paper or takes a piece of one only: see test_views_of_documents_lend_what_sends_a_paper
        "engine",  # checking a certificate without Django nor database (command line)
    },
    "teriya.foundation.intake": {
        "blanks",  # a workbook to fill (the counter’s)
        "fields", "kinds", "readers",  # what a room declares of the files it takes
        "engine",  # readers of dates, choices and tables, plain functions (calls, command line, trial)
    },
    "teriya.foundation.offline": {
        "kinds",  # what a room declares of the forms that work without network
        "forms",  # `EditForm`: a form that carries the record it edits
    },
    "teriya.people": {
        "columns",  # how persons are written in a file
        "lookalikes",  # who resembles whom
        "ports",  # what a room says before two records become one person
        "engine",  # `shared_papers`, on the papers of a whole wave at once (calls)
    },
    "teriya.partnerships.agreements": {
        "statements",  # where the money of an agreement stands, down to its lines (the partner’s door)
        "audit",  # the money of agreements recomputed (command line)
        "engine",  # the decimals of a currency (activity files)
    },
    "teriya.mobilisation.hosts": {
        "conventions",  # actions on conventions (demonstration)
        "holds",  # what rooms above hold a host back for (placement, transfers, cofinancing)
        "needs",  # actions on needs and seats
        "parts",  # what higher rooms add to a need’s page
        "plan",  # needs by domain and region, for a wave’s own page
        "priorities",  # which domains come first (waves, placement, the choice of domains)
        "quotas",  # how many volunteers a host may still receive (placement, transfers)
        "responsiveness",  # what rooms above note of a host
    },
    "teriya.mobilisation.calls": {
        "parts",  # what higher rooms add to an application's page
        "news",  # what a candidate may be told
    },
    "teriya.mobilisation.selection": {
        "planning", "door", "hearing",  # actions of a day of interviews (demonstration)
        "engine",  # the hours of a day (demonstration)
    },
    "teriya.mobilisation.placement": {
        "offers",  # actions on offers
        "engine",  # the reference matcher on its own file format (command line)
    },
    "teriya.service.followup": {"reminders"},  # who is reminded that a mission ends, and when (tasks)
    "teriya.service.missions": {
        "story",  # a mission’s life as a timeline (dossier)
        "parts",  # what higher rooms add to a mission’s page
        "papers",  # how a volunteer is named on a paper (certificates of training)
    },
    "teriya.pay.allowances": {
        "audit",  # the ledger recomputed (command line)
        "controls",  # the word of each cause that stops a line (arrears)
        "dues", "ghosts",  # lines computed without writing (simulation)
        "estimates",  # what a month gives, before any line counts it (forecast, arrears)
        "terms",  # what an end of mission gives (forecast)
        "parts",  # what higher rooms add to the pages of a run, of a payment, of « mes paiements »
        "files",  # tables and workbooks that are the same bytes everywhere (official accounts)
        "explanations", "slips", "words",  # a payment told from its marks to its answer (the printed explanation)
    },
    "teriya.pay.cofinancing": {
        "foreseen",  # what hosts are expected to give (forecast)
        "audit",  # the host share recomputed (command line)
    },
    "teriya.pay.bundles": {"sheets"},  # the printed sheets that come back signed (demonstration)
    "teriya.pay.savings": {
        "audit",  # savings recomputed (command line)
        "unclaimed",  # money that waits for its owner (tasks)
    },
    "teriya.insertion.surveys": {"links"},  # the page of a survey, from the own tasks
    "teriya.contribution.goals": {"forms"},  # the months, region and domain that a page asks for (worth)
    "teriya.insertion.cohorts": {"engine"},  # small cells of a file of people (statistical extract)
    "teriya.contribution.figures": {
        "claims", "notes",  # actions on what was said, and the note that answers (demonstration)
        "engine",  # small cells of a table (yearbook, open data)
        "measures",  # the bands of age (statistical extract)
        "past",  # what was said in the past, set beside what a page counts (balances of reciprocity)
    },
    "teriya.exchange.wire": {
        "kinds", "fields",  # what rooms declare of their messages, and what may leave about a person
        "files",  # messages carried on a stick (command line, demonstration)
        "engine",  # messages of another agency (command line)
        "own",  # our card and its fingerprint (demonstration)
        "guard",  # whether a message may leave, asked when it is said too
    },
    "teriya.exchange.relations": {"telling"},  # how a room's facts are written in a letter to an agency without the system
    "teriya.contribution.framework": {"engine"},  # the quarters of a year (demonstration)
}  # fmt: skip


def rank(room: str) -> int:
    return ROOMS.index(room)


def keys() -> list[tuple[str, str, str]]:
    """(from room, to room, field) of every relation between our tables."""
    ours = [model for model in apps.get_models(include_auto_created=True) if room_of(model.__module__)]
    fields = [field for model in ours for field in model._meta.get_fields() if field.concrete and field.is_relation]
    return [
        (room_of(field.model.__module__), room_of(field.related_model.__module__), str(field))
        for field in fields
        if room_of(field.related_model.__module__)
    ]


def test_foreign_keys_point_down_or_stay_in_their_room():
    found = keys()
    assert len(found) > 50
    assert [field for own, other, field in found if rank(other) > rank(own)] == []


def doors() -> set[tuple[str, str, str]]:
    """(importing module, room, first name inside it) of every import from another room."""
    found = set()
    for module in modules():
        for target in module.imports():
            room = room_of(target)
            if room not in {"", CORE, module.room}:
                found.add((module.name, room, target.removeprefix(room).strip(".").partition(".")[0]))
    return found


def test_other_rooms_are_entered_by_the_front_door():
    assert [
        f"{by} enters {room} by {inside or 'its roof'}"
        for by, room, inside in sorted(doors())
        if inside not in FRONT_DOOR | FACES.get(room, set())
    ] == []


def test_every_side_door_is_used():
    used = {(room, inside) for _, room, inside in doors()}
    shown = {(room, inside) for room, face in FACES.items() for inside in face}
    assert shown - used == set()
    assert {f"{room}.{inside}" for room, inside in shown} - names() == set()


def test_views_of_documents_lend_what_sends_a_paper():
    taken = {
        alias.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "teriya.foundation.documents.views"
        for alias in node.names
    }
    assert taken == {"as_download", "as_pdf", "as_sheet", "as_upload", "take_piece"}


def imports_in_functions(module: Module) -> list[str]:
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    guilty = [node for node in functions if any(isinstance(x, ast.Import | ast.ImportFrom) for x in ast.walk(node))]
    return [f"{module.name}.{node.name}" for node in guilty if node.name != "ready"]


def test_imports_stand_at_the_top():
    allowed = "teriya.portals.cli"  # it must prepare Django before it imports anything of ours
    assert [name for module in modules() if module.name != allowed for name in imports_in_functions(module)] == []


@pytest.mark.parametrize("name", ["utils", "common", "helpers", "lib", "services"])
def test_no_folder_has_a_name_that_says_nothing(name):
    assert [path for path in PRODUCT.rglob(name) if path.is_dir()] == []
    assert [module.name for module in modules() if module.name.endswith(f".{name}")] == []


CASCADES = {  # rows that are a part of their owner, and leave no history of their own
    "calls.Wish.application": "a wish is a line of its application",
    "placement.Placement.round": "a simulation is thrown away whole",
    "intake.ImportRow.file": "lines of a file before anyone commits them",
}


def test_nothing_else_is_deleted_with_what_it_points_at():
    ours = [model for model in apps.get_models() if room_of(model.__module__)]
    cascading = {
        str(field)
        for model in ours
        for field in model._meta.local_fields
        if field.is_relation and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == set(CASCADES)
