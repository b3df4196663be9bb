"""Should we pool? A study from needs to sentences.

===============  =======================================================================
``reading``      STUDY.yaml to ``settings``; ``entries``, ``calendars``, ``distances`` help
``inputs``       the needs of the file and of the declared calendar
``sizing``       units of every group; ``whole`` counts needs one by one where it matters
``amounts``      yearly cents of every group; ``accounts`` the sum to redo, pay-back, CO2
``sharing``      who pays what under each key; ``groups`` smaller pools, joining, leaving
``ladders``      the answer for each kind of machine; ``rhythm`` when needs come
``first``        the first answer, put together
``answer``       what it holds, ready for pages and charts
``verdict``      the answer in a line, and what it does not say; ``telling``, ``wording``
``frozen``       inputs, method and fingerprint
===============  =======================================================================
"""

from mitoyen.engines.pooling.study.first import answer_study
from mitoyen.engines.pooling.study.inputs import gather_needs
from mitoyen.engines.pooling.study.reading import read_settings

__all__ = ["answer_study", "gather_needs", "read_settings"]
