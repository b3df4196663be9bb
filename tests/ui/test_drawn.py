"""Plannings, maps and charts: the geometry says what the facts say."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mitoyen.ui import charts, maps, plan
from mitoyen.ui.plan import Group, Row, Slot

MONDAY = date(2027, 3, 8)
FORTNIGHT = [MONDAY + timedelta(days=n) for n in range(14)]


def drawn_lines(slots):
    drawn = plan.draw(FORTNIGHT, [Group(name="", rows=[Row(name="Mini-pelle", slots=slots)])], today=MONDAY)
    return drawn.groups[0].rows[0].lines


slots = st.lists(
    st.builds(
        lambda start, length: Slot(first=MONDAY + timedelta(days=start), last=MONDAY + timedelta(days=start + length)),
        st.integers(-5, 16),
        st.integers(0, 9),
    ),
    max_size=8,
)


@given(slots)
@settings(max_examples=60)
def test_each_line_is_as_wide_as_the_page_and_each_slot_stands_once(given_slots):
    lines = drawn_lines(given_slots)
    assert all(sum(cell.width for cell in line) == len(FORTNIGHT) for line in lines)
    shown = [cell.slot for line in lines for cell in line if cell.slot]
    visible = [slot for slot in given_slots if slot.first <= FORTNIGHT[-1] and slot.last >= MONDAY]
    assert sorted(shown, key=id) == sorted(visible, key=id)


def test_two_bookings_of_one_day_stand_on_two_lines():
    morning = Slot(first=MONDAY, last=MONDAY, title="Ury")
    afternoon = Slot(first=MONDAY, last=MONDAY + timedelta(days=1), title="Vernazoux")
    assert [[cell.slot.title for cell in line if cell.slot] for line in drawn_lines([afternoon, morning])] == [
        ["Ury"],
        ["Vernazoux"],
    ]


def square(west, south, size=0.1):
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_neighbours_keep_one_border_and_north_is_up():
    drawn = maps.draw_map(
        [maps.Area(name="Sud", geometry=square(6, 45)), maps.Area(name="Nord", geometry=square(6, 45.1))]
    )
    south, north = ({tuple(p.split()) for p in re.findall(r"[ML](\d+ \d+)", land.path)} for land in drawn.lands)
    assert len(south & north) == 2
    by_name = {label.text: label for label in drawn.labels}
    assert by_name["Nord"].y < by_name["Sud"].y


def test_pins_of_one_place_stand_side_by_side():
    pins = [maps.Pin(number=n, longitude=6.05, latitude=45.05) for n in (1, 2, 3)]
    drawn = maps.draw_map([maps.Area(name="Ury", geometry=square(6, 45))], pins=pins)
    xs = sorted(pin.x for pin in drawn.pins)
    assert xs[1] - xs[0] == xs[2] - xs[1] == maps.PIN_STEP
    assert drawn.labels[0].y > drawn.pins[0].y, "the name stands under the pins"


@pytest.mark.parametrize(
    ("name", "parts"), [("Ury", ("Ury",)), ("La Combe-Rousse", ("La Combe-", "Rousse")), ("Le Thoral", ("Le Thoral",))]
)
def test_a_long_name_is_cut_in_two_for_a_phone(name, parts):
    assert maps.draw_map([maps.Area(name=name, geometry=square(6, 45))]).labels[0].parts == parts


def test_a_point_of_the_drawing_is_a_place():
    """What a script reads of the corner gives back the place that was drawn, to a unit."""
    drawn = maps.draw_map([maps.Area(name="Ury", geometry=square(6, 45))], here=(6.25, 45.75))
    west, north, across, down = (float(each) for each in (drawn.west, drawn.north, drawn.across, drawn.down))
    x, y = drawn.here
    assert west + x * across == pytest.approx(6.25, abs=across)
    assert north - y * down == pytest.approx(45.75, abs=down)


def test_no_outline_no_map():
    assert maps.draw_map([]) is None
    assert maps.draw_map([maps.Area(name="?", geometry={"type": "Polygon", "coordinates": []})]) is None


def test_a_holed_and_a_split_territory_are_drawn():
    hole = [[6.02, 45.02], [6.04, 45.02], [6.04, 45.04], [6.02, 45.02]]
    holed = {
        "type": "MultiPolygon",
        "coordinates": [[*square(6, 45)["coordinates"], hole], square(6.3, 45)["coordinates"]],
    }
    drawn = maps.draw_map([maps.Area(name="Archipel", geometry=holed)])
    assert drawn.lands[0].path.count("M") == 3


def test_a_time_line_puts_more_above_less_and_the_target_at_its_height():
    readings = [charts.Reading(value=value, figure="", label="") for value in (90, 60, 95)]
    drawn = charts.time_line(readings, target=90)
    first, low, high = drawn.spots
    assert high.y < first.y < low.y
    assert drawn.target == first.y


def test_a_band_covers_its_interval():
    main = charts.Estimate(name="Économie", value=11500, figure="", low=8900, high=13200)
    drawn = charts.intervals([main], [(0, "0"), (16000, "")])
    row = drawn.rows[0]
    assert row.start < row.x < row.start + row.length
    assert row.x == pytest.approx(120 + 11500 / 16000 * 280, abs=0.1)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6))
@settings(max_examples=60)
def test_a_scale_holds_its_values(low, reach):
    ticks = charts.round_ticks(low, low + reach)
    assert ticks[0] <= low + 1e-6
    assert ticks[-1] >= low + reach - 1e-6
    assert len(ticks) <= 8
