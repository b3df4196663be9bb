"""Family PUB: what the public can see of an agreement made with public money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.exit import Reporting
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.kernel.text import Sentence

if TYPE_CHECKING:
    from mitoyen.engines.agreements.clauses import Clause
    from mitoyen.engines.agreements.document import Agreement
    from mitoyen.engines.agreements.guardrails.rulebook import Found
    from mitoyen.engines.agreements.reading import Path

WANTED = {
    "results": (
        Sentence("les résultats (indicators, settlements)", "results (indicators, settlements)"),
        r"results?|resultats?|indicat\w+|settlements?|decomptes?|outcomes?|comptes?|accounts?|reports?|rapports?|bilans?",
    ),
    "payments": (
        Sentence("les paiements (payments)", "payments (payments)"),
        r"payments?|paiements?|versements?|montants?|amounts?|settlements?[-_ ]and[-_ ]payments?",
    ),
    "amendments": (
        Sentence("les avenants (amendments)", "amendments (amendments)"),
        r"amendments?|avenants?|modifications?|changes?",
    ),
}
"""What is published, in words, and how it is written in ``publish``."""

OPEN_DATA = Ground(
    "CCP, art. L. 2196-2 et L. 3131-1 (données essentielles) ; CRPA, art. L. 311-1 et L. 312-1-1",
    "CCP, art. L. 2196-2 and L. 3131-1 (essential data); CRPA, art. L. 311-1 and L. 312-1-1",
    confirmed=False,
)


@rule(
    "PUB-01",
    "error",
    title=("Rien n'oblige à publier", "Nothing has to be published"),
    why=(
        "Un accord dont on ne publie ni les résultats, ni les paiements, ni les avenants échappe aux habitants.",
        "An agreement whose results, payments and amendments are not published escapes the inhabitants.",
    ),
    mend=(
        "Ajoutez une clause reporting avec publish: [contract, amendments, indicators, settlements, payments].",
        "Add a reporting clause with publish: [contract, amendments, indicators, settlements, payments].",
    ),
    grounds=(OPEN_DATA,),
)
def nothing_published(agreement: Agreement) -> Found:
    """Results, payments and amendments are published."""
    reports = list(clauses_of(agreement, Reporting))
    said = " . ".join(plain(word) for _, clause in reports for word in clause.publish)
    public = [plain(duty.what.fr) for duty in agreement.duties if duty.public]
    said = " . ".join([said, *public]).replace("_", " ")
    lacking = [words for words, pattern in WANTED.values() if not re.search(rf"\b(?:{pattern})\b", said)]
    if lacking:
        fr, en = (", ".join(getattr(one, language) for one in lacking) for language in ("fr", "en"))
        path: Path = (*reports[0][0], "publish") if reports and reports[0][1].publish else ("clauses",)
        yield Seen(
            path,
            Sentence(
                f"Rien n'oblige à publier {fr} : ajoutez-le à « publish » dans une clause reporting.",
                f"Nothing has to be published about {en}: add it to 'publish' in a reporting clause.",
            ),
        )


_SECRET = re.compile(
    r"\b(?:confidentiel\w*|confidential\w*|secret(?:e?s?|ement|ly)|secrecy"
    r"|non[-_ ](?:publi\w*|communicable\w*|divulgu\w*)|not[-_ ](?:public|published)"
    r"|(?:reserve|communique)\w* aux (?:seules )?parties|diffusion restreinte"
    r"|undisclosed|ne (?:sera|seront|sont|est)[^.]{0,20}pas (?:publie|communique|divulgue)\w*|classifie\w*)\b"
)
_NOT_SECRET = re.compile(
    r"\b(?:pas|non|jamais|ni|sans|rien|aucun\w*|not|never|no|without)\s+(?:de |d'|un |une |a |rien de )?$"
)


@rule(
    "PUB-02",
    "warning",
    title=("Formule de paiement tenue secrète", "Payment formula kept secret"),
    why=(
        "Une formule que personne ne peut lire ne peut être ni évaluée ni contestée.",
        "A formula that nobody can read can be neither evaluated nor contested.",
    ),
    mend=(
        "Publiez la clause ; ne gardez secret que ce que la loi protège, nommé précisément.",
        "Publish the clause; keep secret only what the law protects, named precisely.",
    ),
    grounds=(
        Ground(
            "Peterborough (2010) : les montants de paiement sont encore secrets",
            "Peterborough (2010): the payment amounts are still secret",
        ),
        OPEN_DATA,
    ),
)
def secret_formula(agreement: Agreement) -> Found:
    """A clause that moves money is public."""
    for rank, clause in enumerate(agreement.clauses):
        if not clause.pairs() and clause.kind != "indexation":
            continue
        if clause.confidential or _is_told_secret(clause):
            yield Seen(
                ("clauses", rank, "confidential") if clause.confidential else ("clauses", rank),
                Sentence(
                    f"La clause « {clause.id} » déplace de l'argent et reste confidentielle : publiez-la, ou dites ce "
                    "que la loi protège.",
                    f"Clause '{clause.id}' moves money and stays confidential: publish it, or say what the law "
                    "protects.",
                ),
            )


def _is_told_secret(clause: Clause) -> bool:
    texts = [text for text in (clause.title, clause.purpose) if text is not None]
    written = plain(" . ".join(f"{text.fr} . {text.en or ''}" for text in texts))
    found = _SECRET.search(written)
    return found is not None and not _NOT_SECRET.search(written[: found.start()])
