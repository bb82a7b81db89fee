"""What every kernel promises. A contract is given the kernels that it judges, so that mutants can be judged too."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from .kernel_table import GRADIENTS, INITIALISERS, KERNELS, weights
from .slopes import richardson, two_sided

SHAPES = [(3, 4), (1, 1), (2, 1), (1, 5)]  # (units, samples); one sample and one unit among them
TOLERANCE = {np.float64: 1e-12, np.float32: 2e-5}  # rounding of a few dozen operations
EXTREMES = np.array([[1e4, -1e4, 800, -800, 0.0], [-1e4, -1e4, -800, -800, 0], [1e4, 40, -750, 90, -40]])


def agrees_with_the_textbook(kernels, kernel):
    for n, m in SHAPES:
        inputs = _inputs(kernel, (), n, m)
        expected = _all(_reference(kernel, *inputs))
        for given, wanted in zip(_all(_call(kernels, kernel, *inputs)), expected, strict=True):
            assert given.shape == wanted.shape
            assert_allclose(given, wanted, rtol=1e-12, atol=1e-14)


def gives_each_run_what_it_gets_alone(kernels, kernel):
    for n, m in SHAPES:
        inputs = _inputs(kernel, (3,), n, m)
        together = _all(_call(kernels, kernel, *inputs))
        for r in range(3):
            alone = _all(_call(kernels, kernel, *(array[r] for array in inputs)))
            for row, lone in zip(together, alone, strict=True):
                assert_allclose(row[r], lone, rtol=1e-12, atol=1e-15)


def lets_runs_share_what_they_have_in_common(kernels, kernel):
    for n, m in SHAPES:
        inputs = _inputs(kernel, (3,), n, m)
        common = [array[0] if k in kernel.shared else array for k, array in enumerate(inputs)]
        spread = [np.stack([array[0]] * 3) if k in kernel.shared else array for k, array in enumerate(inputs)]
        given, wanted = _all(_call(kernels, kernel, *common)), _all(_call(kernels, kernel, *spread))
        for one, other in zip(given, wanted, strict=True):
            assert one.shape == other.shape
            assert_allclose(one, other, rtol=1e-12, atol=1e-15)


def writes_where_it_is_told(kernels, kernel):
    if not kernel.out:
        return
    inputs = _inputs(kernel, (2,), 3, 4)
    wanted = _call(kernels, kernel, *inputs)
    places = tuple(np.full_like(array, np.nan) for array in _all(wanted))
    given = _call(kernels, kernel, *inputs, out=places if isinstance(wanted, tuple) else places[0])
    for result, place, value in zip(_all(given), places, _all(wanted), strict=True):
        assert result is place
        assert_array_equal(place, value)


def changes_no_input(kernels, kernel):
    inputs = _inputs(kernel, (), 3, 4)
    kept = [array.copy() for array in inputs]
    _call(kernels, kernel, *inputs)
    for array, before in zip(inputs, kept, strict=True):
        assert_array_equal(array, before)


def keeps_the_dtype(kernels, kernel):
    inputs = _inputs(kernel, (), 3, 4)
    exact = _all(_reference(kernel, *inputs))
    for dtype, rtol in TOLERANCE.items():
        given = _all(_call(kernels, kernel, *(array.astype(dtype) for array in inputs)))
        for result, wanted in zip(given, exact, strict=True):
            assert result.dtype == dtype
            assert_allclose(result, wanted, rtol=rtol, atol=rtol)


def is_right_at_extreme_values(kernels, kernel):
    if not kernel.extremes:
        return
    _Z, *others = _inputs(kernel, (), *EXTREMES.shape)
    Z = EXTREMES[: others[0].shape[0]] if others else EXTREMES
    expected = _all(_reference(kernel, Z, *others))
    for dtype, rtol in TOLERANCE.items():
        with np.errstate(all="raise", under="ignore"):  # a number that rounds to zero is right
            given = _all(_call(kernels, kernel, *(array.astype(dtype) for array in (Z, *others))))
        for result, wanted in zip(given, expected, strict=True):
            assert np.isfinite(result).all()
            assert_allclose(result, wanted, rtol=rtol, atol=rtol * 1e-3)


def is_analytic(kernels, kernel):
    """f(x + i h v) = f(x) + i h f'(x) v: a derivative can be read off the imaginary part (the complex step)."""
    for n, m in SHAPES:
        inputs, rng = _inputs(kernel, (), n, m), np.random.default_rng(2)
        varied = {k: rng.normal(size=array.shape) for k, array in enumerate(inputs) if k not in kernel.data}
        if not varied:
            return

        def moved(h, inputs=inputs, varied=varied):
            steps = [array + h * varied[k] if k in varied else array for k, array in enumerate(inputs)]
            return _all(_call(kernels, kernel, *steps))

        def slopes(h, moved=moved):
            return [(above - below) / (2 * h) for above, below in zip(moved(h), moved(-h), strict=True)]

        for given, here, coarse, fine in zip(moved(1e-20j), moved(0), slopes(2e-4), slopes(1e-4), strict=True):
            assert_allclose(given.real, here, rtol=1e-13, atol=1e-15)
            # Richardson's combination is wrong by step^4 = 1e-16 times the fifth derivative, and by rounding / step
            assert_allclose(given.imag / 1e-20, (4 * fine - coarse) / 3, rtol=1e-8, atol=1e-9)


