"""Cases of insertion hours: worked out from the price of a contract, and what the missing ones cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, money, truth
from mitoyen.engines.agreements.cases.rounding import rounding_of
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial, Trialled
from mitoyen.engines.agreements.exact import ONE, ZERO
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.cases.given import Given
    from mitoyen.engines.agreements.reading import Tree


def insertion_hours(given: Given) -> Figures:
    """Hours due from the price of a contract, and what the missing ones cost when their price is given."""
    if (due := given.maybe("hours.due_hours")) is not None:
        return _hours_figures(given, _settled(given, {"due": {"year": due.text()}}))
    if given.has("hours.S"):
        return staff_transfer(given)
    if (worked := given.maybe("hours.labour_hours")) is not None and not given.has("hours.contract_amount"):
        done = _hours(given, {**_OF_HOURS, "amount": worked.text(), "rate": given.rate("hours.rate").text()})
        return _hours_figures(given, done)
    share = given.rate("hours.labour_share", default=ONE)
    if not given.has("hours.labour_share"):
        given.notes.append(
            Sentence(
                "La part de main-d'œuvre n'est pas donnée : tout le montant est compté.",
                "The labour share is not given: all of the amount counts.",
            )
        )
    contract: dict[str, Tree] = {
        "amount": given.number("hours.contract_amount").text(),
        "labour_share": share.text(),
        "rate": given.rate("hours.rate").text(),
        "hourly_cost": given.number("hours.hourly_cost").text(),
    }
    done = _hours(given, contract)
    exact = done.figure("case", "Hours of the contract, before rounding")
    figures = {"hours_exact": Figure(exact, 2), "hours_rounded_2": Figure(exact, 2)}
    return figures | _hours_figures(given, done)


_OF_HOURS: dict[str, Tree] = {"labour_share": "1", "hourly_cost": "1"}
"""Where the hours of work are given, and not the price of the contract."""


def staff_transfer(given: Given) -> Figures:
    """The same where staff must be kept: ``P = 1 - (S·C)/(A/N)``, ``H = P·A·T/C``, none below the threshold."""
    contract: dict[str, Tree] = {
        "amount": given.number("hours.A").text(),
        "rate": given.rate("hours.T").text(),
        "hourly_cost": given.number("hours.C").text(),
        "staff": {
            "hours_per_month": given.number("hours.S").text(),
            "months": given.number("hours.N").text(),
        },
    }
    done = _hours(given, contract)
    share = Figure(done.figure("case", "Share of the work that is open"))
    exact = Figure(done.figure("case", "Hours of the contract, before rounding"), 2)
    return {"P": share, "share": share, "hours_exact": exact} | _hours_figures(given, done)


def _hours(given: Given, contract: dict[str, Tree]) -> Trialled:
    if given.has("hours.rounding"):
        contract["rounding"] = rounding_of(given.tree("hours.rounding"))
    least = given.maybe("hours.least")
    if least is not None:
        contract["at_least"] = least.text()
    return _settled(given, {"from_contract": contract})


def _settled(given: Given, due: dict[str, Tree]) -> Trialled:
    clause: dict[str, Tree] = {
        **BOUND, "kind": "insertion_hours", "delivered": "delivered",
        "missing_hour": given.number("hours.missing", default=ZERO).text(), **due,
    }  # fmt: skip
    facts: dict[str, Tree] = {"delivered": given.number("hours.done", default=ZERO).text()}
    if (excused := given.maybe("hours.excused_hours")) is not None:
        clause["excused"], facts["excused"] = "excused", excused.text()
    return Trial([clause], facts).settled()


def _hours_figures(given: Given, done: Trialled) -> Figures:
    """The hours due; those that are missing and what they cost, once hours were delivered."""
    hours = given.maybe("hours.due_hours")
    if hours is None:
        kept = "Hours, if the clause is worth writing"
        hours = done.figure("case", kept if done.has_figure("case", kept) else "Hours of the contract")
    figures: Figures = {
        name: Figure(hours) for name in ("hours", "hours_floor", "hours_due", "hours_rounded", "hours_truncated")
    }
    figures["clause_applies"] = truth(hours > ZERO)
    if given.has("hours.done"):
        figures["missing_hours"] = figures["shortfall_hours"] = figures["missing"] = Figure(
            done.figure("case", "Missing hours")
        )
        if given.has("hours.missing"):
            owed = money(done.owed("case"))
            figures |= {"penalty": owed, "owed": owed, "amount": owed}
    return figures
