"""Family INC, perverse combinations (``INC-09``): whoever is paid to do well must not gain by doing worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.guardrails.looking.links import money_indicators
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, simulated_rule
from mitoyen.engines.agreements.guardrails.vocabulary.amounts_told import euros
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.guardrails.trials.simulating import Trial


@simulated_rule(
    "INC-09",
    "error",
    title=("Combinaison perverse", "Perverse combination"),
    why=(
        "Si celui qui est jugé gagne quand l'indicateur se dégrade, l'accord paie l'échec.",
        "If whoever is judged gains when the indicator worsens, the agreement pays for failure.",
    ),
    mend=(
        "Vérifiez le sens de l'indicateur (better), l'ordre des paliers, et qu'aucune garantie ne rembourse.",
        "Check the direction of the indicator (better), the order of steps, and that no guarantee refunds.",
    ),
    grounds=(
        Ground(
            "Une garantie calculée après les pénalités les rembourse : la bande de demande passe donc avant",
            "A guarantee worked out after penalties refunds them: the demand band therefore comes first",
        ),
    ),
)
def paid_for_worse(agreement: Agreement, trial: Trial) -> Found:
    """On no scale of values does a party that an indicator judges gain when it worsens."""
    del trial  # settled on supposed figures: every agreement can be tried, with assumptions or without
    judging = {name: [use for use in uses if use.judges] for name, uses in money_indicators(agreement).items()}
    judging = {name: uses for name, uses in judging.items() if uses}
    if not judging:
        return
    from mitoyen.engines.agreements.guardrails.trials.worsening import Worsening  # noqa: PLC0415  numpy

    worsening = Worsening(agreement, judging)
    for name, uses in judging.items():
        gain = worsening.gain(name)
        if gain is not None:
            more = euros(gain.more)
            yield Seen(
                uses[0].path,
                Sentence(
                    f"« {gain.party} » gagne {more.fr} de plus quand « {name} » passe de {gain.better.text()} à "
                    f"{gain.worse.text()}, qui est pire.",
                    f"'{gain.party}' gains {more.en} more when '{name}' goes from {gain.better.text()} to "
                    f"{gain.worse.text()}, which is worse.",
                ),
            )
