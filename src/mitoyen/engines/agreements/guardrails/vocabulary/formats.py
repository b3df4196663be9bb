"""Formats of data: which of them anybody can read, and words by which nothing readable is given.

A format is open when it is published and read by programs of several makers; a list of those is short and known, while
the closed ones are as many as there are programs. So a dataset must name one of the list, or say that it is open.

>>> [is_open(written) for written in ("CSV", "GeoJSON au standard StaR-Eau", "Power BI", "cahier papier")]
[True, True, False, False]
>>> is_open("Shapefile chiffré, clé chez le prestataire"), keeps_data("au choix de l'exploitant")
(False, True)
"""

from __future__ import annotations

import re

from mitoyen.engines.agreements.guardrails.vocabulary.words import plain

_NOTHING = frozenset(
    {"none", "no", "non", "aucun", "aucune", "never", "jamais", "kept", "conserve", "operator", "rien"}
)

_OPEN = re.compile(
    r"\b(?:ouverte?s?|open(?:ed)?|libres?|interoperables?|machine.readable|lisibles? par (?:une )?machines?"
    r"|csv|tsv|psv|txt|fichiers? textes?|texte (?:brut|tabule|structure)|plain text|jsonl?|ndjson|json.ld"
    r"|geojson\w*|topojson|cityjson"
    r"|xml|gml|citygml|kml|kmz|svg|html?|xhtml|markdown|yaml|rdf|ttl|turtle|owl|skos|dcat\w*|sparql"
    r"|geo ?parquet|parquet|avro|orc|arrow|feather|(?<!ms )sql(?! server)|sqlite|spatialite|postgis"
    r"|postgresql|postgres|mysql"
    r"|gpkg|geopackage|shp|shapefiles?|edigeo|pcrs|geotiff|cog|netcdf|hdf5?|grib\d?|las|laz|e57|ply|ifc\w*|bcf|gbxml"
    r"|cobie"
    r"|gtfs\w*|netex|siri|gbfs|mds|datex|osm|pbf|wfs|wms|wmts|ogc|sensorthings|stac|ngsi\w*|sdmx|fhir|dicom|ddi"
    r"|ods|odt|odp|odg|odf|opendocument|xlsx|ooxml|libreoffice|ics|ical\w*|vcard|vcf|mbox|eml|ubl|factur.x|xbrl"
    r"|gpx|dxf|landxml|hl7|edifact|epub|mp[34]|wav|flac|ogg|webm|fichiers? (?:a )?plats?|tabulaire|inspire|afnor"
    r"|iso \d+|normes?|standards? (?:public|national|europeen)\w*|star.?eau|star.?dt|covadis|cnig"
    r"|sandre|raepa|(?:api|apis|rest|http|https|ftp|mqtt|modbus))\b"
)
"""Formats and interfaces that are published and read by programs of several makers, and words that say so."""

_CLOSED = re.compile(
    r"\b(?:proprietaires?|proprietary|fermee?s?|closed|internes?|internal|maison|in[-_ ]house|natifs?|natives?"
    r"|editeurs?|vendors?|fournisseurs?|constructeurs?|logiciels?|progiciels?|software|propre\w* (?:a|au|aux|de|du)"
    r"|own (?:format|tool|portal)|outils? (?:de|du)|abonnement|subscription|licence payante|payants?|sur devis"
    r"|xls|doc|docx|word|ppt|pptx|powerpoint|pdf|dwg|dgn|autocad|revit|rvt|mdb|accdb|access|filemaker|fmp\d*|pst|msg"
    r"|pub|vsd|mpp|bak|dump|sas7bdat|sav|spss|dta|stata|qvd|qlik\w*|pbix|power ?bi|tableau|twbx?|geodatabase|mxd"
    r"|mapinfo|indd|psd|images?|captures?|screenshots?|photos?|scan\w*|papiers?|paper|impressions?|imprim\w*|jpe?g|png"
    r"|tiff?|binaires?|binary|sap|oracle|excel|scada|lotus|(?:ms )?sql server"
    r"|formats? (?:d'origine|source)|original format)\b"
)
"""Formats that need the maker's own program, words that say so, and pictures of data."""

_ONLY_LOOKED_AT = re.compile(
    r"\b(?:consultations?|consultables?|extranet|intranet|portail|a l'ecran|on screen|ecrans?|visualis\w*|lecture seule"
    r"|read.only|viewer|sur place|on site|dans (?:les|nos|ses|leurs) locaux|tableaux? de bord|dashboards?)\b"
)
"""Data that one may look at and not take away."""

