"""What the page of results shows, made from the document of an answer.

==============  ==============================================================
``reading``     amounts, hours and sentences of the document, in the language of the page
``fleets``      machines against service; who is served; whether needs meet; when they come
``savings``     the sum to redo, the interval, what moves it
``keys``        who pays what, who gains, who would leave
``others``      smaller groups, one who leaves, one who joins
``page``        all of it
==============  ==============================================================
"""
