"""Check what `glasscat train --json` has printed for the course's pictures against the course's own figures."""

import json
import sys
from pathlib import Path

COSTS = [
    0.693147, 0.584508, 0.466949, 0.376007, 0.331463, 0.303273, 0.279880, 0.260042, 0.242941, 0.228004,
    0.214820, 0.203078, 0.192544, 0.183033, 0.174399, 0.166521, 0.159305, 0.152667, 0.146542, 0.140872,
]  # fmt: skip

document = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
failed = [
    f"cost at {iteration}: {cost} is not {expected}"
    for (iteration, cost), expected in zip(document["costs"], COSTS, strict=True)
    if abs(cost - expected) > 1e-6
]
if (document["train"]["correct"], document["test"]["correct"]) != (207, 35):
    failed.append(f"{document['train']['correct']}/209 and {document['test']['correct']}/50 are not 207/209 and 35/50")
items = [item for finding in document["findings"] for item in finding["items"] if isinstance(item, dict)]
if not any((item.get("train"), item.get("test")) == (146, 17) for item in items):
    failed.append("the picture that is in both sets, train 146 = test 17, was not found")

sys.stdout.write("\n".join(failed or ["the main job gives the course's figures: 20 costs, 207/209, 35/50"]) + "\n")
sys.exit(bool(failed))
