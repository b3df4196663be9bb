"""Agreements as data: read, checked, simulated, settled, explained and recomputed from the same clauses.

The spine, from the bottom up (each module knows only those above it in this table):

=================  ==============================================================================
``exact``          exact numbers over one denominator: one, or an array of scenarios; roundings
``division``       an amount shared to the cent, one or per scenario
``notation``       numbers, formulas and dates as people write them
``reading``        bytes to text with its places; refuses what could hurt or mislead
``scalars``        how a text becomes a rate, an amount, a day, the name of a party…
``stages``         the eighteen steps of a settlement, in order
``policies``       what happens when evidence is missing, or an amount is negative
``schedules``      figures per quarter, per year; due dates
``declarations``   parties, term, indicators, facts, defaults, assumptions, waivers
``caps``           what a ceiling says
``trace``          printed steps that a desk calculator redoes
``effects``        what a clause may bring about: flows, coefficients, flags, figures remembered
``evidence``       facts files, long and short, YAML, JSON and CSV
``state``          what a settlement hands to the next
``substitutes``    what stands in for missing evidence: one mechanism for all clauses
``law``            values of law with their day and their source
``books``          the blackboard of one settlement
``moment``         what a clause sees, and how it says what it does
``wording``        words for the sentences of clauses
``clauses``        the clause kinds, by family
``ceilings``       caps applied: how lines give way
``amendments``     dated changes
``document``       the agreement: opened, typed, linked, hashed
``payments``       who pays whom in the end
``settlement``     ``run``: the pipeline, common to settlement and simulation; ``settle``
``corrections``    new evidence on a settled period: differences as new lines
``publication``    a settlement written down
``bundle``         everything in one file, recomputed anywhere
``comparison``     two versions told apart, in sentences
``guardrails``     what is wrong with an agreement although it can be read
``models``         commented beginnings of agreements (``model_texts/``)
=================  ==============================================================================

To open, settle and publish::

    document = open_agreement(content, "eau.yaml")
    facts = read_facts(content_of_facts, "t1.csv")
    settled = settle(document, facts, Period.parse("2027-Q1"), State())
    tree = publication.as_tree(document, settled)

How to add a clause kind: ``docs/agreements/adding-a-clause.md``. Importing this package, and every
module in it, needs neither Django nor numpy; numpy is loaded when arrays come in.
"""
