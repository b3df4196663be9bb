"""Pages of sharing: thin; each reads the actor, asks a query or an action, and renders its page.

==============  ==================================================================
``thing``       a thing: when it is free, why not, its price, and booking it
``booking``     a booking: where it stands, its papers, giving it back
==============  ==================================================================
"""
