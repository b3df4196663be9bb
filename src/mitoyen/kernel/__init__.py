"""What everything stands on, with the standard library alone.

==============  ==========================================================
``money``       whole cents, shares that always sum, rounding by name
``dates``       half-open periods, and how a clerk writes them
``dated``       values of law: each with its date and its source
``identity``    SIREN, SIRET, INSEE codes, slugs: parsed once, at the door
``text``        sentences in several languages
``errors``      what can be refused, and how it is said
``clock``       the only place that knows what time it is
==============  ==========================================================
"""
