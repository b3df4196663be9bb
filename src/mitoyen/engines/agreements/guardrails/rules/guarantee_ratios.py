"""Family EXP, guarantees by local authorities: bounded, and within the ratios of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.guarantees import Guarantee
from mitoyen.engines.agreements.exact import ZERO, Exact, total
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of, day_of_law, is_public
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.law import guarantees as law
from mitoyen.engines.agreements.notation import percent, quantity
from mitoyen.kernel.dates import MONTHS
from mitoyen.kernel.errors import NotInForceError
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found

EXEMPT = frozenset({"social_housing"})
"""Loans that a local authority may guarantee without these ratios (CGCT L. 2252-2)."""
LARGER_SHARE = frozenset({"development"})
FULL_SHARE = frozenset({"public_interest"})


@rule(
    "EXP-09",
    "error",
    title=("Garantie sans plafond, ou au-delà des ratios", "Guarantee without a ceiling, or beyond the ratios"),
    why=(
        "Une collectivité garantit une part de l'emprunt, dans la limite de son budget et d'un même débiteur.",
        "A local authority guarantees a part of a loan, within the limits of its budget and of one debtor.",
    ),
    mend=(
        "Donnez une limite à la garantie (limit), ramenez sa quotité (share) à la moitié, et ses annuités aux ratios.",
        "Give the guarantee a limit, bring its share down to a half, and its annuities within the ratios.",
    ),
    grounds=(
        Ground("CGCT, art. L. 2252-1 à L. 2252-5 et D. 1511-30 et suivants",
               "CGCT, art. L. 2252-1 to L. 2252-5 and D. 1511-30 et seq.", confirmed=False),
    ),
)  # fmt: skip
def beyond_the_ratios(agreement: Agreement) -> Found:
    """A guarantee has a limit; that of a local authority is within the three ratios in force."""
    for path, guarantee in clauses_of(agreement, Guarantee):
        if guarantee.limit is None and not _is_limited_by_year(agreement, guarantee):
            yield Seen(
                path,
                Sentence(
                    f"La garantie « {guarantee.id} » n'a pas de limite en tout (limit) : donnez-en une.",
                    f"Guarantee '{guarantee.id}' has no limit in all (limit): give one.",
                ),
            )
        elif guarantee.limit == ZERO:
            continue
        payer = agreement.parties[guarantee.payer]
        if not is_public(agreement, guarantee.payer) or payer.role == "state" or guarantee.purpose_of_loan in EXEMPT:
            continue
        try:
            breaches = list(_breaches(agreement, guarantee))
        except NotInForceError:
            continue
        for said in breaches:
            yield Seen(path, said)


def _breaches(agreement: Agreement, guarantee: Guarantee) -> Iterator[Sentence]:
    day, payer = day_of_law(agreement), agreement.parties[guarantee.payer]
    share = law.SHARE_OF_LOAN if guarantee.purpose_of_loan not in LARGER_SHARE else law.SHARE_OF_DEVELOPMENT_LOAN
    most = share.on(day).value
    covered = _share_of_one_loan(agreement, guarantee)
    if covered > most and guarantee.purpose_of_loan not in FULL_SHARE:
        yield Sentence(
            f"Avec « {guarantee.id} », {percent(covered, 'fr')} de l'emprunt sont garantis : la loi permet "
            f"{percent(most, 'fr')}. Réduisez « share ».",
            f"With '{guarantee.id}', {percent(covered, 'en')} of the loan is guaranteed: the law allows "
            f"{percent(most, 'en')}. Lower 'share'.",
        )
    if payer.operating_revenue is None:
        return
    capacity = payer.operating_revenue * law.ANNUITIES_OF_REVENUE.on(day).value
    given = [one for _, one in clauses_of(agreement, Guarantee) if one.payer == guarantee.payer]
    total_annuities = total(_annuity(agreement, one) for one in given) + (payer.annuities or ZERO)
    if total_annuities > capacity:
        yield _over("les annuités", "annuities", total_annuities, capacity, guarantee)
    debtor = total(_annuity(agreement, one) for one in given if one.payee == guarantee.payee)
    most_of_one = capacity * law.ONE_DEBTOR.on(day).value
    if debtor > most_of_one:
        yield _over("les annuités d'un même débiteur", "annuities of one debtor", debtor, most_of_one, guarantee)


def _annuity(agreement: Agreement, guarantee: Guarantee) -> Exact:
    """What the guarantor may have to pay in a year: its share of the annuity, or of what it covers each time."""
    a_year = guarantee.annuity
    if a_year is None:
        a_year = guarantee.covered * (MONTHS["year"] // MONTHS[agreement.term.settle])
    return a_year * guarantee.share


def _is_limited_by_year(agreement: Agreement, guarantee: Guarantee) -> bool:
    """Whether a limit that changes with the years holds from the first day of the guarantee on."""
    if guarantee.limit_by_year is None:
        return False
    start = max(agreement.term.start, guarantee.applies_from or agreement.term.start)
    return min(guarantee.limit_by_year.years) <= start.year


def _share_of_one_loan(agreement: Agreement, guarantee: Guarantee) -> Exact:
    """The part of a loan that public bodies guarantee together, by this clause and by those written before it."""
    shares = ZERO
    for _, one in clauses_of(agreement, Guarantee):
        if is_public(agreement, one.payer) and one.payee == guarantee.payee and _loan_of(one) == _loan_of(guarantee):
            shares = shares + one.share
        if one.id == guarantee.id:
            break
    return shares


def _loan_of(guarantee: Guarantee) -> tuple[object, ...]:
    """What tells one guaranteed loan from another: the loan that is named, or where its payments are observed."""
    if guarantee.arrears_of is not None:
        return (guarantee.arrears_of,)
    return guarantee.received_under or (guarantee.received,)


def _over(fr: str, en: str, found: Exact, most: Exact, guarantee: Guarantee) -> Sentence:
    return Sentence(
        f"Avec « {guarantee.id} », {fr} garanties font {quantity(found.rounded(2), 'EUR', 'fr')}, plus que "
        f"{quantity(most.rounded(2), 'EUR', 'fr')} que permettent les recettes de fonctionnement.",
        f"With '{guarantee.id}', {en} come to {quantity(found.rounded(2), 'EUR', 'en')}, more than the "
        f"{quantity(most.rounded(2), 'EUR', 'en')} that operating revenue allows.",
    )
