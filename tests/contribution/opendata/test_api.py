"""The open interface and its document: each answers for the other."""

import re
from datetime import date

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from teriya.contribution.figures import actions as freezing
from teriya.contribution.figures import queries as figures
from teriya.contribution.opendata import actions
from teriya.contribution.opendata.openapi import document
from tests.factories.missions import make_missions
from tests.factories.opendata import DAY, dodzi, made

LATER = date(2024, 7, 15)
BASE = "/donnees-ouvertes/api/v1"


@pytest.fixture
def release(cast):
    make_missions(cast, 6)
    return actions.decide(release=made("data"), step="publish", by=cast.ama, on=DAY)


def served() -> set[str]:
    """The paths of the site under the interface’s address, as OpenAPI writes them."""
    room = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "opendata")
    paths = {str(one.pattern) for one in room.url_patterns}
    own = {path.removeprefix(BASE[1:]) for path in paths if path.startswith(f"{BASE[1:]}/")}
    return {re.sub(r"<\w+:(\w+)>", r"{\1}", path) for path in own}


def test_the_document_is_valid_openapi(db):
    OpenAPIV31SpecValidator(document()).validate()


def test_every_served_path_is_documented_and_every_documented_path_is_served(db):
    assert served() == set(document()["paths"])


def test_every_documented_path_answers_as_documented(client, release):
    told = document()
    for path, operations in told["paths"].items():
        address = BASE + path.format(number=release.number, dataset="volontaires-mobilises")
        answer = client.get(address)
        said = operations["get"]["responses"]
        schema = said["200"]["content"]["application/json"]["schema"]
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json"), path
        Draft202012Validator(schema | {"components": told["components"]}).validate(answer.json())
        assert answer["Access-Control-Allow-Origin"] == "*" and not answer.cookies
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        if "404" in said:
            unknown = client.get(BASE + path.format(number="1999-1", dataset="personnes"))
            assert unknown.status_code == 404
            problem = told["components"]["schemas"]["Problem"]
            Draft202012Validator(problem).validate(unknown.json())


def test_a_dataset_is_the_file_that_was_published(client, release):
    answer = client.get(f"{BASE}/datasets/volontaires-mobilises")
    known = release.files.get(dataset="volontaires-mobilises", format="json")
    assert answer.content == bytes(known.content) and answer["ETag"] == f'"{known.sha256}"'
    columns = next(one for one in client.get(f"{BASE}/datasets").json()["datasets"] if one["dataset"] == "volontaires-mobilises")["columns"]  # fmt: skip
    assert [column["name"] for column in columns] == list(answer.json()["data"][0])


def test_a_figure_published_by_itself_is_there_too(cast, client, release):
    asked = figures.measure("mobilised"), figures.Scope(date(2024, 1, 1), date(2024, 6, 30), LATER)
    figure = freezing.freeze(measure=asked[0], scope=asked[1], split=(), by=dodzi(), on=LATER)
    freezing.decide(figure=figure, step="publish", by=cast.ama, on=LATER)
    [told] = client.get(f"{BASE}/figures").json()["figures"]
    assert (told["code"], told["total"], told["measure"]) == (figure.code, 6, "mobilised")
    schemas = document()["components"]
    Draft202012Validator({"$ref": "#/components/schemas/Figure", "components": schemas}).validate(told)


def test_people_read_the_interface_too(client, release):
    shown = client.get("/donnees-ouvertes/api/").content.decode()
    assert all(path in shown for path in document()["paths"]) and "openapi.json" in shown
