"""The words themselves: hedges, evasions, what is counted without being promised. Without accents, in lower case.

Each entry is a regular expression for a word or a phrase; add one where its neighbours are.
"""

from __future__ import annotations

HEDGES = (
    # verbs that promise a direction and no result
    r"favoris\w*", r"amelior\w*", r"contribu\w*", r"concour(?:ir|s|t|ent|ant|u)\w*", r"optimis\w*", r"optimiz\w*",
    r"renforc\w*", r"prom(?:ouv|eu)\w*", r"encourag\w*", r"developp\w*", r"souten(?:ir|u|ue|us|ant|ons)\b",
    r"soutien\w*", r"accompagn\w*", r"facilit\w*", r"stimul\w*", r"dynamis\w*", r"valoris\w*", r"sensibilis\w*",
    r"incit(?:er|e|ent|ant|era|eront)\b", r"oeuvr\w*", r"s'?\s?efforc\w*", r"efforc\w*", r"essa(?:y|i)\w*",
    r"tent(?:er|e|ent|ant|era|eront)\s+de\b", r"tend(?:re|ra|ront|ant|ent)?\s+(?:vers|a)\b",
    r"vis(?:er|e|ent|ant|era)\s+(?:a|au|aux|une?|le|la|les|l'\w*)", r"(?:re)?cherch(?:er|e|ent|ant|era)\s+a\b",
    r"agir en faveur",
    r"s'?attach\w*\s+a\b", r"veill(?:er|e|ent|ant|era|eront)\s+(?:a|au|aux)\b", r"particip(?:er|e|ent|ant|era)\b",
    r"modernis\w*", r"ameliorat\w*", r"perenni[sz]\w*", r"fluidifi\w*", r"maximis\w*", r"minimis\w*", r"conforter\w*",
    r"donner la priorite", r"mobilis\w*", r"impuls\w*", r"dans la perspective", r"ambitionn\w*", r"souhait\w*",
    r"avoir vocation a", r"a vocation a", r"ont vocation a", r"s'inscri\w*\s+dans", r"tacher\w*\s+de",
    # reservations
    r"dans (?:la|toute la) mesure du possible", r"(?:pour )?autant que (?:faire se peut|possible|de besoin)",
    r"en tant que de besoin", r"si possible", r"lorsque c'est possible", r"quand c'est possible", r"le cas echeant",
    r"au mieux", r"au plus pres", r"dans (?:les meilleurs delais|un delai raisonnable|les meilleures conditions)",
    r"tout mettre en oeuvre", r"mett\w+ tout en oeuvre", r"faire (?:ses|leurs) meilleurs efforts",
    r"meilleurs efforts", r"sous reserve(?: de)?", r"eventuel\w*", r"a terme", r"progressi(?:f|ve|vement)\w*",
    r"selon (?:les|ses) moyens", r"en fonction des (?:moyens|possibilites|besoins)", r"selon les possibilites",
    # judgements without a measure
    r"significati\w+", r"sensiblement", r"notable(?:ment)?", r"raisonnabl\w*", r"suffisa\w+", r"adequat\w*",
    r"approprie\w*", r"satisfaisant\w*", r"optimal\w*", r"optimum", r"performant\w*", r"exemplair\w*", r"durabl\w*",
    r"de qualite", r"meilleur\w*", r"mieux", r"davantage", r"harmonieu\w*", r"ambitieu\w*", r"innovant\w*",
    r"abordable\w*", r"convenable\w*", r"de proximite", r"efficac\w*", r"efficien\w*", r"adapte\w*",
    r"plus (?:juste|sobre|fluide|simple|proche|solidaire)",
    # the same in English
    r"improv\w*", r"foster\w*", r"promot\w*", r"enhanc\w*", r"strengthen\w*", r"support\w*", r"facilitat\w*",
    r"as (?:far|much|well|soon) as (?:possible|practicable|feasible)",
    r"(?:where|when|wherever|if) (?:possible|appropriate)", r"as (?:appropriate|needed|necessary)",
    r"best (?:efforts?|endeavours?|practices?)", r"reasonabl\w*", r"striv\w*", r"endeavou?r\w*",
    r"seek(?:s|ing)?\s+to", r"aim(?:s|ing)?\s+(?:to|at)", r"tend(?:s|ing)? to(?:wards)?", r"better",
    r"significant\w*", r"adequate\w*", r"sufficient\w*", r"satisfactor\w*", r"sustainab\w*", r"timely",
    r"high.quality", r"efficient\w*", r"effective\w*", r"help(?:s|ing)?\s+to", r"progressively",
    r"develop(?:s|ing)?\b", r"boost\w*", r"try(?:ing)?\s+to", r"work(?:ing)?\s+towards",
)  # fmt: skip

