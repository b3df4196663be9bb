"""LAM and NAM contracts of the ACTUS technical specification, written a second time, on their own.

Schedules, state transitions and payoffs in plain fractions, in the notation of the specification (``Nt``, ``Ipac``,
``Ipcb``, ``Prnxt``, ``Isc``, ``Nsc``, ``Feac``). It imports nothing of Mitoyen: that is its use.
"""

from calendar import isleap, monthrange
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

ORDER = ("IED", "FP", "PR", "IP", "IPCI", "RRF", "RR", "PRD", "TD", "SC", "IPCB", "MD")
DAY = timedelta(days=1)


def midnight(year, month, day):
    return datetime.fromisoformat(f"{year}-{month:02}-{day:02}")


def when(text):
    return datetime.fromisoformat(text[:10]) if text else None


def plus(anchor, cycle, turns, month_ends):
    unit, number = cycle[-3], int(cycle[1:-3])
    if unit in "DW":
        return anchor + DAY * number * turns * (7 if unit == "W" else 1)
    months = anchor.year * 12 + anchor.month - 1 + number * turns * {"M": 1, "Q": 3, "H": 6, "Y": 12}[unit]
    year, month = months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    keeps_end = month_ends and anchor.day == monthrange(anchor.year, anchor.month)[1]
    return midnight(year, month, last if keeps_end else min(anchor.day, last))


def schedule(anchor, cycle, end, month_ends, with_end):
    """S(s, T, c): from s every c before T; a long stub (L0) gives up the date before an end it does not fall on."""
    if anchor is None and cycle is None:
        return []
    dates, turns, date = [], 0, anchor
    while date < end and (cycle or not turns):
        dates.append(date)
        turns += 1
        date = plus(anchor, cycle, turns, month_ends) if cycle else end
    count = len(dates) + with_end
    if cycle and cycle[-1] == "0" and date != end and count > 2:
        dates.pop()
    return [*dates, end] if with_end else dates


def is_month_end(day):
    return day.day == monthrange(day.year, day.month)[1]


def year_fraction(start, end, convention, maturity=None):
    if convention == "AA":
        days, total = Fraction(0), start
        while total < end:
            turn = min(end, midnight(total.year + 1, 1, 1))
            days += Fraction((turn - total).days, 366 if isleap(total.year) else 365)
            total = turn
        return days
    if convention in {"A360", "A365"}:
        return Fraction((end - start).days, int(convention[1:]))
    month = 28 if convention == "28E336" else 30
    first, last = min(start.day, month), min(end.day, month)
    if convention == "30E360ISDA":
        first, last = (30 if is_month_end(d) and d != maturity else min(d.day, 30) for d in (start, end))
    return Fraction(((end.year - start.year) * 12 + end.month - start.month) * month + last - first, 12 * month)


def shifted(date, convention, calendar):
    """The date paid, and the one until which interest is counted."""

    def moved(way):
        day = date
        while day.weekday() > 4:
            day += DAY * way
        return day

    if calendar != "MF" or convention == "NOS" or date.weekday() < 5:
        return date, date
    way = 1 if convention[-1] == "F" else -1
    paid = moved(way)
    if "M" in convention and paid.month != date.month:
        paid = moved(-way)
    return paid, date if convention.startswith("CS") else paid


