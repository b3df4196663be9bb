"""``mitoyen loan CASE.json``: the events of a loan written in the public standard ACTUS.

The file holds a ``terms`` object, or a whole case ``{terms, dataObserved, to}``. Amounts are rounded as
they would be paid, the last payment absorbing what is left; ``--exact`` does not round.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import typer

from mitoyen.calculus.loans.life import Flow, exactly, live, to_the_cent
from mitoyen.calculus.loans.reading import Case, read_case
from mitoyen.calculus.loans.timetable import EventKind
from mitoyen.commands import files
from mitoyen.kernel.errors import InvalidError, MitoyenError
from mitoyen.kernel.money import Euros
from mitoyen.kernel.text import Language, Sentence
from mitoyen.kernel.words import day, number, plain, share

LARGEST_FILE = 2_000_000
_DIGITS, _SHOWN_DECIMALS = 30, 10

_NAMES: dict[EventKind, Sentence] = {
    "IED": Sentence("versement du prêt", "loan paid out"),
    "FP": Sentence("frais", "fee"),
    "PR": Sentence("remboursement de capital", "principal repaid"),
    "PP": Sentence("remboursement anticipé", "early repayment"),
    "IP": Sentence("intérêts", "interest"),
    "IPCI": Sentence("intérêts ajoutés au capital", "interest added to principal"),
    "RRF": Sentence("révision du taux, fixée d'avance", "rate reset, fixed in advance"),
    "RR": Sentence("révision du taux", "rate reset"),
    "PRF": Sentence("fixation du versement", "payment fixed"),
    "PRD": Sentence("achat du contrat", "contract bought"),
    "TD": Sentence("cession du contrat", "contract sold"),
    "SC": Sentence("révision de l'indice", "index revised"),
    "IPCB": Sentence("révision de la base d'intérêts", "interest base revised"),
    "MD": Sentence("fin du prêt", "end of the loan"),
}
_HEADINGS = (
    Sentence("Date", "Date"),
    Sentence("Événement", "Event"),
    Sentence("Versement", "Payment"),
    Sentence("Capital dû", "Principal due"),
    Sentence("Intérêts courus", "Accrued interest"),
    Sentence("Taux", "Rate"),
)


def loan(
    file: Annotated[Path, typer.Argument(metavar="CASE.json", help="Objet terms d'ACTUS, ou cas entier.")],
    output: Annotated[Literal["text", "json"], typer.Option("--format", help="À lire, ou pour un programme.")] = "text",
    exact: Annotated[bool, typer.Option("--exact", help="Ne rien arrondir.")] = False,  # noqa: FBT002  a flag of the command line
    lang: Annotated[Language, typer.Option("--lang", help="La langue des phrases.")] = "fr",
) -> None:
    """Échéancier d'un prêt (PAM, LAM, ANN, NAM) écrit selon le standard public ACTUS."""
    try:
        case = read_case(_document(file))
        flows = live(case.terms, case.observed, until=case.until, rounding=exactly if exact else to_the_cent)
    except MitoyenError as error:
        from mitoyen.commands import showing  # the agreements engine comes with it: only to refuse

        error.where = files.place(file, error.where)
        raise showing.refuse(error, lang, output) from error
    if case.unread:
        note = Sentence("Termes non lus : ", "Terms not read: ")
        typer.echo(note.said_in(lang) + ", ".join(case.unread), err=True)
    typer.echo(_as_json(flows, exact=exact) if output == "json" else _as_text(case, flows, lang, exact=exact))


def _document(file: Path) -> object:
    """The parsed file, every number kept as the text that was written."""
    text = files.text(file, LARGEST_FILE)
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as error:
        where = f"{error.lineno}:{error.colno}"
        raise _unusable("Ce n'est pas du JSON.", "This is not JSON.", where=where) from error
    except RecursionError as error:
        raise _unusable("Trop d'objets emboîtés.", "Objects are nested too deep.") from error


def _unusable(fr: str, en: str, where: str = "") -> InvalidError:
    return InvalidError(Sentence(fr, en), where=where)


def _as_json(flows: Sequence[Flow], *, exact: bool) -> str:
    """One event a line; amounts are JSON numbers, to the cent or with thirty digits."""
    rows = [
        f'  {{"date": "{flow.moment:%Y-%m-%d}", "type": "{flow.kind}", "payoff": {_literal(flow.payoff, exact=exact)},'
        f' "notional": {_literal(flow.principal, exact=exact)}, "accrued": {_literal(flow.accrued, exact=exact)}}}'
        for flow in flows
    ]
    return '{"events": [\n' + ",\n".join(rows) + "\n]}"


def _literal(value: Fraction, *, exact: bool) -> str:
    if not exact:
        return str(Euros(int(value * 100)))
    with localcontext(prec=_DIGITS):
        return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"


def _as_text(case: Case, flows: Sequence[Flow], language: str, *, exact: bool) -> str:
    def amount(value: Fraction) -> str:
        return plain(value, language, at_most=_SHOWN_DECIMALS) if exact else number(value, 2, language)

    rows = [tuple(heading.said_in(language) for heading in _HEADINGS)]
    for flow in flows:
        name = f"{flow.kind:<4} {_NAMES[flow.kind].said_in(language)}"
        amounts = map(amount, (flow.payoff, flow.principal, flow.accrued))
        rows.append((day(flow.moment.date(), language), name, *amounts, share(flow.rate, 3, language)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = (str.ljust, str.ljust, str.rjust, str.rjust, str.rjust, str.rjust)
    lines = [
        "  ".join(align(cell, width) for align, cell, width in zip(aligned, row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([*lines, "", _summary(case, flows, language)])


def _summary(case: Case, flows: Sequence[Flow], language: str) -> str:
    """What the loan comes to, in one sentence."""
    principal = sum((flow.payoff for flow in flows if flow.kind in {"PR", "PP", "MD"}), Fraction(0))
    interest = sum((flow.payoff for flow in flows if flow.kind == "IP"), Fraction(0))
    repaid, paid = (number(abs(value), 2, language) for value in (principal, interest))
    kind, lent = case.terms.kind, number(case.terms.principal, 2, language)
    return Sentence(
        f"{kind}, {lent} prêtés : {repaid} de capital remboursé et {paid} d'intérêts payés.",
        f"{kind}, {lent} lent: {repaid} of principal repaid and {paid} of interest paid.",
    ).said_in(language)
