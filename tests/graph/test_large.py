"""Large expressions: the time grows with the length, not with its square, and what is too deep is refused at once."""

from time import process_time

import pytest

from glasscat.errors import UsageError
from glasscat.graph import graph


def seconds(action):
    """Least processor time of three."""
    found = []
    for _again in range(3):
        before = process_time()
        action()
        found.append(process_time() - before)
    return min(found)


@pytest.mark.parametrize("term", ["a", "a*a", "a{k}"])
def test_a_sum_of_many_terms_takes_time_in_proportion(term):
    def total(n):
        expression = "+".join(term.format(k=k) for k in range(n))
        values = {f"a{k}": 1 for k in range(n)} if "k" in term else {"a": 1}
        return lambda: str(graph(expression, **values))

    # 8 times as long; 64 times the time where the cost is quadratic; 20 leaves room for caches and other processes
    assert seconds(total(4000)) < 20 * seconds(total(500))


def test_the_value_and_the_derivative_of_ten_thousand_terms():
    g = graph("+".join(["a"] * 10_000), a=2)
    assert (g.value, g.derivatives["a"]) == (20_000, 10_000)
    assert "… (10000 shares)" in str(g)


@pytest.mark.parametrize("expression", ["(" * 10_000 + "a" + ")" * 10_000, "-" * 10_000 + "a", "a" + "**a" * 10_000])
def test_ten_thousand_levels_are_refused_at_once(expression):
    def refused():
        with pytest.raises(UsageError, match="GC-G04"):
            graph(expression, a=1)

    assert seconds(refused) < 0.5  # about 0.02 s here
