"""A simulation told: as a tree for programs, as sentences for a council."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.evidence import INDEX
from mitoyen.engines.agreements.settlement import SEMANTICS, wordings
from mitoyen.kernel import words
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

MOST_NAMED = 3
"""How many clauses a sentence names."""

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mitoyen.engines.agreements.simulation.attribution import Risk, Share
    from mitoyen.engines.agreements.simulation.figures import Figures, Spread
    from mitoyen.engines.agreements.simulation.running import Simulated
    from mitoyen.engines.agreements.wording import Wording
    from mitoyen.kernel.text import Language


def as_tree(
    simulated: Simulated,
    found: Figures,
    changes: Mapping[str, Mapping[str, Spread]],
    risk: Risk | None = None,
) -> dict[str, Any]:
    """What is published: amounts in euros as text, chances between 0 and 1."""
    document = simulated.document
    return {
        "agreement": document.agreement.agreement,
        "version": document.digest,
        "semantics": SEMANTICS,
        "scenarios": simulated.scenarios,
        "seed": simulated.seed,
        "without": sorted(simulated.without),
        "periods": [period.label for period in simulated.periods],
        "accounts": {
            name: {"term": _spread(found.over_the_term[name]), "year": _spread(found.in_a_year[name])}
            for name in sorted(found.over_the_term)
        },
        "caps": {
            cap: {
                "in_a_period": round(found.cap_in_a_period[cap], 4),
                "ever": round(found.cap_ever[cap], 4),
                "ever_between": [round(bound, 4) for bound in found.cap_ever_between[cap]],
            }
            for cap in found.cap_ever
        },
        "clauses": {
            clause: {account: _spread(each) for account, each in moved.items()}
            for clause, moved in found.by_clause.items()
        },
        "without_each_clause": {
            clause: {account: _spread(each) for account, each in moved.items()} for clause, moved in changes.items()
        },
        "said": [{"fr": each.fr, "en": each.en} for each in sentences(simulated, found, changes, risk)],
    } | (_risk_tree(risk) if risk else {})


def _risk_tree(risk: Risk) -> dict[str, Any]:
    return {
        "risk_by_clause": {
            account: {
                clause: {"value": _euros(share.value), "half_width": _euros(share.half_width)}
                for clause, share in shares.items()
            }
            for account, shares in risk.by_clause.items()
        },
        "variance_by_driver": {
            account: {driver: round(part, 4) for driver, part in parts.items()}
            for account, parts in risk.by_driver.items()
        },
    }


def sentences(
    simulated: Simulated,
    found: Figures,
    changes: Mapping[str, Mapping[str, Spread]],
    risk: Risk | None = None,
) -> list[Sentence]:
    """What a council reads: each party over the term and in a bad year, each cap, what each clause changes."""
    fr, en = _wordings(simulated)

    def both(tell: Callable[..., str], *about: object) -> Sentence:
        return Sentence(fr.finished(tell(fr, *about)), en.finished(tell(en, *about)))

    parties = list(fr.parties)
    said = [both(_party, name, found) for name in parties if name in found.over_the_term]
    said += [both(_cap, cap, found) for cap in found.cap_ever]
    for clause, moved in changes.items():
        for name in parties:
            change = moved.get(name)
            if change is not None and abs(change.worst) + abs(change.mean) >= 1:
                said.append(both(_change, clause, name, change))
    for name in parties:
        if risk and risk.by_clause.get(name):
            said.append(both(_heaviest, name, risk.by_clause[name]))
        if risk and any(part > 0 for part in risk.by_driver.get(name, {}).values()):
            said.append(both(_greatest_doubt, name, risk.by_driver[name]))
    return said


def _wordings(simulated: Simulated) -> tuple[Wording, Wording]:
    """Words for what the agreement declares, and for the parties that an amendment brings in."""
    versions = {id(each): each for period in simulated.periods for _, each in simulated.document.pieces(period)}
    parties = {str(name): party for each in versions.values() for name, party in each.agreement.parties.items()}
    fr, en = (replace(say, parties=parties) for say in wordings(simulated.document.agreement))
    return fr, en


def _party(say: Wording, name: str, found: Figures) -> str:
    language, term, year = say.language, found.over_the_term[name], found.in_a_year[name]
    mean, bad, worst = (_gain(cents, language) for cents in (term.mean, year.p5, year.worst))
    if language == "fr":
        return (
            f"{say.party(name)} : {mean} en moyenne sur la durée ; une année sur vingt, {bad} ou moins dans l'année "
            f"({worst} en moyenne ces années-là)."
        )
    return (
        f"{say.party(name)}: {mean} on average over the term; one year in twenty, {bad} or less in the year "
        f"({worst} on average in those years)."
    )


def _cap(say: Wording, cap: str, found: Figures) -> str:
    ever = words.share(found.cap_ever[cap], 0, say.language)
    often = words.share(found.cap_in_a_period[cap], 1, say.language)
    if say.language == "fr":
        once = f"Le plafond {say.titled(cap)} joue au moins une fois dans {ever} des scénarios"
        return f"{once}, et dans {often} des périodes."
    return f"Cap {say.titled(cap)} binds at least once in {ever} of scenarios, and in {often} of periods."


def _change(say: Wording, clause: str, name: str, change: Spread) -> str:
    mean, low, high = (_gain(cents, say.language) for cents in (change.mean, change.p5, change.p95))
    if say.language == "fr":
        return (
            f"Avec {say.titled(clause)}, {say.party(name)} : {mean} en moyenne, de {low} à {high} dans neuf scénarios "
            "sur dix."
        )
    return (
        f"With {say.titled(clause)}, {say.party(name)}: {mean} on average, from {low} to {high} in nine scenarios out "
        "of ten."
    )


def _heaviest(say: Wording, name: str, shares: Mapping[str, Share]) -> str:
    """What the bad years of a party come from: the clauses that weigh most."""
    heaviest = sorted(shares.items(), key=lambda pair: -abs(pair[1].value))[:MOST_NAMED]
    listed = ", ".join(f"{say.titled(clause)} {_gain(share.value, say.language)}" for clause, share in heaviest)
    if say.language == "fr":
        return (
            f"Dans le vingtième des scénarios le plus mauvais pour {say.party(name)}, ce qui pèse le plus : {listed}."
        )
    return f"In the worst twentieth of scenarios for {say.party(name)}, what weighs most: {listed}."


def _greatest_doubt(say: Wording, name: str, parts: Mapping[str, float]) -> str:
    """The driver that, known beforehand, would take most of the uncertainty of a party away."""
    driver, part = max(parts.items(), key=lambda pair: pair[1])
    less = words.share(part, 0, say.language)
    if say.language == "fr":
        return (
            f"Si {_driver(say, driver)} était connu d'avance, l'incertitude de {say.party(name)} (variance) "
            f"baisserait de {less}."
        )
    return (
        f"If {_driver(say, driver)} were known beforehand, the uncertainty of {say.party(name)} (variance) would fall "
        f"by {less}."
    )


def _driver(say: Wording, name: str) -> str:
    """What is drawn, by its label and its keys; a series by its name."""
    if name.startswith(INDEX):
        return say.quoted(name.removeprefix(INDEX))
    measure, *key = name.split(".")
    return say.measure(measure) + (f" ({', '.join(key)})" if key else "")


def _gain(cents: float, language: Language) -> str:
    """An amount to the euro: a report does not pretend to cents."""
    rounded = round(cents / 100)
    euros = words.euros(Euros(rounded * 100), language, round_ones_bare=True)
    return f"+{euros}" if rounded > 0 else euros


def _spread(spread: Spread) -> dict[str, Any]:
    """A spread in euros; ``worst`` and ``cvar95`` are two names of one figure."""
    plain = ("mean", "p5", "p50", "p95", "worst", "deviation", "half_width", "worst_half_width")
    between = ("p5_between", "p95_between")
    return (
        {name: _euros(getattr(spread, name)) for name in plain}
        | {name: [_euros(bound) for bound in getattr(spread, name)] for name in between}
        | {"cvar95": _euros(spread.worst)}
    )


def _euros(cents: float) -> str:
    return str(Euros(round(cents)))
