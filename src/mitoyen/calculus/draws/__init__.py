"""Draws that come back the same: named streams, laws, ties, seasons, days drawn again.

==============  ==========================================================================
``streams``     one generator for each name: a driver more disturbs no other
``laws``        how a number between 0 and 1 (its *chance*) becomes a value
``ties``        scores that are correlated as declared
``seasons``     a cycle of factors of mean one
``resampling``  whole days of a record drawn again, and the middle of what they give
==============  ==========================================================================

Every law is read by inverse transform. Two scenarios that share their chances differ only by what was changed: common
random numbers.

>>> from mitoyen.calculus.draws.laws import Triangular
>>> from mitoyen.calculus.draws.streams import chances
>>> price = Triangular(90.0, 100.0, 130.0)
>>> price.at(chances(2027, "price", 5)).round(1).tolist() == price.at(chances(2027, "price", 5)).round(1).tolist()
True
"""
