"""Every method side by side on one problem: who pays what, and who would be better off alone.

===============  =====================================================================
``solving``      a problem solved by the methods asked for
``answer``       what is answered: shares, stability, what is remarkable
``of_games``     cost and value games; ``of_airports``, ``of_claims``: the other shapes
``findings``     what the answer says, in sentences; ``words`` says amounts and groups
``rendering``    the answer as JSON, and as text for a council
===============  =====================================================================
"""

from mitoyen.engines.pooling.shares.answer import Answer
from mitoyen.engines.pooling.shares.rendering import as_json, as_text
from mitoyen.engines.pooling.shares.solving import solve

__all__ = ["Answer", "as_json", "as_text", "solve"]
