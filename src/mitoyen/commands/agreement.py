"""``mitoyen agreement``: check, explain, settle and recompute an agreement written as data.

Exit status: 0 fine, 1 findings that block (or a bundle that differs), 2 unusable input.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mitoyen.commands import files, showing
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.text import Language, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from mitoyen.engines.agreements.document import Document
    from mitoyen.engines.agreements.evidence import Observations
    from mitoyen.engines.agreements.settlement import Settled
    from mitoyen.engines.agreements.simulation import attribution
    from mitoyen.engines.agreements.simulation.running import Simulated
    from mitoyen.engines.agreements.state import State

LARGEST_FILE = 100 * files.MEGABYTE
"""A facts file or a bundle; an agreement has a limit of its own, much lower."""

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)

File = Annotated[Path, typer.Argument(help="L'accord, en YAML ou en JSON.")]
Said = Annotated[Language, typer.Option("--lang", help="La langue des phrases.")]
Risk = Annotated[bool, typer.Option("--risk", help="Dire aussi d'où vient le risque de chacun (plus long).")]
Output = Annotated[Literal["text", "json"], typer.Option("--format", help="Pour des personnes ou pour un programme.")]


@app.callback()
def _agreement() -> None:
    """Contrôler, expliquer, liquider et recalculer un accord écrit comme des données."""


@app.command()
def check(
    file: File,
    lang: Said = "fr",
    output: Annotated[
        Literal["text", "json", "sarif"], typer.Option("--format", help="Pour des personnes, un programme, une forge.")
    ] = "text",
) -> None:
    """Dire ce qui manque, ce qui est flou, ce qui n'a pas de plafond ; où, pourquoi, et comment le corriger."""
    from mitoyen.commands import checking
    from mitoyen.engines.agreements import guardrails

    with _refusals(lang, output):
        document = _opened(file)
        checked = guardrails.checked(document)
        if output == "json":
            showing.dump(checking.as_tree(document, checked))
        elif output == "sarif":
            from importlib.metadata import version

            from mitoyen.engines.agreements.guardrails.reporting.sarif import as_sarif

            showing.dump(as_sarif(document, checked.findings, lang, version("mitoyen")))
        else:
            text = _content(file).decode("utf-8-sig", errors="replace")
            showing.write(checking.told(document, checked, text, lang))
        if any(finding.blocks for finding in checked.findings):
            raise typer.Exit(showing.BLOCKED)


@app.command()
def rules(
    name: Annotated[str, typer.Argument(metavar="[ID]", help="Un garde-fou, comme EVD-01.")] = "",
    lang: Said = "fr",
    output: Output = "text",
) -> None:
    """Lister les garde-fous, ou en expliquer un avec ce qui passe et ce qui ne passe pas."""
    from mitoyen.commands import checking
    from mitoyen.engines.agreements import guardrails

    with _refusals(lang, output):
        if name:
            rule = checking.rule_or_refuse(name)
            if output == "json":
                showing.dump(checking.rule_tree(rule))
            else:
                showing.write(checking.explained(rule, lang))
        elif output == "json":
            showing.dump({"rules": [checking.rule_tree(rule) for rule in guardrails.in_order()]})
        else:
            showing.write(checking.listed(guardrails.in_order(), lang))


@app.command()
def explain(file: File, lang: Said = "fr", output: Output = "text") -> None:
    """Dire l'accord en phrases, clause par clause, avec ses textes de loi."""
    from mitoyen.engines.agreements.settlement import wordings

    with _refusals(lang, output):
        document = _opened(file)
        agreement = document.agreement
        fr, en = wordings(agreement)
        if output == "json":
            told = [
                {
                    "clause": c.id,
                    "kind": c.kind,
                    "fr": c.said(fr),
                    "en": c.said(en),
                    "law": [one.reference for one in c.grounds(agreement.kind, agreement.sector)],
                }
                for c in agreement.clauses
            ]
            showing.dump({"agreement": agreement.agreement, "version": document.digest, "clauses": told})
            return
        showing.say(agreement.title.said_in(lang), "bold")
        showing.say(agreement.purpose.text.said_in(lang))
        for clause in agreement.clauses:
            showing.say()
            showing.say(clause.title.said_in(lang) if clause.title else clause.id, "bold")
            showing.say(f"  {clause.said(en if lang == 'en' else fr)}")
            for law in clause.grounds(agreement.kind, agreement.sector):
                unconfirmed = "" if law.confirmed else " (à confirmer)" if lang == "fr" else " (to be confirmed)"
                showing.say(f"  {law.reference}{unconfirmed}")


