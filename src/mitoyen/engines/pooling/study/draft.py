"""The study becomes the draft of an agreement: plain YAML, in the format of agreements written as data.

It is text to be read, completed and checked (``mitoyen agreement check``) before anybody signs it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.engines.pooling.keys import EQUAL, Key
from mitoyen.engines.pooling.study.sharing import keys_of
from mitoyen.engines.pooling.study.wording import fleet_of, label_of
from mitoyen.kernel.identity import slug
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.pooling.study.answer import Answer

STUDIED = "part-etudiee"
"""The attribute that carries a share computed by the study, when the key is not a plain quantity."""

_FACTS = {"hours": "heures", "uses": "utilisations"}
_YEARS = 5
_DEFAULTS = (
    "defaults: {missing: hold, negative: floor_zero, round: {line: {decimals: 2, mode: half_up}}, contest_days: 30}"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of the agreement, and what it could not take over from the study."""

    text: str
    remarks: tuple[Sentence, ...]


def draft_agreement(answer: Answer, key: str = "") -> Draft:
    """Draft the pool of ``answer`` with ``key`` (the one it chose); only the members of the pool are parties."""
    return _Writer(answer, key or answer.chosen).draft()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class _Writer:
    def __init__(self, answer: Answer, key: str) -> None:
        self.answer, self.settings = answer, answer.settings
        self.row = next(row for row in answer.keys if row.name == key)
        self.key = next((known for known, _ in keys_of(answer.settings) if known.name == key), None)
        self.parties = {member: slug(member) or f"membre-{rank}" for rank, member in enumerate(answer.members, 1)}
        self.coordinator = slug(self.settings.draft.coordinator) or "coordinateur"
        self.remarks: list[Sentence] = []

    def draft(self) -> Draft:
        if self.answer.verdict != "together":
            self.remarks.append(
                Sentence(
                    "L'étude ne conseille pas de mutualiser tous ensemble : ce projet réunit pourtant tous les "
                    "membres.",
                    "The study does not advise pooling all together: this draft nevertheless binds every member.",
                )
            )
        sections = (self._head(), self._parties(), self._indicators(), self._facts(), self._clauses())
        lines = [line for section in sections for line in section]
        return Draft("\n".join(lines) + "\n", tuple(self.remarks))

    def _head(self) -> list[str]:
        answer, settings = self.answer, self.settings
        fleet = fleet_of(answer.units_together, settings.kinds)
        first, last = self._term()
        purpose = (
            f"Mettre en commun {fleet} entre {len(answer.members)} membres, selon l'étude « {settings.title.fr} »."
        )
        return [
            f"# Projet préparé par l'étude {settings.id} ({answer.frozen.method}).",
            f"# Entrées de l'étude : SHA-256 {answer.frozen.sha256}",
            "# À relire, compléter et contrôler avant toute signature : mitoyen agreement check",
            "format: 1",
            f"agreement: {self._id()}",
            "kind: pool",
            f"title: {{fr: {_quoted(settings.title.fr)}, en: {_quoted(settings.title.en)}}}",
            "purpose:",
            f"  fr: {_quoted(purpose)}",
            "  indicators: [heures-servies]",
            f"term: {{from: {first}, to: {last}, settle: year}}",
            "currency: EUR",
            _DEFAULTS,
        ]

    def _id(self) -> str:
        return self.settings.draft.agreement or f"{self.settings.id}-{self._term()[0].year}"

    def _term(self) -> tuple[date, date]:
        """The days of the settings; else five years from the first January after the record."""
        told = self.settings.draft
        first = told.first or date(self.answer.period[1].year + 1, 1, 1)
        return first, told.last or first.replace(year=first.year + _YEARS) - timedelta(days=1)

    def _parties(self) -> list[str]:
        lines = ["parties:"]
        parts = self.key.parts if self.key else ()
        asked = {part.driver for part in parts} - {EQUAL, "hours", "uses", "population"}
        for member, name in self.parties.items():
            known = next(one for one in self.settings.members if one.id == member)
            entry = f"name: {_quoted(known.name)}, role: member"
            if "population" in known.quantities:
                entry += f', population: "{_decimal(known.quantities["population"])}"'
            drivers = {driver: known.quantities[driver] for driver in sorted(asked) if driver in known.quantities}
            entry += self._drivers(member, drivers, asked)
            lines.append(f"  {name}: {{{entry}}}")
        named = self.settings.draft.coordinator_name
        lines.append(f"  {self.coordinator}: {{name: {_quoted(named)}, role: coordinator}}")
        return lines

    def _drivers(self, member: str, drivers: dict[str, Fraction], asked: set[str]) -> str:
        told = [f'{slug(driver)}: "{_decimal(value)}"' for driver, value in drivers.items()]
        place = self.answer.members.index(member)
        if "alone" in asked:
            told.append(f'{slug("alone")}: "{Euros(self.answer.money.by_member_alone[place])}"')
        if self.key is None:
            told.append(f'{STUDIED}: "{Euros(self.row.cents[place])}"')
        return f", drivers: {{{', '.join(told)}}}" if told else ""

    def _indicators(self) -> list[str]:
        answer = self.answer
        needed = sum(ladder.needed_hours for ladder in answer.ladders)
        unmet = sum(ladder.unmet_alone_hours for ladder in answer.ladders)
        served = Fraction(round(10_000 * (1 - unmet / needed)), 100) if needed else Fraction(100)
        first, last = answer.period
        auditor = next(iter(self.parties.values()))
        target = ""
        if self.settings.service.measure == "fill_rate":
            target = f'target: {{value: "{_decimal(100 * self.settings.service.level)}", by: {self._term()[1]}}},'
        period, source = f"{first.year}-{last.year}", _quoted(f"étude {self.settings.id}")
        about = "better: higher, every: year"
        baseline = f'baseline: {{kind: own_history, value: "{_decimal(served)}", period: "{period}"'
        return [
            "indicators:",
            f'  heures-servies: {{label: {{fr: Part des heures de besoin servies}}, unit: "%", {about},',
            f"                   measured_by: {self.coordinator}, audited_by: {auditor}, worst_area: true,",
            f"                   population: {{fr: heures de besoin de tous les membres}}, {target}",
            f"                   {baseline}, source: {{fr: {source}}}}}}}",
        ]

    def _facts(self) -> list[str]:
        lines = ["facts:", f"  heures: {{unit: h, by: member, from: {self.coordinator}}}"]
        if self._uses("uses"):
            lines.append(f"  utilisations: {{unit: utilisation, by: member, from: {self.coordinator}}}")
        costs = ["machines", "usage", "organisation", "trajets"]
        lines.append(f"  couts: {{unit: EUR, by: [{', '.join(costs)}], from: {self.coordinator}}}")
        lines.append(f"  recettes-tiers: {{unit: EUR, from: {self.coordinator}}}")
        return lines

    def _uses(self, driver: str) -> bool:
        return self.key is not None and any(part.driver == driver for part in self.key.parts)

    def _clauses(self) -> list[str]:
        payers = ", ".join(self.parties.values())
        auditor = next(iter(self.parties.values()))
        statement = ""
        if self._uses("hours"):
            statement = "unit_cost: {per: heures, decimals: 4}, "
        return [
            "clauses:",
            "  - id: repartition",
            "    kind: cost_share_key",
            f"    payers: [{payers}]",
            f"    payee: {self.coordinator}",
            "    pool: {costs: couts, minus: recettes-tiers}",
            f"    key: [{', '.join(self._parts())}]  # {self.row.label.fr}",
            f"    statement: {{{statement}told_before: budget, first_year_within_months: 3, yearly: true}}",
            "  - id: sortie",
            "    kind: reversibility",
            f"    debtor: {self.coordinator}",
            "    notice_months: 12",
            f"    inventory: {{every: year, audited_by: {auditor}}}",
            "    final_balance: {debt_share: kept_by_leaver, equipment: book_value}",
            "  - id: bilan",
            "    kind: reporting",
            f"    debtor: {self.coordinator}",
            "    reports: [{what: décompte annuel, due: 60 days after period, public: true}]",
            "    publish: [contract, amendments, settlements, payments]",
        ]

    def _parts(self) -> list[str]:
        if self.key is None:
            self.remarks.append(
                Sentence(
                    f"La clé « {label_of(self.row.name).fr} » est écrite comme des parts fixes, celles de l'étude : "
                    "prévoyez de les recalculer.",
                    f"The key '{label_of(self.row.name).en}' is written as fixed shares, those of the study: plan to "
                    "compute them again.",
                )
            )
            return [f'{{weight: "1", by: {STUDIED}}}']
        self._tell_what_is_lost(self.key)
        return [self._part(part.driver, part.weight) for part in self.key.parts]

    def _part(self, driver: str, weight: Fraction) -> str:
        by = _FACTS.get(driver, driver if driver == EQUAL else slug(driver))
        fallback = ", if_all_zero: equal" if driver in _FACTS else ""
        return f'{{weight: "{_rate(weight)}", by: {by}{fallback}}}'

    def _tell_what_is_lost(self, key: Key) -> None:
        if key.floors or key.caps or key.commitments:
            self.remarks.append(
                Sentence(
                    "Les planchers, plafonds et usages engagés de la clé ne sont pas dans le projet : ajoutez-les.",
                    "The floors, caps and commitments of the key are not in the draft: add them.",
                )
            )


def _decimal(value: Fraction) -> str:
    """An exact number in decimals, at most six."""
    return f"{float(round(value, 6)):.6f}".rstrip("0").rstrip(".")


def _rate(weight: Fraction) -> str:
    """A weight in decimals when it has some, as a ratio otherwise."""
    return _decimal(weight) if (weight * 10**6).denominator == 1 else f"{weight.numerator}/{weight.denominator}"
