"""LAM and NAM against the specification written a second time (``actus_alone``), and against sums done by hand.

The contracts below cover the terms of the standard one by one, then together. The independent reading gives the same
dates, kinds, payments, principal, accrued interest and rates, exactly: both compute with fractions.
"""

import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from mitoyen.calculus.loans.life import live
from mitoyen.calculus.loans.reading import read_case

sys.path.insert(0, str(Path(__file__).parent))
from actus_alone import events

VECTORS = Path(__file__).parents[1] / "acceptance" / "actus"
PLAIN = {
    "contractRole": "RPA", "contractDealDate": "2012-12-28T00:00:00", "statusDate": "2012-12-30T00:00:00",
    "initialExchangeDate": "2013-01-01T00:00:00", "notionalPrincipal": " 5000", "nominalInterestRate": "0.08",
    "dayCountConvention": "A365", "currency": "USD", "cycleAnchorDateOfPrincipalRedemption": "2013-02-01T00:00:00",
    "cycleOfPrincipalRedemption": "P1ML0", "cycleAnchorDateOfInterestPayment": "2013-02-01T00:00:00",
    "cycleOfInterestPayment": "P1ML0", "maturityDate": "2014-01-01T00:00:00", "nextPrincipalRedemptionPayment": " 500",
}  # fmt: skip
MONTHS = [(year, month) for year in (2012, 2013, 2014) for month in range(1, 13)]


def dated(value_of):
    """A value for the first of each month."""
    rows = [
        {"timestamp": f"{year}-{month:02d}-01T00:00:00", "value": value_of(year * 12 + month)} for year, month in MONTHS
    ]
    return {"data": rows}


OBSERVED = {"RATE": dated(lambda month: f"0.0{2 + month % 7}"), "INDEX": dated(lambda month: str(100 + month * 7 % 13))}
RESET = {"cycleAnchorDateOfRateReset": "2013-04-01T00:00:00", "cycleOfRateReset": "P3ML1",
         "marketObjectCodeOfRateReset": "RATE", "rateSpread": "0.01"}  # fmt: skip
SCALING = {"cycleAnchorDateOfScalingIndex": "2013-03-01T00:00:00", "cycleOfScalingIndex": "P2ML1",
           "marketObjectCodeOfScalingIndex": "INDEX", "scalingIndexAtContractDealDate": "100"}  # fmt: skip
NTL = {"interestCalculationBase": "NTL", "interestCalculationBaseAmount": "5000",
       "cycleAnchorDateOfInterestCalculationBase": "2013-05-01T00:00:00",
       "cycleOfInterestCalculationBase": "P2ML1"}  # fmt: skip
MONTH_END = {"cycleAnchorDateOfPrincipalRedemption": "2013-02-28T00:00:00",
             "cycleAnchorDateOfInterestPayment": "2013-01-31T00:00:00", "endOfMonthConvention": "EOM"}  # fmt: skip
