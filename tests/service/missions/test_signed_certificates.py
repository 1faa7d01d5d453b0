"""The certificate of a mission, from its issue to those who check it without the agency."""

import json
from datetime import date

import pytest
from django.urls import reverse

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.documents.actions import pdf, revoke
from teriya.foundation.documents.models import Document
from teriya.portals import cli
from teriya.service.missions import actions
from tests.factories.missions import make_missions
from tests.scenes import scene
from tests.service.missions.test_endings import AFTER, closed


@pytest.fixture
@scene
def certificate(cast) -> Document:
    return actions.issue_certificates(missions=closed(cast), by=cast.ama, on=AFTER)[0]


@pytest.fixture
def kept(db, client, tmp_path):
    """What a verifier has on a machine of its own: the keys, and the year's list as it is at this moment."""

    def keep():
        for name, address in (
            ("keys", reverse("documents:keys")),
            ("list", reverse("documents:revocations", args=[2025])),
        ):
            (tmp_path / name).write_bytes(client.get(address).content)
        return ["--keys", str(tmp_path / "keys"), "--list", str(tmp_path / "list")]

    return keep


def token(document):
    return document.data["verification"]["token"]


def test_pdf_and_token_are_valid_until_revoked(cast, certificate, kept, tmp_path, capsys):
    paper = tmp_path / "attestation.pdf"
    paper.write_bytes(pdf(certificate))
    assert [cli.main(["verify", one, *kept()]) for one in (str(paper), token(certificate))] == [0, 0]
    printed = capsys.readouterr().out
    assert [word for word in ("VALIDE", certificate.number, "365 jours", "du 2024-03-01 au 2025-02-28", certificate.data["volunteer"]["matricule"])
            if word not in printed] == []  # fmt: skip
    assert cli.main(["verify", str(paper), *kept()[:2]]) == 2
    revoke(document=certificate, reason="nom mal écrit", by=cast.ama, on=AFTER)
    assert cli.main(["verify", str(paper), *kept()]) == 1
    assert "a révoqué" in capsys.readouterr().err


def test_changed_pdf_is_refused(certificate, kept, tmp_path, capsys):
    paper = tmp_path / "attestation.pdf"
    paper.write_bytes(pdf(certificate).replace(b"/Lang", b"/Lanh", 1).replace(b"obj\n", b"obj\t", 1))
    assert cli.main(["verify", str(paper), *kept()]) == 1
    assert "n’est plus celui" in capsys.readouterr().err


def test_old_key_stays_listed_and_the_paper_prints_the_same(certificate, client, kept, settings, tmp_path):
    printed = pdf(certificate)
    [first] = json.loads(client.get(reverse("documents:keys")).content)["keys"]
    settings.CERTIFICATE_KEY, settings.CERTIFICATE_KEYS_PAST = "the next key", [first["x"]]
    listed = json.loads(client.get(reverse("documents:keys")).content)["keys"]
    assert [one["x"] for one in listed][1:] == [first["x"]]
    assert json.loads(client.get(first["kid"]).content) == first
    assert pdf(Document.objects.get(pk=certificate.pk)) == printed
    paper = tmp_path / "attestation.pdf"
    paper.write_bytes(printed)
    assert cli.main(["verify", str(paper), *kept()]) == 0


def test_key_that_is_no_longer_listed_vouches_for_nothing(certificate, kept, settings, capsys):
    settings.CERTIFICATE_KEY = "the next key"
    assert cli.main(["verify", token(certificate), *kept()]) == 1
    assert "n’est pas dans votre fichier" in capsys.readouterr().err


def test_trial_signs_nothing(cast, settings):
    settings.TRIAL = True
    [paper] = actions.issue_certificates(missions=closed(cast), by=cast.ama, on=AFTER)
    assert "token" not in paper.data["verification"]
    assert pdf(paper)


def test_revocation_asks_for_a_right_and_a_reason(cast, certificate):
    with pytest.raises(Refusal, match="not_allowed"):
        revoke(document=certificate, reason="nom mal écrit", by=cast.mazalo, on=AFTER)
    with pytest.raises(Refusal, match="reason_required"):
        revoke(document=certificate, reason=" ", by=cast.ama, on=AFTER)


def test_code_alone_says_nothing_without_network(certificate, kept, capsys):
    assert cli.main(["verify", certificate.code, *kept()]) == 1
    assert "un code seul ne dit rien" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [("absent.pdf", "ne se lit pas"), ("eyJhbGciOiJub25lIn0.e30.", "n’est pas une attestation entière")],
)
def test_command_says_what_to_do(kept, capsys, paper, sentence):
    assert cli.main(["verify", paper, *kept()]) == 1
    assert sentence in capsys.readouterr().err


def test_command_refuses_a_file_that_holds_no_keys(tmp_path, capsys):
    (tmp_path / "keys").write_text("{}")
    assert cli.main(["verify", "eyJ.e30.x", "--keys", str(tmp_path / "keys")]) == 1
    assert "n’est pas un fichier de clés" in capsys.readouterr().err


def test_pages_to_keep_are_open_light_and_cacheable(certificate, client):
    for name, arguments in (("keys", []), ("revocations", [2025])):
        answer = client.get(reverse(f"documents:{name}", args=arguments))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=3600")
        assert "Set-Cookie" not in answer
    assert client.get(reverse("documents:revocations", args=[date.max.year])).status_code == 404
    kept_page = client.get(reverse("documents:offline_kept"))
    assert kept_page["Content-Disposition"].startswith("attachment")
    assert b"<link" not in kept_page.content
    assert len(kept_page.content) < 20_000


def test_signed_contract_is_sealed_and_the_command_knows_it(cast, kept, tmp_path, capsys):
    [mission] = make_missions(cast, until="signed")
    paper, content = tmp_path / "contrat.pdf", pdf(mission.contracts.get().signed_copy)
    paper.write_bytes(content)
    assert cli.main(["verify", str(paper), *kept()[:2]]) == 0
    assert "SCELLÉ" in capsys.readouterr().out
    paper.write_bytes(content[:-9] + b" " + content[-8:])
    assert cli.main(["verify", str(paper), *kept()[:2]]) == 1
    assert "n’est plus celui" in capsys.readouterr().err
