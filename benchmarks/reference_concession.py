"""The water concession worked out by hand in numpy, to measure the engine against.

No clause objects, no exact numbers: whole ``int64`` arrays, the document's figures written into the code, the same
roundings in the same places, one pass a quarter and no loop over scenarios. It was written before the engine's
simulation and is not edited to please it: where the two differ, one of them is wrong.

Units: cents; whole cubic metres; hundredths of an hour; tenths of a percentage point, of an hour of cut, of an index.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FIRST_YEAR, QUARTERS = 2026, 40
BASES = {"ICHT-E": 1284, "TP10a": 1189}  # tenths
PRICES = (89, 34, 166, 220)  # cents for a cubic metre: block 1, block 1 social, block 2, block 3
FORECAST = 56_000_000
FLOOR, CEILING = 53_200_000, 58_800_000  # 5 % under and over the forecast
BAND_CAP, EXPOSURE_CAP, EXEMPT = 2_500_000, 6_000_000, 100_000
TARGETS = {2026: 230, 2027: 220}  # tenths of a point; 205 from 2028 on
BONUS_LIMIT = 1_000_000


@dataclass(frozen=True)
class Draws:
    """What is drawn, arrays quarters × scenarios, ``int64`` in the units above."""

    ordinary: np.ndarray
    social: np.ndarray
    second: np.ndarray
    third: np.ndarray
    wages: np.ndarray
    works: np.ndarray
    hours: np.ndarray
    days_late: np.ndarray
    lost_revenue: np.ndarray
    pump: np.ndarray
    losses: np.ndarray
    cuts: np.ndarray


@dataclass(frozen=True)
class Accounts:
    """The net movement of each account, arrays quarters × scenarios, in cents."""

    ccvm: np.ndarray
    eaux: np.ndarray
    foyers: np.ndarray
    reserve: np.ndarray
    exposure_reached: np.ndarray


def simulate(draws: Draws) -> Accounts:
    """Ten years of quarters, all scenarios at once."""
    shape = draws.ordinary.shape
    ccvm, eaux, foyers, reserve = (np.empty(shape, dtype=np.int64) for _ in range(4))
    reached = np.empty(shape, dtype=bool)
    scenarios = shape[1]
    k = np.full(scenarios, 1000, dtype=np.int64)
    reference = k
    balance, band_used, exposure_used = (np.zeros(scenarios, dtype=np.int64) for _ in range(3))
    for t in range(shape[0]):
        year, quarter = FIRST_YEAR + t // 4, t % 4
        if quarter == 0:
            reference = k
            band_used, exposure_used = np.zeros_like(band_used), np.zeros_like(exposure_used)

        # revision: 0.15 + 0.45 × I1 / 128.4 + 0.40 × I2 / 118.9, up to the thousandth, 3 % a year at most
        i1, i2 = BASES["ICHT-E"], BASES["TP10a"]
        top = 15 * i1 * i2 + 45 * i2 * draws.wages[t] + 40 * i1 * draws.works[t]
        k = -(-(top * 10) // (i1 * i2))
        k = np.clip(k, -(-(reference * 97) // 100), reference * 103 // 100)

        # tariff: prices to four decimals, lines to the cent
        p1, social_price, p2, p3 = ((2 * 100 * price * k + 1000) // 2000 for price in PRICES)
        first = (draws.ordinary[t] * p1 + 50) // 100
        first_social = (draws.social[t] * social_price + 50) // 100
        fees = first + first_social + (draws.second[t] * p2 + 50) // 100 + (draws.third[t] * p3 + 50) // 100
        forgone = (draws.social[t] * np.maximum(p1 - social_price, 0) + 50) // 100
        forgone = np.minimum(forgone, (2 * fees + 50) // 100)

        # demand band, half of what is beyond, 25 000 € a year at most
        revenue = fees + forgone + draws.lost_revenue[t]
        paid = (np.maximum(FLOOR - revenue, 0) + 1) // 2
        paid = np.minimum(paid, np.maximum(BAND_CAP - np.maximum(band_used, 0), 0))
        band = paid - (np.maximum(revenue - CEILING, 0) + 1) // 2

        # penalties: exempt up to 1 000 €, then 10 % of the fees, the last one giving way first
        cut = draws.cuts[t] * 1500
        late = draws.days_late[t] * 12_000
        insertion = np.maximum(35_000 - draws.hours[t], 0) * 45
        is_due = cut + late + insertion > EXEMPT
        cut, late, insertion = (np.where(is_due, each, 0) for each in (cut, late, insertion))
        over = np.maximum(cut + late + insertion - (fees + 5) // 10, 0)
        gives = np.minimum(insertion, over)
        insertion, over = insertion - gives, over - gives
        gives = np.minimum(late, over)
        late, over = late - gives, over - gives
        cut = cut - np.minimum(cut, over)

        # bonus or malus beyond half a point
        better = TARGETS.get(year, 205) - draws.losses[t]
        beyond = np.maximum(better - 5, 0) - np.maximum(-better - 5, 0)
        bonus = np.clip(beyond * 40_000, -BONUS_LIMIT, BONUS_LIMIT)

        # what the authority owes, 60 000 € a year at most
        asked = forgone + np.maximum(band, 0) + np.maximum(bonus, 0)
        over = np.maximum(asked - np.maximum(EXPOSURE_CAP - exposure_used, 0), 0)
        exposure_used = exposure_used + asked - over
        reached[t] = over > 0
        gives = np.minimum(np.maximum(bonus, 0), over)
        bonus, over = bonus - gives, over - gives
        gives = np.minimum(np.maximum(band, 0), over)
        band, over = band - gives, over - gives
        forgone = forgone - np.minimum(forgone, over)
        band_used = band_used + band

        # reserve: 2.5 % of the fees, drawn for pumps within its balance
        put = (fees * 25 + 500) // 1000
        drawn = np.minimum(draws.pump[t], balance + put)
        balance = balance + put - drawn

        ccvm[t] = late + insertion - forgone - band - bonus
        eaux[t] = fees + forgone + band + bonus - cut - late - insertion - put + drawn
        foyers[t] = cut - fees
        reserve[t] = put - drawn
    return Accounts(ccvm, eaux, foyers, reserve, reached)
