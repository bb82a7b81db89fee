"""What makes an animal what it is: ears, muzzle, eyes, proportions and tail, as a table."""

from __future__ import annotations

from dataclasses import dataclass

from glasscat.data.drawings.coats import PATTERNS


@dataclass(frozen=True)
class Species:
    """Build of a four-legged animal, in heads: the radius of its head is 1.

    Parameters
    ----------
    name : str
    ears, muzzle, tail : str
        Which painter of `ears`, `muzzles` and `bodies` draws them.
    face : (float, float)
        Half-axes of the head.
    jowl : float
        How far the cheeks stand out; below 0 the face tapers towards the chin.
    eyes : str
        ``"slit"``, ``"round"`` or ``"bead"``.
    eye_size, eye_gap : float
        Half-height of an eye, and half the distance between the two.
    head : float
        Size of the head on the body, 1 for a cat's.
    girth, legs : float
        Thickness of the body and length of the legs, 1 for a cat's.
    poses : tuple of str
        Poses it takes, as often as they stand here.
    never, instead : tuple of str and str
        Patterns that it does not wear, and what it wears for them: a striped bear would be a tiger.
    """

    name: str
    ears: str
    muzzle: str
    tail: str
    face: tuple[float, float] = (1.0, 0.86)
    jowl: float = 0.05
    eyes: str = "round"
    eye_size: float = 0.2
    eye_gap: float = 0.38
    head: float = 1.0
    girth: float = 1.0
    legs: float = 1.0
    poses: tuple[str, ...] = ("face", "face", "sitting", "watching", "standing", "lying")
    never: tuple[str, ...] = ()
    instead: str = "solid"


CAT = Species(
    "cat",
    ears="pointed",
    muzzle="cat",
    tail="long",
    jowl=0.12,
    eyes="slit",
    eye_size=0.25,
    eye_gap=0.42,
    poses=(
        "face",
        "face",
        "face",
        "face",
        "face",
        "sitting",
        "sitting",
        "sitting",
        "watching",
        "standing",
        "standing",
        "lying",
        "curled",
        "stretching",
    ),
)

OTHERS: tuple[Species, ...] = (
    Species("dog", ears="floppy", muzzle="dog", tail="wag", face=(0.86, 0.92), girth=1.1, eye_size=0.17),
    Species("dog", ears="folded", muzzle="dog", tail="wag", face=(0.9, 0.86), legs=0.7, eye_size=0.17),
    Species(
        "rabbit",
        ears="long",
        muzzle="rabbit",
        tail="puff",
        face=(0.86, 0.84),
        eyes="round",
        poses=("face", "sitting", "lying"),
    ),
    Species(
        "bear",
        ears="round",
        muzzle="bear",
        tail="puff",
        face=(1.0, 0.9),
        eyes="bead",
        eye_size=0.11,
        girth=1.35,
        legs=0.8,
        never=("stripes",),
    ),
    Species(
        "mouse",
        ears="dish",
        muzzle="mouse",
        tail="string",
        face=(0.86, 0.84),
        jowl=-0.12,
        eyes="bead",
        eye_size=0.15,
        legs=0.6,
    ),
    Species(
        "pig",
        ears="flap",
        muzzle="snout",
        tail="curly",
        poses=("face", "face", "sitting", "standing", "lying"),
        face=(1.0, 0.88),
        eyes="bead",
        eye_size=0.11,
        girth=1.35,
        legs=0.65,
    ),
    Species(
        "cow",
        ears="sideways",
        muzzle="cow",
        tail="tuft",
        face=(0.74, 0.98),
        jowl=-0.02,
        eye_size=0.15,
        girth=1.25,
        poses=("face", "standing", "standing", "lying"),
    ),
    Species(
        "koala",
        ears="fluffy",
        muzzle="koala",
        tail="none",
        face=(0.98, 0.86),
        eyes="bead",
        eye_size=0.11,
        girth=1.2,
        poses=("face", "sitting"),
    ),
    Species(
        "fox",
        ears="pricked",
        muzzle="fox",
        tail="brush",
        face=(1.02, 0.8),
        jowl=-0.3,
        eyes="bead",
        eye_size=0.11,
        poses=("face", "sitting", "standing"),
        never=("stripes", "patches", "points", "spots"),
    ),
    Species(
        "sheep",
        ears="sideways",
        muzzle="sheep",
        tail="puff",
        face=(0.66, 0.84),
        eyes="round",
        eye_size=0.15,
        eye_gap=0.3,
        girth=1.45,
        poses=("face", "standing", "standing", "lying"),
        never=PATTERNS,
        instead="fleece",
    ),
)
