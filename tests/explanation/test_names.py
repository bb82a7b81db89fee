"""Names of quantities: how they are written, and what is said of those that are not there."""

import pytest

from glasscat.errors import UsageError
from glasscat.explanation.names import Name


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("cost@300", ("", "cost", (), 300)),
        ("W1[3,17]@100", ("", "W1", (3, 17), 100)),
        (" W1 [ 3 , 17 ] @ 100 ", ("", "W1", (3, 17), 100)),
        ("test.A4[0,25]", ("test", "A4", (0, 25), None)),
        ("train.accuracy", ("train", "accuracy", (), None)),
        ("test.p_value[test-majority]", ("test", "p_value", ("test-majority",), None)),
        ("v_W1[0,0]@1", ("", "v_W1", (0, 0), 1)),
        ("A1'[0,-1]", ("", "A1'", (0, -1), None)),
    ],
)
def test_a_name_is_read_and_written(words, parts):
    name = Name.read(words)
    assert (name.part, name.symbol, name.indices, name.iteration) == parts
    assert Name.read(str(name)) == name


@pytest.mark.parametrize("words", ["", "W1[", "W1]", "cost@", "cost@-1", "@3", "valid.A1[0,0]", "W1[0][1]", "a b", "3"])
def test_what_is_no_name_is_refused(words):
    if words == "a b":  # spaces do not count
        assert Name.read(words).symbol == "ab"
        return
    with pytest.raises(UsageError, match="GC-Q01"):
        Name.read(words)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("accuracy", "GC-Q02", "nearest is test.accuracy"),
        ("w1[0,0]", "GC-Q02", "nearest is W1"),
        ("dX[0,0]@1", "GC-Q02", "choose one of cost"),
        ("cost[1]@0", "GC-Q03", "found 1"),
        ("W1[0]@1", "GC-Q03", "2 indices (unit, input)"),
        ("W1[5,0]@1", "GC-Q04", "0 to 4"),
        ("W1[0,48]@1", "GC-Q04", "0 to 47"),
        ("W1[-1,0]@1", "GC-Q04", "no unit -1"),
        ("W1[a,0]@1", "GC-Q04", "no unit a"),
        ("test.Z1[0,24]", "GC-Q04", "0 to 23"),
        ("test.p_value[me]", "GC-Q04", "test-majority"),
        ("test.interval[0]", "GC-Q04", "low, high"),
        ("cost@21", "GC-Q05", "0 to 20"),
        ("W1[0,0]@999999", "GC-Q05", "0 to 20"),
        ("dW1[0,0]", "GC-Q06", "dW1[0,0]@0"),
        ("test.accuracy@3", "GC-Q06", "@"),
        ("X[0,0]@3", "GC-Q06", "@"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(words, code, said, books):
    with pytest.raises(UsageError) as caught:
        books["deep"].open(words)
    assert caught.value.code == code
    assert said in str(caught.value)


def test_a_sample_outside_of_the_batch_is_named(books):
    book = books["deep"]
    inside = set(book.scene("", 2).samples.tolist())
    outside = next(k for k in range(90) if k not in inside)
    with pytest.raises(UsageError, match=rf"GC-Q07\] iteration 2: its batch does not have sample {outside}\."):
        _ = book.open(f"Z1[0,{outside}]@2").value
    assert book.open(f"Z1[0,{min(inside)}]@2").inputs


def test_a_step_without_iteration_is_the_training_set_at_the_end(books):
    book = books["softmax"]
    assert book.open("A2[0,3]").name == "train.A2[0,3]"
    assert book.open("cost").name == "train.cost"
    assert book.open(f"cost@{book.last}").name == "train.cost"
    assert book.open("cost@3").name == "cost@3"


def test_the_nearest_name_is_said_only_where_it_is_near(books):
    with pytest.raises(UsageError, match=r"GC-Q02.*the nearest is gradient_norm"):
        books["deep"].open("gradient_nrm@0")
    with pytest.raises(UsageError, match=r"GC-Q02.*in this run\.\n"):
        books["deep"].open("frobnication")


def test_the_activation_before_the_first_layer_is_the_data(books):
    assert books["deep"].open("A0[3,1]").name == "X[3,1]"
    assert books["deep"].open("test.A0[3,1]").name == "test.X[3,1]"
