"""Writes of the territory.

==================  =========================================================
``imports``         communes and intercommunal bodies, from the national lists
``areas``           areas below the commune, from a GeoJSON file
``organisations``   organisations of every kind
==================  =========================================================
"""

from mitoyen.territory.actions.areas import import_areas, remove_area
from mitoyen.territory.actions.imports import ImportReport, Selection, import_territory
from mitoyen.territory.actions.organisations import OrganisationSheet, create_organisation, edit_organisation

__all__ = [
    "ImportReport",
    "OrganisationSheet",
    "Selection",
    "create_organisation",
    "edit_organisation",
    "import_areas",
    "import_territory",
    "remove_area",
]
