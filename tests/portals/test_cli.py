from argparse import Namespace

import pytest
from django.db import ProgrammingError

from teriya.foundation.journal import chain
from teriya.portals import cli

pytestmark = pytest.mark.django_db


def test_every_verb_has_its_help(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert all(
        word in shown for word in ("trial", "import", "wave", "placement", "mission", "pay", "journal", "audit")
    )


def test_a_refusal_is_one_line_and_status_1(capsys):
    assert cli.main(["wave", "check", "VNC-0", "--by", "nobody@example.org"]) == 1
    assert capsys.readouterr().err == "Aucune vague ne porte le code VNC-0.\n"


def test_a_file_is_shown_then_committed(cast, tmp_path, capsys):
    cast.yao.email = "yao@anvt.example"
    cast.yao.save()
    path = tmp_path / "structures.csv"
    path.write_text(
        "N°;Structure;Statut juridique;Domaine;Commune;Responsable;Téléphone\n1;CEG Haho 1;Public;Education;Haho 1;AFI A;90112233\n"
    )
    assert cli.main(["import", "hosts", str(path), "--by", "yao@anvt.example"]) == 0
    assert "1 à créer" in capsys.readouterr().out
    assert cli.main(["import", "hosts", str(path), "--by", "yao@anvt.example", "--commit"]) == 0
    assert "1 lignes enregistrées" in capsys.readouterr().out
    assert cli.main(["import", "hosts", str(path), "--by", "yao@anvt.example", "--commit"]) == 0
    assert "1 sans changement" in capsys.readouterr().out


def test_the_empty_journal_and_ledger_hold(capsys, settings, tmp_path):
    settings.DATA = tmp_path
    chain.seal()  # the pack's loading is an entry that no worker seals here
    assert cli.main(["audit", "ledger"]) == 0
    assert cli.main(["journal", "verify"]) == 0
    assert "0 anomalie" in capsys.readouterr().out


def test_a_database_not_yet_made_is_one_line(capsys):
    def ask(given):
        raise ProgrammingError('relation "calls_wave" does not exist')

    assert cli._run(Namespace(run=ask)) == 1
    assert capsys.readouterr().err == "La base n’est pas encore prête : lancez d’abord make demo.\n"
