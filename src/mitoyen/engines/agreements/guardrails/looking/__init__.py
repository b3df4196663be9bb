"""Ways of looking through an agreement that many rules share.

==============  =================================================================================
``clauses``     clauses of a kind, public parties, the day whose law rules
``links``       what a clause looks at, and whom it pays
``sanctions``   what is sanctioned, by how much, under which ceiling
``names_used``  which names are used outside the place where each is declared
==============  =================================================================================
"""
