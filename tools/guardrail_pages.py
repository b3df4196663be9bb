"""Write a page for each guardrail, docs/agreements/guardrails/<ID>.md, and their index, out of the rules themselves.

``tools/guardrail_pages.py`` writes them, ``--check`` fails when they are not current (a test does the same).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mitoyen.commands.checking import FAMILY_NAMES
from mitoyen.engines.agreements import guardrails
from mitoyen.engines.agreements.guardrails import examples
from mitoyen.engines.agreements.guardrails.examples.excerpts import excerpts
from mitoyen.engines.agreements.guardrails.reporting.waivers import NEVER_WAIVED, USELESS, USELESS_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mitoyen.engines.agreements.guardrails import Rule

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "agreements" / "guardrails"
BASES = "../../../src/mitoyen/engines/agreements/guardrails/examples/bases"

SEVERITIES = {
    "error": ("Bloque la signature", "Blocks signature"),
    "warning": ("Demande un motif écrit", "Needs a written reason"),
    "information": ("Pour information", "For information"),
}

INDEX = """\
# Les garde-fous

> **In English.** The 72 rules that `mitoyen agreement check` applies to an agreement, one page each. An error blocks
> signature, a warning needs a written reason, an information tells. These pages are written by
> `tools/guardrail_pages.py` out of the rules.

`mitoyen agreement check ACCORD.yaml` lit un accord et dit ce qui ne va pas, avec la ligne du fichier, la raison et le
moyen de corriger. `--format json` et `--format sarif` (2.1.0) disent la même chose à un programme ou à une forge ;
`mitoyen agreement rules EVD-01` explique une règle. Le code de sortie est 0 quand rien ne s'oppose à la signature, 1
quand un constat bloque (ou qu'un avertissement n'a pas de motif), 2 quand le fichier ne peut pas être lu.

**Écarter un constat.** Une dérogation s'écrit dans l'accord lui-même :

```yaml
waivers:
  - rule: EVD-03
    where: indicators.pertes        # l'endroit ; sans lui, partout
    reason: Le compteur est relevé par télérelève, et l'auditeur compare chaque année cent relevés.
    author: Le conseil communautaire
    date: 2027-01-15
    published: true
```

Un avertissement demande un motif écrit. Une erreur ne s'écarte que par un motif *publié*. Les règles de droit
(`LEG`) et celles qui disent que le texte ne peut pas être calculé ({never}) ne s'écartent jamais. Un motif qui ne dit
rien (« à voir », « sans objet ») ne compte pas, et une dérogation qui ne répond à aucun constat est signalée
({useless}, pour information).

**Essais.** Les règles marquées ◌ essaient l'accord : sur ses propres hypothèses (`assumptions`), avec une graine
fixe et 2 000 tirages au plus, ou sur des valeurs supposées. Sans hypothèses, celles qui tirent au sort se taisent.
"""


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    found = {f"{rule.id}.md": "\n".join(_page(rule)) + "\n" for rule in guardrails.in_order()}
    return found | {"README.md": "\n".join(_index()) + "\n"}


def _index() -> Iterator[str]:
    never = ", ".join(f"`{name}`" for name in NEVER_WAIVED if not name.endswith("-"))
    yield INDEX.format(never=never, useless=f"`{USELESS}`, {USELESS_TITLE.fr.lower()}").rstrip()
    family = ""
    for rule in guardrails.in_order():
        if rule.family != family:
            family = rule.family
            yield from ("", f"## {family} — {FAMILY_NAMES[family].fr}", "")
            yield from ("| règle | gravité | constat |", "|---|---|---|")
        mark = " ◌" if rule.is_simulated else ""
        yield f"| [{rule.id}]({rule.id}.md) | {_severity(rule)} | {rule.title.fr}{mark} |"


def _severity(rule: Rule) -> str:
    said = [SEVERITIES[level][0] for level in (rule.severity, *rule.other_severities)]
    return ", ou ".join([said[0], *(one.lower() for one in said[1:])])


def _page(rule: Rule) -> Iterator[str]:
    example = examples.example(rule.id)
    shown = excerpts(example)
    sentence = next(one.sentence.fr for one in guardrails.check(example.fails.document) if one.rule == rule.id)
    yield from (f"# {rule.id} · {rule.title.fr}", "")
    mark = " · essaie l'accord" if rule.is_simulated else ""
    family = FAMILY_NAMES[rule.family].fr
    yield from (f"**{_severity(rule)}** · famille {family}{mark} · [tous les garde-fous](README.md)", "")
    yield f"> **In English.** *{rule.title.en}* ({SEVERITIES[rule.severity][1].lower()}). {rule.why.en} {rule.mend.en}"
    yield from (f"> What it looks at: {rule.checks}", "")
    yield from ("## Pourquoi", "", rule.why.fr, "")
    if rule.grounds:
        yield from ("Fondement :", "", *(f"- {ground.said_in('fr')}." for ground in rule.grounds), "")
    yield from ("## Comment corriger", "", rule.mend.fr, "")
    place = f"{BASES}/{example.fails.base}.yaml"
    yield from ("## Ce qui passe", "", f"Extrait d'un [accord complet]({place}) où rien ne bloque.", "")
    yield from ("```yaml", shown.passes, "```", "")
    yield from ("## Ce qui ne passe pas", "", "Le même, changé en un seul endroit :", "")
    yield from ("```yaml", shown.fails, "```", "")
    yield f"> {sentence}"


def main(words: list[str]) -> int:
    """Write the pages, or check them."""
    wanted = pages()
    if "--check" in words:
        there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
        wrong = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        if wrong:
            sys.stderr.write(f"not current, run tools/guardrail_pages.py: {', '.join(wrong)}\n")
        return int(bool(wrong))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
