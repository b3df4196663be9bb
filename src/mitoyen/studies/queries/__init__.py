"""Reads of studies, the actor first.

==============  ==============================================================
``visibility``  which studies an actor sees, and one of them
``inputs``      everything a study is computed from
``choices``     what a guided page offers: organisations, shelves, inhabitants
==============  ==============================================================
"""