def events(terms, observed):  # noqa: C901, PLR0912, PLR0915  one contract, from end to end
    """The events of a contract: date, kind, payoff, principal, accrued interest, rate."""
    get = terms.get
    num = lambda name, default=None: default if get(name) is None else Fraction(str(get(name)).strip())  # noqa: E731
    kind, sign = get("contractType"), {"RPA": 1, "RPL": -1}[get("contractRole", "RPA")]
    start, status = when(get("initialExchangeDate")), when(get("statusDate"))
    dcc, eom = get("dayCountConvention"), get("endOfMonthConvention") == "EOM"
    bdc, calendar = get("businessDayConvention", "NOS"), get("calendar", "NC")
    notional, rate, prnxt = (
        num("notionalPrincipal"),
        num("nominalInterestRate", Fraction(0)),
        num("nextPrincipalRedemptionPayment"),
    )
    y = lambda a, b: year_fraction(a, b, dcc, maturity)  # noqa: E731
    maturity = when(get("maturityDate"))
    rhythm = {}
    for name in (
        "InterestPayment",
        "PrincipalRedemption",
        "RateReset",
        "ScalingIndex",
        "Fee",
        "InterestCalculationBase",
    ):
        anchor, cycle = when(get(f"cycleAnchorDateOf{name}")), get(f"cycleOf{name}")
        rhythm[name] = (anchor or (plus(start, cycle, 1, False) if cycle else None), cycle)
    if maturity is None:
        anchor, cycle = rhythm["PrincipalRedemption"]
        before, turns = anchor, 0
        while status and plus(anchor, cycle, turns + 1, eom) < status:
            turns += 1
        before = plus(anchor, cycle, turns, eom)
        repaid = prnxt
        if kind == "NAM":
            repaid -= notional * rate * y(before, plus(anchor, cycle, turns + 1, eom))
        left = ceil(notional / repaid) - (0 if status and before < status else 1)
        maturity = plus(anchor, cycle, turns + left, eom)
    dates = lambda name, with_end=False: schedule(*rhythm[name], maturity, eom, with_end)  # noqa: E731
    found = [(start, start, "IED")]
    redemptions = dates("PrincipalRedemption")
    add = lambda kind, when_: found.extend((*shifted(d, bdc, calendar), kind) for d in when_)  # noqa: E731
    add("PR", redemptions)
    add("MD", [maturity])
    interest = dates("InterestPayment", with_end=True)
    if kind == "NAM":
        paying = dates("PrincipalRedemption", with_end=True) or [maturity]
        interest = [d for d in interest if d < paying[0]] + paying
    turning = when(get("capitalizationEndDate"))
    if turning:
        add("IPCI", [d for d in interest if d < turning] + [turning])
        interest = [d for d in interest if d > turning]
    add("IP", interest)
    resets = dates("RateReset")
    known = next((d for d in resets if not status or d > status), None) if get("nextResetRate") is not None else None
    add("RRF", [d for d in resets if d == known])
    add("RR", [d for d in resets if d != known])
    effect = get("scalingEffect", "000")
    if "I" in effect or "N" in effect:
        add("SC", dates("ScalingIndex"))
    if num("feeRate", Fraction(0)):
        add("FP", dates("Fee", with_end=True))
    if get("interestCalculationBase") == "NTL":
        add("IPCB", dates("InterestCalculationBase"))
    for name, what in (("purchaseDate", "PRD"), ("terminationDate", "TD")):
        if get(name):
            found.append((when(get(name)), when(get(name)), what))
    found = [e for e in found if e[0] >= start and (not status or e[0] > status)]
    found.sort(key=lambda e: (e[0], ORDER.index(e[2])))
    base_is = get("interestCalculationBase", "NT")

    def look(code, at):
        return [Fraction(str(row["value"]).strip()) for row in observed[code]["data"] if when(row["timestamp"]) <= at][
            -1
        ]

    nt = ipac = ipcb = feac = rt = Fraction(0)
    isc, nsc = num("interestScalingMultiplier", Fraction(1)), num("notionalScalingMultiplier", Fraction(1))

    def begin():
        base = sign * notional if base_is == "NT" else sign * num("interestCalculationBaseAmount", notional)
        return sign * notional, rate, base, sign * num("accruedInterest", Fraction(0))

    count = lambda after, inclusive: sum(  # noqa: E731
        d > after or (inclusive and d == after) for d in dates("PrincipalRedemption", with_end=True)
    )
    at = start
    feac = num("feeAccrued", Fraction(0))
    if status and start <= status:
        nt, rt, ipcb, ipac = begin()
        at = status
        if get("accruedInterest") is None:
            paid = [d for d in dates("InterestPayment") if d <= status]
            ipac = y(max([start, *paid]), status) * rt * ipcb
        if prnxt is None:
            prnxt = notional / count(status, False)
    out, bought = [], not get("purchaseDate")
    for date, counted, what in found:
        if counted > at:
            run = y(at, counted)
            ipac += run * rt * ipcb
            if get("feeBasis", "N") == "N":
                feac += run * nt * num("feeRate", Fraction(0))
            at = counted
        pay = Fraction(0)
        if what == "IED":
            nt, rt, ipcb, ipac = begin()
            anchor = rhythm["InterestPayment"][0]
            if get("accruedInterest") is None and anchor and anchor < date:
                ipac = y(anchor, date) * rt * ipcb
            if prnxt is None:
                prnxt = notional / count(date, True)
            pay = -sign * (notional + num("premiumDiscountAtIED", Fraction(0)))
        elif what == "PR":
            redeemed = prnxt - (sign * ipac if kind == "NAM" else 0)
            redeemed = sign * min(redeemed, abs(nt))
            pay, nt = nsc * redeemed, nt - redeemed
            ipcb = ipcb if base_is == "NTL" else nt
        elif what == "IP":
            pay, ipac = isc * ipac, Fraction(0)
        elif what == "IPCI":
            nt, ipac = nt + ipac, Fraction(0)
            ipcb = ipcb if base_is == "NTL" else nt
        elif what == "IPCB":
            ipcb = nt
        elif what == "RRF":
            rt = num("nextResetRate")
        elif what == "RR":
            wanted = look(get("marketObjectCodeOfRateReset"), date) * num("rateMultiplier", Fraction(1)) + num(
                "rateSpread", Fraction(0)
            )
            change = min(max(wanted - rt, num("periodFloor", Fraction(-99))), num("periodCap", Fraction(99)))
            rt = min(max(rt + change, num("lifeFloor", Fraction(-99))), num("lifeCap", Fraction(99)))
        elif what == "SC":
            index = look(get("marketObjectCodeOfScalingIndex"), date) / num(
                "scalingIndexAtContractDealDate", Fraction(1)
            )
            isc, nsc = index if "I" in effect else isc, index if "N" in effect else nsc
        elif what == "FP":
            pay, feac = (sign * num("feeRate") if get("feeBasis") == "A" else feac), Fraction(0)
        elif what == "PRD":
            pay, bought = -sign * (num("priceAtPurchaseDate") + ipac), True
        elif what == "TD":
            pay = sign * (num("priceAtTerminationDate") + ipac)
            nt = ipac = ipcb = feac = Fraction(0)
        elif what == "MD":
            pay = nsc * nt + isc * ipac + feac
            nt = ipac = ipcb = feac = Fraction(0)
        if bought:
            out.append((date, what, pay, nt, ipac, rt))
        if what == "TD":
            break
    return out