CONTRACTS = [
    agrees_with_the_textbook,
    gives_each_run_what_it_gets_alone,
    lets_runs_share_what_they_have_in_common,
    writes_where_it_is_told,
    changes_no_input,
    keeps_the_dtype,
    is_right_at_extreme_values,
    is_analytic,
]


def gradient_is_the_slope(kernels, gradient):
    for n, m in SHAPES:
        x, *rest = gradient.inputs(np.random.default_rng(n + 10 * m), (), n, m)
        claimed = gradient.slope(kernels, x, *rest)

        def function(x, rest=rest):
            return gradient.function(kernels, x, *rest)

        assert claimed.shape == x.shape
        # two-sided differences are wrong by about step^2 = 1e-10, Richardson's by about 1e-12
        assert_allclose(claimed, two_sided(function, x, 1e-5), rtol=1e-7, atol=1e-9)
        assert_allclose(claimed, richardson(function, x, 1e-3), rtol=1e-9, atol=1e-11)


def draws_what_the_formula_says(kernels, name):
    drawn = getattr(kernels, name)(np.random.default_rng(7), 4, 9)
    assert_allclose(drawn, INITIALISERS[name](np.random.default_rng(7), 4, 9), rtol=1e-14)


def multiplies_bytes_exactly(kernels):
    """NumPy's int64 rounds nothing; 1031 products are more than float32 adds up at once."""
    rng = np.random.default_rng(8)
    rows, others = (rng.integers(0, 256, (m, 1031), dtype=np.uint8) for m in (3, 2))
    for one, other in ((rows, others), (rows, rows)):
        assert_array_equal(kernels.gram(one, other), one.astype(np.int64) @ other.T.astype(np.int64))


def judge(kernels):
    """Every contract, for every kernel; raises at the first that is broken."""
    for kernel in KERNELS:
        for contract in CONTRACTS:
            contract(kernels, kernel)
    for gradient in GRADIENTS:
        gradient_is_the_slope(kernels, gradient)
    for name in INITIALISERS:
        draws_what_the_formula_says(kernels, name)
    multiplies_bytes_exactly(kernels)


def _inputs(kernel, runs, n, m):
    return kernel.inputs(np.random.default_rng(1), runs, n, m)


def _call(kernels, kernel, *inputs, **out):
    more = {"s": weights(inputs[0])} if kernel.weighted else {}
    return getattr(kernels, kernel.name)(*inputs, *kernel.more, **more, **out)


def _reference(kernel, *inputs):
    return kernel.reference(*inputs, *([weights(inputs[0])] if kernel.weighted else []))


def _all(result):
    return result if isinstance(result, tuple) else (result,)
