"""Drawn cats, part by part: brush, shapes, palette, and every figure, scene and cover that can be drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from glasscat.data.drawings.birds import BIRDS
from glasscat.data.drawings.bodies import POSES
from glasscat.data.drawings.brush import CANVAS, Brush
from glasscat.data.drawings.clutter import _COVERS
from glasscat.data.drawings.coats import PATTERNS, any_coat
from glasscat.data.drawings.creatures import CREATURES
from glasscat.data.drawings.furnishings import FURNISHINGS
from glasscat.data.drawings.palette import COATS, darker, distance, lighter, main_colour, mix, veil
from glasscat.data.drawings.scenes import SCENES
from glasscat.data.drawings.shapes import blob, curve, ellipse, polygon, rectangle, ribbon, shrunk, star, symmetric
from glasscat.data.drawings.species import CAT, OTHERS
from glasscat.data.drawings.subjects import Subject
from glasscat.data.drawings.things import THINGS
from glasscat.data.drawings.vehicles import VEHICLES

GREY = (120, 130, 124)
FIGURES = {**BIRDS, **CREATURES, **THINGS, **VEHICLES}


def blank(colour=GREY):
    image = Image.new("RGB", (CANVAS, CANVAS), colour)
    return image, Brush(image)


def painted(image):
    """Share of the picture that is no longer bare."""
    return float((np.asarray(image) != GREY).any(axis=2).mean())


def area(shape):
    """Area by the shoelace formula."""
    x, y = shape.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


# Shapes


def test_a_smooth_outline_passes_through_its_points():
    corners = ((0, 0), (2, 0), (2, 1), (0, 1))
    for outline in (blob(*corners), curve(*corners)):
        for corner in corners:
            assert np.hypot(*(outline - corner).T).min() < 1e-12


def test_a_line_begins_and_ends_at_its_ends():
    line = curve((0, 0), (1, 2), (3, 1))
    np.testing.assert_allclose(line[[0, -1]], [(0, 0), (3, 1)], atol=1e-12)


def test_an_ellipse_has_the_area_of_its_polygon():
    # A 36-gon in a circle has (36 / 2) sin(2 pi / 36) / pi of its area.
    share = 18 * np.sin(np.pi / 18) / np.pi
    assert area(ellipse(3, -1, 2, 0.5, 0.7)) == pytest.approx(np.pi * 2 * 0.5 * share)
    np.testing.assert_allclose(ellipse(3, -1, 2, 0.5, 0.7).mean(axis=0), (3, -1))


def test_an_ellipse_turns_clockwise_as_seen_with_y_downwards():
    tip = ellipse(0, 0, 1, 0.1, np.pi / 2)[0]
    np.testing.assert_allclose(tip, (0, 1), atol=1e-12)


def test_a_ribbon_is_as_wide_as_asked():
    band = ribbon(polygon((0, 0), (1, 0), (2, 0)), 0.2, 0.1)
    np.testing.assert_allclose(sorted(abs(band[[0, -1], 1])), [0.2, 0.2], atol=1e-6)
    # A trapezium of 2 by (0.4 + 0.2) / 2, and a cap of half a disc of radius 0.1, cut by six chords.
    assert area(band) == pytest.approx(0.6 + np.pi * 0.1**2 / 2, abs=0.001)


def test_symmetric_mirrors_its_right_half():
    outline = symmetric((0, -1), (1, 0), (0, 1))
    np.testing.assert_allclose(outline, blob((0, -1), (1, 0), (0, 1), (-1, 0)))


def test_a_shrunk_shape_keeps_its_centre_unless_shifted():
    square = rectangle(0, 0, 2, 2)
    np.testing.assert_allclose(shrunk(square, 0.5), rectangle(0.5, 0.5, 1.5, 1.5))
    np.testing.assert_allclose(shrunk(square, 0.5, 1, 0), rectangle(1.5, 0.5, 2.5, 1.5))


def test_a_star_begins_at_the_top_and_alternates():
    points = star(0, 0, 2, 5, 0.5)
    np.testing.assert_allclose(points[0], (0, -2), atol=1e-12)
    np.testing.assert_allclose(np.hypot(*points.T), [2, 1] * 5)


# Palette


def test_mixing_lies_between():
    assert mix((0, 0, 0), (100, 200, 50), 0.5) == (50, 100, 25)
    assert mix((1, 2, 3), (9, 9, 9), 0) == (1, 2, 3)
    assert veil((1, 2, 3), 0.5) == (1, 2, 3, 128)
    assert sum(darker(GREY)) < sum(GREY) < sum(lighter(GREY))


def test_a_figure_stands_out_from_its_backdrop():
    rng = np.random.default_rng(0)
    backdrop = COATS[0][0]
    gaps = [distance(main_colour(rng, backdrop)[0], backdrop) for _draw in range(300)]
    # The best of four can be the backdrop's own colour only if all four are: (1/12)^4.
    assert min(gaps) > 10
    assert np.median(gaps) > 40


# Brush


def test_a_brush_paints_where_its_frame_says():
    image, brush = blank()
    brush.at(0.5, 0.5, 0.25).fill(rectangle(-1, -1, 1, 1), (255, 0, 0))
    red = np.argwhere((np.asarray(image) == (255, 0, 0)).all(axis=2))
    np.testing.assert_allclose(red.min(axis=0), 64, atol=1)
    np.testing.assert_allclose(red.max(axis=0), 192, atol=1)


def test_a_mirrored_brush_looks_the_other_way():
    ahead, behind = blank(), blank()
    ahead[1].at(0.5, 0.5, 0.4, 0.3).fill(rectangle(0, 0, 1, 0.5), (255, 0, 0))
    behind[1].at(0.5, 0.5, 0.4, -0.3, flip=True).fill(rectangle(0, 0, 1, 0.5), (255, 0, 0))
    a, b = np.asarray(ahead[0]), np.asarray(behind[0])[:, ::-1]
    # Pixel edges round one pixel apart in a mirror.
    assert (a != b).any(axis=2).mean() < 0.02


def test_paint_stays_inside_a_stencil():
    image, brush = blank()
    with brush.inside([ellipse(0.5, 0.5, 0.2, 0.2)]) as skin:
        skin.fill(rectangle(-1, -1, 2, 2), (255, 0, 0))
    assert painted(image) == pytest.approx(np.pi * 0.2**2, rel=0.03)


def test_a_stencil_off_the_picture_takes_no_paint():
    image, brush = blank()
    with brush.inside([ellipse(3, 3, 0.2, 0.2)]) as skin:
        skin.fill(rectangle(-9, -9, 9, 9), (255, 0, 0))
    assert painted(image) <= 1 / CANVAS**2


def test_a_veil_lets_what_is_below_shine_through():
    image, brush = blank((0, 0, 0))
    brush.fill(rectangle(0, 0, 1, 1), veil((200, 100, 0), 0.5))
    np.testing.assert_allclose(np.asarray(image)[9, 9], (100, 50, 0), atol=1)


def test_a_wash_runs_from_top_to_bottom_and_a_glow_from_the_middle():
    image, brush = blank()
    brush.wash((0, 0, 0), (255, 255, 255))
    assert (np.diff(np.asarray(image)[:, 9, 0].astype(int)) >= 0).all()
    brush.glow((0, 0, 0), (255, 255, 255))
    pixels = np.asarray(image)
    assert pixels[128, 128, 0] < 5
    assert pixels[0, 0, 0] > 250


# Everything that can be drawn


@pytest.mark.parametrize("species", [CAT, *OTHERS], ids=lambda species: f"{species.name} {species.ears}")
@pytest.mark.parametrize("pose", POSES)
def test_every_animal_takes_every_pose_in_every_coat(species, pose):
    rng = np.random.default_rng(3)
    for _coat in range(12):
        image, brush = blank()
        Subject(species.name, "ground", species, pose).paint(brush.at(0.5, 0.55, 0.35), any_coat(rng, GREY), rng)
        # Bounds: a cat lying flat covers about 12 % at this size, a bear's face about 60 %.
        assert 0.08 < painted(image) < 0.75


@pytest.mark.parametrize("name", FIGURES)
def test_every_other_figure_fills_its_place(name):
    rng = np.random.default_rng(4)
    for _coat in range(12):
        image, brush = blank()
        Subject(name, "ground").paint(brush.at(0.5, 0.5, 0.35), any_coat(rng, GREY), rng)
        assert 0.05 < painted(image) < 0.75


def test_every_pattern_is_worn():
    rng = np.random.default_rng(5)
    assert {any_coat(rng, GREY).pattern for _coat in range(200)} == set(PATTERNS)


def test_a_sheep_wears_a_fleece_whatever_coat_is_handed_to_it():
    sheep = next(species for species in OTHERS if species.name == "sheep")
    coat = any_coat(np.random.default_rng(9), GREY)
    pictures = set()
    for pattern in ("spots", "patches", "solid"):
        image, brush = blank()
        figure = Subject("sheep", "ground", sheep, "standing")
        figure.paint(brush.at(0.5, 0.5, 0.35), replace(coat, pattern=pattern), np.random.default_rng(9))
        pictures.add(image.tobytes())
    assert len(pictures) == 1


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_every_scene_covers_the_picture(scene):
    rng = np.random.default_rng(6)
    for _scene in range(30):
        image, brush = blank()
        scene(brush, rng)
        assert painted(image) > 0.98


@pytest.mark.parametrize(
    "cover", sorted(set(_COVERS), key=lambda cover: cover.__name__), ids=lambda cover: cover.__name__
)
def test_a_cover_leaves_most_of_the_figure_to_be_seen(cover):
    rng = np.random.default_rng(7)
    for _cover in range(20):
        image, brush = blank()
        cover(brush, rng)
        assert 0.005 < painted(image) < 0.4


@pytest.mark.parametrize("furnishing", FURNISHINGS, ids=lambda furnishing: furnishing.__name__)
def test_every_furnishing_stands_in_the_room(furnishing):
    rng = np.random.default_rng(8)
    for _room in range(20):
        image, brush = blank()
        furnishing(brush, 0.65, rng)
        assert 0.005 < painted(image) < 0.5
