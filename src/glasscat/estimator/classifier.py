"""The scikit-learn estimator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from glasscat.estimator.continuing import (
    check_can_continue,
    check_same_classes,
    epoch_more,
    first_classes,
    positions_of,
)
from glasscat.estimator.fitting import diagnosed, fitted_to
from glasscat.estimator.inputs import Units, flattened
from glasscat.estimator.last_z import last_Z
from glasscat.estimator.options import seed_of
from glasscat.estimator.weights import check_classes, weights_of
from glasscat.models.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from glasscat.data.dataset import Samples
    from glasscat.data.findings import Finding
    from glasscat.training.fitted import Fitted
    from glasscat.typing import Array


class GlasscatClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A fully connected network as a scikit-learn classifier; with no hidden layer, logistic regression.

    Features are not scaled: put a ``StandardScaler`` before it where theirs differ. But pixels are: an array of type
    uint8 is taken for pixels 0-255 and divided by 255, as everywhere in glasscat; `notes_` says so. What the numbers
    mean is decided by the samples of `fit` and kept, so give `predict` numbers in the same units.

    Training is that of `glasscat.train`, and predictions are those of the fitted `model_`, to the last bit. They do not
    depend on which other samples are asked for. A sample weight of 2 counts a sample twice. See ``docs/estimator.md``.

    Parameters
    ----------
    hidden_layer_sizes : sequence of int, or int
        Units of each hidden layer; ``()`` is logistic regression.
    activation : "relu", "leaky-relu", "tanh" or "logistic" ("sigmoid")
        Of the hidden layers.
    init : "zeros", "normal", "xavier" or "he", optional
        Initial weights; by default zeros without hidden layers, else "he" for the ReLUs and "xavier" for others.
    init_scale : float, the standard deviation of "normal" initial weights
    loss : "cross-entropy" or "squared-error"
    solver : "adam", "sgd", "gd", "momentum", "nesterov", "adagrad", "rmsprop", "adamw" or "lbfgs"
        The optimiser. "sgd" is scikit-learn's: gradient descent with Nesterov's momentum of 0.9. "gd" has none.
    learning_rate_init : float, optional
        By default that of the solver: 0.001 for adam and adamw, 0.005 for gd, sgd, momentum and nesterov, 0.01 for
        adagrad and rmsprop.
    learning_rate : "constant", "step", "cosine", "one-cycle" or "inverse-time"
        Schedule of the learning rate over ``max_iter`` epochs.
    warmup : int
        Steps over which the learning rate rises from 0 at first.
    momentum, beta_1, beta_2, epsilon : float, optional
        Momentum is one of sgd, momentum and nesterov; beta_1 of adam(w), beta_2 and epsilon of rmsprop too.
    alpha : float
        Strength of L2, in scikit-learn's measure: ``alpha / (2 m) sum(W^2)`` is added to the cost, m being the sum of
        the sample weights (the number of samples, without any); glasscat's own ``l2`` is ``alpha / m``. scikit-learn's
        networks divide by the samples of each batch instead, so theirs is stronger with small batches.
    weight_decay : float, optional
        Decoupled, not in the cost: each step shrinks the weights by ``learning rate * weight_decay`` of themselves.
    batch_size : int, "auto" or "all"
        Samples a step. "auto" is as few and as equal batches of at most 200 as there can be, or all samples for lbfgs.
    max_iter : int
        Epochs, at most; for lbfgs iterations.
    stop_cost : float, optional
        Stop before the first step whose cost is below this.
    tol : float, optional
        Stop when the cost has not fallen by this in ``n_iter_no_change`` epochs in a row; warn where ``max_iter`` comes
        first. By default training just takes ``max_iter`` epochs. With batches the cost is that of the first of each
        epoch.
    early_stopping : bool
        Hold samples out, stop when their cost has not fallen for ``n_iter_no_change`` epochs, go back to its lowest.
    validation_fraction : float
        Share of each class that is held out then.
    n_iter_no_change : int
    batch_norm : bool
        Normalise each hidden layer over the batch, before its activation.
    dropout : float
        Share of each hidden layer's activations that is switched off in training.
    clip_value, clip_norm : float, optional
        Largest size of a number of the gradient, or largest length of all of it.
    freeze : sequence of str and int
        Parameters that stay as they begin: names such as "W1", kinds such as "bias", numbers of layers.
    class_weight : "balanced" or mapping of label to weight, optional
        Factors of the samples' losses. "balanced" gives class k ``m / (n_classes m_k)``.
    dtype : "float64" or "float32"
        Of the parameters and of all that is computed with them.
    method : "auto", "direct" or "span"
        How the iterates are computed; see `glasscat.Plan`.
    random_state : int, RandomState or None
        Of initial weights, held-out samples, the order of samples and dropout. A whole number is glasscat's ``seed``.

    Attributes
    ----------
    classes_ : (n_classes,)
        Labels, sorted.
    n_features_in_ : int
        Numbers in one sample; of pictures, height times width times 3.
    feature_names_in_ : (n_features_in_,)
        Names of the columns, where X had any that are strings.
    loss_curve_ : list of float
        Cost before the first step of each epoch, on its batch.
    loss_ : float
        Cost at the end, on the whole training set.
    n_iter_ : int
        Epochs that were run.
    notes_ : tuple of Text
        Automatic conversions.
    diagnosis_ : tuple of Finding
        What the course of `fit` showed.
    model_ : glasscat.Model
        What answers; it can be exported and evaluated, with classes called by their labels.
    """

    _state: Any  # of the optimiser, for `partial_fit`
    loss_curve_: list[float]
    diagnosis_: tuple[Finding, ...]

    def __init__(
        self,
        hidden_layer_sizes: Sequence[int] | int = (100,),
        activation: str = "relu",
        *,
        init: str | None = None,
        init_scale: float = 0.01,
        loss: str = "cross-entropy",
        solver: str = "adam",
        learning_rate_init: float | None = None,
        learning_rate: str = "constant",
        warmup: int = 0,
        momentum: float | None = None,
        beta_1: float | None = None,
        beta_2: float | None = None,
        epsilon: float | None = None,
        alpha: float = 0.0,
        weight_decay: float | None = None,
        batch_size: int | str = "auto",
        max_iter: int = 200,
        stop_cost: float | None = None,
        tol: float | None = None,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 10,
        batch_norm: bool = False,
        dropout: float = 0.0,
        clip_value: float | None = None,
        clip_norm: float | None = None,
        freeze: Sequence[str | int] = (),
        class_weight: str | Mapping[Any, float] | None = None,
        dtype: str = "float64",
        method: str = "auto",
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.init = init
        self.init_scale = init_scale
        self.loss = loss
        self.solver = solver
        self.learning_rate_init = learning_rate_init
        self.learning_rate = learning_rate
        self.warmup = warmup
        self.momentum = momentum
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.alpha = alpha
        self.weight_decay = weight_decay
        self.batch_size = batch_size
        self.max_iter = max_iter
        self.stop_cost = stop_cost
        self.tol = tol
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.batch_norm = batch_norm
        self.dropout = dropout
        self.clip_value = clip_value
        self.clip_norm = clip_norm
        self.freeze = freeze
        self.class_weight = class_weight
        self.dtype = dtype
        self.method = method
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Train on (m, n_features), or pictures (m, height, width, 3), and labels (m,).

        Raises
        ------
        DivergedError
            GC-T01 if the cost left the finite numbers, GC-T02, GC-T03 if it did not end below where it began.
        UsageError, DataError
            GC-E02 to GC-E15, and those of `glasscat.train`; of scikit-learn's own checks a ValueError or TypeError.
        ConvergenceWarning
            As a warning: ``max_iter`` came before ``tol``, or training ended worse than a constant answer, has learnt
            next to nothing, or took features for 0 (GC-N08 to GC-N10).
        """
        self._begin()
        flat, picture = flattened(X)
        rows, labels = validate_data(self, flat, y, dtype="numeric")
        check_classification_targets(labels)
        self.classes_, positions = np.unique(labels, return_inverse=True)
        s, total = weights_of(sample_weight, rows)
        check_classes(self.classes_, positions, s)
        self._units = Units.of(rows, picture)
        samples = self._units.samples(rows, picture, positions)
        fitted, self.n_iter_ = fitted_to(self, samples, self.classes_, (s, total), self._seed)
        self._keep(fitted)
        self.diagnosis_ = diagnosed(fitted)
        self.loss_curve_ = [cost for _iteration, cost in fitted.history.costs]
        return self

    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None, sample_weight: ArrayLike | None = None
    ) -> Self:
        """Take one epoch more on these samples, from where the last call ended; the optimiser goes on as well.

        Parameters
        ----------
        X, y, sample_weight : as in `fit`
        classes : array, optional
            Every label that will ever come; the first call needs it.

        Raises
        ------
        UsageError, DataError
            GC-E07, GC-E08, and those of `fit`, but GC-T02: in one epoch the cost may rise.
        """
        check_can_continue(self)
        begins = not hasattr(self, "model_")
        flat, picture = flattened(X)
        rows, labels = validate_data(self, flat, y, dtype="numeric", reset=begins)
        check_classification_targets(labels)
        if begins:
            self.classes_ = first_classes(classes)
            self._units = Units.of(rows, picture)
            self._begin()
        else:
            check_same_classes(classes, self.classes_)
        samples = self._units.samples(rows, picture, positions_of(labels, self.classes_))
        seed = [self._seed, self._calls] if self._calls else self._seed
        before = None if begins else self.model_
        weights = weights_of(sample_weight, rows)
        fitted, self._state = epoch_more(self, before, self._state, seed, samples, self.classes_, weights)
        self._keep(fitted)
        self.loss_curve_.append(self.loss_)
        self.n_iter_ += 1
        return self

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Label of each sample, (m,)."""
        probabilities = self.predict_proba(X)
        return np.asarray(self.classes_[self.model_.classes(probabilities)])

    def predict_proba(self, X: ArrayLike) -> Array:
        """Probability of each class for each sample, (m, n_classes)."""
        samples = self._samples(X)  # which checks that there is a model
        return self.model_.probabilities(samples)

    def decision_function(self, X: ArrayLike) -> Array:
        """Last Z of each sample: with two classes the log odds of ``classes_[1]``, (m,); else (m, n_classes)."""
        samples = self._samples(X)
        return last_Z(self.model_, samples)

    def _begin(self) -> None:
        """Forget earlier trainings: one that fails leaves no model, rather than that of other samples."""
        self.__dict__.pop("model_", None)
        self._seed = seed_of(self)
        self._calls = 0
        self._state = None
        self.diagnosis_ = ()
        self.n_iter_ = 0
        self.loss_curve_ = []

    def _samples(self, X: ArrayLike) -> Samples:
        """Samples to be classified."""
        check_is_fitted(self, "model_")
        flat, picture = flattened(X)
        return self._units.samples(validate_data(self, flat, dtype="numeric", reset=False), picture)

    def _keep(self, fitted: Fitted) -> None:
        """Keep what answers, without the samples it was trained on."""
        self._calls += 1
        self.model_ = Model.of(fitted)
        self.loss_ = fitted.history.final_cost
        self.notes_ = self._units.notes
