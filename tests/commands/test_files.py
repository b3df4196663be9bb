"""A file that cannot be read is refused in a sentence that says which, why, and what to do."""

from pathlib import Path

import pytest

from mitoyen.commands import files


def refusal(read, file, most=files.MEGABYTE):
    with pytest.raises(files.NotReadError) as refused:
        read(file, most)
    assert refused.value.where == str(file)
    return refused.value.sentence


def test_a_file_is_read_whole_up_to_its_limit(tmp_path):
    file = tmp_path / "accord.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + "é".encode() * 10)
    assert files.content(file, 23) == file.read_bytes()
    assert files.text(file, 23) == "é" * 10


def test_what_cannot_be_read_is_said(tmp_path):
    missing = tmp_path / "absent.yaml"
    assert refusal(files.text, missing).fr == "Ce fichier n'existe pas : vérifiez son nom."
    assert refusal(files.text, tmp_path).en == "This is a folder: give a file."
    assert "ne peut pas être lu" in refusal(files.content, Path("un\0nom")).fr


def test_a_device_without_end_is_not_read_without_end():
    assert refusal(files.content, Path("/dev/zero")).fr == "Ce fichier dépasse 1 Mo, la limite."


def test_the_line_that_is_not_utf_8_is_told(tmp_path):
    file = tmp_path / "besoins.csv"
    file.write_bytes(b"membre,jour\nmairie,lundi\n\xe9cole,mardi\n")
    assert refusal(files.text, file).fr == "La ligne 3 n'est pas en UTF-8 : enregistrez le fichier avec cet encodage."
