"""Should we pool? Needs, fleets, cooperative games, fair shares.

==========  ==============================================================================
``games``   cost and value games: who pays what, and which group would be better off alone
``keys``    shares by population, use, length of road…, with floors, caps and commitments
``shares``  every method side by side on one GAME.json, as JSON and in sentences
==========  ==============================================================================

The order of members is the order of bits: in every table of coalitions, bit ``i`` of the index is
member ``i``, amounts are int64 in whole cents, and the table has ``2 ** n`` of them, the empty
coalition first.
"""