@app.command()
def settle(  # noqa: PLR0913, PLR0917  each option is one that an accountant gives
    file: File,
    facts: Annotated[list[Path], typer.Option(help="Les faits, en YAML, JSON ou CSV ; plusieurs fichiers possibles.")],
    period: Annotated[str, typer.Option(help="La période : 2027-Q1, 2027, 2026-10/2027-09…")] = "",
    state: Annotated[Path | None, typer.Option(help="L'état laissé par la période précédente.")] = None,
    bundle: Annotated[Path | None, typer.Option(help="Où écrire le dossier qui contient tout.")] = None,
    corrects: Annotated[Path | None, typer.Option(help="Le dossier que ce décompte corrige.")] = None,
    as_of: Annotated[str, typer.Option(help="Le jour du décompte : des pénalités peuvent attendre leur préavis.")] = "",
    lang: Said = "fr",
    output: Output = "text",
) -> None:
    """Liquider une période au centime, avec le calcul de chaque ligne."""
    from mitoyen.engines.agreements import publication
    from mitoyen.engines.agreements.settlement import wordings

    with _refusals(lang, output):
        document = _opened(file)
        observations, opening = _given(facts, state)
        settled = _settled(document, observations, opening, period, as_of)
        if bundle:
            from mitoyen.engines.agreements.bundle import bundle as packed

            bundle.write_bytes(packed(document, observations, opening, settled, _day(as_of)))
        if corrects:
            settled = _correction_of(corrects, settled)
        tree = publication.as_tree(document, settled)
        if output == "json":
            showing.dump(tree)
        else:
            last = document.pieces(settled.period)[-1][1].agreement
            showing.show_settlement(tree, wordings(last)[lang == "en"])


@app.command()
def simulate(  # noqa: PLR0913, PLR0917  each option is one that a council asks for
    file: File,
    scenarios: Annotated[int, typer.Option(help="Combien de scénarios.")] = 10_000,
    seed: Annotated[int, typer.Option(help="La graine : la même redonne les mêmes tirages.")] = 1,
    without: Annotated[list[str] | None, typer.Option(help="Une clause à retirer ; plusieurs possibles.")] = None,
    risk: Risk = False,  # noqa: FBT002  a flag of the command line
    lang: Said = "fr",
    output: Output = "text",
) -> None:
    """Dire qui gagne et qui perd quoi, bonnes et mauvaises années, avec et sans chaque clause."""
    from mitoyen.engines.agreements.simulation import attribution, telling
    from mitoyen.engines.agreements.simulation.figures import figures
    from mitoyen.engines.agreements.simulation.running import simulate as simulated_by

    with _refusals(lang, output):
        document = _opened(file)
        with showing.progress(lang, quiet=output == "json") as told:
            simulated = simulated_by(
                document, scenarios=scenarios, seed=seed, without=without or (), progress=told("Scénarios", "Scenarios")
            )
            clauses = attribution.moving_clauses(simulated)
            changes = attribution.leave_one_out(simulated, clauses, told("Sans chaque clause", "Without each clause"))
            shared = _risk(simulated, clauses, told) if risk else None
        found = figures(simulated)
        if output == "json":
            showing.dump(telling.as_tree(simulated, found, changes, shared))
            return
        showing.say(document.agreement.title.said_in(lang), "bold")
        fr = f"{scenarios} scénarios, graine {seed}, {len(simulated.periods)} périodes."
        en = f"{scenarios} scenarios, seed {seed}, {len(simulated.periods)} periods."
        showing.say(en if lang == "en" else fr)
        for sentence in telling.sentences(simulated, found, changes, shared):
            showing.say(f"· {sentence.said_in(lang)}")


def _risk(
    simulated: Simulated, clauses: list[str], told: Callable[[str, str], Callable[[int, int], None]]
) -> attribution.Risk:
    """The part of each clause in the bad years of each party, and of each assumption in its uncertainty."""
    from mitoyen.engines.agreements.simulation import attribution

    parties = [party for party in simulated.document.agreement.parties if party in simulated.accounts]
    return attribution.Risk(
        attribution.shares_of_risk(simulated, clauses, parties, told("Parts du risque", "Shares of risk")),
        attribution.variance_by_driver(simulated, parties, told("Hypothèses", "Assumptions")),
    )


@app.command()
def recompute(file: File, lang: Said = "fr", output: Output = "text") -> None:
    """Refaire un décompte à partir de son dossier : les mêmes octets, ou ce qui diffère."""
    from mitoyen.engines.agreements import bundle

    with _refusals(lang, output):
        again = bundle.recompute(_content(file), file.name)
        if output == "json":
            differs = [{"fr": one.fr, "en": one.en} for one in again.differences]
            showing.dump({"same": again.is_same, "differences": differs})
        elif again.is_same:
            typer.echo(again.content.decode(), nl=False)
        else:
            for difference in again.differences:
                showing.say(difference.said_in(lang))
        if not again.is_same:
            raise typer.Exit(showing.BLOCKED)


