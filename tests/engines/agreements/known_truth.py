"""A small agreement whose simulation has a closed form: each clause pays 100 € per unit of its own normal driver."""

import json

from mitoyen.engines.agreements.document import open_agreement

EACH = 100.0


def linear(drivers, *, years=1, caps=(), correlation=()):
    """One clause per driver: ``payeur`` owes ``payee`` 100 € per unit. ``drivers`` maps a name to its law."""
    names = list(drivers)
    tree = {
        "format": "1",
        "agreement": "essai/loi-connue",
        "kind": "other",
        "title": {"fr": "Essai"},
        "purpose": {"fr": "Un essai dont la loi est connue.", "indicators": []},
        "term": {"from": "2027-01-01", "to": f"{2026 + years}-12-31", "settle": "year"},
        "defaults": {"missing": "hold", "negative": "pay_back"},
        "parties": {
            "payeur": {"name": "Payeur (inventé)", "role": "operator"},
            "payee": {"name": "Payée (inventée)", "role": "authority"},
        },
        "facts": {name: {"unit": "h", "from": "payeur", "decimals": "4"} for name in names},
        "clauses": [
            {"id": f"clause-{name}", "kind": "penalty", "payer": "payeur", "payee": "payee", "fact": name,
             "rate": {"per": "h", "amount": "100.00"}}
            for name in names
        ],
        "caps": list(caps),
        "assumptions": {"drivers": drivers, "correlation": list(correlation)},
    }  # fmt: skip
    return open_agreement(json.dumps(tree), "essai.json")


def normal(mean, sd, **more):
    return {"law": "normal", "mean": str(mean), "sd": str(sd), **more}
