"""Every method side by side on one problem: who pays what, and who would be better off alone.

==============  =====================================================================
``answer``      a problem solved by the methods asked for
``words``       amounts and findings as sentences, in French and English
``rendering``   the answer as JSON, and as text for a council
==============  =====================================================================
"""

from mitoyen.engines.pooling.shares.answer import Answer, solve
from mitoyen.engines.pooling.shares.rendering import as_json, as_text

__all__ = ["Answer", "as_json", "as_text", "solve"]
