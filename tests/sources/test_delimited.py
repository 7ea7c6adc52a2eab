"""Text tables are read whatever their encoding, delimiter and decimal sign."""

from __future__ import annotations

import pytest

from sweepbrief.errors import UnreadableSourceError
from sweepbrief.sources.delimited import read_delimited, sniff

ROWS = "lr,opt,loss\n0.1,adam,0.5\n0.2,sgd,0.4\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_encoding_gives_the_same_table(encoding: str) -> None:
    """UTF-8 with and without a mark, UTF-16 and Latin-1 hold the same cells."""
    raw = read_delimited("lr,größe,loss\n0.1,öl,0.5\n0.2,sgd,0.4\n".encode(encoding))
    assert list(raw.frame.columns) == ["lr", "größe", "loss"]
    assert raw.frame["größe"].tolist() == ["öl", "sgd"]
    assert raw.frame["loss"].tolist() == [0.5, 0.4]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_delimiter_is_recognised(delimiter: str) -> None:
    """The delimiter is the one that cuts every line into the same number of cells."""
    raw = read_delimited(ROWS.replace(",", delimiter).encode())
    assert raw.frame.shape == (2, 3)
    assert raw.frame["lr"].tolist() == [0.1, 0.2]


def test_commas_inside_quotes_do_not_cut() -> None:
    """A quoted cell keeps its commas and its line breaks."""
    raw = read_delimited(b'lr,note,loss\n0.1,"a, b\nc",0.5\n0.2,"d, e",0.4\n')
    assert raw.frame.iloc[0].tolist() == [0.1, "a, b\nc", 0.5]


def test_decimal_commas_are_read_where_they_are_clear() -> None:
    """A semicolon table whose numbers have commas and never points is read so, and says so."""
    raw = read_delimited(b"lr;opt;loss\n0,1;adam;0,5\n1e-3;sgd;0,25\n")
    assert raw.frame["loss"].tolist() == [0.5, 0.25]
    assert [note.code for note in raw.notes] == ["decimal_comma"]


def test_a_semicolon_table_with_points_keeps_them() -> None:
    """Decimal points in a semicolon table stay decimal points."""
    raw = read_delimited(b"lr;layers;loss\n0.1;64,32;0.5\n0.2;64,64;0.4\n")
    assert raw.frame["loss"].tolist() == [0.5, 0.4]
    assert raw.frame["layers"].tolist() == ["64,32", "64,64"]


def test_the_word_none_is_not_an_absent_value() -> None:
    """``None`` in a file was written as a value; ``NaN`` and an empty cell were not."""
    raw = read_delimited(b"depth,loss\nNone,0.5\n3,NaN\n,0.1\n")
    assert raw.frame["depth"].tolist()[0] == "None"
    assert raw.frame["loss"].isna().tolist() == [False, True, False]


def test_repeated_names_are_numbered_and_said() -> None:
    """Two columns of one name become two names, and a note says so."""
    raw = read_delimited(b"lr,loss,lr\n1,2,3\n4,5,6\n")
    assert list(raw.frame.columns) == ["lr", "loss", "lr (2)"]
    assert raw.notes[0].facts == {"column": "lr", "copies": 2}


def test_row_names_without_a_header_are_a_column() -> None:
    """Lines that are one cell longer than the header begin with the row's name."""
    raw = read_delimited(b"lr,loss\nr1,0.1,0.5\nr2,0.2,0.4\n")
    assert raw.frame.iloc[:, 1].tolist() == [0.1, 0.2]


def test_a_separator_line_is_followed() -> None:
    """A first line ``sep=;`` as spreadsheets write it tells the delimiter."""
    assert read_delimited(b"sep=;\nlr;loss\n1;2\n3;4\n").frame.shape == (2, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"lr,loss\n", "Only the line of column names"),
        (b"lr,loss\n1,2,3,4\n5,6\n", "as many cells"),
        (bytes(range(256)) * 4, "binary"),
        (b"\xff\xfea", "utf-16"),
    ],
)
def test_what_is_no_table_is_one_short_error(data: bytes, said: str) -> None:
    """A header alone, ragged lines, binary noise and broken UTF-16 each stop with a sentence."""
    with pytest.raises(UnreadableSourceError, match=said) as caught:
        read_delimited(data)
    assert len(str(caught.value).splitlines()) <= 3


def test_a_single_column_has_no_delimiter() -> None:
    """One column is a table too."""
    assert sniff("loss\n0.1\n0.2\n") == ","
    assert read_delimited(b"loss\n0.1\n0.2\n").frame.shape == (2, 1)
