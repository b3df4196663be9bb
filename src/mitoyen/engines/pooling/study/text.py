"""The answer as text for a council, on a terminal or in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.pooling.study.wording import hours, money, units_of
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mitoyen.engines.pooling.study.answer import Answer
    from mitoyen.engines.pooling.study.intervals import Intervals
    from mitoyen.kernel.text import Language

STABILITY = {
    "stable": Sentence("stable", "stable"),
    "fragile": Sentence("fragile", "fragile"),
    "unstable": Sentence("instable", "unstable"),
}
_HEADS = {
    "fleet": Sentence("COMBIEN DE MACHINES", "HOW MANY MACHINES"),
    "together": Sentence("LES BESOINS TOMBENT-ILS ENSEMBLE ?", "DO NEEDS COME TOGETHER?"),
    "sum": Sentence("LE CALCUL, À REFAIRE", "THE SUM, TO DO AGAIN"),
    "sure": Sentence("L'ÉCONOMIE, ET CE QUI LA FAIT BOUGER", "THE SAVING, AND WHAT MOVES IT"),
    "keys": Sentence("QUI PAIE QUOI", "WHO PAYS WHAT"),
    "groups": Sentence("UN AUTRE GROUPE SERAIT-IL MEILLEUR ?", "WOULD ANOTHER GROUP BE BETTER?"),
    "moves": Sentence("SI L'UNE PART, SI L'AUTRE ARRIVE", "IF ONE LEAVES, IF ONE JOINS"),
    "limits": Sentence("CE QUE CETTE ÉTUDE NE DIT PAS", "WHAT THIS STUDY DOES NOT SAY"),
}


def as_text(answer: Answer, language: Language = "fr", intervals: Intervals | None = None) -> str:
    """The answer, section by section."""
    return _Writer(answer, language, intervals).text()


class _Writer:
    def __init__(self, answer: Answer, language: Language, intervals: Intervals | None) -> None:
        self.answer, self.language, self.intervals = answer, language, intervals
        self.lines: list[str] = []

    def text(self) -> str:
        answer = self.answer
        self.lines = [self.said(answer.settings.title), "", self.said(answer.headline), self.said(answer.standfirst)]
        for ladder in answer.ladders:
            self.head("fleet")
            self.sentences(ladder.sentences)
            kind = next(known for known in answer.settings.kinds if known.id == ladder.kinds[0])
            rows = []
            for point in ladder.curve:
                mark = "→" if point.is_chosen else " "
                units = units_of(point.units, kind, self.language)
                unmet, cost = hours(point.unmet_hours, self.language), self.money(point.cost_cents)
                rows.append((f"{mark} {units}", unmet, cost))
            self.table(
                (self.both("Ensemble", "Together"), self.both("Sans service", "Unmet"), self.both("Par an", "A year")),
                rows,
            )
            self.head("together")
            self.sentences(ladder.together.sentences)
        self.money_section()
        self.keys_section()
        self.head("groups")
        self.sentences(answer.groups.sentences)
        if answer.moves:
            self.head("moves")
            self.sentences([move.sentence for move in answer.moves])
        self.head("limits")
        self.sentences(answer.limits)
        self.foot()
        return "\n".join(self.lines) + "\n"

    def money_section(self) -> None:
        answer = self.answer
        self.head("sum")
        rows = [(self.said(step.label), self.said(step.how), self.money(step.cents)) for step in answer.money.steps]
        self.table((), rows)
        self.head("sure")
        self.sentences(answer.money.sentences)
        if self.intervals is not None:
            self.sentences(self.intervals.sentences)
        effects = [*answer.effects, *(self.intervals.effects if self.intervals is not None else ())]
        self.table((), [(self.said(effect.label), self.money(effect.saving_cents)) for effect in effects])
        extras = [answer.distance.sentence] if answer.distance else []
        extras += [answer.carbon.sentence] if answer.carbon else []
        extras += [answer.calendar.sentence] if answer.calendar else []
        self.sentences(extras)

    def keys_section(self) -> None:
        answer = self.answer
        self.head("keys")
        names = [answer.names[member] for member in answer.members]
        rows = []
        for row in answer.keys:
            mark = "→" if row.name == answer.chosen else " "
            label = f"{mark} {self.said(row.label)}"
            rows.append((label, *(self.money(cents) for cents in row.cents), self.said(STABILITY[row.stability])))
        alone = (self.both("  Seule", "  Alone"), *(self.money(cents) for cents in answer.money.by_member_alone), "")
        self.table((self.both("Clé", "Key"), *names, ""), [alone, *rows])
        for row in answer.keys:
            self.lines.append(f"- {self.said(row.label)}{self.both(' : ', ': ')}{self.said(row.reason)}")
            self.sentences(row.remarks)

    def foot(self) -> None:
        answer = self.answer
        first, last = (day(when, self.language) for when in answer.period)
        self.lines += [
            "",
            self.both(
                f"Période étudiée : du {first} au {last}. Méthode {answer.frozen.method}.",
                f"Period studied: from {first} to {last}. Method {answer.frozen.method}.",
            ),
            self.both("Empreinte des entrées : ", "Fingerprint of the inputs: ") + answer.frozen.sha256,
        ]

    def head(self, name: str) -> None:
        self.lines += ["", self.said(_HEADS[name])]

    def said(self, sentence: Sentence) -> str:
        return sentence.said_in(self.language)

    def both(self, fr: str, en: str) -> str:
        return en if self.language == "en" else fr

    def money(self, cents: int) -> str:
        return money(cents, self.language)

    def sentences(self, sentences: Iterable[Sentence]) -> None:
        self.lines += [f"- {self.said(sentence)}" for sentence in sentences]

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Columns aligned: the first to the left, amounts to the right."""
        lines = [list(head)] * bool(head) + [list(row) for row in rows]
        if not lines:
            return
        widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
        for line in lines:
            cells = [
                cell.ljust(width) if place == 0 or not cell[-1:].strip() or not _is_amount(cell) else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ]
            self.lines.append("  ".join(cells).rstrip())


def _is_amount(cell: str) -> bool:
    return cell.endswith(("€", "h")) or cell.startswith(("€", "−€"))
