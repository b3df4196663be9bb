"""The normal law over arrays: its distribution function and the inverse of it.

Both are published rational approximations, good to the precision of a double, so that no scientific
library is needed at run time:

* inverse: M. J. Wichura, « Algorithm AS 241 », *Applied Statistics* 37 (1988), 477-484, routine PPND16;
* function: W. J. Cody, « Rational Chebyshev approximations for the error function »,
  *Mathematics of Computation* 23 (1969), 631-637.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Floats = npt.NDArray[np.float64]
BLOCK = 1 << 14  # values worked on at a time, so that they stay in the processor's cache

_CENTRAL = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_MIDDLE = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip

_SMALL = (
    (0.185777706184603153, 3.16112374387056560, 113.864154151050156, 377.485237685302021, 3209.37758913846947),
    (1.0, 23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062),
)
_MEDIUM = (
    (2.15311535474403846e-8, 0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131,
     881.952221241769090, 1712.04761263407058, 2051.07837782607147, 1230.33935479799725),
    (1.0, 15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
     4362.61909014324716, 3439.36767414372164, 1230.33935480374942),
)  # fmt: skip
_LARGE = (
    (0.0163153871373020978, 0.305326634961232344, 0.360344899949804439, 0.125781726111229246,
     0.0160837851487422766, 0.000658749161529837803),
    (1.0, 2.56852019228982242, 1.87295284992346725, 0.527905102951428412, 0.0605183413124413191,
     0.00233520497626869185),
)  # fmt: skip


def _polynomial(terms: Sequence[float], at: Floats) -> Floats:
    """A polynomial by Horner's rule, highest power first."""
    total = np.full_like(at, terms[0])
    for term in terms[1:]:
        total *= at
        total += term
    return total


def _ratio(terms: tuple[Sequence[float], Sequence[float]], at: Floats) -> Floats:
    """A quotient of two polynomials."""
    above, below = terms
    return _polynomial(above, at) / _polynomial(below, at)


def _by_blocks(function: Callable[[Floats], Floats], values: npt.ArrayLike) -> Floats:
    whole = np.asarray(values, dtype=np.float64)
    flat = whole.reshape(-1)
    result = np.empty_like(flat)
    for first in range(0, flat.size, BLOCK):
        result[first : first + BLOCK] = function(flat[first : first + BLOCK])
    return result.reshape(whole.shape)


def normal_quantile(chances: npt.ArrayLike) -> Floats:
    """The value that a standard normal draw stays under with these ``chances``, between 0 and 1.

    Zero and one give minus and plus infinity.

    >>> normal_quantile([0.5, 0.975]).round(6).tolist()
    [0.0, 1.959964]
    """
    return _by_blocks(_quantile, chances)


def _quantile(chance: Floats) -> Floats:
    centred = chance - 0.5
    result = centred * _ratio(_CENTRAL, 0.180625 - np.clip(centred, -0.425, 0.425) ** 2)
    outer = np.flatnonzero(np.abs(centred) > 0.425)  # noqa: PLR2004
    if outer.size:
        with np.errstate(divide="ignore"):
            depth = np.sqrt(-np.log(np.minimum(chance[outer], 1.0 - chance[outer])))
        finite = np.minimum(depth, 40.0)
        size = np.where(finite <= 5.0, _ratio(_MIDDLE, finite - 1.6), _ratio(_TAIL, finite - 5.0))  # noqa: PLR2004
        result[outer] = np.copysign(np.where(np.isinf(depth), np.inf, size), centred[outer])
    return result


def normal_chance(values: npt.ArrayLike) -> Floats:
    """The chance that a standard normal draw stays under each of ``values``.

    >>> normal_chance([0.0, 1.959964]).round(6).tolist()
    [0.5, 0.975]
    """
    return _by_blocks(_chance, values)


def _chance(values: Floats) -> Floats:
    scaled = values / -np.sqrt(2.0)
    size = np.abs(scaled)
    near = np.clip(scaled, -0.46875, 0.46875)
    complement = 1.0 - near * _ratio(_SMALL, near**2)
    far = np.flatnonzero(size > 0.46875)  # noqa: PLR2004
    if far.size:
        distance = np.minimum(size[far], 26.0)  # beyond, the chance is under the smallest double
        large = np.maximum(distance, 4.0)
        inverse = 1.0 / large**2
        beyond = (1.0 / np.sqrt(np.pi) - inverse * _ratio(_LARGE, inverse)) / large
        medium = _ratio(_MEDIUM, np.minimum(distance, 4.0))
        tail = np.exp(-(distance**2)) * np.where(distance <= 4.0, medium, beyond)  # noqa: PLR2004
        complement[far] = np.where(scaled[far] > 0, tail, 2.0 - tail)
    chance: Floats = complement / 2.0
    return chance
