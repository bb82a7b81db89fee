"""What a curve lets one expect: laws through all of it and through its end, and what its lower half would have said."""

import numpy as np
import pytest

from glasscat.studies.against import Against
from glasscat.studies.forecast import Forecast, Rough
from glasscat.studies.learned import Learned
from glasscat.studies.power_law import fit_power_law

N = np.array([20, 28, 39, 55, 76, 107, 149, 209])


def forecast(accuracies, spread=1.0, seed=0):
    """Resamples scatter by so many points, as one: all sizes of a resample share half of it."""
    rng = np.random.default_rng(seed)
    shared, own = rng.normal(0, spread, (600, 1)), rng.normal(0, 0.3 * spread, (600, len(N)))
    return Forecast(N, accuracies, accuracies + shared + own)


def law(n):
    return 100 * (0.9 - 0.9 * n**-0.3)


def test_where_the_law_holds_it_is_found_and_holds_in_its_rehearsal():
    found = forecast(law(N.astype(float)))
    assert found.expected(418.0).value == pytest.approx(law(418.0), abs=0.1)
    assert found.expected(418.0).low < law(418.0) < found.expected(418.0).high
    assert found.rehearsal.n == 107
    assert found.rehearsal.holds
    assert found.rehearsal.expected == pytest.approx(law(209.0), abs=0.1)
    assert found.rehearsal.measured == pytest.approx(law(209.0))


def test_where_the_curve_turns_the_interval_widens_and_the_rehearsal_fails():
    """Flat at 60 % up to 107 samples, then two points more with each size: laws through all of it see half of that."""
    turned = np.array([60.0, 60, 60, 60, 60, 60, 66, 72])
    found = forecast(turned)
    assert not found.rehearsal.holds
    assert found.rehearsal.expected == pytest.approx(60)
    n = N.astype(float)
    through_all = 100 * (1 - fit_power_law(n, 1 - found.resampled / 100).error(418.0))
    low, high = np.quantile(through_all, [0.025, 0.975])
    rough = found.expected(418.0)
    assert high < 72, "every law through all sizes expects less of twice the samples than was measured already"
    assert rough.high > 72
    assert rough.high - rough.low > 1.5 * (high - low)


def test_every_resample_has_one_law_and_no_law_fewer_than_three_sizes():
    found = forecast(law(N.astype(float)))
    assert found.laws.a.shape == (600,)
    last = fit_power_law(N[5:].astype(float), 1 - found.resampled[5::6, 5:] / 100)
    np.testing.assert_array_equal(found.laws.c[500:], last.c)


def test_a_short_curve_has_no_rehearsal():
    assert Forecast(N[:4], law(N[:4]), np.tile(law(N[:4]), (10, 1))).rehearsal is None


def test_an_interval_holds_its_number():
    assert Rough.of(5.0, np.arange(10.0, 20.0)) == Rough(5.0, 5.0, 19.0)
    assert Rough.of(np.inf, np.arange(10.0, 20.0)).high == np.inf


def learned(curve):
    """A study's outcome with this curve, of two draws that agree; 20 points better than one baseline."""
    found = forecast(curve)
    rows = tuple({"n": int(n), "draw": k, "status": "finished", "tested": [0], "right": []} for n in N for k in (0, 1))
    more, less = np.full(600, 0.3), np.full(600, 0.1)
    against = {"train-majority": Against(0.3, 0.1, more, less), "mean-colour": Against(0.1, 0.1, less, less)}
    return Learned(rows, N, np.stack([curve, curve]), found.resampled, against, n_given=209, n_test=1)


def test_a_failed_rehearsal_is_a_finding_and_one_that_held_a_sentence():
    good, turned = learned(law(N.astype(float))), learned(np.array([60.0, 60, 60, 60, 60, 60, 66, 72]))
    assert good.findings == ()
    assert "Fitted up to 107 alone it would have expected 71.9 % of 209." in str(good.sentence)
    (finding,) = turned.findings
    assert (finding.code, finding.severity) == ("GC-Y40", "warning")
    assert "fitted up to 107 training samples it expected 60.0 % with all, and 72.0 % were measured" in str(
        finding.text
    )
    assert "Fitted up to" not in str(turned.sentence)
    assert turned.as_json()["rehearsal"]["holds"] is False


def test_every_baseline_has_its_line_and_its_sentence():
    """0.3 against 0.1: ((1.959964 sqrt 0.4 + 0.841621 sqrt 0.36) / 0.2)^2 + 5 = 81.1, so 82."""
    outcome = learned(law(N.astype(float)))
    lines = {str(row[-1]): row[0] for row in outcome.table.rows}
    assert lines["to test on, to tell it from majority of training: about 82 samples (95 % interval 82 to 82)"] == 82
    assert lines["to test on, to tell it from mean colour: more samples than can be had"] is None
    said = str(outcome.sentence)
    assert "than “mean colour”; to show that takes" in said, "the one that is hardest to beat"
    assert "majority of training" not in said
    needed = outcome.forecast.needed(5.0)
    more = [row for row in outcome.table.rows if "for +5 points" in str(row[-1])]
    assert more[0][:2] == (int(needed.value), pytest.approx(outcome.means[-1] + 5))
