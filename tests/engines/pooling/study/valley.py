"""An invented valley of four communes, where a record is short enough to be counted by hand."""

from mitoyen.engines.pooling.study import answer_study, gather_needs, read_settings

MEMBERS = ("ardent", "brevon", "clusaz", "dormay")

SETTINGS = """
format: 1
study: val-mitoyen/essai
title: {fr: Essai, en: Trial}
period: {from: 2026-01-01, to: 2026-12-31}
members:
  ardent: {name: Ardent, population: 2140, stock: {etrave: 1}}
  brevon: {name: Brévon, population: 1312, stock: {etrave: 1}}
  clusaz: {name: Clusettaz, population: 588, stock: {etrave: 1}}
  dormay: {name: Dormay, population: 406, stock: {etrave: 1}}
kinds:
  etrave:
    one: {fr: déneigeuse, en: snow plough}
    many: {fr: déneigeuses, en: snow ploughs}
    gender: f
    machine: {price: 100000, life_years: 10}
service: {measure: everything}
"""


def settings_with(extra="", **replaced):
    """The settings, some words replaced, some lines added."""
    text = SETTINGS
    for old, new in replaced.items():
        text = text.replace(OLD[old], new)
    return read_settings(text + extra)


OLD = {
    "service": "service: {measure: everything}",
    "machine": "machine: {price: 100000, life_years: 10}",
    "fourth": "  dormay: {name: Dormay, population: 406, stock: {etrave: 1}}\n",
}


def needs_csv(rows):
    """Rows of (member, first hour, last hour) from the first of January 2026 at midnight in Paris."""
    lines = ["member,start,end"]
    for member, start, end in rows:
        lines.append(f"{member},{_moment(start)},{_moment(end)}")
    return "\n".join(lines) + "\n"


def _moment(hour):
    day, rest = divmod(hour, 24)
    return f"2026-01-{day + 1:02d}T{rest:02d}:00"


def answered(settings, rows, **how):
    """The answer for these rows."""
    return answer_study(settings, gather_needs(settings, needs_csv(rows)), **how)
