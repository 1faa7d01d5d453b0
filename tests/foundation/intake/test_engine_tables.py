"""Tables in text, whatever their encoding, delimiter and lines above the headings."""

import csv
import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teriya.foundation.core.refusals import Refusal
from teriya.foundation.intake.engine.sheets import Row
from teriya.foundation.intake.engine.tables import read_table

LETTERS = st.sampled_from(sorted("abcdexyzABCÉéèêàçôïœ°’'-( )/+0123456789;,|\t\n\""))
CELLS = st.text(LETTERS, max_size=12)
FILLED = st.text(st.sampled_from("abcdéèÉ 012'"), max_size=8).map(lambda text: f"x{text}y")
HEADINGS = st.lists(st.sampled_from("Alpha Bêta Gamma Delta Été N° Prénoms".split()), min_size=2, unique=True)


@st.composite
def grids(draw) -> list[list[str]]:
    headings = draw(HEADINGS)
    width = len(headings)
    row = st.tuples(FILLED, st.lists(CELLS, min_size=width - 1, max_size=width - 1)).map(lambda r: [r[0], *r[1]])
    return [headings, *draw(st.lists(row, min_size=1, max_size=8))]


def written(grid: list[list[str]], delimiter: str, line_end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL  # else a lone \n in a cell is left bare
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(grid)
    return out.getvalue()


def refused(data: bytes, name: str = "liste.csv") -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_table(name, data)
    return caught.value


@given(
    grid=grids(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    delimiter=st.sampled_from(";,\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_table_written_in_any_unicode_comes_back(grid, encoding, delimiter, line_end):
    table = read_table("liste.csv", written(grid, delimiter, line_end).encode(encoding))
    assert [table.headings, *(row.cells for row in table.rows)] == grid
    assert table.delimiter == delimiter


@given(grid=grids(), delimiter=st.sampled_from(";,\t|"))
def test_table_written_in_windows_letters_comes_back(grid, delimiter):
    grid[1][0] = "Kpélé à Anié, né près d'Afagnan"  # one French sentence tells cp1252 from UTF-8
    table = read_table("liste.csv", written(grid, delimiter).encode("cp1252"))
    assert (table.encoding, [row.cells for row in table.rows]) == ("cp1252", grid[1:])


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_one_byte_encoding_is_found_by_its_french(encoding):
    text = "Réf;Prénoms;Diplôme\n1;Aïchatou;Élève à Kpélé\n2;Déla;Garçon très âgé\n"
    assert read_table("liste.csv", text.encode(encoding)).rows[0].cells[2] == "Élève à Kpélé"


def test_rows_keep_the_numbers_a_spreadsheet_shows():
    data = b'\n\nN;NOM\n;\n1;KAO\n\n2;"LAW\nSON"\n3;AYITE\n'
    table = read_table("liste.csv", data)
    assert [(row.number, row.cells[0]) for row in table.rows] == [(5, "1"), (7, "2"), (8, "3")]


def test_lines_above_the_headings_are_left_out():
    preamble = "sep=;\nAGENCE NATIONALE;;;\nRégion : Plateaux;;Date : 12/03/2026;\n;;;\n"
    table = read_table("liste.csv", (preamble + "N°;NOM;Sexe;Contact\n1;KAO;F;90112233\n").encode())
    assert table.headings == ["N°", "NOM", "Sexe", "Contact"]
    assert table.rows[0].number == 6


def test_decimal_commas_do_not_pass_for_a_delimiter():
    table = read_table("notes.csv", b"Note A;Note B\n12,5;13,5\n11,5;10,5\n")
    assert (table.delimiter, table.rows[0].cells) == (";", ["12,5", "13,5"])


def test_short_row_is_filled_and_long_row_keeps_its_excess():
    table = read_table("liste.csv", b"N;NOM;Sexe\n1\n2;KAO;F;de trop\n3;AYITE;M;;\n")
    assert [len(row.cells) for row in table.rows] == [3, 4, 3]


def test_empty_headings_at_the_end_are_no_columns():
    assert read_table("liste.csv", b"N;NOM;;\n1;KAO;;\n").headings == ["N", "NOM"]


def test_digest_is_of_the_bytes():
    data = b"N;NOM\n1;KAO\n"
    assert read_table("a.csv", data).digest == hashlib.sha256(data).hexdigest()


def test_content_decides_and_not_the_extension():
    assert read_table("liste.xlsx", b"N;NOM\n1;KAO\n").delimiter == ";"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b"%PDF-1.7\n1 0 obj", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_a_table"),
        (b"<!DOCTYPE html><table><tr><td>N;NOM</td></tr></table>", "not_a_table"),
        ("<html><body>N;NOM".encode("utf-16"), "not_a_table"),
        (b"Monsieur le Directeur,\nJe vous envoie la liste.\n", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"N;NOM\n1;KA\0O\n", "binary"),
        (b"N;NOM\n1;K\x01O\n", "binary"),
        (b"N;NOM\n", "no_rows"),
        (b"1;2;3\n4;5;6\n", "not_a_table"),
        (b"N;NOM;Nom \n1;KAO;Afi\n", "duplicate_headings"),
        (b'N;NOM\n1;"KAO\n2;AYITE\n', "unclosed_quote"),
    ],
)
def test_file_that_is_no_table_is_refused(data, code):
    refusal = refused(data)
    assert (refusal.code, refusal.field) == (code, "file")


def test_utf8_with_one_broken_letter_is_refused_at_its_line():
    good = "N;NOM\n1;Kpélé\n2;Anié\n3;Aïchatou\n".encode()
    refusal = refused(good + b"4;Ogou\xe9\n")
    assert refusal.code == "bad_encoding"
    assert "ligne 5" in refusal.sentence


def test_a_sign_that_nobody_sees_never_moves_a_cell_to_another_column():
    assert Row(2, ["1", "KAO\x1f", "\x1fAfi’\x1fe", ""]).cells == ["1", "KAO", "Afi’e", ""]
