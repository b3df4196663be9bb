"""The words that published terms use for one idea: the only table of them.

An idea has a plain name (``cap``) that every recipe understands, or one within the recipes of a module
(``grant.rate``) where the same word means something else. A recipe asks for an idea; the first of its names is the
one that a message says. How names are compared is in :mod:`naming`.
"""

from __future__ import annotations

VOCABULARY: dict[str, str] = {
    "cap": (
        "cap_amount max maximum max_amount max_payment payment_cap most ceiling plafond max_total total_cap "
        "cap_total max_penalty penalty_cap max_outcome_payment max_payout"
    ),
    "cap_rate": "cap_share max_rate max_share cap_rate_of_amount cap_of_amount penalty_cap_rate",
    "yearly_cap": "annual_cap cap_per_year year_cap max_per_year",
    "floor": "min minimum least plancher floor_amount",
    "exempt_up_to": "exemption exempt exemption_threshold exempt_below exoneration exempt_threshold",
    "max_units": (
        "cap_units units_cap unit_cap N_max max_people max_persons max_participants max_children max_outcomes "
        "max_days cap_N most_units max_hours max_m3 max_kwh"
    ),
    "tolerance": (
        "grace grace_days grace_period_days beyond franchise_days franchise grace_events grace_hours tolerated "
        "tolerated_days free_days free_events tolerance_days"
    ),
    "vat_rate": "vat tva taux_tva tax_rate",
    "fixed": (
        "fixed_part standing_charge subscription abonnement fixed_charge fixed_fee base_fee part_fixe flat "
        "flat_fee fixed_amount annual_standing_charge fixed_per_year standing_charge_per_year "
        "fixed_charge_per_year subscription_per_year annual_subscription"
    ),
    "free": (
        "free_units free_allowance allowance free_hours free_m3 free_days free_km included_units included_hours "
        "franchise"
    ),
    "minimum": "minimum_charge min_charge min minimum_fee min_fee floor minimum_bill",
    "household_size": "members persons people size family_size household_members personnes",
    "income": (
        "qf quotient quotient_familial monthly_income resources monthly_resources revenu revenus household_income "
        "ressources ressources_mensuelles reference_income"
    ),
    "children": "dependent_children number_of_children enfants family_children",
    "price_rounding": "rounding unit_price_rounding rounding_price",
    "days": "delay_days days_late late_days delay days_delay jours jours_de_retard calendar_days_late",
    "excused": "excused_days caused_by_buyer excused_units days_excused days_caused_by_buyer days_caused_by_authority",
    "contract_amount": (
        "amount contract_value V value base order_amount contract_price order_value amount_of_contract lot_amount "
        "late_value montant"
    ),
    "principal": "invested loan bond investment capital principal_amount bond_principal loan_amount loan_principal",
    "already_paid": "paid_before paid previous_payments paid_to_date payments_to_date paid_so_far",
    "better": "direction better_when sense sens",
    "deadweight": "deadweight_rate deadweight_share windfall_rate baseline_rate_without_programme",
    "total": (
        "costs cost amount pool total_cost total_costs net_cost eligible_costs costs_total annual_cost running_costs"
    ),
    "receipts": "minus grants recettes subsidies subsidy third_party_receipts revenue deductions",
    "min_share": "minimum_share floor_share least_share",
    "max_share": "maximum_share cap_share ceiling_share most_share",
    "P0": "price initial_price base_price amount P_0 rent loyer initial_rent price_0 initial_amount contract_price po",
    "coefficient_rounding": "rounding K_rounding rounding_coefficient",
    "forecast": (
        "forecast_revenue F expected_revenue base_revenue reference_revenue planned_revenue forecast_traffic "
        "forecast_demand"
    ),
    "revenue": (
        "actual_revenue actual R observed_revenue receipts real_revenue turnover sales actual_demand "
        "actual_traffic fees"
    ),
    # bands
    "bands.price_effect": "price_effect revenue_from_price effect_of_price price_change_effect",
    "bands.amount": "amount base contract_amount yearly_payment payment fee",
    "bands.rate_of_amount": "rate_per_point pct_per_point per_point_rate",
    "bands.layers_below": "below lower layers_below below_layers below_bands down lower_layers loss_layers",
    "bands.layers_above": "above upper layers_above above_layers above_bands up upper_layers gain_layers",
    "bands.distance_below": (
        "tolerance_below below_tolerance band_below below_band lower_tolerance tolerance_lower lower_band "
        "band_lower lower below low down a floor_tolerance band_down"
    ),
    "bands.distance_above": (
        "tolerance_above above_tolerance band_above above_band upper_tolerance tolerance_upper upper_band "
        "band_upper upper above high up b ceiling_tolerance band_up"
    ),
    "bands.distance": "tolerance band tolerance_band dead_band band_width tolerance_rate",
    "bands.level_below": (
        "guaranteed guaranteed_share guaranteed_rate guarantee_rate guarantee_share floor floor_rate guarantee "
        "lower_bound min guarantee_level floor_share guaranteed_revenue_share minimum_share minimum_rate mrg_rate "
        "mrg lower_limit band_floor"
    ),
    "bands.level_above": (
        "ceiling ceiling_rate upper_bound max sharing_threshold threshold ceiling_share sharing_above upper_limit "
        "band_ceiling cap_rate clawback_above"
    ),
    "bands.share_below": (
        "share_below below_share share_lower share_loss share_shortfall share_deficit compensation_share "
        "compensation_rate shortfall_share loss_share authority_share_below compensated_share"
    ),
    "bands.share_above": (
        "share_above above_share share_upper share_gain share_surplus share_excess sharing_share surplus_share "
        "excess_share gain_share authority_share_above shared_share clawback_share"
    ),
    "bands.cap": "yearly_cap cap",
    "bands.cap_above": "cap_above above_cap",
    "bands.ceiling": "ceiling_revenue revenue_ceiling max_revenue maximum_revenue",
    "bands.dead_band": "dead_band tolerance delta band neutral_band",
    "bands.guaranteed": "guaranteed guaranteed_revenue minimum_revenue revenue_floor floor_revenue min_revenue",
    "bands.own": (
        "own_losses operator_losses losses_caused own_unavailability operator_fault lost_by_own_fault "
        "revenue_lost_by_own_fault caused_by_operator unavailability_losses"
    ),
    "bands.per_point": (
        "per_point slope per_unit slope_per_point amount_per_point rate_per_point per_pct bonus_per_point "
        "euros_per_point"
    ),
    "bands.rate": "share rate",
    "bands.revenue": "revenue traffic demand observed",
    "bands.seen": "value observed x result actual achieved score measured indicator",
    "bands.share": "share sharing sharing_rate share_rate",
    "bands.target": "target target_value objective goal",
    "bands.tolerance": "tolerance band beyond",
    "bands.yearly_cap": "yearly_cap cap_below cap_amount max_payment cap",
    # counted
    "counted.groups": (
        "prices unit_prices rate_card tariff price_list rates unit_values outcome_prices items unit_price_list"
    ),
    "counted.outcome": "outcome name label item what id",
    "counted.price": "price unit_price per_unit amount",
    # duties
    "duties.faults": "faults faults_observed observed_faults failures failed",
    "duties.already_paid": "already_paid advances",
    "duties.months_done": "months_done delivered_months",
    "duties.apprentice_months": "apprentice_months months_done delivered_months months",
    "duties.availability": "availability availability_pct observed_availability_pct availability",
    "duties.benefit": "benefit benefits market_benefit intangible_benefit",
    "duties.broken": "broken broken_months excused_months",
    "duties.cap": "cap net_cost_cap compensation_cap max_compensation limit",
    "duties.complaints_unanswered": "complaints_unanswered unanswered unanswered_complaints complaints",
    "duties.completed": "completed completions trainings_completed",
    "duties.completion_bonus": "completion_bonus bonus bonus_per_completion",
    "duties.conforming": "conforming conform conformant accessible conform_items compliant_items done",
    "duties.counted": "counted groups target_groups eligible_groups",
    "duties.criterion_spend": (
        "criterion_spend labelled_spend spend qualifying_spend eligible_spend responsible_spend organic_spend "
        "spend_meeting_criterion reused_spend"
    ),
    "duties.datasets_due": "datasets_due due datasets required_datasets datasets_required",
    "duties.datasets_published": "datasets_published published delivered datasets_delivered datasets_open",
    "duties.days": "days days_late",
    "duties.deductions": "deductions deduction deduction_rates deduction",
    "duties.delivered": "delivered received delivered_on submitted date_delivered",
    "duties.due": "due due_months months_due target_months target",
    "duties.due_date": "due due_date deadline",
    "duties.excluded": "excluded excluded_spend",
    "duties.excused": "excused excused_hires excused_hours",
    "duties.hires": "hires hired hours heads hours_done people_hired delivered",
    "duties.level": (
        "level target target_coverage target_level min_level coverage_target max_minutes max_distance max_time "
        "max_km max_price min_coverage minimum_coverage max_distance_km max_hours"
    ),
    "duties.limit": "deduction_cap cap_rate cap max_deduction most",
    "duties.lost_by_area": "lost_by_area lost_per_zone reduction_per_zone reduction_per_area",
    "duties.min_n": "min_n smallest_group minimum_group n_min min_group",
    "duties.net_cost": "net_cost cost",
    "duties.payment": (
        "payment annual_payment base_payment full_payment availability_fee monthly_payment quarterly_payment "
        "unitary_charge amount fee yearly_payment"
    ),
    "duties.per_complaint": "per_complaint unanswered_each",
    "duties.per_day": "per_day penalty_per_day",
    "duties.per_hour": (
        "per_hour deduction_per_hour per_day deduction_per_day per_point per_event deduction_per_point "
        "deduction_per_event rate_per_hour per_fault"
    ),
    "duties.per_item": "per_item missing_item per_missing_item penalty_per_item deduction_per_item",
    "duties.per_missing_dataset": "per_missing_dataset per_dataset penalty_per_dataset per_missing",
    "duties.per_missing_hire": (
        "per_missing_hire missing_unit per_missing_hour penalty_per_hire penalty_per_missing_hire per_missing_unit"
    ),
    "duties.per_missing_month": "per_missing_month missing_month penalty_per_month penalty_per_missing_month",
    "duties.per_missing_post": "per_missing_post missing_post penalty_per_post per_post penalty_per_missing_post",
    "duties.per_point": "per_point penalty_per_point per_missing_point",
    "duties.posts": "posts everybody total people staff total_posts employees workforce",
    "duties.rate": "rate penalty_rate rate_of_missing",
    "duties.reasonable_profit": "reasonable_profit profit_rate reasonable_profit_rate",
    "duties.target": "target target_share target_women minimum_share min_share",
    "duties.target_availability": "target_availability availability_target target",
    "duties.target_availability_pct": "target_pct target_availability_pct availability_target_pct",
    "duties.target_hires": "target_hires due target target_hours due_hours hires_due required_hires",
    "duties.target_pct": "target_pct target_coverage_pct coverage_target_pct level_pct",
    "duties.target_rate": "target_rate target target_conformity conformity_target",
    "duties.target_share": "target_share target min_share",
    "duties.tolerance": "tolerance tolerated_hours rectification_hours free_hours",
    "duties.total": "total listed items total_items list criteria places",
    "duties.total_spend": "total_spend spending total spend_total total_spending total_purchases",
    "duties.unavailable_hours": (
        "unavailable_hours hours_unavailable unavailability_hours hours days events faults downtime_hours "
        "outage_hours unavailable_days"
    ),
    "duties.women": "women femmes women_posts posts_held_by_women",
    # endings
    "endings.elapsed": "years_elapsed elapsed_years years years_since_review years_since",
    "endings.every_years": "every_years review_every_years every_n_years period_years",
    "endings.accepted": "accepted performed accepted_amount amount_performed admitted paid invoiced",
    "endings.against": "against votes_against contre",
    "endings.assets": "assets inventory goods biens",
    "endings.audit_cost": "audit_cost cost",
    "endings.break_costs": "break_costs break_cost breakage_costs",
    "endings.break_costs_share": "break_costs_share break_share",
    "endings.cap": "cap limit",
    "endings.coefficient": "coefficient K",
    "endings.contested": "contested contested_on contest received",
    "endings.contract_amount": "contract_amount initial_amount",
    "endings.cost": "cost investment initial_cost invested",
    "endings.costs_caused": "costs_caused cost_caused retender_cost less_costs_caused",
    "endings.credited": "credited credited_share credit_rate",
    "endings.depreciation": "depreciation amortised depreciated amortisation",
    "endings.drift": "drift observed_drift variation",
    "endings.drift_pct": "drift_pct variation_pct",
    "endings.error": "error error_found correction",
    "endings.for": "for votes_for in_favour pour",
    "endings.frequency": "frequency every periodicity payment_frequency",
    "endings.grace_periods": "grace_periods grace deferral differe",
    "endings.indemnity": "indemnity_rate lost_profit_rate lost_profit_share rate profit_rate indemnity",
    "endings.index_drift": "index_drift over threshold drift_threshold trigger max_drift",
    "endings.life_years": "life_years years life amortisation_years duration_years life_months months",
    "endings.lost_profit": "lost_profit profit_lost remaining_profit",
    "endings.majority": "majority majority_required",
    "endings.members": "members seats members_total total",
    "endings.non_amortised_value": "non_amortised_value book_value unamortised unamortised_value",
    "endings.notified": "notified closed published notified_on closed_on accounts_closed",
    "endings.over": "over error_threshold tolerance",
    "endings.payer_share": "payer_share share authority_share",
    "endings.payment": "payment instalment annuity",
    "endings.periods": "periods payments instalments number_of_payments n echeances",
    "endings.present": "present members_present attending",
    "endings.principal": "principal amount P",
    "endings.public_capital": "public_capital public_shares public_share_capital",
    "endings.rate": "rate nominal_rate interest_rate yearly_rate annual_rate",
    "endings.remaining_amount": "remaining_amount not_performed amount_left remaining",
    "endings.total_capital": "total_capital capital total_shares share_capital",
    "endings.type": "type contract_type repaid repayment form kind amortisation",
    "endings.unamortised_share": "unamortised_share value_share share_of_value non_amortised_share",
    "endings.window_days": "window_days contest_days days contest_within_days contest_window_days contest_window",
    "endings.years": "years duration_years term_years duration",
    "endings.years_elapsed": (
        "years_elapsed elapsed_years elapsed years_done age_years age months_elapsed elapsed_months years_used"
    ),
    # funds
    "funds.already_paid": "already_paid advance advances instalments_paid",
    "funds.already_used": "already_paid already_used used used_before",
    "funds.amount": "amount asked due",
    "funds.annual_debt_service": "annual_debt_service debt_service yearly_debt_service",
    "funds.cap": "cap yearly_cap limit exposure_cap life_cap",
    "funds.cash": "cash cash_available available cfads revenue cash_flow",
    "funds.costs": "costs expenses cost",
    "funds.draw": "draw drawn draws withdrawal spent use",
    "funds.eligible": "eligible eligible_costs eligible_cost eligible_spend costs cost expenses eligible_expenses",
    "funds.entry_fee": "entry_fee droit_d_entree",
    "funds.envelope": "envelope max_grant maximum cap grant max_amount ceiling",
    "funds.excluded": "excluded ineligible excluded_costs ineligible_costs",
    "funds.fees": "revenue fees base",
    "funds.fixed": "fixed fixed_royalty",
    "funds.hurdle": "hurdle hurdle_amount threshold margin_threshold hurdle_margin",
    "funds.hurdles": "hurdle_rate hurdle hurdle_rate_of_revenue margin_rate threshold_rate hurdle_return hurdle_margin",
    "funds.interest": "interest interest_earned",
    "funds.invested": "invested equity investment",
    "funds.layers": "layers tiers bands",
    "funds.lock_up_dscr": "lock_up_dscr dscr_lock lock_dscr lock_up min_dscr dscr_min lock_below_dscr",
    "funds.margin": "margin profit result net_margin gain operating_margin",
    "funds.most": "cap most help_given",
    "funds.name": "name label use to",
    "funds.opening": "opening_balance opening balance balance_before",
    "funds.opening_balance": "opening_balance opening balance balance_before initial_balance",
    "funds.operating_costs": "operating_costs costs opex",
    "funds.order": "order uses ranks priority waterfall priorities",
    "funds.other_public": "other_public other_grants other_aid",
    "funds.payments": "payments owed amounts due amount lines payment",
    "funds.project_cost": "project_cost total_cost",
    "funds.public_cap_rate": "public_cap_rate max_public_share public_funding_cap max_public_rate",
    "funds.rate": "rate intervention_rate grant_rate share funding_rate subsidy_rate taux",
    "funds.revenue": "revenue turnover",
    "funds.royalty": "rate royalty_rate rate_of_revenue variable_rate share revenue_share share_of_revenue",
    "funds.share": "share authority_share sharing_rate share_above gain_share public_share",
    "funds.target": "target target_balance target_amount ceiling cap",
    "funds.target_months": "target_months months_of_debt_service months",
    "funds.top_up": "top_up contribution yearly_top_up annual_contribution yearly_contribution paid_in",
    "funds.top_up_rate": "top_up_rate rate contribution_rate rate_of_revenue",
    "funds.uses": "uses use asked spent requested outflow",
    # guarantees
    "guarantees.annuities_guaranteed": "annuities_guaranteed guaranteed_annuities existing_guarantees",
    "guarantees.annuities_own_debt": "annuities_own_debt own_annuities own_debt_annuities annuities_own",
    "guarantees.annuities_same_debtor": "annuities_same_debtor debtor_annuities same_debtor",
    "guarantees.annuity_new": "annuity_new new_annuity annuity_of_new_loan new_guarantee_annuity",
    "guarantees.fee_rate": "fee_rate guarantee_fee fee yearly_fee commission",
    "guarantees.guaranteed_floor": "guaranteed_floor floor guaranteed covered guaranteed_amount floor_amount",
    "guarantees.limit": "limit guarantee_limit guarantee_cap max_call cap",
    "guarantees.loan": "loan principal",
    "guarantees.loss": "loss default_amount shortfall",
    "guarantees.max_annuity_ratio": "max_annuity_ratio annuity_ratio max_ratio ratio_max",
    "guarantees.max_debtor_share": "max_debtor_share debtor_share max_share_per_debtor",
    "guarantees.operating_revenue": "operating_revenue real_operating_revenue revenue",
    "guarantees.outstanding": (
        "outstanding outstanding_principal unpaid due amount_due annuity_due default outstanding_balance owed annuity"
    ),
    "guarantees.quota": (
        "quota guaranteed_share guarantee_rate share guarantee_share covered_share quotite coverage guaranteed "
        "covered guaranteed_part"
    ),
    "guarantees.received": (
        "outcome_payment received payment recovered repaid recoveries amount_recovered outcome_payments "
        "amount_received reimbursed"
    ),
    # hours
    "hours.labour_hours": "total_hours labour_hours hours_total contract_hours hours_of_work total_labour_hours",
    "hours.A": "A amount",
    "hours.C": "C hourly_cost",
    "hours.N": "N months",
    "hours.S": "S staff_hours staff_hours_per_month",
    "hours.T": "T rate",
    "hours.contract_amount": "contract_amount A price",
    "hours.done": (
        "delivered delivered_hours hours_done hours_delivered hours_worked done hours_made worked validated_hours"
    ),
    "hours.due_hours": "due_hours hours_due due required_hours hours_required",
    "hours.excused_hours": "excused_hours hours_excused excused",
    "hours.hourly_cost": "hourly_cost hourly_rate C cost_per_hour hour_cost",
    "hours.labour_share": "labour_share labor_share share_of_labour labour_rate part_main_d_oeuvre",
    "hours.least": "min_hours minimum_hours at_least hours_minimum threshold_hours least_hours",
    "hours.missing": (
        "missing_hour penalty_per_hour per_missing_hour per_hour_missing penalty_per_missing_hour hour_penalty "
        "penalty_hour"
    ),
    "hours.rate": "rate insertion_rate T share_of_hours insertion_share taux",
    "hours.rounding": "rounding hours_rounding",
    # incomes
    "incomes.children": "children household_size",
    "incomes.high_income": "high_income income_max qf_max to_income qf_high",
    "incomes.high_price": "high_price price_max max_price price_high max",
    "incomes.income_ceiling": (
        "income_ceiling plafond max_income maximum_income resources_ceiling ceiling_resources plafond_ressources "
        "income_cap"
    ),
    "incomes.income_floor": (
        "income_floor plancher min_income minimum_income resources_floor floor_resources plancher_ressources"
    ),
    "incomes.least": (
        "min least floor min_price minimum price_floor min_tariff tarif_plancher price_min minimum_price floor_price"
    ),
    "incomes.low_income": "low_income income_min qf_min from_income qf_low",
    "incomes.low_price": "low_price price_min min_price price_low min",
    "incomes.most": (
        "max most ceiling max_price maximum price_ceiling max_tariff tarif_plafond price_max maximum_price "
        "price_cap cap ceiling_price"
    ),
    "incomes.quantity": "quantity units hours meals days repas heures sessions half_days lessons entries",
    "incomes.rates": (
        "rate effort_rate taux taux_effort rate_by_children rates_by_children effort_rates effort_rate_by_children"
    ),
    "incomes.rounding": "rounding price_rounding",
    "incomes.steps": "steps tranches paliers blocks bands income_bands brackets qf_bands table prices grid",
    # outcomes
    "outcomes.at_target": (
        "at_target payment_at_target price budget amount full_payment base_payment target_payment "
        "payment_at_100_pct payment price_at_target amount_at_target pay_at_target value_at_target"
    ),
    "outcomes.inserted": "inserted insertions successes in_work in_lasting_work in_job placed jobs",
    "outcomes.insertion_target": "insertion_target success_target target jobs_target placement_target",
    "outcomes.metrics": "metrics indicators measures outcomes",
    "outcomes.most": (
        "max_achievement cap_achievement achievement_cap cap_per_metric max_achievement_per_metric max_per_target"
    ),
    "outcomes.name": "name id metric label indicator",
    "outcomes.own": "cohort_trigger trigger threshold cohort_threshold target_reduction minimum_reduction",
    "outcomes.payment": (
        "payment premium amount payment_due success_payment success_fee payment_if_met bonus amount_due fee"
    ),
    "outcomes.pooled": "pooled_trigger pooled_threshold all_cohorts_trigger overall_trigger",
    "outcomes.premium": "premium payment amount bonus",
    "outcomes.seen": (
        "uplift effect observed_uplift uplift_observed difference_points observed_uplift_points gain_points"
    ),
    "outcomes.supported": "supported participants people_supported",
    "outcomes.supported_target": "supported_target participants_target supported participants",
    "outcomes.target": "target goal objective",
    "outcomes.targets": "targets target",
    "outcomes.uplift": (
        "uplift_points points min_uplift_points uplift_points_required points_required trigger_points threshold_points"
    ),
    "outcomes.weight": "weight share",
    # payments
    "payments.pay_at_end": "payment_at_end end_payment pay_at_end full_payment max_payment_at_end",
    "payments.pay_at_start": "payment_at_start start_payment pay_at_start min_payment_at_start",
    "payments.end": "end_pct end_points to_pct upper_pct end full_pct",
    "payments.start": "start_pct start_points from_pct lower_pct start",
    "payments.people": (
        "children participants people persons cohort_size enrolled beneficiaries households cohort n treated_people"
    ),
    "payments.n": "n sample_size people_measured n_observed",
    "payments.n0": "shrink_n0 n0 shrinkage_n0 shrink",
    "payments.rule": "statistical_rule rule test_rule",
    "payments.margin": (
        "margin half_width margin_of_error ci_half_width confidence_half_width half_width_points margin_points"
    ),
    "payments.floor_years": (
        "minimum_years floor_years guaranteed_years min_coupon_years years_of_floor floor_until_year minimum_until_year"
    ),
    "payments.actual_cost": "actual_cost cost_after observed_cost",
    "payments.at": "at milestone name label when",
    "payments.baseline_cost": "baseline_cost cost_before reference_cost baseline_consumption_cost",
    "payments.bonus_count": "bonus_count bonus_reached retained",
    "payments.cliff": (
        "nothing_below minimum_effect trigger min_effect nothing_below_pct cliff floor_pct floor_effect min_pct "
        "minimum_pct"
    ),
    "payments.control": (
        "control_per_100 comparison_pct control_pct comparison_per_100 control comparison counterfactual baseline "
        "baseline_pct counterfactual_pct control_group control_group_pct comparison_group comparison_group_pct "
        "control_mean baseline_rate_pct"
    ),
    "payments.deadweight_units": "deadweight_units threshold first_units_unpaid",
    "payments.each_saved": (
        "saving_per_child saving_per_unit saving_per_person unit_saving saving_per_outcome cost_per_child "
        "cost_per_unit cost_per_person"
    ),
    "payments.effects": (
        "effect effect_pct effect_points outcomes units reached reduction_pct reduction children days rate_pct "
        "restoration_rate_pct measured improvement improvement_pct result achieved achievement_pct participants "
        "people persons success_rate_pct observed placed uplift uplift_points saving_pct change_pct score points "
        "value count N"
    ),
    "payments.guaranteed_saving": "guaranteed_saving guaranteed_savings guaranteed",
    "payments.layers": "layers tiers bands schedule tranches table steps",
    "payments.max_coupon": "max_coupon coupon_cap max_rate cap_rate",
    "payments.max_per_person": "max_per_person cap_per_person max_per_individual max_per_child max_per_participant",
    "payments.operator_bears_below": "operator_bears_below share_below operator_share_below malus_share",
    "payments.operator_share_above": "operator_share_above share_above share operator_share bonus_share",
    "payments.part": "share part rate pay",
    "payments.prices": (
        "unit_price price per_unit p per_day per_child per_person per_outcome per_point payment_per_unit "
        "price_per_unit rate each tariff"
    ),
    "payments.savings": (
        "savings saved S cost_avoided saving costs_avoided total_savings net_savings avoided_cost avoided_costs "
        "net_saving total_saving savings_achieved"
    ),
    "payments.second": (
        "then_share share_after second_share sigma2 then share_afterwards share_above share_after_return "
        "share_after_target"
    ),
    "payments.share": (
        "share first_share sigma investor_share share_before share_until_return share_until_target payment_share "
        "savings_share payee_share rate payer_share payback_share"
    ),
    "payments.slope": "slope per_point per_unit price per_pct price_per_point payment_per_point",
    "payments.split": "split shares milestones parts schedule payment_schedule",
    "payments.steps": "steps table schedule thresholds payments tiers bands",
    "payments.table": "table coupons rates coupon_table coupon_rates steps coupon_by_rate schedule bands coupon",
    "payments.target": "target until return_target until_paid until_repaid target_return",
    "payments.threshold_pct": "threshold_pct threshold from from_pct threshold_points",
    "payments.treated": (
        "treated_per_100 treated_pct treated treated_rate treatment programme programme_pct treatment_pct "
        "participants_pct treatment_group treated_group_pct treated_mean"
    ),
    "payments.unit_price": "unit_price price per_outcome price_per_person per_person price_per_outcome",
    "payments.up_to": "up_to up_to_pct max_points cap_pct max_pct",
    "payments.year": "year bond_year year_of_bond",
    # penalties
    "penalties.cap": "cap yearly_cap",
    "penalties.delivered_units": (
        "delivered_units delivered units_delivered done provided achieved delivered_count performed "
        "delivered_hours units_done"
    ),
    "penalties.exempt_up_to": "exempt_up_to threshold",
    "penalties.lump": "lump lump_sum",
    "penalties.per_day_steps": "per_day_steps steps tiers daily_steps per_day_tiers schedule bands per_day_bands",
    "penalties.rates": (
        "per_day rate rate_per_day daily_rate per_unit per_hour unit_amount lump rate_per_week per_week "
        "daily_penalty penalty_per_day amount_per_day day_rate lump_sum penalty_rate"
    ),
    "penalties.required_units": (
        "required_units required units_required due units_due planned expected_units required_count minimum_units "
        "contracted_units required_hours planned_units"
    ),
    "penalties.units": (
        "days R units hours events count missing weeks missing_units occurrences faults incidents failures N"
    ),
    # revisions
    "revisions.base": (
        "base I0 initial reference base_value base_index index_base old initial_index I_0 index_initial previous "
        "reference_index S0 index_0 value_0 start old_index at_start"
    ),
    "revisions.base_indices": "base_indices bases base_values indices_base",
    "revisions.cap_coefficient": (
        "cap_coefficient max_coefficient cap cap_rate yearly_cap butoir clause_butoir max_increase max_variation "
        "cap_variation max_rise yearly_max_increase increase_cap"
    ),
    "revisions.fixed": "fixed a fixed_part part_fixe fixed_share fixed_term",
    "revisions.floor_coefficient": "floor_coefficient min_coefficient floor max_decrease min_variation max_fall",
    "revisions.index": "index name id series label",
    "revisions.indices": "indices current_indices values current_values indices_current",
    "revisions.now": (
        "current value It new I1 current_value current_index index_current latest I_1 I_t index_new revised "
        "new_index S1 index_1 value_1 end observed I latest_index now"
    ),
    "revisions.parts": "parts components indices terms series formula_parts",
    "revisions.variable": "variable b variable_part variable_share part_variable",
    "revisions.weight": "weight w share coefficient part",
    "revisions.weights": "weights weight coefficients",
    # shares
    "shares.unit_cost": "unit_cost cost_per_unit unit_price price_per_unit",
    "shares.units_total": "units_total total_units all_units total_units_used hours_total total_hours",
    "shares.components": "components keys criteria parts blend key criteres",
    "shares.drivers": "drivers values weights driver by shares units population name",
    "shares.members": "members parties communes",
    "shares.name": "name id member",
    "shares.parties": "members parties",
    "shares.weight": "weight share part rate",
    "shares.weights": (
        "weights shares key population populations drivers units hours keys use km units_used capital "
        "capital_shares m3 inhabitants usage hours_used weight tonnes rates percentages percentage quotas members "
        "driver uses surface area"
    ),
    # tables
    "tables.end": (
        "to up_to upto until max hi high upper below up_to_qf qf_max limit lt end under qf_up_to income_up_to lte "
        "m3 up_to_m3 jusqu_a a"
    ),
    "tables.start": (
        "from reach above at_least lower low lo threshold effect since over qf_from income_from start min "
        "if_at_least level trigger gte de"
    ),
    "tables.value": (
        "price pay payment rate coupon amount unit_price per_unit per_point value tariff tarif share prix bonus "
        "interest return"
    ),
    # tariffs
    "tariffs.months": "months period_months months_billed number_of_months",
    "tariffs.by_size": "cheques amounts_by_size cheque_by_size table by_size amounts cheques_by_size",
    "tariffs.asked": "asked requested demand forgone help",
    "tariffs.blocks": "blocks tranches tiers bands price_blocks tariff",
    "tariffs.blocks_per_person": "blocks_per_person per_person blocks_by_person widths_per_person",
    "tariffs.css": "css social eligible reduced solidaire",
    "tariffs.css_block": "css_block social_block",
    "tariffs.dwellings": "dwellings households logements number_of_dwellings units_of_housing",
    "tariffs.fees_excl_tax": "fees_excl_tax fees redevances revenue",
    "tariffs.free_m3_per_person": "free_m3_per_person free_per_person free_units_per_person free_litres_per_person",
    "tariffs.household_size": "household_size members persons size",
    "tariffs.large_family_from_member": "large_family_from_member from_member",
    "tariffs.limit_rate": "limit_rate rate limit",
    "tariffs.per_person": "per_person per_member per_head",
    "tariffs.social": (
        "css_price social_price reduced_price solidarity_price first_block_social_price css_first_block css_rate "
        "solidarity_rate css_first_block_price first_block_css_price social_first_block_price css_block_1 "
        "css_tranche_1 css_first css_price_block_1 social_block_1 price_css_block_1"
    ),
    "tariffs.volume": (
        "m3 volume volumes consumption quantity kwh consumption_m3 used units litres kg conso volume_m3 kwh_used"
    ),
    # usages
    "usages.blocks": "blocks tiers tranches price_blocks bands",
    "usages.index_after": "index_after reading_after after new_index",
    "usages.index_before": "index_before reading_before before old_index",
    "usages.price": "unit_price price p price_per_unit",
    "usages.units": "units quantity Q hours days km m3 kwh nights uses tonnes volume",
}
"""Of each idea, the names that terms give it, apart from its own when it is a plain one."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


LIMITING = _words(
    "cap max maximum most min minimum least floor ceiling limit free exempt exemption vat tva threshold bonus",
    "malus discount deduct deduction grace tolerance franchise excused rounding rate share price fee per quota",
    "trigger reduction band hurdle majority quorum link chain prorata proration weight",
)
"""Words by which a term bounds or prices something: such a term, not understood, is never passed over in silence."""
DESCRIBING = _words(
    "currency unit source note comment label title name year period country programme place date confidence",
    "cohort scheme city contract reference duration term signed investor payer payee provider",
)
"""Words of terms that describe a contract, and change no amount."""
PRICING = _words("price per each tariff value bonus payment")
"""Words by which a term says what one unit of something is worth."""
NOT_PRICING = _words(
    "max cap min floor threshold target share total pct cohort first step yearly annual fixed rounding free",
)
"""Words by which a term that speaks of a price bounds it, or is another figure."""
SILENT = _words("of the number nb in eur euro euros usd gbp aud cop chf")
"""Words of a name that change nothing to what it means."""
UNITS = _words("point hour day week month km m3 kwh mwh litre tonne minute km2 m2")
"""Words that say in what a figure is counted: ``dead_band_kwh`` is a dead band."""
VAGUE = _words("amount total due value owed sum")
"""Words of a figure's name that say nothing of what it is, beside others."""
OWNERS = _words(
    "city state county government council investor funder provider lender payer payee commune to from by the final",
    "computed expected outcome success result insertion termination relative revised new revision contract tenant",
    "household user buyer supplier family",
)
"""Words that a figure's name may have besides its own: whose it is, or of what kind of clause."""
EFFECTS_TOLD = _words("effect reduction fall drop difference improvement change")
"""Words by which an observation says an effect."""
