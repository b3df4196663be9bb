"""A simulation told: as a tree for programs, as sentences for a council."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mitoyen.engines.agreements.settlement import SEMANTICS
from mitoyen.kernel import words
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Sentence

MOST_NAMED = 3
"""How many clauses a sentence names."""

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mitoyen.engines.agreements.declarations import Party
    from mitoyen.engines.agreements.simulation.attribution import Risk, Share
    from mitoyen.engines.agreements.simulation.figures import Figures, Spread
    from mitoyen.engines.agreements.simulation.running import Simulated


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
    parties = _parties(simulated)
    said = [
        _party(name, party.name.fr, party.name.said_in("en"), found)
        for name, party in parties.items()
        if name in found.over_the_term
    ]
    said += [_cap(cap, found) for cap in found.cap_ever]
    for clause, moved in changes.items():
        for name, party in parties.items():
            change = moved.get(name)
            if change is not None and abs(change.worst) + abs(change.mean) >= 1:
                said.append(_change(clause, party.name.fr, party.name.said_in("en"), change))
    for name, party in parties.items():
        if risk and name in risk.by_clause:
            said += _risk(party.name.fr, party.name.said_in("en"), risk.by_clause[name], risk.by_driver[name])
    return said


def _risk(fr: str, en: str, shares: Mapping[str, Share], parts: Mapping[str, float]) -> list[Sentence]:
    """What the bad years of a party come from: the clauses that weigh most, and the greatest uncertainty."""
    heaviest = sorted(shares.items(), key=lambda pair: -abs(pair[1].value))[:MOST_NAMED]
    said = []
    if heaviest:
        named = {
            language: ", ".join(f"« {clause} » {_gain(share.value, language)}" for clause, share in heaviest)
            for language in ("fr", "en")
        }
        said.append(
            Sentence(
                f"Dans le vingtième des scénarios le plus mauvais pour {fr}, ce qui pèse le plus : {named['fr']}.",
                f"In the worst twentieth of scenarios for {en}, what weighs most: {named['en']}.",
            )
        )
    driver, part = max(parts.items(), key=lambda pair: pair[1], default=("", 0.0))
    if part > 0:
        said.append(
            Sentence(
                f"Si « {driver} » était connu d'avance, l'incertitude de {fr} (variance) "
                f"baisserait de {words.share(part, 0)}.",
                f"If '{driver}' were known beforehand, the uncertainty of {en} (variance) "
                f"would fall by {words.share(part, 0, 'en')}.",
            )
        )
    return said


def _parties(simulated: Simulated) -> dict[str, Party]:
    """Those of the agreement, and those that an amendment brings in."""
    versions = {id(each): each for period in simulated.periods for _, each in simulated.document.pieces(period)}
    return {str(name): party for each in versions.values() for name, party in each.agreement.parties.items()}


def _party(name: str, fr: str, en: str, found: Figures) -> Sentence:
    term, year = found.over_the_term[name], found.in_a_year[name]
    return Sentence(
        f"{fr} : {_gain(term.mean, 'fr')} en moyenne sur la durée ; une année sur vingt, {_gain(year.p5, 'fr')} "
        f"ou moins dans l'année ({_gain(year.worst, 'fr')} en moyenne ces années-là).",
        f"{en}: {_gain(term.mean, 'en')} on average over the term; one year in twenty, {_gain(year.p5, 'en')} or less "
        f"in the year ({_gain(year.worst, 'en')} on average in those years).",
    )


def _cap(cap: str, found: Figures) -> Sentence:
    ever, often = found.cap_ever[cap], found.cap_in_a_period[cap]
    return Sentence(
        f"Le plafond « {cap} » joue au moins une fois dans {words.share(ever, 0)} des scénarios, "
        f"et dans {words.share(often, 1)} des périodes.",
        f"Cap '{cap}' binds at least once in {words.share(ever, 0, 'en')} of scenarios, "
        f"and in {words.share(often, 1, 'en')} of periods.",
    )


def _change(clause: str, fr: str, en: str, change: Spread) -> Sentence:
    return Sentence(
        f"Avec « {clause} », {fr} : {_gain(change.mean, 'fr')} en moyenne, de {_gain(change.p5, 'fr')} "
        f"à {_gain(change.p95, 'fr')} dans neuf scénarios sur dix.",
        f"With '{clause}', {en}: {_gain(change.mean, 'en')} on average, from {_gain(change.p5, 'en')} "
        f"to {_gain(change.p95, 'en')} in nine scenarios out of ten.",
    )


def _gain(cents: float, language: str) -> str:
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
