"""Small rules that combine into the table.

A rule reads the actor and the *stakes* of a thing: which organisation plays which part in it
(``owner``, ``borrower``, ``payer``…). It never reads a row: queries and actions give it the stakes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mitoyen.access.actors import Actor, Role
from mitoyen.kernel import words
from mitoyen.kernel.text import Sentence

Stakes: TypeAlias = Mapping[str, int | None]
Rule: TypeAlias = "Callable[[Actor, Stakes], Decision]"


NO_REASON = Sentence("", "")


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer, and its reason when it is no."""

    allowed: bool
    because: Sentence = NO_REASON

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(allowed=True)

ROLE_NAMES: Mapping[Role, Sentence] = {
    Role.ADMINISTRATOR: Sentence("administrateur", "administrator"),
    Role.MANAGER: Sentence("gestionnaire", "manager"),
    Role.AGENT: Sentence("agent", "agent"),
    Role.TREASURER: Sentence("trésorier", "treasurer"),
    Role.ELECTED: Sentence("élu", "elected member"),
    Role.AUDITOR: Sentence("contrôleur", "auditor"),
    Role.READER: Sentence("lecteur", "reader"),
}

PART_NAMES: Mapping[str, Sentence] = {
    "owner": Sentence("l'organisation propriétaire", "the owner organisation"),
    "holder": Sentence("l'organisation qui garde la ressource", "the organisation that keeps the resource"),
    "borrower": Sentence("l'organisation qui emprunte", "the borrowing organisation"),
    "payer": Sentence("l'organisation qui paie", "the paying organisation"),
    "payee": Sentence("l'organisation payée", "the paid organisation"),
    "depositor": Sentence("l'organisation qui a laissé le dépôt", "the organisation that left the deposit"),
    "organisation": Sentence("cette organisation", "this organisation"),
    "reader": Sentence("une organisation à qui l'étude est montrée", "an organisation that the study is shown to"),
}


def public(_actor: Actor, _stakes: Stakes) -> Decision:
    """Anybody may."""
    return YES


def signed_in(actor: Actor, _stakes: Stakes) -> Decision:
    """Whoever signed in may."""
    if actor.is_signed_in:
        return YES
    return Decision(
        allowed=False,
        because=Sentence("Connectez-vous : nous ne savons pas qui vous êtes.", "Sign in: we do not know who you are."),
    )


def runs_instance(actor: Actor, _stakes: Stakes) -> Decision:
    """Whoever manages this instance may."""
    if actor.runs_instance:
        return YES
    return Decision(
        allowed=False,
        because=Sentence("Réservé à qui gère ce site.", "Only for whoever manages this site."),
    )


def holds(*roles: Role, of: str) -> Rule:
    """Whoever holds one of ``roles`` in the organisation that plays the part ``of`` may."""

    def rule(actor: Actor, stakes: Stakes) -> Decision:
        if actor.holds(roles, stakes.get(of)):
            return YES
        if not actor.is_signed_in:
            return signed_in(actor, stakes)
        part = PART_NAMES[of]
        return Decision(
            allowed=False,
            because=Sentence(
                f"Il faut être {words.one_of((ROLE_NAMES[r].fr for r in roles), 'fr')} pour {part.fr}.",
                f"One must be {words.one_of((ROLE_NAMES[r].en for r in roles), 'en')} for {part.en}.",
            ),
        )

    return rule


def is_oneself(of: str) -> Rule:
    """Whoever plays the part ``of`` herself may: the stakes hold a person there, not an organisation."""

    def rule(actor: Actor, stakes: Stakes) -> Decision:
        if actor.is_signed_in and actor.person == stakes.get(of):
            return YES
        return Decision(
            allowed=False, because=Sentence("Réservé à la personne elle-même.", "Only for the person herself.")
        )

    return rule


def either(*rules: Rule) -> Rule:
    """Allowed as soon as one rule allows; otherwise the reason of the first."""

    def rule(actor: Actor, stakes: Stakes) -> Decision:
        decisions = [each(actor, stakes) for each in rules]
        return next((d for d in decisions if d.allowed), decisions[0])

    return rule