@app.command()
def schema() -> None:
    """Publier le schéma JSON des accords."""
    from mitoyen.engines.agreements.document import json_schema

    showing.dump(json_schema())


@app.command()
def new(
    model: Annotated[
        str, typer.Argument(help="Le modèle ou la nature : deneigement, concession… Sans rien : la liste.")
    ] = "",
    file: Annotated[Path | None, typer.Argument(help="Où l'écrire.")] = None,
    lang: Said = "fr",
) -> None:
    """Commencer un accord à partir d'un modèle commenté ; sans rien, dire les modèles."""
    from mitoyen.engines.agreements.models import model_of, model_titles

    with _refusals(lang, "text"):
        if not model:
            for name, title in model_titles().items():
                showing.say(f"{name:<12} {title}")
            return
        text = model_of(model)
        if file is None:
            raise InvalidError(
                Sentence("Dites où écrire l'accord, par exemple accord.yaml.", "Say where to write it: accord.yaml."),
                where="file",
            )
        if file.exists():
            raise InvalidError(Sentence("Ce fichier existe déjà.", "This file exists already."), where=str(file))
        file.write_text(text, encoding="utf-8")
        showing.say(str(file))


@app.command()
def diff(before: File, after: File, lang: Said = "fr", output: Output = "text") -> None:
    """Dire en phrases ce qui change d'une version à l'autre."""
    from mitoyen.engines.agreements.comparison import differences

    with _refusals(lang, output):
        found = differences(_opened(before), _opened(after))
        if output == "json":
            showing.dump({"differences": [{"fr": one.fr, "en": one.en} for one in found]})
        elif found:
            for one in found:
                showing.say(one.said_in(lang))
        else:
            showing.say("The two versions are the same." if lang == "en" else "Les deux versions sont les mêmes.")


@app.command()
def case(file: File, lang: Said = "fr", output: Output = "text") -> None:
    """Refaire des cas publiés (termes, observations, résultats) avec le moteur qui liquide les accords."""
    from mitoyen.engines.agreements.cases.answers import answers

    with _refusals(lang, output):
        found = answers(_content(file))
    if output == "json":
        showing.dump({"cases": [one.as_tree(lang) for one in found]})
    else:
        showing.show_cases(found, lang)
    if any(one.differs for one in found):
        raise typer.Exit(showing.BLOCKED)


# --- reading what is given ----------------------------------------------------------------------


@contextmanager
def _refusals(language: Language, output: str) -> Iterator[None]:
    try:
        yield
    except MitoyenError as error:
        raise showing.refuse(error, language, output) from None


def _content(file: Path) -> bytes:
    return files.content(file, LARGEST_FILE)


def _opened(file: Path) -> Document:
    from mitoyen.engines.agreements.document import open_agreement

    return open_agreement(_content(file), str(file))


def _given(facts: list[Path], state: Path | None) -> tuple[Observations, State]:
    """The facts of all the files, and the opening state: that of ``--state`` wins over one inside."""
    from mitoyen.engines.agreements import reading
    from mitoyen.engines.agreements.evidence import merged, read_facts
    from mitoyen.engines.agreements.state import read_state

    observations = merged([read_facts(_content(file), str(file)) for file in facts])
    if state is None:
        source = reading.Source(str(facts[-1]), observations.state, {})
        return observations, read_state(observations.state, source)
    source = reading.read(_content(state), str(state))
    tree = source.tree
    inner = tree["state"] if isinstance(tree, dict) and "state" in tree else tree
    return observations, read_state(inner, source)


def _settled(document: Document, facts: Observations, opening: State, period: str, as_of: str) -> Settled:
    from mitoyen.engines.agreements.settlement import settle as settled
    from mitoyen.kernel.dates import Period

    when = Period.parse(period) if period else facts.period
    if when is None:
        raise InvalidError(
            Sentence("Dites la période : --period 2027-Q1.", "Say the period: --period 2027-Q1."), where="--period"
        )
    return settled(document, facts, when, opening, as_of=_day(as_of))


def _day(written: str) -> date | None:
    from datetime import date

    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise InvalidError(
            Sentence(f"« {written} » n'est pas une date, comme 2027-05-12.", f"'{written}' is not a date."),
            where="--as-of",
        ) from error


def _correction_of(file: Path, again: Settled) -> Settled:
    from mitoyen.engines.agreements.bundle import unpacked
    from mitoyen.engines.agreements.corrections import correction

    return correction(unpacked(_content(file), str(file)), again)
