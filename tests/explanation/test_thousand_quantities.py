"""A thousand quantities drawn at random from five runs open, and are what their formulas give."""

import random
from statistics import median

import pytest

from glasscat.explanation.names import written

RUNS = ("spanned", "deep", "softmax", "squares", "weighted")

EACH = 200


def drawn(book, n):
    """Names of quantities: families, indices and iterations drawn at random, in the order of the iterations."""
    rng = random.Random(20)  # noqa: S311  (nothing is kept secret by it)
    families, names = list(book.families.values()), []
    for _ in range(n):
        family = rng.choice(families)
        timed = family.timed == "always" or (family.timed == "maybe" and rng.random() < 0.7)
        iteration = rng.randint(0, book.last) if timed else None
        names.append((-1 if iteration is None else iteration, family, rng.random()))
    for iteration, family, seed in sorted(names, key=lambda one: one[0]):
        place = random.Random(seed)  # noqa: S311
        at = None if iteration < 0 else iteration
        indices = [place.choice(axis.words or range(axis.size)) for axis in family.axes]
        batch = book.columns(family, at)
        if batch is not None:
            indices[-1] = int(place.choice(list(batch)))
        yield written(family.name, tuple(indices), at)


@pytest.mark.parametrize("run", RUNS)
def test_a_quantity_is_what_its_formula_gives(run, books):
    book, opened, exact = books[run], 0, 0
    for name in drawn(book, EACH):
        found = book.open(name)
        found.check()
        opened += 1
        exact += found.difference == 0
        assert name in (found.name, found.name.replace("train.", ""))
        for leaf in found.expression.leaves():
            assert book.entry(leaf.name).value == leaf.value, (name, leaf.name)
        assert all(one.name != found.name for one in found.inputs)
    assert opened == EACH
    # most formulas have one order of rounding only; float32 is checked in float64, so little agrees to the last bit
    assert exact > (0.25 if run == "softmax" else 0.7) * EACH


@pytest.mark.parametrize("run", RUNS)
def test_rounding_is_stated_small(run, books):
    """The bound must not be so wide that nothing could ever break it."""
    book, shares = books[run], []
    share = 5e-3 if run == "softmax" else 1e-8  # of values down to 0.001; sums of tens of terms nearly cancel
    for name in drawn(book, EACH):
        found = book.open(name)
        shares.append(found.rounding / max(abs(found.value), 1e-3))
        assert shares[-1] <= share, name
    assert median(shares) <= (1e-5 if run == "softmax" else 1e-11)


@pytest.mark.parametrize("run", RUNS)
def test_every_family_opens_as_a_whole(run, books):
    book = books[run]
    for family in book.families.values():
        found = book.open(written(family.name, (), None if family.timed == "never" else 1))
        found.check()
        assert str(found).startswith(found.name)
        assert found.as_json()["quantity"] == found.name


def test_a_walk_leads_from_the_accuracy_down_to_pixels(books):
    """Each input opens in turn, until nothing is left but numbers of the data and of the beginning."""
    waiting, seen = [books["deep"].open("test.accuracy")], set()
    while waiting and len(seen) < 400:
        found = waiting.pop()
        if found.name not in seen:
            seen.add(found.name)
            found.check()
            waiting.extend(found.inputs)
    symbols = {name.split("[")[0] for name in seen}
    assert {"test.accuracy", "test.correct", "test.right", "test.answer", "test.probability"} <= symbols
    assert any(symbol.startswith("test.Z") for symbol in symbols)
