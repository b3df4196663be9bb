"""Mitoyen: agreements that can be read, checked, simulated, settled, published and recomputed.

The rooms and their one direction are drawn in ``docs/map.md``.
"""

__version__ = "0.1.0"
