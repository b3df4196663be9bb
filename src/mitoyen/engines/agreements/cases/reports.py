"""Cases of what is told: reports in time, data that is open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.cases.figures import Figure, Figures, truth
from mitoyen.engines.agreements.cases.given import CaseError, Given
from mitoyen.engines.agreements.cases.inclusion import owed_figures
from mitoyen.engines.agreements.cases.naming import listed_as
from mitoyen.engines.agreements.cases.tariffs import BOUND
from mitoyen.engines.agreements.cases.trial import Trial
from mitoyen.engines.agreements.exact import ZERO, Exact, positive
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.reading import Tree


def reporting(given: Given) -> Figures:
    """Days between when a report was due and when it came; so much for each."""
    late = given.maybe("duties.days")
    if late is None:
        due, came = day_of(given, "duties.due_date"), day_of(given, "duties.delivered")
        late = Exact(max(0, (came - due).days))
    report: dict[str, Tree] = {"what": "report", "due": "06-01", "days_late": "late"}
    report["per_day"] = given.number("duties.per_day", default=ZERO).text()
    if (tolerated := given.maybe("tolerance")) is not None:
        report["tolerated_days"] = tolerated.text()
    clause: dict[str, Tree] = {
        "id": "case",
        "kind": "reporting",
        "debtor": "payer",
        "penalty_to": "payee",
        "reports": [report],
    }
    owed = Trial([clause], {"late": late.text()}).settled().owed("case")
    if (most := given.maybe("cap")) is not None:
        owed = min(owed, most)
    return {"days_late": Figure(late), "late": truth(late > ZERO), **owed_figures(given, "duties.per_day", owed)}


def day_of(given: Given, *names: str) -> date:
    """A date among the terms or the observations."""
    said = given.tree(*names)
    try:
        return date.fromisoformat(str(said))
    except ValueError as error:
        name = listed_as(names[0])[0]
        raise CaseError(
            Sentence(f"« {name} » est une date comme 2027-06-01.", f"'{name}' is a date such as 2027-06-01."),
            where=name,
        ) from error


def data_access(given: Given) -> Figures:
    """Data sets that are due and were not published: each one is paid, when the terms price it."""
    due = given.number("duties.datasets_due")
    came = given.number("duties.datasets_published")
    missing = positive(due - came)
    clause: dict[str, Tree] = {**BOUND, "kind": "penalty", "fact": "missing"}
    each = given.number("duties.per_missing_dataset", default=ZERO)
    clause["rate"] = {"per": "dataset", "amount": each.text()}
    owed = Trial([clause], {"missing": missing.text()}).settled().owed("case")
    rate = Figure((came * 100 / due) if due != ZERO else ZERO)
    return {
        "missing": Figure(missing),
        "missing_datasets": Figure(missing),
        "published_pct": rate,
        **owed_figures(given, "duties.per_missing_dataset", owed),
    }
