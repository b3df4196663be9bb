"""The page of the example agreements, ``docs/agreements/examples.md``: read, settled and simulated by the engine.

python tools/examples_page.py             write the page
python tools/examples_page.py --check     fail when the page is not what the engine says today
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mitoyen.engines.agreements.document import open_agreement
from mitoyen.engines.agreements.evidence import merged, read_facts
from mitoyen.engines.agreements.notation import number, quantity
from mitoyen.engines.agreements.settlement import settle, wordings
from mitoyen.engines.agreements.simulation import figures, running, telling
from mitoyen.engines.agreements.state import State
from mitoyen.kernel.dates import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.books import Line
    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.settlement import Settled
    from mitoyen.engines.agreements.wording import Wording

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "agreements"
PAGE = ROOT / "docs" / "agreements" / "examples.md"
SCENARIOS, SEED = 1_000, 1


class Shown(NamedTuple):
    """An example, the period that the page tells, and the line whose calculation it shows."""

    name: str
    period: str
    clause: str


ORDER = (
    Shown("deneigement", "2027-10/2028-09", "repartition"),
    Shown("cuma", "2028", "engagement-moulin"),
    Shown("solaire", "2027-Q2", "partage"),
    Shown("jardin", "2027-S2", "eau"),
    Shown("outiltheque", "2027-Q3", "cautions"),
    Shown("eau", "2027-Q2", "meme-service"),
    Shown("dechets", "2030", "part-investissement"),
    Shown("eclairage", "2027-Q2", "lumiere"),
    Shown("assiduite", "2029-09/2030-08", "presence-gagnee"),
    Shown("emplois", "2028-S2", "emplois-tenus"),
    Shown("travaux", "2027-S2", "insertion"),
    Shown("ecole", "2028-S1", "garantie"),
)

HEAD = """# Douze accords, du partage d'une étrave à l'école rénovée

*Page écrite par `tools/examples_page.py` à partir des fichiers de `examples/agreements/` : les phrases, les montants et
les simulations sont ceux du moteur, et un test refuse la page dès qu'ils changent. Les communes, les entreprises et les
personnes sont inventées. Les références de droit marquées « à confirmer » n'ont pas été relues dans le texte.*

Chaque accord se lit, se contrôle, se simule, se règle et se recalcule :

```console
$ mitoyen agreement new                                  # la liste des modèles
$ mitoyen agreement new eau mon-accord.yaml              # partir de l'un d'eux
$ mitoyen agreement check mon-accord.yaml
$ mitoyen agreement explain mon-accord.yaml
$ mitoyen agreement simulate mon-accord.yaml --scenarios 1000
$ mitoyen agreement settle mon-accord.yaml --facts faits.yaml --bundle dossier.json
$ mitoyen agreement recompute dossier.json
```

Les faits de plusieurs périodes sont dans `examples/agreements/facts/`. Les montants ont été calculés à la main, avant
d'être comparés à ceux du moteur : `examples/agreements/expected/` montre chaque opération.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, _contents()]
    parts += [_example(rank, one) for rank, one in enumerate(ORDER, start=1)]
    return "\n".join(parts)


def _opened(name: str) -> Document:
    return open_agreement((FOLDER / f"{name}.yaml").read_bytes(), f"{name}.yaml")


def _contents() -> str:
    rows = [f"{rank}. [{_opened(one.name).agreement.title.fr}](#{one.name})" for rank, one in enumerate(ORDER, start=1)]
    return "\n".join([*rows, ""])


def _example(rank: int, shown: Shown) -> str:
    document = _opened(shown.name)
    agreement = document.agreement
    say, _ = wordings(agreement)
    lines = [f'## <a id="{shown.name}"></a>{rank}. {agreement.title.fr}', "", *_introduction(shown.name), ""]
    lines += [f"**But.** {agreement.purpose.fr}", ""]
    lines += [f"Fichier : `examples/agreements/{shown.name}.yaml`.", "", "### Ce qui est convenu", ""]
    for clause in agreement.clauses:
        title = clause.title.fr if clause.title else clause.id
        lines.append(f"- **{title}.** {clause.said(say)}")
    lines += ["", *_settlement(document, shown), *_simulation(document)]
    return "\n".join(lines)


def _introduction(name: str) -> list[str]:
    """The comment at the head of the file, without its first line, which says that all is invented."""
    written = (FOLDER / f"{name}.yaml").read_text("utf-8").splitlines()
    head: list[str] = []
    for line in written:
        if not line.startswith("#"):
            break
        head.append(line.removeprefix("#").strip())
    return head[1:]


def _settlement(document: Document, shown: Shown) -> Iterator[str]:
    by_hand = json.loads((FOLDER / "expected" / f"{shown.name}.json").read_text("utf-8"))
    settled, story = _settled(document, by_hand["periods"], shown.period)
    say, _ = wordings(document.pieces(settled.period)[-1][1].agreement)
    yield f"### Une période réglée : {shown.period}"
    yield ""
    yield f"{story} {_opening_said(by_hand['periods'], shown.period)}".strip()
    yield ""
    yield "| clause | qui paie | à qui | montant | pourquoi |"
    yield "|---|---|---|---:|---|"
    for line in settled.lines:
        yield f"| {line.clause} | {_who(line.payer, say)} | {_who(line.payee, say)} | {_amount(line)} | {line.why.fr} |"
    yield ""
    told = max((line for line in settled.lines if line.clause == shown.clause), key=lambda line: len(line.steps))
    yield f"Le calcul de « {told.clause} », {_who(told.payer, say)} → {_who(told.payee, say)} :"
    yield ""
    yield from (f"- {step.printed('fr')}" for step in told.steps)
    yield ""


def _settled(document: Document, periods: list[dict[str, Any]], wanted: str) -> tuple[Settled, str]:
    state = State()
    for by_hand in periods:
        files = [FOLDER / "facts" / name for name in by_hand["facts"]]
        facts = merged([read_facts(file.read_bytes(), file.name) for file in files])
        settled = settle(document, facts, Period.parse(by_hand["period"]), state)
        if by_hand["period"] == wanted:
            return settled, by_hand["story"]
        state = settled.state
    raise LookupError(wanted)


def _opening_said(periods: list[dict[str, Any]], wanted: str) -> str:
    rank = [one["period"] for one in periods].index(wanted)
    return f"(Après {', '.join(one['period'] for one in periods[:rank])}.)" if rank else ""


def _who(account: str, say: Wording) -> str:
    return say.account(account)


def _amount(line: Line) -> str:
    return "attend" if line.amount is None else quantity(line.amount, "EUR", "fr", 2)


def _simulation(document: Document) -> Iterator[str]:
    simulated = running.simulate(document, scenarios=SCENARIOS, seed=SEED)
    found = figures.figures(simulated)
    yield f"### Simulé : {number(str(SCENARIOS), 'fr')} scénarios, {len(simulated.periods)} périodes"
    yield ""
    yield from (f"- {sentence.fr}" for sentence in telling.sentences(simulated, found, {}))
    yield ""


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    written = page()
    if not parser.parse_args().check:
        PAGE.write_text(written, "utf-8")
        return 0
    if PAGE.read_text("utf-8") == written:
        return 0
    sys.stderr.write(f"{PAGE} is not current: run python {Path(__file__).name}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
