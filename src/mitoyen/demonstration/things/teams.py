"""The seven teams and the six services of the Val Mitoyen."""

from __future__ import annotations

from mitoyen.demonstration.territory import NAME
from mitoyen.demonstration.things.families import SERVICE, TEAM
from mitoyen.demonstration.things.model import Price, Thing

TEAMS = (
    Thing(key="terrassement", commune="Montbrisel", family=TEAM, name="Équipe de terrassement, 2 agents",
          kind="skill",
          summary="Conduit tous les engins de terrassement du val", price=Price(hour=5800), purposes=("Fossés",
          "Tranchée du réseau d'eau", "Talus de la route du col")),
    Thing(key="archives", commune="Montbrisel", family=TEAM, name="Archiviste, 1 agente", kind="skill",
          summary="Classement, éliminations, archives numériques", price=Price(day=21000),
          purposes=("Classement des archives", "Éliminations de l'année")),
    Thing(key="informatique", commune="Montbrisel", family=TEAM, name="Informatique de mairie, 1 agent", kind="skill",
          price=Price(hour=3600), owner=NAME, purposes=("Installation d'ordinateurs", "Sauvegardes",
          "Changement de messagerie")),
    Thing(key="peinture", commune="Les Aigues", family=TEAM, name="Peinture et petits travaux, 2 agents",
          kind="skill",
          price=Price(hour=5200), purposes=("Peinture de l'école", "Volets de la mairie")),
    Thing(key="elagage", commune="Beaupré-sous-Roche", family=TEAM, name="Équipe d'élagage, 3 agents", kind="skill",
          summary="Certificat de spécialisation, nacelle comprise", price=Price(day=54000),
          purposes=("Route du col", "Platanes de la place", "Haies du chemin creux")),
    Thing(key="fontainier", commune="Ury", family=TEAM, name="Fontainier, 1 agent", kind="skill",
          summary="Recherche de fuites, relevés, réparations", price=Price(hour=3900),
          purposes=("Recherche de fuite", "Relevé des compteurs", "Purge des bornes")),
    Thing(key="nivologue", commune="Le Thoral", family=TEAM, name="Agent de montagne, 1 agent", kind="skill",
          summary="Avalanches, sentiers, secours", price=Price(day=24000), purposes=("Sentier après l'orage",
          "Exercice de secours", "Sécurité des couloirs")),
)  # fmt: skip

SERVICES = (
    Thing(key="balayage", commune="Montbrisel", owner=NAME, family=SERVICE, name="Balayage des rues", kind="service",
          price=Price(day=26000), purposes=("Tournée du bourg", "Après le marché")),
    Thing(key="repas", commune="Montbrisel", owner=NAME, family=SERVICE, name="Portage de repas à domicile",
          kind="service",
          drawing="van", price=Price(day=14000), purposes=("Tournée de la semaine", "Remplacement d'une tournée")),
    Thing(key="urbanisme", commune="Montbrisel", owner=NAME, family=SERVICE,
          name="Instruction des permis de construire", kind="service", drawing="study", price=Price(day=18000),
          purposes=("Dossiers du mois", "Permis d'un lotissement")),
    Thing(key="encombrants", commune="Les Aigues", family=SERVICE, name="Collecte des encombrants", kind="service",
          drawing="tipper", price=Price(day=22000), purposes=("Tournée de printemps", "Tournée d'automne",
          "Tournée des hameaux")),
    Thing(key="broyage", commune="Beaupré-sous-Roche", family=SERVICE, name="Broyage des branches à domicile",
          kind="service", drawing="tool", price=Price(day=19000), purposes=("Demandes de la semaine",
          "Tournée des hameaux")),
    Thing(key="deneigement", commune="Pralonge", family=SERVICE, name="Déneigement du Haut-Val", kind="service",
          drawing="snowplough", summary="Départ à 4 h 30 ; passages prévus rue par rue", price=Price(day=31000),
          purposes=("Tournée du Haut-Val", "Remplacement d'un chauffeur")),
)  # fmt: skip