EVASIONS = (
    r"a voir", r"a preciser(?: ulterieurement)?", r"a definir", r"a completer", r"a determiner", r"sans objet",
    r"a (?:negocier|convenir|discuter|fixer|arreter)(?: (?:ensemble|entre (?:les )?parties|d'un commun accord))?",
    r"neant", r"ras", r"rien a signaler", r"non applicable", r"n/?a", r"todo", r"tbd", r"xxx+", r"on verra", r"idem",
    r"pour des raisons (?:pratiques|diverses|internes|techniques|de commodite|d'organisation|de service)",
    r"plus tard", r"ulterieurement", r"par commodite", r"comme d'habitude",
    r"to be (?:defined|confirmed|decided|seen)", r"not applicable", r"none", r"for practical reasons", r"later",
    r"as usual", r"provisoire", r"en cours",
    r"(?:accepte|valide|vu|decide|ok)(?: par tous| par les parties| ensemble)?", r"no comment", r"sans commentaire",
    r"il n'y a pas de (?:probleme|souci)", r"pas (?:de|d') (?:probleme|souci|objection)",
)  # fmt: skip

PUT_OFF = (
    r"a (?:definir|fixer|determiner|preciser|arreter|etablir|chiffrer|negocier|convenir|discuter)",
    r"(?:sera|seront) (?:\w+ment )?(?:defini|fixe|determine|precise|arrete|etabli|chiffre|negocie|convenu)e?s?",
    r"ulterieurement", r"plus tard", r"le moment venu", r"en temps (?:utile|voulu)",
    r"(?:en|a la) fin d(?:e|u) (?:contrat|convention)", r"in due (?:course|time)", r"later", r"tbd",
    r"to be (?:defined|set|decided|agreed|determined|negotiated|confirmed)(?: \w+)?", r"au cas par cas",
    r"case by case",
)  # fmt: skip
"""What is left for later: nothing is settled by it."""

TALKS = (
    r"conven\w+", r"conviend\w+", r"se concert\w*", r"concertation", r"(?:re)?negoci\w*", r"(?:re)?negotiat\w*",
    r"se rapproch\w*", r"se rencontr\w*", r"se reuni\w*", r"(?:re)?discut\w*", r"(?:re)?discuss\w*", r"s'entend\w*",
    r"entente", r"commun accord", r"accord (?:amiable|des parties|entre les parties)", r"a l'amiable", r"amiable\w*",
    r"bonne foi", r"good faith", r"(?:parties|mutually|they) (?:may |will |shall )?(?:be )?agree[sd]?",
    r"(?:may|be) agreed?", r"mutual agreement", r"talks?", r"meet(?:ing)?s?", r"reunions?", r"rencontres?",
    r"se rev(?:oi|er)\w*", r"try again", r"consent\w*",
)  # fmt: skip
"""Talks to come between the parties."""

SETTLING = (
    r"inchange\w*", r"unchanged", r"continu\w*", r"maintenu\w*", r"mainti\w+", r"poursui\w*", r"prolong\w*",
    r"demeur\w*", r"rest(?:e|ent|era|eront)", r"remains?", r"stands?", r"stays?", r"appli\w+", r"prevail\w*", r"vaut",
    r"valent", r"resili\w*", r"terminat\w*", r"prend fin", r"ends?", r"expert\w*", r"arbitr\w*", r"tribuna\w*", r"juge",
    r"judge", r"court", r"conciliat\w*", r"mediat\w*", r"tranch\w*", r"decid\w*",
)  # fmt: skip
"""What holds, or who decides, when talks fail."""

UNMEASURED = (
    r"besoins?", r"necessaires?", r"utiles?", r"opportun\w*", r"souhait\w*", r"circonstances", r"demande", r"volonte",
    r"needed", r"necessary", r"appropriate", r"wish\w*", r"request", r"circumstances", r"contexte",
    r"necessites?", r"apprecia\w+", r"(?:dans l'|au mieux des )interets?", r"see fit", r"desire\w*",
    r"a tout moment", r"at any time",
)  # fmt: skip
"""Events that nobody measures: they have happened when somebody says so."""

DEPENDING = (
    r"selon", r"suivant l[ae]s?", r"compte tenu", r"en fonction", r"eu egard", r"au (?:vu|regard)",
    r"evolutions? d\w*", r"depending on", r"according to",
    r"in (?:the )?light of", r"substanti\w+", r"bouleverse\w*",
    r"(?:economie(?: generale)?|equilibre) d(?:u|e la) (?:contrat|convention|marche)",
)  # fmt: skip
"""What a limit depends on, instead of a figure."""

WRITTEN_DOWN = (
    r"annexe\w*", r"baremes?", r"indices?", r"grilles?", r"tableaux?", r"formules?", r"schedules?", r"appendix",
    r"scales?", r"index", r"formulas?", r"bordereaux?",
)  # fmt: skip
"""A figure that is written elsewhere: what depends on it depends on something."""

COUNTED = (
    r"communes?", r"membres?", r"parties", r"partenaires?", r"collectivites?", r"villages?", r"quartiers?",
    r"habitants?", r"municipalities", r"members?", r"partners?", r"inhabitants", r"signataires", r"territoires?",
)  # fmt: skip
"""What a purpose counts without promising anything: « les quatre communes » is no target."""

