"""Which recipe reads which form of clause, and how a form that is only named by its kind is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from mitoyen.engines.agreements.cases import (
    bands,
    borrowing,
    cascades,
    duties,
    effects,
    endings,
    funds,
    guarantees,
    hours,
    inclusion,
    incomes,
    outcomes,
    payments,
    penalties,
    reports,
    revisions,
    shares,
    tariffs,
    usages,
    weights,
)
from mitoyen.engines.agreements.cases.any_clause import recipe_for
from mitoyen.engines.agreements.cases.counted import GROUPS
from mitoyen.engines.agreements.cases.figures import Figures
from mitoyen.engines.agreements.cases.given import Given
from mitoyen.engines.agreements.clauses import KINDS

Recipe: TypeAlias = Callable[[Given], Figures]


def any_tariff(given: Given) -> Figures:
    """The form of tariff that the terms say: of a limit, of income, of cheques, or of blocks."""
    if given.has("limit_rate", "limit") and given.has("fees_excl_tax", "fees"):
        return tariffs.financing_limit(given)
    if given.has("low_income", "qf_min") and given.has("high_income", "qf_max"):
        return incomes.linear_price(given)
    if given.has("income"):
        is_table = given.has("steps", "bands", "income_bands", "brackets", "tranches", "qf_bands", "table")
        return incomes.income_steps(given) if is_table else incomes.effort_rate(given)
    if given.has("per_person", "per_member", "cheque", "lump_sum") and not given.has("blocks", "tranches"):
        return tariffs.lump_sum(given)
    return tariffs.blocks(given)


def any_outcome(given: Given) -> Figures:
    """The form of payment that the terms say."""
    for names, recipe in _TOLD_BY:
        if given.has(*names):
            return recipe(given)
    return payments.unit_price(given)


_TOLD_BY: tuple[tuple[tuple[str, ...], Recipe], ...] = (
    (("weights",), weights.weighted),
    (("coupons", "coupon_table", "coupon_rates"), effects.coupon_table),
    (("payments.split", "placement_share", "at_placement", "share_at_placement", "retention_share"), payments.split),
    (("layers", "tiers"), effects.linear),
    (("steps", "thresholds"), effects.steps),
    (("savings", "savings_share", "saving_per_child", "guaranteed_saving"), payments.savings_share),
    (GROUPS, payments.unit_price),
    (("per_point", "slope", "per_pct", "price_per_point"), effects.linear),
    (("outcomes.own", "outcomes.pooled", "uplift_points", "outcomes.insertion_target"), outcomes.threshold),
)

RECIPES: Mapping[str, Recipe] = {
    "social_tariff": any_tariff,
    "social_tariff/blocks": tariffs.blocks,
    "social_tariff/effort_rate": incomes.effort_rate,
    "social_tariff/linear": incomes.linear_price,
    "social_tariff/steps": incomes.income_steps,
    "social_tariff/lump_sum": tariffs.lump_sum,
    "social_tariff/financing_limit": tariffs.financing_limit,
    "insertion_hours": hours.insertion_hours,
    "insertion_hours/staff_transfer": hours.staff_transfer,
    "indexation": revisions.indexation,
    "cost_share_key": shares.cost_share_key,
    "penalty": penalties.penalty,
    "outcome_payment": any_outcome,
    "outcome_payment/threshold": outcomes.threshold,
    "outcome_payment/weighted": weights.weighted,
    "outcome_payment/unit_price": payments.unit_price,
    "outcome_payment/linear": effects.linear,
    "outcome_payment/layers": effects.linear,
    "outcome_payment/steps": effects.steps,
    "outcome_payment/coupon_table": effects.coupon_table,
    "outcome_payment/split": payments.split,
    "outcome_payment/savings_share": payments.savings_share,
    "outcome_payment/savings": payments.savings_share,
    "outcome_payment/milestones": payments.split,
    "outcome_payment/coupon": effects.coupon_table,
    "outcome_payment/coupons": effects.coupon_table,
    "outcome_payment/tiers": effects.linear,
    "outcome_payment/rate_card": payments.unit_price,
    "demand_band": bands.demand_band,
    "bonus_malus": bands.bonus_malus,
    "usage_fee": usages.usage_fee,
    "guarantee": guarantees.top_up,
    "guarantee/ratios": guarantees.ratios,
    "governance": endings.governance,
    "availability_payment": duties.availability,
    "universal_service": duties.universal_service,
    "parity": inclusion.parity,
    "accessibility": inclusion.accessibility,
    "responsible_purchasing": inclusion.responsible_purchasing,
    "local_hire": inclusion.local_hire,
    "apprenticeships": inclusion.apprenticeships,
    "reporting": reports.reporting,
    "data_access": reports.data_access,
    "exposure_cap": funds.exposure_cap,
    "reserve_account": funds.reserve_account,
    "grant": funds.grant,
    "impact_fund": funds.impact_fund,
    "gain_share": funds.gain_share,
    "royalty": funds.royalty,
    "waterfall": cascades.waterfall,
    "review": endings.review,
    "contest_and_audit": endings.contest,
    "reversibility": endings.reversibility,
    "termination": endings.termination,
    "in_kind": endings.in_kind,
    "loan": borrowing.loan,
}
SERIES: Mapping[str, frozenset[str]] = {
    "exposure_cap": frozenset(),
    "cost_share_key": frozenset({"total", "costs", "cost", "amount", "pool", "total_cost", "receipts", "net_cost"}),
}
"""Of these kinds, the only observations whose list is one case after another; elsewhere, see ``WHOLE``."""
WHOLE: Mapping[str, frozenset[str]] = {
    "availability_payment": frozenset({"deductions", "deduction_rates", "faults", "faults_observed", "failures"}),
    "reversibility": frozenset({"assets", "inventory"}),
    "termination": frozenset({"assets", "inventory"}),
    "universal_service": frozenset({"coverage_pct_by_zone", "coverage_by_zone", "zones", "by_zone", "coverage_pct"}),
}
"""Observations that are lists in themselves."""
_ALWAYS_WHOLE = frozenset(
    ["weights", "shares", "key", "population", "populations", "drivers", "parts", "terms", "blocks", "cohorts"]
)


def recipe_of(clause: str, terms: Mapping[str, object], observed: Mapping[str, object]) -> Recipe | None:
    """The recipe of a form, that of its kind; or the clause itself, when the terms are its own parameters."""
    kind = clause.partition("/")[0]
    published = RECIPES.get(clause) or RECIPES.get(kind)
    if kind in KINDS:
        needed = {name for name, field in KINDS[kind].model_fields.items() if field.is_required()} - _BOUND
        names_a_fact = not observed or any(isinstance(value, str) and value in observed for value in terms.values())
        if published is None or (needed <= set(terms) <= set(KINDS[kind].model_fields) and terms and names_a_fact):
            return recipe_for(kind, KINDS[kind])
    return published


_BOUND = frozenset(("id", "kind", "payer", "payee"))


def is_one_list(clause: str, name: str) -> bool:
    """Whether a list observed under that name is one figure of the case, not one case after another."""
    kind = clause.partition("/")[0]
    if kind in SERIES:
        return name not in SERIES[kind]
    return name in _ALWAYS_WHOLE or name in WHOLE.get(kind, ())