CHANGES = {
    "plain": {},
    "borrower": {"contractRole": "RPL"},
    "maturity deduced": {"maturityDate": None},
    "maturity deduced under way": {"maturityDate": None, "statusDate": "2013-04-15T00:00:00",
                                   "notionalPrincipal": "3500"},
    "payment too large": {"nextPrincipalRedemptionPayment": "700"},
    "payment under the interest": {"nextPrincipalRedemptionPayment": "20"},
    "short stub": {"cycleOfPrincipalRedemption": "P1ML1", "cycleOfInterestPayment": "P1ML1",
                   "maturityDate": "2013-12-15T00:00:00"},
    "long stub": {"maturityDate": "2013-12-15T00:00:00"},
    "days and weeks": {"cycleOfPrincipalRedemption": "P27DL0", "cycleOfInterestPayment": "P2WL1"},
    "other cycles": {"cycleOfPrincipalRedemption": "P3ML1", "cycleOfInterestPayment": "P2ML1"},
    "principal later": {"cycleAnchorDateOfPrincipalRedemption": "2013-06-01T00:00:00"},
    "interest runs before": {"cycleAnchorDateOfInterestPayment": "2012-12-01T00:00:00"},
    "month ends": MONTH_END,
    "same day": {**MONTH_END, "endOfMonthConvention": "SD"},
    "base NT": {"interestCalculationBase": "NT"},
    "base NTL": NTL,
    "base NTL, own cycle": {**NTL, "cycleAnchorDateOfInterestCalculationBase": None},
    "base NTIED": {"interestCalculationBase": "NTIED", "interestCalculationBaseAmount": "4000"},
    "capitalised": {"capitalizationEndDate": "2013-05-01T00:00:00"},
    "capitalised to an odd day": {"capitalizationEndDate": "2013-05-20T00:00:00"},
    "capitalised, NTIED": {"capitalizationEndDate": "2013-05-01T00:00:00", "interestCalculationBase": "NTIED",
                           "interestCalculationBaseAmount": "4000"},
    "rate reset": RESET,
    "rate reset, next rate known": {**RESET, "nextResetRate": "0.06"},
    "rate reset without anchor": {**RESET, "cycleAnchorDateOfRateReset": None},
    "rate within bounds": {**RESET, "rateMultiplier": "1.5", "lifeCap": "0.09", "lifeFloor": "0.05",
                           "periodCap": "0.01", "periodFloor": "-0.02"},
    "fee, an amount": {"feeRate": "15", "feeBasis": "A", "cycleAnchorDateOfFee": "2013-03-01T00:00:00",
                       "cycleOfFee": "P3ML0"},
    "fee, a rate": {"feeRate": "0.01", "feeBasis": "N", "cycleAnchorDateOfFee": "2013-03-01T00:00:00",
                    "cycleOfFee": "P3ML1", "feeAccrued": "5"},
    "interest and principal scaled": {**SCALING, "scalingEffect": "INO"},
    "principal scaled": {**SCALING, "scalingEffect": "0N0", "notionalScalingMultiplier": "1.1"},
    "bought": {"purchaseDate": "2013-05-15T00:00:00", "priceAtPurchaseDate": "3000"},
    "ended": {"terminationDate": "2013-07-17T00:00:00", "priceAtTerminationDate": "2600"},
    "premium": {"premiumDiscountAtIED": "-200"},
    "accrued said": {"accruedInterest": "50"},
    "under way": {"statusDate": "2013-04-15T00:00:00"},
    "under way since a payment": {"statusDate": "2013-05-01T00:00:00"},
    "under way, accrued said": {"statusDate": "2013-04-15T00:00:00", "accruedInterest": "12"},
    "all together": {**RESET, **SCALING, **NTL, "scalingEffect": "INO", "contractRole": "RPL", "calendar": "MF",
                     "businessDayConvention": "CSMP", "feeRate": "0.01", "cycleOfFee": "P3ML1",
                     "capitalizationEndDate": "2013-04-01T00:00:00", "terminationDate": "2013-11-05T00:00:00",
                     "priceAtTerminationDate": "900"},
    **{f"days {name}": {"dayCountConvention": name, "maturityDate": "2014-02-28T00:00:00"}
       for name in ("AA", "A360", "30E360", "30E360ISDA", "28E336")},
    **{f"week-ends {name}": {"calendar": "MF", "businessDayConvention": name}
       for name in ("SCF", "SCMF", "CSF", "CSMF", "SCP", "SCMP", "CSP", "CSMP", "NOS")},
}  # fmt: skip
CONTRACTS = {f"{kind}: {name}": (kind, change) for name, change in CHANGES.items() for kind in ("LAM", "NAM")}
CONTRACTS["LAM: payment deduced"] = ("LAM", {"nextPrincipalRedemptionPayment": None})
CONTRACTS["LAM: payment deduced under way"] = (
    "LAM", {"nextPrincipalRedemptionPayment": None, "statusDate": "2013-04-15T00:00:00"}
)  # fmt: skip


def lived(terms, observed=OBSERVED):
    case = read_case({"terms": terms, "dataObserved": observed})
    assert case.unread == ()
    return [
        (flow.moment, flow.kind, flow.payoff, flow.principal, flow.accrued, flow.rate)
        for flow in live(case.terms, case.observed)
    ]


@pytest.mark.parametrize("name", CONTRACTS)
def test_two_readings_of_the_standard_agree(name):
    kind, change = CONTRACTS[name]
    terms = {key: value for key, value in {**PLAIN, "contractType": kind, **change}.items() if value is not None}
    assert lived(terms) == events(terms, OBSERVED)


