"""Who may do what: one table, pure, with the reason when not.

==============  ================================================================
``actors``      a person and the mandates she acts under
``rules``       small rules that combine: public, signed in, holds a mandate
``policy``      the table itself, and the three questions one asks of it
==============  ================================================================
"""
