"""What happens to money when its evidence is missing or not yet audited: never silently paid, never silently nil."""

from __future__ import annotations

from typing import Literal, TypeAlias

from mitoyen.engines.agreements.exact import ZERO
from mitoyen.engines.agreements.scalars import Flag, Share, SharedPart

Plain: TypeAlias = Literal["hold", "deem_baseline", "deem_zero", "deem_worst"]


class ProvisionalTerms(SharedPart):
    """A share of what the declared figures give is paid now."""

    share: Share
    true_up: Flag = True


class Provisional(SharedPart):
    """Pay a share on the declared figure; the rest when it is audited."""

    provisional: ProvisionalTerms


class LastAuditedTerms(SharedPart):
    """By how much the last audited figure moves towards the baseline at each missing period."""

    decay: Share = ZERO


class LastAudited(SharedPart):
    """Use the last audited figure, which fades towards the baseline."""

    last_audited: LastAuditedTerms


class Estimate(SharedPart):
    """Use an estimate made by a declared method from earlier audited figures."""

    estimate: Literal["previous_period", "same_period_last_year", "mean_of_history"]


Missing: TypeAlias = Plain | Provisional | LastAudited | Estimate
Negative: TypeAlias = Literal["floor_zero", "carry_forward", "pay_back"]
