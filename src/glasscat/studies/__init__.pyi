from glasscat.run.studying import (
    Between as Between,
    StudyResult as StudyResult,
    compare as compare,
    cross_validate as cross_validate,
    learning_curve as learning_curve,
    resplit as resplit,
    sweep as sweep,
)