_NEEDS_THE_HOLDER = re.compile(
    r"\b(?:(?:lisibles?|exploitables?|ouvr\w+|readable)\W+(?:\w+\W+)?(?:seulement|uniquement|only|avec (?:la|une) cle)"
    r"|chiffre\w*\W+(?:\w+\W+){0,4}(?:cle|cles|key)|(?:csv|xml|json|shp|shapefiles?|gpkg|geopackage|parquet|txt"
    r"|fichiers?|exports?|bases?|archives?|sauvegardes?|zip) (?:\w+ )?(?:chiffr|crypt)\w*|chiffrement"
    r"|cle (?:chez|de l'|du|detenue)|crypte\w*|encrypted|verrouille\w*|locked|mots? de passe|password"
    r"|acces (?:restreint|reserve)|restricted(?: access)?"
    r"|non (?:exportables?|lisibles?|structures?)|not exportable)\b"
)
"""Whatever the format, nobody else can read it."""

_KEPT = re.compile(
    r"\b(?:(?:aucune?|pas de|sans|no) (?:restitution|remise|retour|transfert|return|hand.?over)|non restitue\w*"
    r"|(?:reste|restent|demeure|demeurent|conservee?s?|gardee?s?|laissee?s?|remains?|stays?|kept|retained)\b.{0,30}\b"
    r"(?:exploitant|operateur|prestataire|titulaire|concessionnaire|delegataire|operator|provider|contractor|holder)"
    r"|(?:propriete|property)\b.{0,12}\b(?:exploitant|operateur|prestataire|titulaire|delegataire|operator|provider)"
    r"|au choix (?:de l'|du)|(?:bon vouloir|gre) (?:de l'|du)|(?:non|pas|rien n'est) prevu\w*|not provided|a (?:la"
    r"|sa) discretion|at (?:the|its) \w* ?discretion|at the \w+'s (?:option|choice)"
    r"|(?:effac\w+|detrui\w+|destruction|suppression|destroyed|deleted|deletion)|contre (?:paiement|remuneration)"
    r"|facturee?s?|billed|moyennant|at a (?:fee|price)"
    r"|for a fee|si (?:possible|besoin))\b"
)
"""At the end nothing comes back, or only what the holder wishes, or for money."""

_OPENED = re.compile(r"\b(?:non|not|sans|in)[-_ ](?:ouvert|open)\w*")

_RESERVED = re.compile(
    r"\b(?:tous droits reserves|all rights reserved|proprietaires?|proprietary|exclusi\w*|usage interne|internal use"
    r"|(?:aucune|sans|pas de|no) reutilisation|reutilisation interdite|non reutilisable\w*|not reusable|no reuse"
    r"|confidentiel\w*|confidential)\b"
)
"""A licence by which only its holder may use the data."""


def is_open(written: str) -> bool:
    """Whether anybody can read data given in that format."""
    words = _spaced(written)
    if _closes(words) or _OPEN.search(words) is None:
        return False
    named = _OPEN.sub(" ", words)
    return _OPEN_BY_NAME.search(words) is not None or _CLOSED.search(named) is None


_OPEN_BY_NAME = re.compile(rf"(?!\b(?:api|apis|rest|http|https|ftp|mqtt|modbus)\b){_OPEN.pattern}")
"""An open format itself; an interface is open only when nothing says otherwise."""


def keeps_data(written: str) -> bool:
    """Whether what is said of the data at the end gives nothing back that anybody could read."""
    words = _spaced(written)
    if gives_nothing(written) or _closes(words) or _KEPT.search(words):
        return True
    return _CLOSED.search(words) is not None and _OPEN_BY_NAME.search(words) is None


def gives_nothing(written: str) -> bool:
    """Whether the words say that nothing is given."""
    return _spaced(written) in _NOTHING


def is_reserved(licence: str) -> bool:
    """Whether a licence lets nobody but its holder use the data.

    >>> is_reserved("etalab-2.0"), is_reserved("tous droits réservés")
    (False, True)
    """
    return _RESERVED.search(_spaced(licence)) is not None


def _closes(words: str) -> bool:
    if words in _NOTHING or _OPENED.search(words) or _NEEDS_THE_HOLDER.search(words):
        return True
    return _ONLY_LOOKED_AT.search(words) is not None and _OPEN_BY_NAME.search(words) is None


def _spaced(written: str) -> str:
    return plain(written).replace("_", " ").replace(".", " ")
