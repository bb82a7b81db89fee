from .errors import GlasscatError as GlasscatError
from .i18n import use_language as use_language
from .data.dataset import Dataset as Dataset, Samples as Samples
