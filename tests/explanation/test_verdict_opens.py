"""Every number of a verdict opens, down to the samples that it was counted from."""

import numpy as np
import pytest
from scipy import stats

import glasscat as gc
from glasscat.run.opening import subject_of


def pictures(n_classes, repeated=3):
    """Bright and dark pictures; the first of the test set repeat pictures of the training set."""
    rng = np.random.default_rng(4)
    y = np.arange(80) % n_classes
    X = np.clip(rng.normal(100 + 25 * y[:, None, None, None], 60, (80, 4, 4, 3)), 0, 255).astype(np.uint8)
    X[50 : 50 + repeated] = X[:repeated]
    y[50 : 50 + repeated] = y[:repeated]
    return gc.from_arrays(X[:50], y[:50], test=(X[50:], y[50:]), class_names=["no cat", "cat", "dog"][:n_classes])


@pytest.fixture(scope="module", params=[2, 3])
def run(request):
    data = pictures(request.param)
    net = gc.Network.dense(48, [4], request.param, activation="tanh")
    held_out = pictures(request.param, 0).test
    rule = gc.Adam(0.01)
    return gc.fit(net, data, optimizer=rule, iterations=20, held_out=held_out, patience=50, record_every=5)


def opened(run, name):
    found = gc.explain(run, name)
    assert found.agrees
    for one in found.inputs:
        assert one.agrees, one.name
    return found


def numbers_in(document):
    """Every score and interval of the JSON of a verdict, by the name under which it opens."""
    yield from {name: document[name] for name in ("accuracy", "balanced_accuracy", "auc", "brier")}.items()
    yield "association_p_value", document["association_p_value"]
    for kind in ("interval", "balanced_interval"):
        yield from zip((f"{kind}[low]", f"{kind}[high]"), document[kind], strict=True)
    for c, one in enumerate(document["per_class"]):
        for kind in ("recall", "precision"):
            yield f"{kind}[{c}]", one[kind]
            yield from zip(
                (f"{kind}_interval[{c},{end}]" for end in ("low", "high")), one[f"{kind}_interval"], strict=True
            )
    for one in document["baselines"]:
        name = one["name"]
        yield from {f"baseline_{k}[{name}]": one[k] for k in ("correct", "accuracy")}.items()
        yield f"p_value[{name}]", one["p_value"]
        yield f"baseline_interval[{name},low]", one["interval"][0]
        yield f"baseline_interval[{name},high]", one["interval"][1]
    fresh = document["without_leaks"]
    yield from {f"without_repeats_{k}": fresh[k] for k in ("correct", "total", "accuracy")}.items()
    yield "without_repeats_interval[low]", fresh["interval"][0]
    yield "without_repeats_interval[high]", fresh["interval"][1]


def test_every_number_of_a_verdict_opens(run):
    document = subject_of(run).results["test"]
    for name, value in numbers_in(document):
        found = opened(run, f"test.{name}")
        assert found.value == value, name
        assert found.inputs, name


def test_samples_that_repeat_training_are_named(run):
    assert opened(run, "test.repeats[1]").numbers.endswith("train 1)")
    assert opened(run, "test.repeats[9]").value == 0
    assert opened(run, "test.without_repeats_total").value == 27


def test_the_nearest_neighbour_is_shown_with_its_answer(run):
    test, train = run.data.test, run.data.train
    k = 7
    squares = np.square(train.X.reshape(50, -1) / 255 - test.X[k].reshape(-1) / 255).sum(axis=1)
    t = int(squares.argmin())
    right = opened(run, f"test.baseline_right[nearest-neighbour,{k}]")
    answer = opened(run, right.inputs[0].name)
    assert answer.value == train.y[t]
    assert right.value == (train.y[t] == test.y[k])
    nearest = opened(run, answer.inputs[0].name)
    assert (nearest.name, nearest.value) == (f"test.nearest[{k}]", t)
    square = opened(run, nearest.inputs[0].name)
    assert square.name == f"test.squared_distance[{k},{t}]"
    assert square.value == pytest.approx(squares[t], rel=1e-12)
    assert {one.name.split("[")[0] for one in square.inputs} == {"test.X", "X"}


def test_the_other_baselines_are_shown_with_what_they_look_at(run):
    k = 5
    answer = opened(run, f"test.baseline_answer[mean-colour,{k}]")
    score = opened(run, answer.inputs[0].name)
    colour = opened(run, score.inputs[0].name)
    place = ("red", "green", "blue").index(colour.name.split("[")[1].split(",")[0])
    assert colour.value == pytest.approx(run.data.test.X[k, :, :, place].mean() / 255, rel=1e-12)
    majority = opened(run, f"test.baseline_answer[train-majority,{k}]")
    assert majority.symbols == f"argmax({', '.join(map(str, np.bincount(run.data.train.y)))})"
    assert majority.value == 0
    assert opened(run, f"test.baseline_answer[test-majority,{k}]").recomputed == np.bincount(run.data.test.y).argmax()


def test_a_rank_is_made_of_probabilities(run):
    several = run.data.n_classes > 2
    found = opened(run, "test.rank[3,2]" if several else "test.rank[3]")
    chances = run.model.probabilities(run.data.test)[:, 2 if several else 1]
    assert found.value == stats.rankdata(chances)[3]
    assert all(one.name.startswith("test.probability[") for one in found.inputs)
    assert len(found.as_json()["all_inputs"]) == 30


def test_the_exact_test_is_a_sum_of_hypergeometric_terms(run):
    found = opened(run, "test.association_p_value")
    if run.data.n_classes > 2:
        assert all(one.name.startswith("test.confusion[") for one in found.inputs)
        return
    C = np.array(subject_of(run).results["test"]["confusion"])
    assert found.value == pytest.approx(stats.fisher_exact(C).pvalue, rel=1e-9)
    term = opened(run, found.inputs[0].name)
    k = int(term.name.split("[")[1][:-1])
    assert term.value == pytest.approx(stats.hypergeom(C.sum(), C[:, 1].sum(), C[1].sum()).pmf(k), rel=1e-10)
    assert len(term.inputs) == 4


def test_what_patience_looked_at_opens(run):
    for name in ("held_out.cost", "held_out.cost@5", "held_out.loss[3]@5", "held_out.Z1[0,2]@5"):
        assert opened(run, name).name == name
    costs = {record.iteration: record.held_out_cost for record in gc.train(run.network, run.data, **run.arguments)}
    assert gc.explain(run, "held_out.cost@5").value == pytest.approx(costs[5], rel=1e-13)


def test_classes_can_be_named(run):
    found = opened(run, "test.confusion[no cat, cat]")
    assert found.name == "test.confusion[0,1]"
    assert "0 = no cat, 1 = cat" in found.formula
    assert opened(run, "test.recall_interval[cat,low]").name == "test.recall_interval[1,low]"


def test_a_whole_array_says_what_was_checked(run):
    found = gc.explain(run, "Z1@2")
    assert "check" in str(found)
    assert "Computed again: the 4 entries below, of 200" in str(found)
    assert found.as_json()["difference"] <= 1e-14
    assert "to the last bit" in str(gc.explain(run, "b1@0"))