EMPTY = frozenset(
    {
        "dans", "pour", "avec", "sans", "sous", "leur", "leurs", "cette", "elle", "elles", "nous", "vous", "plus",
        "moins", "entre", "dont", "quel", "quels", "quelle", "quelles", "nombre", "taux", "part", "that", "this",
        "with", "from", "their", "which", "than", "have", "been", "number", "rate", "share",
    }
)  # fmt: skip
"""Words that tell nothing about the thing that a label names."""

ACTIVITIES = (
    r"reunions?", r"ateliers?", r"seances?", r"formations? (?:dispensees?|donnees?|organisees?|realisees?)",
    r"sessions?", r"entretiens?", r"visites?", r"accompagnements?",
    r"personnes? (?:recues?|accompagnees?|formees?|sensibilisees?)", r"participants?", r"participations?",
    r"inscrite?s?", r"inscriptions?", r"plaquettes?", r"brochures?", r"comites?",
    r"heures? (?:d'animation|d'accompagnement|de formation|dispensees?|de presence|travaillees?)", r"interventions?",
    r"evenements?", r"rapports? (?:remis|rendus|produits)", r"actions? (?:menees?|realisees?|conduites?)", r"appels?",
    r"rendez.vous", r"diagnostics? (?:realises?|rendus)", r"kits? (?:remis|distribues)",
    r"depenses? (?:engagees?|realisees?)", r"dossiers? (?:traites?|ouverts?|deposes?)", r"meetings?", r"workshops?",
    r"trainings? (?:given|held|delivered)", r"visits?", r"people (?:trained|met|reached|coached)", r"attendances?",
    r"leaflets?", r"hours (?:worked|delivered)", r"activities", r"events?", r"reports? (?:delivered|produced)",
    r"interviews?", r"calls? made", r"permanences?", r"places? (?:ouvertes?|creees?|offertes?)", r"bilans?",
    r"\w+ (?:effectue|organise|dispense|distribue|anime|delivre|inspecte|controle|verifie|visite|audite|diffuse)e?s?",
    r"\w+ (?:envoye|contacte|rencontre|informe|conseille|oriente|accueilli|convoque|recense|demarche|prospecte)e?s?",
    r"\w+ (?:sensibilise|nettoye|cure|redige|publie)e?s?", r"(?:plans?|agreements?|charters?|pledges?) signed",
    r"(?:chartes?|conventions?|engagements?) (?:signe|remis)e?s?", r"temps de presence", r"staff time",
    r"contacts? (?:etabli|pri)e?s?",
    r"(?:heures?|journees?|jours?) (?:de formation|d'intervention|d'atelier)", r"reponses? (?:apporte|donne)e?s?",
    r"passages? d[eu]", r"(?:agents?|equipes?|moyens) mobilises?",
    r"(?:travaux|credits?|montants?|budgets?) (?:engage|consomme|depense|execute)e?s?",
    r"(?:contrats?|chartes?|conventions?) d'(?:engagement|accompagnement|objectifs?)", r"inspections?", r"nettoyages?",
    r"people (?:enrolled|registered|contacted|informed|signed up)", r"enrol\w*", r"registrations?",
)  # fmt: skip
"""What is done, rather than what changes."""

PEOPLE = (
    r"personnes?", r"eleves?", r"enfants?", r"jeunes", r"demandeurs? d'emploi", r"chomeurs?", r"allocataires?",
    r"beneficiaires?", r"patients?", r"salaries?", r"candidats?", r"stagiaires?", r"apprentis?", r"menages?",
    r"parents?", r"familles?", r"etudiants?", r"detenus?", r"locataires?", r"seniors?", r"femmes?", r"hommes?",
    r"participants?", r"people", r"persons?", r"pupils?", r"students?", r"children", r"job.?seekers?", r"prisoners?",
    r"offenders?", r"tenants?", r"women", r"families", r"trainees?", r"households?",
)  # fmt: skip
"""Those whom an indicator may count one by one."""

_SAID_OF = (
    r"par|de chaque|des noms? d\w*|coordonnees d\w*|adresses? d\w*|listes? d\w*|fichiers? d\w*|registres? d\w*"
    r"|by|per|for each|list of|names of|addresses of"
)
_KINDS = frozenset({r"familles?", r"families", r"femmes?", r"hommes?", r"women"})
"""What is counted by them is counted by kinds: « par famille d'objets », « par femmes et hommes »."""
_CUSTOMERS = (
    r"foyers?", r"abonnes?", r"usagers?", r"clients?", r"emprunteurs?", r"adherents?", r"agents?", r"users?",
    r"customers?", r"members?",
)  # fmt: skip
_ONE_BY_ONE = "|".join((*(one for one in PEOPLE if one not in _KINDS), *_CUSTOMERS))
NAMED = (
    r"nominati\w+", r"individuel(?:le)?s?", r"identites?", r"by name", rf"(?:{_SAID_OF})\s+(?:{_ONE_BY_ONE})",
)  # fmt: skip
"""What a dataset that lets somebody be recognised says that it holds."""

SUMMED_UP = (r"moyen(?:ne)?s?", r"median\w*", r"agrege\w*", r"mean", r"average", r"aggregat\w*", r"anonym\w*")
"""What makes a figure by person one of many persons again."""
