"""The document of a training: the keys that scripts read."""

from __future__ import annotations

import os

import numpy as np

from glasscat.data.findings import Finding
from glasscat.evaluation.score import Score
from glasscat.evaluation.verdict import judge
from glasscat.i18n import _
from glasscat.models import numerics
from glasscat.models.document import provenance, spelt_out, training_document
from glasscat.models.strict_json import decode, encode


def test_has_the_keys_of_the_interface(small):
    test = small.data.test
    verdict = judge(small.probabilities(test), test, small.class_names, train=small.data.train)
    finding = Finding("GC-I99", "note", _("Something."), (1,))
    document = training_document(small, (finding,), Score(10, 12), verdict)
    assert document["data"]["train"] == {"n": 12, "classes": {"non-cat": 6, "cat": 6}}
    assert document["findings"] == [{"code": "GC-I99", "severity": "note", "text": "Something.", "items": [1]}]
    assert (document["network"], document["parameters"], document["method"]) == ([2, 1], 3, "direct")
    assert document["iterations"] == 3
    assert document["costs"][0] == [0, np.log(2)]  # from zeros, every probability is a half
    assert document["final_cost"] == small.history.final_cost
    assert document["train"]["correct"] == 10
    assert document["test"]["total"] == 12
    assert decode(encode(document)) == document


def test_a_diverged_training_has_no_score(small):
    document = training_document(small, (), None, None, "diverged")
    assert (document["status"], document["train"], document["test"]) == ("diverged", None, None)


def test_network_is_spelt_out(small):
    assert decode(encode(spelt_out(small.network))) == {
        "n_features": 2,
        "layers": [{"layer": "dense", "n": 1, "init": "zeros", "init_scale": 0.01}],
        "output": {"layer": "sigmoid-output", "loss": "cross-entropy"},
    }


def test_says_what_the_bits_depend_on(small, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    document = provenance(small.data, {"seed": 5})
    assert document["plan"] == {"seed": 5}
    assert document["versions"]["numpy"] == np.__version__
    assert document["numerics"]["threads"]["OMP_NUM_THREADS"] == "1"
    assert document["numerics"]["blas"]
    assert document["numerics"]["processors"] >= 1


def test_counts_processors_where_the_system_names_none(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert numerics.numerics()["processors"] == os.cpu_count()
