"""Files spoiled on purpose: scalars that hurt, nodes missing, doubled or put where the schema allows one, odd bytes."""

import copy
import json

import yaml
from hypothesis import strategies as st

from mitoyen.engines.agreements import document  # noqa: F401  defines every part
from mitoyen.engines.agreements.scalars import Part

LONG = "9" * 40
SCALARS = [
    "", "~", ".nan", ".inf", "-.inf", "1e999999", "-1", "0", "-0", "1/3", "1/0", "12,5", "0x10", "999999999999999999",
    "-999999999999999999.999999999999", "0.000000000001", LONG, "²", "٣", "\u202e", "😀", "a" * 300, "{x}", "{", "}}",
    "%s", ".", "..", "a.b.c", "9999-12-31", "0001-01-01", "2026-02-30", "2027-Q1", "9999", "0000", "13-01", "99-99",
    "02-30", "00-00", "999999999 days after period", "999999999 years", "true", "oui", "eaux", "ccvm", "tarif",
    "volume", "volume.1", "index:ICHT-E", "index:", "carried:x", "reserve:renouvellement", "etat", "equal", "year",
]  # fmt: skip
GROUPS = [
    [], {}, [[]], [{}], ["x"], {"a": "b"}, {"fr": "x"}, {"quarter": "1"}, {"year": "0"}, {"value": "1"}, {"": ""},
]  # fmt: skip
BYTES = [
    b'"', b"'", b":", b"{", b"[", b"]", b"}", b"&a ", b"*a", b"!!x ", b"\n", b"\t", b"-", b"#", b"\x00", b"\xff",
    b"\xef\xbb\xbf", b"\xc3", b"9" * 20, b"e99999", b"%", b"|", b">", b"? ", b"<<: ", b"---\n", b"\\u", b"\r",
]  # fmt: skip


def all_parts(known=Part):
    for part in known.__subclasses__():
        yield part
        yield from all_parts(part)


FIELDS = [{field.alias or name for name, field in part.model_fields.items()} for part in all_parts()]
"""The names that each part of a document accepts."""

WAYS = ["replace"] * 3 + ["add"] * 2 + ["remove", "double", "rename", "move"]

hostile_values = st.one_of(st.sampled_from(SCALARS), st.sampled_from(GROUPS), st.none(), st.text(max_size=8))


def loaded(text):
    """A tree where every scalar is text."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  every scalar is text


def paths(tree, path=()):
    """The path of each node below the root."""
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, part in parts:
        yield (*path, name)
        yield from paths(part, (*path, name))


def reached(tree, path):
    for step in path:
        tree = tree[step]
    return tree


@st.composite
def spoiled_trees(draw, tree):
    """``tree`` with up to three nodes replaced, taken away, doubled, renamed, put in the place of another, or added."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        known = list(paths(tree))
        if not known:
            break
        *above, name = draw(st.sampled_from(known))
        holder = reached(tree, above)
        match draw(
            st.sampled_from(["replace", "replace", "replace", "remove", "double", "rename", "move", "add", "add"])
        ):
            case "replace":
                holder[name] = copy.deepcopy(draw(hostile_values))
            case "remove":
                del holder[name]
            case "double" if isinstance(holder, list):
                holder.insert(name, copy.deepcopy(holder[name]))
            case "rename" if isinstance(holder, dict):
                holder[draw(st.sampled_from(SCALARS))] = holder.pop(name)
            case "add" if isinstance(holder[name], dict):
                absent = sorted(
                    set().union(*(names for names in FIELDS if holder[name].keys() <= names)) - {*holder[name]}
                )
                if absent:
                    holder[name][draw(st.sampled_from(absent))] = copy.deepcopy(draw(hostile_values))
            case _:
                holder[name] = copy.deepcopy(reached(tree, draw(st.sampled_from(known))))
    return tree


@st.composite
def spoiled_bytes(draw, content):
    """``content`` with a few bytes changed, put in, or cut out."""
    content = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        match draw(st.sampled_from(["flip", "put", "cut", "end"])):
            case "flip" if content:
                content[place] = draw(st.integers(0, 255))
            case "put":
                content[place:place] = draw(st.sampled_from(BYTES))
            case "cut":
                del content[place : place + draw(st.sampled_from([1, 5, 50]))]
            case _:
                del content[place:]
    return bytes(content)


@st.composite
def spoiled_files(draw, tree, content):
    """The bytes of a spoiled file: its text, or its tree written anew in YAML or in JSON."""
    if draw(st.integers(0, 3)) == 0:
        return draw(spoiled_bytes(content))
    tree = draw(spoiled_trees(tree))
    if draw(st.booleans()):
        return json.dumps(tree).encode()
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")
