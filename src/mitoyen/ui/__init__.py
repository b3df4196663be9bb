"""The design system: tokens, layouts, components, gallery (``/composants/``).

=================  ==================================================================================
``layouts``        the public page, the agents' desk, a sheet to print; ``frame`` says what they show
``components``     one file each, its contract on top: ``<c-money :amount="…" />``
``templatetags``   words of :mod:`mitoyen.kernel.words` as filters; ``icon``; ``attributes``
``forms``          fields that read what people write; ``controls`` shows them, errors before inputs;
                   ``chapters`` tells a long form
``typography``     ties French signs to their words, once, in every page
``month`` ``plan`` plain dataclasses for a calendar and a planning; ``maps`` and ``charts`` draw theirs
``drawings``       stand for the photo that nobody has taken yet, one per kind of thing
``icons``          the signs of ``layouts/sprite.html``
``web``            the gallery, and the service worker of forms that survive the network
=================  ==================================================================================

Style sheets and modules are in ``frontend/``, built into ``static/dist`` by ``frontend/build.py``.
"""
