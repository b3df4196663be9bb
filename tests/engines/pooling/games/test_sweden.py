"""Every row that the Swedish study published, and the one that it published wrong."""

from fractions import Fraction

import pytest
from sweden import bits, game

from mitoyen.engines.pooling.games.core import core_check, excess
from mitoyen.engines.pooling.games.game import whole_cents
from mitoyen.engines.pooling.games.nucleolus import nucleolus
from mitoyen.engines.pooling.games.separable import Margins, aca, gately, scrb
from mitoyen.engines.pooling.games.shapley import shapley
