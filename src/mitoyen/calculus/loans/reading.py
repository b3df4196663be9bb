"""A loan contract read from an ACTUS ``terms`` object, or from a whole case with its observed rates.

Numbers come as numbers or as text, often padded (``"  5000"``); moments with or without seconds. What
cannot be read is refused with its place: ``terms.notionalPrincipal``. Terms that change nothing to the
amounts are left unread; :attr:`Case.unread` names them, so that a misspelt one shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar, cast, overload

from mitoyen.calculus.loans.terms import BASES, KINDS, Fee, LoanTerms, RateReset, Rhythm, Scaling, Trade
from mitoyen.calculus.schedules.business_days import CALENDARS, CONVENTIONS, BusinessDays
from mitoyen.calculus.schedules.cycles import Cycle
from mitoyen.calculus.schedules.day_counts import DAY_COUNTS
from mitoyen.kernel.errors import InvalidError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mitoyen.calculus.loans.life import Observed

T = TypeVar("T")
W = TypeVar("W", bound=str)

_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.0+)?Z?)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST_SHOWN = 40
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
    whole = _mapping(document, "")
    if "terms" not in whole and "contractType" not in whole:
        raise InvalidError(
            Sentence(
                "Ni « terms » ni « contractType » : donnez un objet terms d'ACTUS ou un cas {terms, dataObserved, to}.",
                "Neither 'terms' nor 'contractType': give an ACTUS terms object, or a case {terms, dataObserved, to}.",
            )
        )
    if "terms" not in whole:
        whole = {"terms": whole}
    fields = _Fields(_mapping(whole["terms"], "terms"), "terms")
    terms = _terms(fields)
    if whole.get("eventsObserved"):
        raise InvalidError(
            Sentence(
                "Les événements observés ne sont pas suivis, seuls le sont les taux et indices de dataObserved.",
                "Observed events are not followed, only the rates and indices of dataObserved are.",
            ),
            where="eventsObserved",
        )
    until = _Fields(whole, "").moment("to")
    return Case(terms, _observed(whole.get("dataObserved")), until, fields.unread())


def _terms(read: _Fields) -> LoanTerms:
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


def _reset(read: _Fields) -> RateReset:
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


def _scaling(read: _Fields) -> Scaling:
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


def _fee(read: _Fields) -> Fee:
    rate = read.number("feeRate", Fraction(0))
    rhythm = read.rhythm("Fee")
    return Fee(
        rhythm=rhythm if rate else Rhythm(),
        rate=rate,
        is_yearly_rate=read.choice("feeBasis", ("A", "N"), "N") == "N",
        accrued=read.number("feeAccrued", Fraction(0)),
    )


def _refuse_unfollowed(read: _Fields) -> None:
    for key, accepted in {**_UNFOLLOWED, "settlementCurrency": {read.text("currency")}}.items():
        value = read.text(key)
        if value and value not in accepted:
            raise InvalidError(
                Sentence(
                    f"« {key}: {_shown(value)} » changerait les montants et n'est pas suivi : retirez ce terme.",
                    f"'{key}: {_shown(value)}' would change the amounts and is not followed: remove this term.",
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
    for market, series in _mapping(written or {}, "dataObserved").items():
        place = f"dataObserved.{market}"
        rows = _mapping(series, place).get("data")
        if not isinstance(rows, list):
            raise InvalidError(
                Sentence(
                    "Il manque la liste « data » de valeurs datées.", "The list 'data' of dated values is missing."
                ),
                where=place,
            )
        values = []
        for rank, row in enumerate(rows):
            fields = _Fields(_mapping(row, f"{place}.data[{rank}]"), f"{place}.data[{rank}]")
            moment = fields.needed("timestamp", fields.moment, "la date de la valeur", "the date of the value")
            values.append((moment, fields.needed("value", fields.number, "la valeur", "the value")))
        observed[market] = sorted(values, key=lambda value: value[0])
    return observed


def _mapping(written: object, where: str) -> Mapping[str, object]:
    if not isinstance(written, dict):
        raise InvalidError(
            Sentence(
                f"Un objet {{…}} est attendu ici, et non « {_shown(written)} ».",
                f"An object {{…}} is expected here, not '{_shown(written)}'.",
            ),
            where=where,
        )
    return cast("Mapping[str, object]", written)


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


class _Fields:
    """The fields of one object, each read once, by its name and in its type."""

    def __init__(self, written: Mapping[str, object], where: str) -> None:
        self.written, self.where = written, where
        self.known: set[str] = set()

    def error(self, key: str, value: object, fr: str, en: str) -> InvalidError:
        """The value of ``key`` is not what it should be."""
        return InvalidError(
            Sentence(
                f"{key} : « {_shown(value)} » ne convient pas ; on attend {fr}.",
                f"{key}: '{_shown(value)}' does not fit; {en} is expected.",
            ),
            where=f"{self.where}.{key}".lstrip("."),
        )

    def text(self, key: str) -> str:
        """The value as text, without spaces around; empty when absent."""
        self.known.add(key)
        value = self.written.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Fraction)):
            raise self.error(key, value, "un texte ou un nombre", "a text or a number")
        text = str(value).strip()
        return "" if text.upper() == "NULL" else text

    def needed(self, key: str, reader: Callable[[str], T | None], fr: str, en: str) -> T:
        """The value of a term that no loan can do without."""
        value = reader(key)
        if value is None:
            raise InvalidError(
                Sentence(f"Il manque {key} : {fr}.", f"{key} is missing: {en}."),
                where=f"{self.where}.{key}".lstrip("."),
            )
        return value

    @overload
    def number(self, key: str) -> Fraction | None: ...
    @overload
    def number(self, key: str, default: Fraction) -> Fraction: ...
    def number(self, key: str, default: Fraction | None = None) -> Fraction | None:
        """An exact number, as written."""
        text = self.text(key)
        if not text:
            return default
        if not _NUMBER.fullmatch(text):
            raise self.error(key, text, "un nombre, comme 5000 ou 0.035", "a number, such as 5000 or 0.035")
        return Fraction(text)

    def moment(self, key: str) -> datetime | None:
        """A day, or a day and a time; 24:00 is the midnight that ends it."""
        text = self.text(key)
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        at_end = found is not None and (found[2] or "").startswith("24:00")
        try:
            hour = "00:00" if at_end else (found and found[2]) or "00:00"
            moment = datetime.fromisoformat(f"{found[1] if found else text}T{hour}")
        except ValueError as error:
            raise self.error(key, text, "une date, comme 2027-03-31", "a date, such as 2027-03-31") from error
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise self.error(
                key,
                text,
                f"une année entre {_FIRST_YEAR} et {_LAST_YEAR}",
                f"a year between {_FIRST_YEAR} and {_LAST_YEAR}",
            )
        return moment + timedelta(days=1) if at_end else moment

    def choice(self, key: str, allowed: Sequence[W], default: str = "") -> W:
        """One of a few words."""
        text = self.text(key).upper() or default
        for word in allowed:
            if word == text:
                return word
        listed = ", ".join(allowed)
        raise self.error(key, text, f"l'un de : {listed}", f"one of: {listed}")

    def rhythm(self, name: str) -> Rhythm:
        """The pair ``cycleAnchorDateOf…`` and ``cycleOf…``."""
        written = self.text(f"cycleOf{name}")
        try:
            cycle = Cycle.parse(written) if written else None
        except InvalidError as error:
            raise InvalidError(error.sentence, where=f"{self.where}.cycleOf{name}") from error
        return Rhythm(self.moment(f"cycleAnchorDateOf{name}"), cycle)

    def trade(self, date_key: str, price_key: str) -> Trade | None:
        """A date and the price of that day."""
        moment, price = self.moment(date_key), self.number(price_key)
        if moment is None:
            return None
        if price is None:
            raise self.error(price_key, "", "le prix de ce jour", "the price of that day")
        return Trade(moment, price)

    def unread(self) -> tuple[str, ...]:
        """Names that nothing here has used, in order."""
        return tuple(key for key in self.written if key not in self.known and key not in _DESCRIPTIVE)
