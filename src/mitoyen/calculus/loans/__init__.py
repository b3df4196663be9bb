"""Loans, to the cent or exactly: repaid at once, in equal parts, in equal payments, or at a payment of one's own.

================  ==========================================================
``terms``         what a loan contract says, typed
``reading``       the same, read from an ACTUS ``terms`` object
``fields``        one object's fields, each read in its type or refused with its place
``timetable``     the events that follow: when, of which kind, in which order
``annuities``     the payment that extinguishes a balance
``life``          the events lived through one by one: what each pays, what remains
``plans``         the plain vocabulary: a loan in one sentence, its schedule in whole cents
``runs``          how the interest of a payment runs, so that it can be redone
``arrears``       a partial payment: costs, then interest, then principal
================  ==========================================================

The names of kinds and events are those of the public standard ACTUS (*Algorithmic Contract Types
Unified Standards*, technical specification): PAM, LAM, ANN, NAM; IED, PR, IP, MD… Everything is
computed on fractions; :func:`~mitoyen.calculus.loans.life.live` rounds each payment to the cent, or not at all.
"""
