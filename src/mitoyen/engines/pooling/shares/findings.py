"""What an answer says, sentence by sentence: stability, properties of the game, who loses when one joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.pooling.games.reading import ClaimsProblem, GameProblem
from mitoyen.engines.pooling.shares.words import blocking_sentence, said_amount
from mitoyen.kernel.text import Sentence
from mitoyen.kernel.words import listed

if TYPE_CHECKING:
    from fractions import Fraction

    from mitoyen.engines.pooling.games.game import Game
    from mitoyen.engines.pooling.games.reading import Options
    from mitoyen.engines.pooling.games.report import Check
    from mitoyen.engines.pooling.shares.answer import Answer

_MOST_SAID = 5


def shares_costs(answer: Answer) -> bool:
    """Whether what is shared is paid, rather than received."""
    if isinstance(answer.problem, GameProblem):
        return answer.problem.game.kind == "cost"
    return not isinstance(answer.problem, ClaimsProblem)


def stability_sentences(answer: Answer, method: str) -> list[Sentence]:
    """Which groups would be better off alone under a method, the worst first."""
    found, of_costs = answer.methods[method], shares_costs(answer)
    said = list(found.remarks)
    if not found.block_count:
        return [*said, Sentence("Aucun groupe n'a intérêt à partir.", "No group would be better off alone.")]
    worst = found.blocks[:_MOST_SAID]
    said += [
        blocking_sentence(group, excess, answer.options, of_costs=of_costs, players=answer.players)
        for group, excess in worst
    ]
    rest = found.block_count - len(worst)
    if rest == 1:
        said.append(Sentence("Un autre groupe y gagnerait aussi.", "One other group would gain too."))
    elif rest:
        said.append(Sentence(f"{rest} autres groupes y gagneraient aussi.", f"{rest} other groups would gain too."))
    return said


def core_sentences(answer: Answer) -> list[Sentence]:
    """Whether some shares content every group."""
    core, options = answer.core, answer.options
    if core.is_empty is None:
        return [
            Sentence(
                "On ne sait pas prouver s'il existe des partages dont aucun groupe n'a intérêt à sortir.",
                "Whether some shares leave no group better off alone could not be proven.",
            )
        ]
    if not core.is_empty or core.least_core_excess is None:
        return [
            Sentence(
                "Il existe des partages dont aucun groupe n'a intérêt à sortir.",
                "Some shares leave no group better off alone.",
            )
        ]
    short, subsidy = core.least_core_excess, core.subsidy
    fr = " ; ".join(f"{listed(group, 'fr')} (× {weight})" for group, weight in core.family)
    en = "; ".join(f"{listed(group, 'en')} (× {weight})" for group, weight in core.family)
    return [
        Sentence(
            "Aucun partage ne contente tous les groupes : quel que soit le partage, l'un d'eux gagnerait au moins "
            f"{said_amount(short, options, 'fr')} à partir.",
            "No shares content every group: whatever they are, one of them would gain at least "
            f"{said_amount(short, options, 'en')} by leaving.",
        ),
        Sentence(
            f"Il faudrait {said_amount(subsidy, options, 'fr')} de l'extérieur pour que tous restent ; "
            f"ces groupes, ainsi pondérés, le montrent : {fr}.",
            f"It would take {said_amount(subsidy, options, 'en')} from outside for all to stay; "
            f"these groups, so weighted, show it: {en}.",
        ),
    ]


def game_sentences(answer: Answer) -> list[Sentence]:
    """What is remarkable in the table of amounts."""
    said = list(answer.remarks)
    if answer.report is None or not isinstance(answer.problem, GameProblem):
        return said
    game, options = answer.problem.game, answer.options
    said.append(_saving_sentence(game.in_units(answer.report.saving), options))
    said += [
        sentence for check in answer.report.checks if (sentence := _breach_sentence(game, check, options)) is not None
    ]
    if answer.report.split:
        parts = [game.group(part) for part in answer.report.split]
        better = game.in_units(answer.report.split_saving)
        said.append(
            Sentence(
                f"Se séparer ainsi ferait mieux de {said_amount(better, options, 'fr')} : "
                f"{' | '.join(listed(part, 'fr') for part in parts)}.",
                f"Splitting so would do better by {said_amount(better, options, 'en')}: "
                f"{' | '.join(listed(part, 'en') for part in parts)}.",
            )
        )
    said += [
        Sentence(
            f"Quand {loss.joining} rejoint les autres, {loss.loser} y perd "
            f"{said_amount(loss.amount, options, 'fr')} (valeur de Shapley).",
            f"When {loss.joining} joins the others, {loss.loser} loses "
            f"{said_amount(loss.amount, options, 'en')} (Shapley value).",
        )
        for loss in answer.losses[:_MOST_SAID]
    ]
    return said


def _saving_sentence(saving: Fraction, options: Options) -> Sentence:
    fr, en = said_amount(abs(saving), options, "fr"), said_amount(abs(saving), options, "en")
    if saving > 0:
        return Sentence(
            f"Ensemble, on gagne {fr} sur ce que chacune ferait seule.",
            f"Together, {en} is gained on what each would do alone.",
        )
    if saving < 0:
        return Sentence(
            f"Ensemble, on perd {fr} sur ce que chacune ferait seule : mieux vaut ne pas tout mettre en commun.",
            f"Together, {en} is lost on what each would do alone: better not to pool everything.",
        )
    return Sentence("Ensemble, il n'y a rien à gagner.", "Together, there is nothing to gain.")


def _breach_sentence(game: Game, check: Check, options: Options) -> Sentence | None:
    """What breaks a property; nothing for concavity, which most games lack without harm."""
    if check.breach is None or check.name == "concave":
        return None
    first, second = game.group(check.breach.first), game.group(check.breach.second)
    gap = game.in_units(check.breach.gap)
    fr, en = said_amount(gap, options, "fr"), said_amount(gap, options, "en")
    if check.name == "monotone":
        does = ("coûte", "cost") if game.kind == "cost" else ("rapporte", "earn")
        return Sentence(
            f"À vérifier : {listed(first, 'fr')} {does[0]} {fr} de plus que {listed(second, 'fr')}.",
            f"To check: {listed(first, 'en')} {does[1]} {en} more than {listed(second, 'en')}.",
        )
    verbs = (
        ("coûtent", "de plus", "cost", "more") if game.kind == "cost" else ("rapportent", "de moins", "earn", "less")
    )
    return Sentence(
        f"À vérifier : ensemble, le groupe de {listed(first, 'fr')} et celui de {listed(second, 'fr')} "
        f"{verbs[0]} {fr} {verbs[1]} que séparément.",
        f"To check: together, the group of {listed(first, 'en')} and that of {listed(second, 'en')} "
        f"{verbs[2]} {en} {verbs[3]} than apart.",
    )