def yearly(kind, **changes):
    """Days counted 30E360, a payment on the 1st of January of each year: a desk calculator is enough."""
    return {
        "contractType": kind, "contractRole": "RPA", "statusDate": "2026-12-31", "initialExchangeDate": "2027-01-01",
        "notionalPrincipal": "1000", "nominalInterestRate": "0.10", "dayCountConvention": "30E360",
        "cycleAnchorDateOfPrincipalRedemption": "2028-01-01", "cycleOfPrincipalRedemption": "P1YL0",
        "cycleAnchorDateOfInterestPayment": "2028-01-01", "cycleOfInterestPayment": "P1YL0",
        "maturityDate": "2031-01-01", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "by_year"),
    [
        # four dates: 250 each; 10 % of 1000, 750, 500, 250
        (yearly("LAM"), [350, 325, 300, 275]),
        # 300 a year: 1000, 700, 400, 100 owed; the end repays 100
        (yearly("LAM", nextPrincipalRedemptionPayment="300"), [400, 370, 340, 110]),
        # interest added until 2029: 1100 - 250, then 850 + 85 - 250 = 685; 685 owed, 68.50; 435, 43.50
        (yearly("LAM", nextPrincipalRedemptionPayment="250", capitalizationEndDate="2029-01-01"),
         [250, 250, Fraction("318.5"), Fraction("478.5")]),
        # base NTL, taken anew in 2030 only: 100, 100, 100, then 10 % of what is owed after 2030 (250)
        (yearly("LAM", interestCalculationBase="NTL", interestCalculationBaseAmount="1000",
                cycleAnchorDateOfInterestCalculationBase="2030-01-01", cycleOfInterestCalculationBase="P5YL1"),
         [350, 350, 350, 275]),
        # 60 does not cover 100: 1040, then 104 - 60 = 44, 1084; 48.40, 1132.40; the end: 1132.40 + 113.24
        (yearly("NAM", nextPrincipalRedemptionPayment="60"), [60, 60, 60, Fraction("1245.64")]),
        # 400: 700 owed, 70; 370 owed, 37; 7 owed: 7.70
        (yearly("NAM", nextPrincipalRedemptionPayment="400"), [400, 400, 400, Fraction("7.70")]),
        # no end said: (400 - 100) a year repay 1000 in four
        (yearly("NAM", nextPrincipalRedemptionPayment="400", maturityDate=""), [400, 400, 400, Fraction("7.70")]),
        # scaled: the index is 110 of 100 from 2029 on, after the payments of that day
        (yearly("LAM", scalingEffect="INO", cycleAnchorDateOfScalingIndex="2029-01-01", cycleOfScalingIndex="P9YL1",
                marketObjectCodeOfScalingIndex="INDEX", scalingIndexAtContractDealDate="100"),
         [350, 325, 330, Fraction("302.5")]),
    ],
    ids=["equal parts", "a part said", "capitalised", "base on dates", "debt that grows", "fixed payment",
         "end deduced", "scaled"],
)  # fmt: skip
def test_sums_done_by_hand(terms, by_year):
    observed = {"INDEX": {"data": [{"timestamp": "2029-01-01", "value": "110"}]}}
    paid = {}
    for moment, kind, payoff, *_ in lived(terms, observed):
        if kind != "IED":
            paid[moment.year] = paid.get(moment.year, Fraction(0)) + payoff
    assert [paid[year] for year in (2028, 2029, 2030, 2031)] == by_year


@pytest.mark.parametrize("kind", ["LAM", "NAM"])
@pytest.mark.parametrize("file", ["actus-tests-pam.json", "actus-tests-ann.json"])
def test_terms_of_the_other_vectors_are_read_for_this_kind(kind, file):
    """Each PAM and ANN vector, asked for as a LAM or a NAM: every name and value is understood."""
    for name, case in json.loads((VECTORS / file).read_text(), parse_float=str, parse_int=str).items():
        terms = {**PLAIN, **case["terms"], "contractType": kind}
        read = read_case({**case, "terms": terms})
        assert (name, read.unread) == (name, ())
        assert live(read.terms, read.observed, until=read.until)


def test_a_nam_says_its_payment():
    terms = {**PLAIN, "contractType": "NAM", "nextPrincipalRedemptionPayment": None}
    with pytest.raises(Exception, match="nextPrincipalRedemptionPayment"):
        read_case({"terms": terms})
