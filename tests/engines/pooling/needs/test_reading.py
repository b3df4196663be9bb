from datetime import datetime

import pytest

from mitoyen.engines.pooling.needs import NeedsError, read_needs, written
from mitoyen.engines.pooling.needs.paris import minutes_of

MEMBERS = {"ardent": "Ardent", "brevon": "Brévon"}
HEADER = "member,start,end,units,weight,kind\n"
GOOD = "ardent,2027-01-10T05:00,2027-01-10T07:30,2,1.5,etrave\n"


def test_a_line_becomes_minutes_in_universal_time():
    needs = read_needs(HEADER + GOOD, MEMBERS)
    assert needs.start[0] == minutes_of(datetime.fromisoformat("2027-01-10T04:00+00:00"))
    assert needs.hours.tolist() == [5.0]
    assert (needs.weight[0], needs.kinds[needs.kind[0]], needs.line[0]) == (1.5, "etrave", 2)


def test_columns_may_come_in_any_order_and_optional_ones_may_be_absent():
    needs = read_needs("end;start;member\n2027-01-10T07:00;2027-01-10T05:00;Brévon\n", MEMBERS)
    assert (needs.member[0], needs.units[0], needs.weight[0]) == (1, 1, 1.0)


def test_a_spreadsheet_with_semicolons_has_decimal_commas():
    text = "\ufeff" + (HEADER + GOOD).replace(",", ";").replace("1.5", "1,5")
    assert read_needs(text, MEMBERS).weight[0] == 1.5


def test_a_bare_day_is_taken_whole():
    needs = read_needs("member,start,end\nardent,2027-03-27,2027-03-28\n", MEMBERS)
    assert needs.hours[0] == 47, "clocks jump one hour on 28 March 2027"


def test_a_need_over_the_hour_that_comes_twice_lasts_one_real_hour_more():
    needs = read_needs("member,start,end\nardent,2027-10-31T01:00,2027-10-31T04:00\n", MEMBERS)
    assert needs.hours[0] == 4


def test_inside_the_hour_that_comes_twice_the_end_follows_the_start():
    text = "member,start,end\nardent,2027-10-31T02:15,2027-10-31T02:30\nbrevon,2027-10-31T02:45,2027-10-31T02:15\n"
    assert sorted(read_needs(text, MEMBERS).hours) == [0.25, 0.5]


def test_an_offset_is_obeyed():
    text = "member,start,end\nardent,2027-07-01T08:00+00:00,2027-07-01T11:00\n"
    assert read_needs(text, MEMBERS).hours[0] == 1


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,deux,1,etrave", "units", "« deux » n'est pas un nombre d'unités"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,-1,1,etrave", "units", "« -1 »"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,0,1,etrave", "units", "« 0 »"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,1.5,1,etrave", "units", "un entier"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,1,lourd,etrave", "weight", "« lourd » n'est pas un poids"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,1,-2,etrave", "weight", "plus grand que zéro"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,1,nan,etrave", "weight", "« nan »"),
        ("ardent,2027-01-10T07:00,2027-01-10T05:00,1,1,etrave", "end", "n'est pas après le début"),
        ("ardent,2027-01-10T07:00,2027-01-10T07:00,1,1,etrave", "end", "n'est pas après le début"),
        ("ardent,10/01/2027 05:00,2027-01-10T07:00,1,1,etrave", "start", "écrivez par exemple 2027-03-12T08:00"),
        ("ardent,,2027-01-10T07:00,1,1,etrave", "start", "n'est pas un moment"),
        ("ardent,2027-03-28T02:30,2027-03-28T05:00,1,1,etrave", "start", "les horloges sautent"),
        ("cordon,2027-01-10T05:00,2027-01-10T07:00,1,1,etrave", "member", "membre inconnu « cordon »"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,1,1,grue", "kind", "matériel inconnu « grue »"),
        ("ardent,2027-01-10T05:00,2027-01-10T07:00,1,1", "weight", "5 cases au lieu de 6"),
    ],
)
def test_a_fault_is_located_by_line_and_column(row, column, words):
    with pytest.raises(NeedsError) as caught:
        read_needs(HEADER + GOOD + "\n" + row + "\n", MEMBERS, kinds=("etrave", "tondeuse"))
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (4, column)
    assert words in fault.sentence.fr
    assert f"Ligne 4, colonne {column} : " in str(caught.value)
    assert f"Line 4, column {column}: " in caught.value.sentence.en


def test_all_the_faults_are_kept_and_the_first_ones_shown():
    with pytest.raises(NeedsError) as caught:
        read_needs(HEADER + "ardent,a,b,1,1,x\n" * 8, MEMBERS)
    assert [fault.line for fault in caught.value.faults] == list(range(2, 10))
    assert "Et 3 autre(s)" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("member,start\n", "end"),
        ("member,start,end,unit\n", "unit"),
        ("member,start,end,start\n", "start"),
        ("", "member"),
    ],
)
def test_a_wrong_header_is_said(header, column):
    with pytest.raises(NeedsError) as caught:
        read_needs(header, MEMBERS)
    assert caught.value.where == f"1:{column}"


def test_needs_of_one_member_may_not_overlap_beyond_its_stock():
    rows = (
        "ardent,2027-01-10T05:00,2027-01-10T07:00,1,1,etrave\n"
        "ardent,2027-01-10T07:00,2027-01-10T09:00,1,1,etrave\n"  # begins as the first ends: no overlap
        "brevon,2027-01-10T05:00,2027-01-10T09:00,1,1,etrave\n"  # another member
        "ardent,2027-01-10T08:00,2027-01-10T08:30,1,1,etrave\n"
    )
    with pytest.raises(NeedsError) as caught:
        read_needs(HEADER + rows, MEMBERS, stock={("ardent", "etrave"): 1})
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (5, "start")
    assert "2 unités à la fois, pour un stock de 1 (autres lignes : 3)" in fault.sentence.fr
    assert read_needs(HEADER + rows, MEMBERS, stock={("ardent", "etrave"): 2}).count == 4


def test_what_is_written_reads_back_the_same_in_any_order():
    lines = [
        "ardent,2027-10-31T01:00,2027-10-31T04:00,1,1,etrave",
        "brevon,2027-01-10T05:00,2027-01-10T07:30,2,0.1,etrave",
        "ardent,2027-01-10T05:00,2027-01-10T07:30,1,1,tondeuse",
    ]
    once = written(read_needs(HEADER + "\n".join(lines), MEMBERS))
    assert written(read_needs(once, MEMBERS)) == once
    assert written(read_needs(HEADER + "\n".join(reversed(lines)), MEMBERS)) == once
