"""Family PUB: what the public can see of an agreement made with public money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mitoyen.engines.agreements.clauses.exit import Reporting
from mitoyen.engines.agreements.guardrails.looking.clauses import clauses_of
from mitoyen.engines.agreements.guardrails.rulebook import Ground, Seen, rule
from mitoyen.engines.agreements.guardrails.vocabulary.words import plain
from mitoyen.engines.agreements.scalars import Text
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
        r"payments?|paid|paiements?|payee?s?|versements?|versee?s?|montants?|amounts?|factures?|invoices?|mandats?",
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
    """Results, payments and amendments are published.

    What is given to those who ask, or shown somewhere, is not.
    """
    reports = list(clauses_of(agreement, Reporting))
    said = " . ".join(plain(word) for _, clause in reports for word in clause.publish if not _is_withheld(word))
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


_WITHHELD = re.compile(
    r"\b(?:(?:sur|on|upon) (?:\w+ )?(?:demande|request)|communicables?|consultables?"
    r"|(?:tenue?s?|mise?s?) a (?:la )?disposition|(?:reserve\w*|destine\w*|limite\w*|remise?s?|adresse\w*|transmise?s?)"
    r" (?:a|au|aux)|en mairie|au siege|a l'accueil|interne\w*|internal|in confidence|extraits?|excerpts?"
    r"|available (?:to|at))\b"
)
"""Ways of not publishing: to those who ask, to some, somewhere, in part."""


_OPENLY = re.compile(r"\b(?:en ligne|open data|donnees ouvertes|internet|site|online|journal|affiche\w*|du public)\b")


def _is_withheld(said: str) -> bool:
    written = plain(said)
    return bool(_SECRET.search(written) or (_WITHHELD.search(written) and not _OPENLY.search(written)))


_SECRET = re.compile(
    r"\b(?:confidentiel\w*|confidential\w*|secret(?:e?s?|ement|ly)|secrecy"
    r"|non[-_ ](?:publi\w*|communi\w*|divulgu\w*|diffus\w*|joint\w*|annex\w*|reprodui\w*)"
    r"|not[-_ ](?:public|published|disclosed)|withheld|redacted|caviarde\w*|occulte\w*|masque\w*|biffe\w*|huis clos"
    r"|sous (?:pli|embargo|enveloppe)|privileged|(?:reserve|communique)\w* aux (?:seule?s )?(?:parties|signataires"
    r"|elus|membres)|diffusion restreinte"
    r"|in confidence|side letter|usage interne|(?:ne pas|not (?:to be|for)) (?:diffus|publi|communi|disclos)\w*"
    r"|hors publication"
    r"|restricted (?:circulation|distribution)|undisclosed"
    r"|ne (?:sera|seront|sont|est)[^.]{0,20}pas (?:publie|communique|divulgue)\w*|classifie\w*)\b"
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
    """A clause that moves money is public, and what is published leaves out neither its prices nor its formula."""
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

    for path, clause in clauses_of(agreement, Reporting):
        texts = [((*path, "publish", rank), said) for rank, said in enumerate(clause.publish)]
        texts += [((*path, "reports", rank, "what"), report.what.fr) for rank, report in enumerate(clause.reports)]
        for place, said in texts:
            if _LEAVES_OUT.search(plain(said)):
                yield Seen(
                    place,
                    Sentence(
                        f"« {said} » : ce qui est publié laisse de côté ce que l'on paie. Publiez aussi les prix et la "
                        "formule.",
                        f"'{said}': what is published leaves out what is paid. Publish prices and formula too.",
                    ),
                )


_LEAVES_OUT = re.compile(
    r"\b(?:hors|sans|sauf|excepte\w*|a l'exception|a l'exclusion|excluding|except(?: for)?|without|other than)"
    r"\W(?:(?:les?|la|l|leurs?|ses|son|sa|des?|du|d|the|its|their|mention)\W)*(?:annexes? )?(?:prix|tarif\w*|bareme\w*"
    r"|formules?|montants?|(?:annexes?|conditions?) financ\w*|remunerations?|prices?|pricing|formulas?|amounts?|rates?"
    r"|fees?|financial (?:annex|schedule|terms))\b"
)
"""What a publication leaves out of the money."""


def _is_told_secret(clause: Clause) -> bool:
    texts = [text for text in (clause.title, clause.purpose) if text is not None]
    texts += [Text(fr=reference) for reference in clause.legal_refs]
    written = plain(" . ".join(f"{text.fr} . {text.en or ''}" for text in texts))
    found = _SECRET.search(written)
    return found is not None and not _NOT_SECRET.search(written[: found.start()])
