"""A loan contract read from an ACTUS ``terms`` object, or from a whole case with its observed rates.

What cannot be read is refused with its place: ``terms.notionalPrincipal``. Terms that change nothing to the
amounts are left unread; :attr:`Case.unread` names them, so that a misspelt one shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from mitoyen.calculus.loans.fields import Fields, mapping, shown
from mitoyen.calculus.loans.terms import BASES, KINDS, Fee, LoanTerms, RateReset, Rhythm, Scaling
from mitoyen.calculus.schedules.business_days import CALENDARS, CONVENTIONS, BusinessDays
from mitoyen.calculus.schedules.day_counts import DAY_COUNTS
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.calculus.loans.life import Observed

_SIGNS = {"RPA": 1, "RPL": -1}
_SCALED = re.compile(r"[I0O][N0O][M0O]?")

# Terms that describe the contract without moving its dates or amounts.
_DESCRIPTIVE = frozenset(
    {"contractDealDate", "contractID", "contractStructure", "counterpartyID", "creatorID", "currency", "fixingDays"}
    | {"fixingPeriod", "marketObjectCode", "marketValueObserved", "seniority"}
)
# Terms that would move amounts, and that we do not follow: only these values are accepted.
_UNFOLLOWED = {
    "contractPerformance": {"PF"},
    "prepaymentEffect": {"N"},
    "penaltyType": {"O", "N"},
    "creditLineAmount": set[str](),
    "cyclePointOfInterestPayment": {"E"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """A contract, the rates observed, the moment at which to stop, and the names left unread."""

    terms: LoanTerms
    observed: Observed = field(default_factory=dict)
    until: datetime | None = None
    unread: tuple[str, ...] = ()


def read_case(document: object) -> Case:
    """Read ``{terms, dataObserved, to}``, or a bare ``terms`` object.

    >>> read_case({"contractType": "PAM"})
    Traceback (most recent call last):
    mitoyen.kernel.errors.InvalidError: Il manque initialExchangeDate : la date à laquelle l'argent est prêté.
    """
    whole = mapping(document, "")
    if "terms" not in whole and "contractType" not in whole:
        raise InvalidError(
            Sentence(
                "Ni « terms » ni « contractType » : donnez un objet terms d'ACTUS ou un cas {terms, dataObserved, to}.",
                "Neither 'terms' nor 'contractType': give an ACTUS terms object, or a case {terms, dataObserved, to}.",
            )
        )
    if "terms" not in whole:
        whole = {"terms": whole}
    fields = Fields(mapping(whole["terms"], "terms"), "terms")
    terms = _terms(fields)
    if whole.get("eventsObserved"):
        raise InvalidError(
            Sentence(
                "Les événements observés ne sont pas suivis, seuls le sont les taux et indices de dataObserved.",
                "Observed events are not followed, only the rates and indices of dataObserved are.",
            ),
            where="eventsObserved",
        )
    until = Fields(whole, "").moment("to")
    return Case(terms, _observed(whole.get("dataObserved")), until, fields.unread(_DESCRIPTIVE))


def _terms(read: Fields) -> LoanTerms:
    kind = read.choice("contractType", KINDS)
    start = read.needed(
        "initialExchangeDate", read.moment, "la date à laquelle l'argent est prêté", "the day the money is lent"
    )
    terms = LoanTerms(
        kind=kind,
        principal=read.needed("notionalPrincipal", read.number, "le montant prêté", "the amount lent"),
        start=start,
        rate=read.number("nominalInterestRate"),
        day_count=read.choice("dayCountConvention", DAY_COUNTS),
        sign=_SIGNS[read.choice("contractRole", tuple(_SIGNS), "RPA")],
        status=read.moment("statusDate"),
        maturity=read.moment("maturityDate"),
        amortised_by=read.moment("amortizationDate"),
        premium=read.number("premiumDiscountAtIED") or Fraction(0),
        accrued=read.number("accruedInterest"),
        interest=read.rhythm("InterestPayment"),
        capitalised_until=read.moment("capitalizationEndDate"),
        redemption=read.rhythm("PrincipalRedemption"),
        payment=read.number("nextPrincipalRedemptionPayment"),
        base=read.choice("interestCalculationBase", BASES, "NT"),
        base_amount=read.number("interestCalculationBaseAmount"),
        base_rhythm=read.rhythm("InterestCalculationBase"),
        reset=_reset(read),
        scaling=_scaling(read),
        fee=_fee(read),
        purchase=read.trade("purchaseDate", "priceAtPurchaseDate"),
        termination=read.trade("terminationDate", "priceAtTerminationDate"),
        at_month_end=read.choice("endOfMonthConvention", ("SD", "EOM"), "SD") == "EOM",
        business_days=BusinessDays(
            read.choice("businessDayConvention", CONVENTIONS, "NOS"), read.choice("calendar", CALENDARS, "NC")
        ),
    )
    _refuse_unfollowed(read)
    _check(terms)
    return terms


def _reset(read: Fields) -> RateReset:
    return RateReset(
        rhythm=read.rhythm("RateReset"),
        market=read.text("marketObjectCodeOfRateReset"),
        multiplier=read.number("rateMultiplier", Fraction(1)),
        spread=read.number("rateSpread", Fraction(0)),
        floor=read.number("lifeFloor"),
        ceiling=read.number("lifeCap"),
        largest_fall=read.number("periodFloor"),
        largest_rise=read.number("periodCap"),
        next_rate=read.number("nextResetRate"),
    )


def _scaling(read: Fields) -> Scaling:
    effect = read.text("scalingEffect") or "000"
    if not _SCALED.fullmatch(effect):
        raise read.error("scalingEffect", effect, "I00, 0N0, IN0 ou 000", "I00, 0N0, IN0 or 000")
    index = read.number("scalingIndexAtContractDealDate", Fraction(1))
    if index == 0:
        raise read.error("scalingIndexAtContractDealDate", "0", "un indice non nul", "an index that is not zero")
    return Scaling(
        rhythm=read.rhythm("ScalingIndex"),
        market=read.text("marketObjectCodeOfScalingIndex"),
        index_at_deal=index,
        scales_interest=effect[0] == "I",
        scales_principal=effect[1] == "N",
        interest_multiplier=read.number("interestScalingMultiplier", Fraction(1)),
        principal_multiplier=read.number("notionalScalingMultiplier", Fraction(1)),
    )


def _fee(read: Fields) -> Fee:
    rate = read.number("feeRate", Fraction(0))
    rhythm = read.rhythm("Fee")
    return Fee(
        rhythm=rhythm if rate else Rhythm(),
        rate=rate,
        is_yearly_rate=read.choice("feeBasis", ("A", "N"), "N") == "N",
        accrued=read.number("feeAccrued", Fraction(0)),
    )


def _refuse_unfollowed(read: Fields) -> None:
    for key, accepted in {**_UNFOLLOWED, "settlementCurrency": {read.text("currency")}}.items():
        value = read.text(key)
        if value and value not in accepted:
            raise InvalidError(
                Sentence(
                    f"« {key}: {shown(value)} » changerait les montants et n'est pas suivi : retirez ce terme.",
                    f"'{key}: {shown(value)}' would change the amounts and is not followed: remove this term.",
                ),
                where=f"terms.{key}",
            )


def _check(terms: LoanTerms) -> None:
    """What would make the sums meaningless."""
    if terms.principal <= 0:
        raise InvalidError(
            Sentence(
                f"Le montant prêté doit être positif ({float(terms.principal)}) ; contractRole dit qui prête.",
                f"The amount lent must be positive ({float(terms.principal)}); contractRole says who lends.",
            ),
            where="terms.notionalPrincipal",
        )
    if terms.kind == "NAM" and terms.payment is None:
        raise InvalidError(
            Sentence(
                "Un NAM rembourse un versement convenu : donnez nextPrincipalRedemptionPayment (ou contractType ANN).",
                "A NAM repays an agreed payment: give nextPrincipalRedemptionPayment (or contractType ANN).",
            ),
            where="terms.nextPrincipalRedemptionPayment",
        )
    for name, end in (("maturityDate", terms.maturity), ("amortizationDate", terms.amortised_by)):
        if end is not None and end <= terms.start:
            raise InvalidError(
                Sentence(
                    f"Le prêt finit le {end:%Y-%m-%d}, avant de commencer le {terms.start:%Y-%m-%d}.",
                    f"The loan ends on {end:%Y-%m-%d}, before it starts on {terms.start:%Y-%m-%d}.",
                ),
                where=f"terms.{name}",
            )


def _observed(written: object) -> dict[str, list[tuple[datetime, Fraction]]]:
    observed = {}
    for market, series in mapping(written or {}, "dataObserved").items():
        place = f"dataObserved.{market}"
        rows = mapping(series, place).get("data")
        if not isinstance(rows, list):
            raise InvalidError(
                Sentence(
                    "Il manque la liste « data » de valeurs datées.", "The list 'data' of dated values is missing."
                ),
                where=place,
            )
        values = []
        for rank, row in enumerate(rows):
            fields = Fields(mapping(row, f"{place}.data[{rank}]"), f"{place}.data[{rank}]")
            moment = fields.needed("timestamp", fields.moment, "la date de la valeur", "the date of the value")
            values.append((moment, fields.needed("value", fields.number, "la valeur", "the value")))
        observed[market] = sorted(values, key=lambda value: value[0])
    return observed
