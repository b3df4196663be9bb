"""An outcome contract that ends before its term: what was reached and is not verified yet.

Both happened: Peterborough's third cohort was cancelled by a change of policy, and the ABLE contract (Rikers Island)
ended after its third year, on an option of the lender. What had been reached by then was in nobody's count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mitoyen.engines.agreements.effects import Remember
from mitoyen.engines.agreements.exact import ONE, ZERO, Exact, choose, greatest, least, positive
from mitoyen.engines.agreements.scalars import FactName, MeasureName, Money, Part, PartyId, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.effects import Effect
    from mitoyen.engines.agreements.moment import Moment
    from mitoyen.engines.agreements.wording import Wording

ENDED = "ended"
"""Under which name the clause remembers that the contract ended."""


class EarlyEnd(Part):
    """A share of what was reached and not verified yet is paid with the end; the rest once it is verified.

    After the end nothing else is due. If fewer are verified than the share paid for, the difference is given back.
    """

    happened: FactName
    """Above zero in the period in which the contract ends; not given otherwise."""
    reached: MeasureName
    """Outcomes reached by then and not verified yet, as declared."""
    each: Money
    """What one is worth."""
    share: Share
    """The part that is paid at once."""
    verified: MeasureName | None = None
    """How many of them were verified in the end, in a later period."""

    def amounts(self, now: Moment, between: tuple[PartyId, PartyId], room: Exact | None, uses: str) -> Iterator[Effect]:
        """``reached × each × share`` in the period of the end, ``verified × each`` less that later; within ``room``."""
        ended, advanced = now.recalled(ENDED), now.recalled("advanced")
        seen = now.scene.observed
        if seen.keys(self.happened):
            happens = choose(now.fact(self.happened) > ZERO, ONE, ZERO)
            ends = happens - least(happens, ended)
            yield Remember(ENDED, greatest(ended, ends))
            reached, each, share = positive(now.as_declared(self.reached)), self.each, self.share
            fr, en = "Part des résultats atteints et non vérifiés", "Share of the outcomes reached and not verified"
            owed = now.money(reached * each * share * ends, "max(0, {reached}) * {each:2} * {share} * {ends}", fr=fr,
                             en=en, reached=reached, each=each, share=share, ends=ends)  # fmt: skip
            owed = _within(now, owed, room)
            yield Remember("advanced", advanced + owed)
            fr, en = "{owed:EUR} à la fin anticipée du contrat", "{owed:EUR} on the early end of the contract"
            yield now.flow(*between, owed, "outcome", uses=uses or None, fr=fr, en=en, owed=owed)
        elif self.verified and seen.keys(self.verified):
            verified, each = positive(now.fact(self.verified)), self.each
            fr, en = "Résultats vérifiés après la fin", "Outcomes verified after the end"
            worth = now.money(verified * each * ended, "{verified} * {each:2} * {ended}", fr=fr, en=en,
                              verified=verified, each=each, ended=ended)  # fmt: skip
            worth = _within(now, worth, room + advanced if room is not None and uses else room)
            fr, en = "Reste à payer", "Left to pay"
            owed = now.step(worth - advanced, "{worth:2} - {advanced:2}", fr=fr, en=en, unit="EUR", worth=worth,
                            advanced=advanced)  # fmt: skip
            yield Remember("advanced", worth)
            fr, en = "{verified} résultats vérifiés après la fin", "{verified} outcomes verified after the end"
            yield now.flow(*between, owed, "outcome", uses=uses or None, two_sided=True, fr=fr, en=en,
                           verified=verified)  # fmt: skip

    def said(self, say: Wording) -> str:
        """What an early end pays."""
        share, each = say.percent(self.share), say.money(self.each)
        if say.language == "fr":
            then = ", le reste quand ils le sont" if self.verified else ""
            return (
                f" Si le contrat prend fin plus tôt, {share} du prix de chaque résultat atteint et non vérifié "
                f"({each}) est payé{then}."
            )
        then = ", the rest once it is" if self.verified else ""
        return (
            f" If the contract ends early, {share} of the price of each outcome reached and not verified ({each}) is "
            f"paid{then}."
        )


def _within(now: Moment, owed: Exact, room: Exact | None) -> Exact:
    """No more than what is left of the maximum."""
    if room is None:
        return owed
    fr, en = "Dans la limite du maximum", "Within the maximum"
    formula = "min({owed:2}, max(0, {room:2}))"
    return now.step(least(owed, positive(room)), formula, fr=fr, en=en, unit="EUR", owed=owed, room=room)
