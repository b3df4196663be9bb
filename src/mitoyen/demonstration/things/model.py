"""What describes an invented thing to share: plain values, no rows."""

from __future__ import annotations

from dataclasses import dataclass

H, D, KM = "h", "day", "km"
GOOD = ("Bon", "À noter", "Mauvais")
FUEL = ("Plein", "3/4", "1/2", "Moins")


@dataclass(frozen=True, slots=True)
class Habit:
    """How the territory uses things of a sort; things of one habit stand in for one another.

    ``yearly`` is how often, for the whole territory; ``season`` a name of ``seasons.SEASONS``; ``lengths`` are days,
    each as likely as another, and ``hours`` (start, end,
    in minutes of the day) for what is lent by the hour; ``lead``
    how many days ahead people book; ``counted`` the tenths of the meter in a day; ``circle`` who borrows.
    """

    name: str
    season: str
    yearly: float
    purposes: tuple[str, ...]
    lengths: tuple[int, ...] = (1,)
    hours: tuple[tuple[int, int], ...] = ()
    lead: tuple[int, int] = (2, 35)
    counted: tuple[int, int] = (0, 0)
    circle: str = "communes"
    own_share: float = 0.3  # how often the commune that keeps one is the one that asks
    reach_km: int = 30  # further, people give up
    is_fungible: bool = False  # whether another thing of the habit does as well


@dataclass(frozen=True, slots=True)
class Family:
    """The rules that things of a sort have in common."""

    shelf: str  # path of its category
    habit: Habit | None
    drawing: str
    meter: str = ""
    meter_name: str = ""
    counted_per_day: int = 0
    approval: str = "none"
    answer_hours: int = 72
    notice_hours: int = 0
    before: int = 0
    after: int = 0
    buffer_name: str = "nettoyage"
    by_hours: bool = False  # lent by the hour in a place that is always reachable
    max_days: int = 31
    free_cancel: int = 1
    late_cancel_days: int = 0
    papers: tuple[tuple[str, str], ...] = ()
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    views: tuple[str, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()
    borrowers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a use costs, in cents; ``associations`` and ``others`` are prices of their own, for a day."""

    day: int = 0
    hour: int = 0
    fixed: int = 0
    km: int = 0
    meter: int = 0
    free: int = 0  # tenths of the meter included in each day
    minimum: int = 0
    vat: str = "outside"
    after_hours: int | None = None  # minute of the day after which half a day more is counted
    associations: int | None = None
    others: int | None = None
    households: int | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """What goes with a thing: included, or for so much a day or a booking."""

    name: str
    day: int | None = None
    fixed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An invented thing: where it is kept, what it is, what it costs."""

    key: str
    commune: str
    family: Family
    name: str
    price: Price = Price()
    kind: str = "equipment"
    summary: str = ""
    about: str = ""
    owner: str = ""  # an organisation; by default the commune
    place: str = ""  # a depot of ``depots``; by default that of the owner for this sort of thing
    units: int = 1
    label: str = ""
    made_in: int = 2019
    meter_start: int = 0
    extras: tuple[Extra, ...] = ()
    drawing: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    seats: int | None = None
    allowance: int | None = None
    allowance_unit: str = ""
    rights: str = ""
    deposit: int = 0  # cents, asked from associations and inhabitants
    purposes: tuple[str, ...] = ()  # by default those of the habit
    quirk: str = ""  # what was seen on it already, told at each hand-over

    @property
    def keeper(self) -> str:
        """The organisation that owns and keeps it."""
        return self.owner or self.commune
