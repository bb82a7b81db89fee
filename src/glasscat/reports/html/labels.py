"""The fixed words of the page, by the names that its templates know them by."""

from __future__ import annotations

from glasscat.i18n import _

LABELS = {
    # the frame
    "theme": _("Light or dark"),
    "to_content": _("Skip to the report"),
    "sections": _("Sections"),
    "made_by": _("Made by glasscat. This file needs no network, and sends nothing anywhere."),
    "no_script": _("Without scripts the curves are not drawn; their numbers are in the tables."),
    "numbers": _("All numbers"),
    "use_arrows": _("Point at the curve, or use the arrow keys."),
    # sections
    "verdict": _("The verdict"),
    "data": _("The data"),
    "training": _("The training"),
    "answers": _("The answers"),
    "weights": _("The weights"),
    "layers": _("The layers"),
    "opened": _("Numbers that open"),
    "repeat": _("To repeat this run"),
    # the verdict
    "no_test": _("There is no test set, so nothing is known about samples it has not seen."),
    "against": _("Beside what one gets without learning"),
    "by_class": _("Class by class"),
    "who": _("answers"),
    "right": _("right"),
    "score": _("score"),
    "interval": _("95 % interval"),
    "p": _("p (McNemar)"),
    "class": _("class"),
    "found": _("found"),
    "recall": _("recall"),
    # the data
    "shares": _("How much there is of each class"),
    "train": _("train"),
    "test": _("test"),
    "findings": _("What was found in the data"),
    "no_findings": _("Nothing was found that a score would hide."),
    "warning": _("warning"),
    "note": _("note"),
    "identical": _("identical"),
    "near": _("near-identical"),
    "samples": _("Some training pictures"),
    "notes": _("What was chosen or converted on the way in"),
    # the training
    "shows": _("What the training shows"),
    "iteration": _("iteration"),
    "cost": _("cost"),
    "test_cost": _("test cost"),
    # the answers
    "truth": _("truth ↓"),
    "predicted": _("predicted →"),
    "total": _("all"),
    "choose_cell": _("Choose a cell to see its pictures."),
    "mistakes": _("Mistakes"),
    "everything": _("All answers"),
    "by_loss": _("Sorted by loss, −log of the probability of the truth: the worst first."),
    "no_mistakes": _("No mistakes."),
    "more": _("Show all of them"),
    # the weights
    "weight_scale": _("weight: change of z when a pixel goes from black to full"),
    # numbers that open
    "open_one": _("Open a number to see its formula, the formula with its numbers, and what went into it."),
    "formula": _("formula"),
    "here": _("here"),
    "in_numbers": _("in numbers"),
    "check": _("check"),
    "inputs": _("inputs"),
    # several runs
    "side_by_side": _("Runs side by side"),
    "run": _("run"),
    "network": _("network"),
    "iterations": _("iterations"),
    "final_cost": _("final cost"),
    "train_score": _("on the training set"),
    "test_score": _("on the test set"),
    "balanced": _("balanced accuracy"),
    "better": _("Is one better than another?"),
    "curves": _("The costs"),
    "differences": _("What they do not have in common"),
    "setting": _("setting"),
    "verdicts": _("Each verdict"),
    # repeating
    "command": _("command"),
    "settings": _("Settings"),
    "facts": _("Data, versions, arithmetic"),
    "no_command": _("This run was made in Python; its settings are below."),
}
