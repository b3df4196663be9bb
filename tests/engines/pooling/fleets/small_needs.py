"""Small needs, drawn by Hypothesis: short lives on a short timeline, where ties are the rule."""

from hypothesis import strategies as st

from mitoyen.engines.pooling.needs import Needs

MEMBERS = ("a", "b", "c")

need = st.tuples(
    st.sampled_from(MEMBERS), st.integers(0, 8), st.integers(1, 5), st.integers(1, 2), st.sampled_from([1.0, 2.0, 5.0])
)


def needs_from(rows):
    return Needs.of(
        MEMBERS,
        [(who, 60 * start, 60 * (start + hours), units, weight, "") for who, start, hours, units, weight in rows],
    )


some_needs = st.lists(need, max_size=9).map(needs_from)
light_needs = st.lists(need.map(lambda row: (*row[:4], 1.0)), max_size=9).map(needs_from)
