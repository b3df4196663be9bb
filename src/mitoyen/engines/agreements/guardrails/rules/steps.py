"""Family EVD, steps (``EVD-06``): scales, cliffs, ramps and dead bands narrower than the noise of the measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mitoyen.engines.agreements.clauses.outcomes import Change, OutcomePayment
from mitoyen.engines.agreements.clauses.performance import BonusMalus
from mitoyen.engines.agreements.exact import ZERO, Exact, least, positive, total
from mitoyen.engines.agreements.guardrails.rulebook import Seen, rule
from mitoyen.engines.agreements.guardrails.rules.noise import PAID_FOR_NOTHING, chance_of_bonus
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros, figure
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.clauses.outcomes.forms import Layer
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

LARGEST_JUMP = Exact(20, 100)


class Jump(NamedTuple):
    """A place of a scale: from which effect, and what is paid from there."""

    reach: Exact
    pay: Exact


@rule(
    "EVD-06",
    "warning",
    title=("Marche plus étroite que le bruit", "Step narrower than the noise"),
    why=(
        "Une marche haute paie beaucoup pour un rien, et invite à arranger le dernier chiffre.",
        "A high step pays much for next to nothing, and invites to arrange the last figure.",
    ),
    mend=(
        "Espacez les marches d'au moins une erreur type, et faites-en plusieurs, ou payez en continu (layers).",
        "Space the steps by at least one standard error, and make several, or pay continuously (layers).",
    ),
)
def narrow_steps(agreement: Agreement) -> Found:
    """Steps are at least one standard error apart, and none is worth more than 20 % of the most that is paid.

    A threshold below which layers pay nothing is a step; so are layers that are narrower, all together, than the
    noise; and a dead band, unless chance already pays so often that ``EVD-05`` says it.
    """
    for rank, clause in enumerate(agreement.clauses):
        path: Path = ("clauses", rank)
        if isinstance(clause, OutcomePayment) and clause.change is not None:
            error = _error(agreement, clause.change)
            yield from _in_scales(clause, error, path)
            yield from _in_layers(clause, error, path)
        elif isinstance(clause, BonusMalus):
            yield from _in_bands(agreement, clause, path)


def _error(agreement: Agreement, change: Change) -> Exact | None:
    from mitoyen.engines.agreements.guardrails.trials import effects  # noqa: PLC0415  settlement, only for such clauses

    return effects.noise(agreement, change)


def _in_scales(clause: OutcomePayment, error: Exact | None, path: Path) -> Found:
    for field, scale in _scales(clause):
        width = min((b.reach - a.reach for a, b in _pairs(scale)), key=lambda one: one.fraction)
        if error is not None and width < error:
            yield Seen((*path, field), _too_narrow(clause.id, width, error))
            continue
        top = max((step.pay for step in scale), key=lambda pay: pay.fraction)
        jump = max((b.pay - a.pay for a, b in _pairs(scale)), key=lambda one: one.fraction)
        if top > ZERO and jump > top * LARGEST_JUMP:
            yield Seen((*path, field), _too_high(clause.id, jump, top))


def _in_layers(clause: OutcomePayment, error: Exact | None, path: Path) -> Found:
    """Layers are paid continuously, but for their threshold, or when they are all so narrow that they are a step."""
    if (top := _most(clause)) is None or top <= ZERO:
        return
    jump = total(_worth(layer, clause.nothing_below) for layer in clause.layers) if clause.nothing_below else ZERO
    if jump > top * LARGEST_JUMP:
        yield Seen((*path, "nothing_below"), _too_high(clause.id, jump, top))
    start = min((layer.above for layer in clause.layers), key=lambda one: one.fraction)
    ends = [layer.up_to for layer in clause.layers if layer.up_to is not None]
    if error is None or len(ends) < len(clause.layers):
        return
    width = max(ends, key=lambda one: one.fraction) - start
    if width < error:
        yield Seen((*path, "layers"), _too_steep(clause.id, width, error))


def _most(clause: OutcomePayment) -> Exact | None:
    """The most that the layers of a clause pay; nothing when nothing bounds it."""
    if any(layer.up_to is None for layer in clause.layers):
        return clause.most
    whole = total(_worth(layer, layer.up_to) for layer in clause.layers)
    return whole if clause.most is None else least(whole, clause.most)


def _worth(layer: Layer, effect: Exact | None) -> Exact:
    """What a layer pays for an effect."""
    inside = positive((effect or ZERO) - layer.above)
    if layer.up_to is not None:
        inside = least(inside, layer.up_to - layer.above)
    return inside * layer.per_unit


def _in_bands(agreement: Agreement, clause: BonusMalus, path: Path) -> Found:
    for judged in clause.judged:
        error = _error(agreement, Change.model_validate({"measure": str(judged.indicator)}))
        if error is None or not ZERO < judged.dead_band < error:
            continue
        if chance_of_bonus(agreement, clause, judged) <= PAID_FOR_NOTHING:
            label = agreement.indicators[judged.indicator].label
            band, spread = figure(judged.dead_band), figure(error)
            yield Seen(
                path,
                Sentence(
                    f"La bande neutre de la clause « {clause.id} » ({band.fr}) est plus étroite que l'erreur type de "
                    f"« {label.fr} » ({spread.fr}) : elle ne protège pas du hasard de la mesure.",
                    f"The dead band of clause '{clause.id}' ({band.en}) is narrower than the standard error of "
                    f"'{label.said_in('en')}' ({spread.en}): it does not guard against the chance of "
                    "the measure.",
                ),
            )


def _scales(clause: OutcomePayment) -> Iterator[tuple[str, list[Jump]]]:
    if clause.steps:
        yield "steps", [Jump(step.reach, step.pay) for step in clause.steps]
    if clause.coupons:
        yield "coupons", [Jump(one.reach, one.rate * clause.coupons.principal) for one in clause.coupons.table]
    if clause.pooled:
        yield "pooled", [Jump(step.reach, step.pay) for step in clause.pooled.steps]


def _pairs(scale: list[Jump]) -> Iterator[tuple[Jump, Jump]]:
    """Each step with the one below; the first with nothing paid for nothing."""
    ordered = sorted(scale, key=lambda step: step.reach.fraction)
    return zip([Jump(ZERO, ZERO), *ordered[:-1]], ordered, strict=True)


def _too_narrow(clause: str, width: Exact, error: Exact) -> Sentence:
    apart, spread = figure(width), figure(error)
    return Sentence(
        f"Les marches de la clause « {clause} » ne sont espacées que de {apart.fr}, moins que l'erreur type de la "
        f"mesure ({spread.fr}).",
        f"The steps of clause '{clause}' are only {apart.en} apart, less than the standard error of the measure "
        f"({spread.en}).",
    )


def _too_steep(clause: str, width: Exact, error: Exact) -> Sentence:
    whole, spread = figure(width), figure(error)
    return Sentence(
        f"Les tranches de la clause « {clause} » vont de rien à leur maximum en {whole.fr}, moins que l'erreur type de "
        f"la mesure ({spread.fr}) : c'est une marche.",
        f"The layers of clause '{clause}' go from nothing to their maximum within {whole.en}, less than the standard "
        f"error of the measure ({spread.en}): it is a step.",
    )


def _too_high(clause: str, jump: Exact, top: Exact) -> Sentence:
    return Sentence(
        f"La clause « {clause} » saute de {euros(jump).fr} d'un coup, plus de 20 % de son maximum ({euros(top).fr}).",
        f"Clause '{clause}' jumps by {euros(jump).en} at once, more than 20% of its maximum ({euros(top).en}).",
    )
