from .checks.gradients import check_gradients as check_gradients
from .checks.network_graph import network_graph as network_graph
from .data.arrays import from_arrays as from_arrays
from .data.dataset import Dataset as Dataset, Samples as Samples
from .data.findings import Finding as Finding
from .data.inspection import inspect as inspect
from .data.load import load as load
from .errors import GlasscatError as GlasscatError
from .estimator import GlasscatClassifier as GlasscatClassifier
from .evaluation.score import Score as Score
from .evaluation.verdict import Verdict as Verdict
from .graph.expression import graph as graph
from .i18n import use_language as use_language
from .logistic import LogisticRegression as LogisticRegression
from .models.file import load_model as load_model
from .models.model import Model as Model
from .models.onnx_file import export_onnx as export_onnx
from .models.prediction import Prediction as Prediction
from .network import Network as Network
from .optimizers import (
    LBFGS as LBFGS,
    AdaGrad as AdaGrad,
    Adam as Adam,
    AdamW as AdamW,
    GradientDescent as GradientDescent,
    Momentum as Momentum,
    Nesterov as Nesterov,
    RMSProp as RMSProp,
)
from .optimizers import Clipped as Clipped, Frozen as Frozen, WeightDecay as WeightDecay, mask_of as mask_of
from .optimizers import schedules as schedules
from .run import explain as explain
from .run import (
    Run as Run,
    StoredRun as StoredRun,
    evaluate as evaluate,
    fit as fit,
    fit_many as fit_many,
    load_run as load_run,
    resume as resume,
    why as why,
)
from .training.loop import train as train
from .training.plan import Plan as Plan
from . import kernels as kernels, layers as layers, logistic as logistic, studies as studies
