"""What words, units and names of series mean to a rule, in French and in English.

==================  =============================================================================
``words``           hedges and evasions, figures and dates in a sentence (``lexicon``: the words)
``periods_told``    from the words for a period to its dates
``amounts_told``    from amounts and shares to words
``units``           units and their algebra (``expected_units``: those that each clause expects)
``series``          published series: the general ones, and what the others are about
``checklists``      the risks of a sector, and the words that name them
==================  =============================================================================
"""
