"""The figures of an answer as tables to download: a head, then rows; amounts in euros, hours as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.kernel import words
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Document = Mapping[str, Any]
    Row = list[str]
    Table = tuple[tuple[str, ...], list[Row]]


def table_of(name: str, document: Document, intervals: Mapping[str, Any] | None, language: str) -> Table:
    """The table called ``name`` (one of :data:`NAMES`) in ``language``."""
    teller = _Teller(document, intervals, language)
    rows: Callable[[], tuple[Sequence[Sentence], Iterator[Row]]] = getattr(teller, NAMES[name])
    head, found = rows()
    return tuple(each.said_in(language) for each in head), list(found)


NAMES = {
    "machines": "machines",
    "service": "service",
    "calendrier": "calendar",
    "economie": "savings",
    "calcul": "steps",
    "cles": "keys",
    "gains": "gains",
    "groupes": "groups",
    "departs": "moves",
}
"""The name of each table in its address, and the method that makes it."""

_MEMBER, _KEY = Sentence("membre", "member"), Sentence("clé", "key")
_YEARLY = Sentence("euros par an", "euros a year")
_AGAINST = Sentence("écart avec aller seule", "difference with going alone")


class _Teller:
    def __init__(self, document: Document, intervals: Mapping[str, Any] | None, language: str) -> None:
        self.document, self.intervals, self.language = document, intervals, language
        self.names = {each["id"]: each["name"] for each in (*document["members"], *document["candidates"])}

    def said(self, sentence: Mapping[str, str]) -> str:
        return Sentence(sentence["fr"], sentence["en"]).said_in(self.language)

    def euros(self, amount: str) -> str:
        """As spreadsheets of the language read them."""
        return amount if self.language == "en" else amount.replace(".", ",")

    def number(self, value: float) -> str:
        return self.euros(f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}")  # noqa: PLR2004

    def cents(self, cents: float) -> str:
        return self.euros(f"{cents / 100:.2f}")

    def machines(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        head = (
            Sentence("machine", "machine"), Sentence("en commun", "in common"),
            Sentence("heures sans service par an", "unmet hours a year"), _YEARLY,
            Sentence("service tenu", "service kept"), Sentence("proposé", "proposed"),
        )  # fmt: skip
        yes_no = ("no", "yes") if self.language == "en" else ("non", "oui")
        names = {kind["id"]: self.said(kind["many"]) for kind in self.document["kinds"]}
        rows = (
            [
                " + ".join(names[kind] for kind in found["kinds"]), str(point["units"]),
                self.number(point["unmet_hours"]), self.euros(point["cost"]),
                yes_no[point["keeps_service"]], yes_no[point["chosen"]],
            ]
            for found in self.document["fleets"]
            for point in found["curve"]
        )  # fmt: skip
        return head, rows

    def service(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        head = (
            _MEMBER, Sentence("heures de besoin par an", "hours needed a year"),
            Sentence("sans service, seule", "unmet, alone"), Sentence("sans service, ensemble", "unmet, together"),
            Sentence("machines, seule", "machines, alone"),
        )  # fmt: skip
        rows = (
            [
                self.names[each["member"]], self.number(each["needed_hours"]), self.number(each["unmet_alone_hours"]),
                self.number(each["unmet_together_hours"]), str(each["units_alone"]),
            ]
            for found in self.document["fleets"]
            for each in found["members"]
        )  # fmt: skip
        return head, rows

    def calendar(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        months = [Sentence(fr, en) for fr, en in zip(words.MONTHS_FR, words.MONTHS_EN, strict=True)]
        by_month = (self.document["calendar"] or {"by_month": {}})["by_month"]
        rows = ([self.names[member], *map(self.number, values)] for member, values in by_month.items())
        return (_MEMBER, *months), rows

    def savings(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        head = (
            Sentence("si", "if"), Sentence("économie en euros par an", "saving in euros a year"),
            Sentence("de", "from"), Sentence("à", "to"),
        )  # fmt: skip
        return head, self._estimates()

    def _estimates(self) -> Iterator[Row]:
        found = self.intervals
        band = ["", ""]
        if found:
            band = [self.cents(found["saving_cents"]["low"]), self.cents(found["saving_cents"]["high"])]
        main = Sentence("économie", "saving").said_in(self.language)
        yield [main, self.euros(self.document["money"]["saving"]), *band]
        for each in self.document["effects"]:
            yield [self.said(each["what"]), self.euros(each["saving"]), "", ""]
        for each in found["effects"] if found else ():
            yield [self.said(each["label"]), self.cents(each["saving_cents"]), "", ""]

    def steps(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        head = (Sentence("étape", "step"), Sentence("calcul", "sum"), _YEARLY)
        steps = self.document["money"]["steps"]
        return head, ([self.said(s["what"]), self.said(s["how"]), self.euros(s["amount"])] for s in steps)

    def keys(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        head = (_KEY, _MEMBER, _YEARLY, _AGAINST, Sentence("stabilité", "stability"))
        stable = {"stable": "stable", "fragile": "fragile", "unstable": "instable"}
        rows = (
            [
                self.said(row["label"]), self.names[member], self.euros(amount),
                self.euros(row["against_alone"][member]),
                row["stability"] if self.language == "en" else stable[row["stability"]],
            ]
            for row in self.document["keys"]
            for member, amount in row["shares"].items()
        )  # fmt: skip
        return head, rows

    def gains(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        row = next(each for each in self.document["keys"] if each["key"] == self.document["chosen_key"])
        alone = self.document["money"]["alone_by_member"]
        head = (_MEMBER, Sentence("seule", "alone"), Sentence("ensemble", "together"), _AGAINST)
        rows = (
            [self.names[m], self.euros(alone[m]), self.euros(row["shares"][m]), self.euros(row["against_alone"][m])]
            for m in row["shares"]
        )
        return head, rows

    def groups(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        return (Sentence("groupes", "groups"), _YEARLY), self._groups()

    def _groups(self) -> Iterator[Row]:
        found, money = self.document["groups"], self.document["money"]
        together, alone = Sentence("toutes ensemble", "all together"), Sentence("chacune chez soi", "each on its own")
        yield [together.said_in(self.language), self.euros(money["together"])]
        yield [alone.said_in(self.language), self.euros(money["alone"])]
        for side in ("best", "best_in_two"):
            groups = found[side]["groups"]
            said = " | ".join(" + ".join(self.names[member] for member in group) for group in groups)
            yield [said, self.euros(found[side]["cost"])]
        for member, cost in found["without_one"].items():
            said = Sentence(f"sans {self.names[member]}", f"without {self.names[member]}").said_in(self.language)
            yield [said, self.euros(cost)]

    def moves(self) -> tuple[Sequence[Sentence], Iterator[Row]]:
        head = (
            Sentence("qui", "who"), Sentence("fait quoi", "does what"), _MEMBER,
            Sentence("paierait en plus, euros par an", "would pay more, euros a year"),
        )  # fmt: skip
        return head, self._moves()

    def _moves(self) -> Iterator[Row]:
        said = {"leaves": Sentence("part", "leaves"), "joins": Sentence("arrive", "joins")}
        for move in self.document["moves"]:
            who, does = self.names[move["member"]], said[move["direction"]].said_in(self.language)
            yield [who, does, who, self.euros(move["mover_change"])]
            for member, change in move["others_change"].items():
                yield [who, does, self.names[member], self.euros(change)]
