"""The invented territory: what ``mitoyen demo`` loads into an empty site.

==============  ==============================================================
``territory``   twelve mountain communes and a quarter of a port city
``people``      who works there, and the three printed accounts
==============  ==============================================================
"""
