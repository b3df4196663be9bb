"""The invented things that are shared.

=============  ===================================================================
``model``      what describes a thing, its family of rules, its habit of use
``families``   the families, the habits and the shelves of the catalogue
``equipment``  forty-one machines and tools of the Val Mitoyen
``vehicles``   fourteen vehicles and trailers
``rooms``      nineteen rooms and facilities
``teams``      seven teams and six services
``beyond``     immaterial things, natural commons, the tool library of a quarter
=============  ===================================================================
"""

from mitoyen.demonstration.things.beyond import IMMATERIAL, NATURAL, QUARTER
from mitoyen.demonstration.things.equipment import EQUIPMENT
from mitoyen.demonstration.things.families import SHELVES
from mitoyen.demonstration.things.model import Family, Habit, Thing
from mitoyen.demonstration.things.rooms import ROOMS
from mitoyen.demonstration.things.teams import SERVICES, TEAMS
from mitoyen.demonstration.things.vehicles import VEHICLES

OF_THE_VAL = (*EQUIPMENT, *ROOMS, *VEHICLES, *TEAMS, *SERVICES)
THINGS = (*OF_THE_VAL, *IMMATERIAL, *NATURAL, *QUARTER)

__all__ = ["EQUIPMENT", "IMMATERIAL", "NATURAL", "OF_THE_VAL", "QUARTER", "ROOMS", "SERVICES", "SHELVES", "TEAMS",
           "THINGS", "VEHICLES", "Family", "Habit", "Thing"]  # fmt: skip
