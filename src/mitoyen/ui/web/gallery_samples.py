"""What the gallery shows: a fortnight, a month, a map and charts of an invented place, as on the reference pages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mitoyen.ui import charts, maps, month, plan
from mitoyen.ui.frame import Desk, Frame, Link

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2027, 3, 2)
CONTOURS = Path(__file__).parent / "gallery" / "contours.json"


def sample_frame(theme: str) -> Frame:
    """The frame of an agent of Saint-Eldrad."""
    sections = (("Planning", "/planning"), ("Catalogue", "/catalogue"), ("Accords", "/accords"), ("Études", "/etudes"))
    desk = Desk(
        person="Odile Marchenoir",
        organisation="Saint-Eldrad",
        account="#compte",
        sign_out="#sortie",
        sections=[Link(label=label, href=f"#{href[1:]}") for label, href in sections],
        others=(Link(label="Agir pour le syndicat des eaux", href="#mandat"),),
    )
    return Frame(
        name="Val Mitoyen",
        kind="Communauté de communes",
        is_fictitious=True,
        about="12 communes, 11 810 habitants",
        desk=desk,
        colophon=(
            (Link(label="Données ouvertes", href="#donnees"), Link(label="Code source", href="#code")),
            (Link(label="Accessibilité : conformité non évaluée", href="#a11y"),),
        ),
        languages=(Link(label="English", href="#english", language="en"),),
        theme=theme,
    )


def sample_month() -> month.Month:
    """March 2027: each state once at least."""
    words: dict[month.DayState, str] = {
        "past": "passé",
        "taken": "prise",
        "wash": "lavage",
        "fix": "atelier",
        "free": "libre",
        "chosen": "choisi",
        "closed": "fermé",
        "option": "option",
    }
    states: dict[month.DayState, Sequence[int]] = {
        "past": [1],
        "taken": [2, 3, 9, 10, 11, 22, 23, 24],
        "wash": [4, 12, 25],
        "fix": [15],
        "chosen": [16, 17],
        "free": [5, 8, 18, 19, 26],
        "closed": [6, 7, 13, 14, 20, 21, 27, 28, 29],
        "option": [30, 31],
    }
    days = {
        date(2027, 3, n): month.Day(
            date(2027, 3, n), state, words[state], "#reserver" if state in {"free", "chosen"} else ""
        )
        for state, numbers in states.items()
        for n in numbers
    }
    return month.month_of(TODAY, days, today=TODAY)


def sample_plan() -> plan.Plan:
    """Two weeks: each state, and two bookings that share a day."""

    def march(day: int) -> date:
        return date(2027, 3, day)

    ury = plan.Slot(first=march(9), last=march(11), title="Ury", detail="confirmée", href="#ury", move="#deplacer")
    washing = plan.Slot(first=march(12), last=march(12), detail="lavage", state="care")
    asked = plan.Slot(
        first=march(11),
        last=march(12),
        title="Vernazoux ?",
        detail="à confirmer",
        state="asked",
        href="#vernazoux",
    )
    overdue = plan.Slot(
        first=march(8),
        last=march(9),
        title="Pralonge",
        detail="rendue en retard",
        state="late",
        href="#retard",
    )
    broken = plan.Slot(
        first=march(1),
        last=march(28),
        title="En panne : flexible attendu le 24 mars",
        state="down",
        href="#panne",
    )
    excavator = plan.Row(
        name="Mini-pelle 2,7 t, n° 2", place="La Combe-Rousse", href="#mini-pelle", slots=[ury, washing, asked]
    )
    late = plan.Row(name="Mini-pelle 1,8 t, n° 1", place="Les Aigues", slots=[overdue])
    down = plan.Row(name="Tractopelle", place="Montbrisel", slots=[broken])
    hall = plan.Row(name="Salle des fêtes", place="Pralonge")
    days = [date(2027, 3, 8) + timedelta(days=n) for n in range(14)]
    groups = [plan.Group(name="Engins", rows=[excavator, late, down]), plan.Group(name="Salles", rows=[hall])]
    return plan.draw(days, groups, today=date(2027, 3, 8))


def sample_map(*, with_pins: bool) -> maps.Map | None:
    """Four communes; pins of which two share a place, or figures."""
    figures = {"Montbrisel": "24", "La Combe-Rousse": "10", "Ury": "5", "Pralonge": "4"}
    areas = [
        maps.Area(
            name=each["name"],
            geometry={"type": "Polygon", "coordinates": [each["ring"]]},
            figure="" if with_pins else figures[each["name"]],
            stands_out=each["name"] == "Pralonge" and not with_pins,
        )
        for each in json.loads(CONTOURS.read_text(encoding="utf-8"))
    ]
    spots = ((6.2976, 44.82, True), (6.2976, 44.82, True), (6.2304, 44.874, False), (6.3664, 44.916, True))
    pins = [
        maps.Pin(number=n, longitude=x, latitude=y, is_free=is_free) for n, (x, y, is_free) in enumerate(spots, start=2)
    ]
    return maps.draw_map(areas, pins=pins if with_pins else (), here=(6.39, 44.855) if with_pins else None)


def sample_time_line() -> charts.TimeLine:
    """Six quarters, a promise, two that stand out."""
    values = (("juil.", 92.9, "2025"), ("oct.", 93.3, ""), ("janv.", 78.6, "2026"), ("avril", 92.3, ""))
    later = (("juil.", 91.7, ""), ("oct.", 68.8, ""))
    readings = [
        charts.Reading(
            value=value,
            figure=f"{value}".replace(".", ","),
            label=label,
            under=year,
            stands_out=value < 90,  # noqa: PLR2004
        )
        for label, value, year in (*values, *later)
    ]
    return charts.time_line(readings, target=90, target_word="promis 90")


def sample_intervals() -> charts.Intervals:
    """A saving, its interval, and what moves it."""
    main = charts.Estimate(
        name="Économie", value=11_500, figure="11 500", low=8_900, high=13_200, low_figure="8 900", high_figure="13 200"
    )
    rest = (("Hiver doux", 12_700), ("Carburant + 20 %", 11_100), ("Deux ans de plus", 9_900), ("Hiver rude", 9_400))
    others = [charts.Estimate(name=n, value=v, figure=f"{v:,}".replace(",", " ")) for n, v in rest]
    ticks = ((0.0, "0"), (4_000.0, "4 000"), (8_000.0, "8 000"), (12_000.0, "12 000 €"), (16_000.0, ""))
    return charts.intervals([main, *others], ticks)
