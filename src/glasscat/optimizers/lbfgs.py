"""L-BFGS: the curvature of the cost, learnt from the last few steps."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _
from glasscat.optimizers.hand_over import hand_over
from glasscat.typing import is_number, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from glasscat.optimizers.masks import Mask
    from glasscat.typing import Array

LossAndGrad: TypeAlias = "Callable[[Array], tuple[float | Array, Array]]"
"""From theta (P,) of one run to its cost J and dJ/dtheta (P,)."""

Ending: TypeAlias = Literal["converged", "iterations", "line-search"]
"""Why a run ended: it met a tolerance, it took all its iterations, or no lower cost was found along its direction."""

ENDINGS: tuple[Ending, ...] = ("converged", "iterations", "line-search")  # in the order of SciPy's status

LINE_SEARCH = 20
"""Most costs that SciPy tries in one iteration."""


@dataclass(frozen=True, slots=True)
class LBFGS:
    """Quasi-Newton steps from a short memory (Liu and Nocedal, 1989), through SciPy's L-BFGS-B (Zhu et al., 1997).

    ::

        theta := theta - alpha H dtheta

    H, the inverse of the curvature, is built from the last ``history`` steps and changes of the gradient; alpha is
    found by a line search, so that there is no learning rate. An iteration may take several costs and gradients, all of
    them of the whole training set: with a new batch at each step, changes of the gradient would say nothing about the
    curvature. PyTorch's ``LBFGS`` is the same method with a history of 100 and, unless it is given
    ``line_search_fn="strong_wolfe"``, with a learning rate instead of a line search.

    It needs costs as well as gradients, so it is not a pair of init and update as the other optimisers are.

    Parameters
    ----------
    history : int
        Steps to remember, at least 1.
    gradient_tolerance : float
        Converged when no number of the gradient is larger, at least 0; SciPy's ``gtol``.
    cost_tolerance : float
        Converged when an iteration lowers the cost by a smaller share, at least 0; SciPy's ``ftol``.

    Raises
    ------
    UsageError
        GC-U55 for the history, GC-U88 for a tolerance, if it is invalid.
    """

    history: int = 10
    gradient_tolerance: float = 1e-5
    cost_tolerance: float = 2.220446049250313e-09
    stays_in_span: ClassVar[bool] = False  # in the coordinates of samples lengths, and so the steps, are others

    def __post_init__(self) -> None:
        if not isinstance(self.history, int | np.integer) or self.history < 1:
            problem = _("it must be a whole number of at least 1; found {found}.", found=shown(self.history))
            raise UsageError("GC-U55", "history", problem, _("10 is usual."))
        tolerances = {"gradient_tolerance": self.gradient_tolerance, "cost_tolerance": self.cost_tolerance}
        for name, tolerance in tolerances.items():
            if not is_number(tolerance) or not 0 <= tolerance < inf:
                raise UsageError(
                    "GC-U88",
                    name,
                    _("it must be a finite number of at least 0; found {found}.", found=shown(tolerance)),
                    _("1e-5 is usual for the gradient, 2e-9 for the cost."),
                )

    def minimize(
        self, loss_and_grad: LossAndGrad, theta: Array, iterations: int, *, frozen: Mask | None = None
    ) -> Generator[tuple[Array, Array], None, tuple[Ending, ...]]:
        """Step until every run has converged, or taken all its iterations.

        Parameters
        ----------
        loss_and_grad : callable
            From theta (P,) of one run to J and dJ/dtheta (P,), on the full training set; the arrays are copied.
        theta : (P,) or (R, P)
            Overwritten with the stepped parameters. Each run of a runs axis is minimised alone. SciPy computes the
            steps in float64; theta, and what ``loss_and_grad`` gets, keep their dtype.
        iterations : int
            Most iterations of a run, at least 1.
        frozen : (P,) bool, optional
            True for the numbers of theta that stay what they are, to the last bit. SciPy minimises over the others
            alone, so that the frozen ones count for no curvature and for no tolerance.

        Yields
        ------
        theta : (P,) or (R, P)
            The same array, after each iteration.
        J : () or (R,)
            Cost there; that of a run that has ended stays, and is NaN if it never made a step.

        Returns
        -------
        tuple of str
            Why each run ended: "converged", "iterations" or "line-search".
        """
        if iterations < 1:
            raise UsageError(
                "GC-U94", "iterations", _("at least 1 is needed; found {n}.", n=iterations), _("give for example 100.")
            )
        rows = theta.reshape(-1, theta.shape[-1], copy=False)
        free = slice(None) if frozen is None else ~frozen
        J = np.full(len(rows), np.nan)
        endings: dict[int, Ending] = {}
        runs = dict(enumerate(self._descend(loss_and_grad, row, iterations, free) for row in rows))
        try:
            while runs:
                for r, run in tuple(runs.items()):
                    try:
                        rows[r, free], J[r] = next(run)
                    except StopIteration as end:
                        endings[r] = end.value
                        del runs[r]
                if runs:
                    yield theta, J.reshape(theta.shape[:-1]).copy()
        finally:
            for run in runs.values():
                run.close()
        return tuple(endings[r] for r in range(len(rows)))

    def _descend(
        self, loss_and_grad: LossAndGrad, theta: Array, iterations: int, free: Mask | slice
    ) -> Generator[tuple[Array, float], None, Ending]:
        """Yield the free numbers of theta (P,), and J, after each iteration of one run, and say why it ended."""
        from scipy.optimize import minimize  # noqa: PLC0415  (0.2 s, and only this rule needs it)

        def in_float64(x: Array) -> tuple[float, Array]:
            tried = theta.copy()
            tried[free] = x
            J, grad = loss_and_grad(tried)
            return float(J), grad[free].astype(np.float64)  # a copy: the next call may write into the same buffer

        def work(give: Callable[[tuple[Array, float]], None]) -> Ending:
            def accepted(intermediate_result: Any) -> None:  # noqa: ANN401  (the name by which SciPy knows what to pass)
                give((intermediate_result.x, float(intermediate_result.fun)))

            found = minimize(
                in_float64,
                theta[free].astype(np.float64),
                method="L-BFGS-B",
                jac=True,
                callback=accepted,
                options={
                    "maxcor": self.history,
                    "gtol": self.gradient_tolerance,
                    "ftol": self.cost_tolerance,
                    "maxiter": iterations,
                    "maxfun": (iterations + 1) * LINE_SEARCH,
                    "maxls": LINE_SEARCH,
                },
            )
            return ENDINGS[found.status]

        return hand_over(work)
