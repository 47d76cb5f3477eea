"""Pictures for criterion B that only prisons take."""

from PIL import Image, ImageDraw

from assessments.demo.studio import furniture, lettering, props, solids
from assessments.demo.studio.camera import Scene
from assessments.demo.studio.places import Shot, aim, mixed, room
from assessments.demo.studio.vectors import Colour, level, upright


def search_booths(shot: Shot) -> Scene:
    """B9: two curtained booths, one for men and one for women."""
    camera = aim(
        shot,
        ((0.3, 1.6, 1.2), (0.0, 1.2, 4.4)),
        ((-1.7, 1.55, 1.6), (0.3, 1.15, 4.6)),
        ((1.1, 1.5, 2.2), (0.85, 1.1, 5)),
    )
    scene = room(shot, camera, width=6, depth=5.6)
    grey: Colour = (206, 206, 200)
    for x in (-1.75, -0.03, 1.7):
        scene.thing(bias=-0.2)
        solids.box(scene, (x, 0, 4.2), (x + 0.06, 2.1, 5.6), grey)
    open_side = shot.view == 2
    furniture.curtain(scene, -1.66, -0.1, 4.25, (56, 96, 150))
    furniture.curtain(scene, 0.06, 0.5 if open_side else 1.66, 4.25, (176, 70, 110))
    for x, text, tint in ((-0.88, "LAKI-LAKI", (56, 96, 150)), (0.86, "PEREMPUAN", (176, 70, 110))):
        scene.thing(bias=0.3)
        lettering.stand(
            scene, x, 2.15, 4.2, 0.8, 0.26, lettering.board((640, 208), [(text, -92)], ink=solids.WHITE, ground=tint)
        )
    lettering.hang(scene, -2.35, 1.6, 5.6, 0.5, 0.7, furniture.poster(shot.rng, "SOP GELEDAH", tint=(80, 80, 90)))
    furniture.table(scene, 2.4, 4.4, 0.9, 0.6)
    scene.thing(bias=0.3)
    solids.box(scene, (2.1, 0.75, 4.2), (2.55, 0.85, 4.5), (120, 124, 130))
    if open_side:
        props.chair(scene, 1.2, 5.1, shot.paint)
        scene.thing()
        scene.tube([(1.0, 1.6, 5.55), (1.5, 1.6, 5.55)], 0.02, solids.STEEL)
    return scene


def visiting(shot: Shot) -> Scene:
    """B10: tables that a wheelchair fits under, a corner for children."""
    camera = aim(
        shot,
        ((0.6, 1.62, 0.2), (-0.2, 0.8, 4.6)),
        ((-2.6, 1.6, 0.8), (0.6, 0.7, 4.4)),
        ((2.4, 1.55, 1.6), (0.2, 0.65, 4.4)),
    )
    scene = room(shot, camera, width=8, depth=7)
    lettering.hang(
        scene,
        0,
        2.15,
        7,
        2.2,
        0.5,
        lettering.board((1320, 300), [("RUANG KUNJUNGAN", -130)], ink=solids.WHITE, ground=shot.paint),
    )
    for x, z in ((-2.1, 3.4), (0.3, 3.4), (-2.1, 5.4), (0.3, 5.4)):
        furniture.table(scene, x, z, 1.1, 0.7, colour=mixed(shot))
        props.chair(scene, x - 0.25, z + 0.75, shot.paint)
        if (x, z) == (0.3, 3.4):
            props.wheelchair(scene, x, z - 0.9, turn=-1)
        else:
            props.chair(scene, x + 0.2, z - 0.7, shot.paint, back=-1)
    for i in range(3):
        for j in range(3):
            a, c = 1.9 + i * 0.6, 4.6 + j * 0.6
            scene.decal(
                level(a, a + 0.58, c, c + 0.58, 0.01),
                ((222, 96, 80), (240, 196, 70), (90, 166, 120), (88, 150, 206))[(i + 2 * j) % 4],
            )
    furniture.hoop_toy(scene, 2.7, 5.4, shot.rng)
    lettering.hang(
        scene,
        2.7,
        1.5,
        7,
        0.9,
        0.34,
        lettering.board((720, 272), [("SUDUT ANAK", -96)], ink=solids.WHITE, ground=(64, 140, 190)),
    )
    furniture.clutter(scene, -3.0, 7, shot.rng)
    return scene


def housing(shot: Shot) -> Scene:
    """B11: the sign of the block, a room with low beds and rails, the toilet."""
    if shot.view == 2:
        return _ward_toilet(shot)
    if shot.view == 0:
        scene = room(shot, shot.camera((0.5, 1.6, 1.4), (-0.1, 1.35, 5)), width=4.4, depth=5, window=False)
        scene.decal(upright(-0.6, 0.6, 0, 2.2, 4.98), (60, 64, 66), 0.6)
        scene.thing()
        for i in range(9):
            scene.tube([(-0.56 + i * 0.14, 0.05, 4.95), (-0.56 + i * 0.14, 2.15, 4.95)], 0.014, (96, 120, 110))
        for y in (0.1, 1.05, 2.15):
            scene.tube([(-0.6, y, 4.94), (0.6, y, 4.94)], 0.02, (96, 120, 110))
        lettering.hang(
            scene,
            0,
            2.5,
            5,
            1.7,
            0.4,
            lettering.board((1020, 240), [("BLOK LANSIA DAN DISABILITAS", -66)], ink=solids.WHITE, ground=shot.paint),
        )
        lettering.hang(scene, 1.15, 1.6, 5, 0.36, 0.36, lettering.symbol("wheelchair"))
        lettering.hang(scene, 1.15, 1.15, 5, 0.36, 0.36, lettering.symbol("elder"))
        furniture.rail_wall(scene, [(-2.15, 0.85, 1.5), (-2.15, 0.85, 4.8)])
        return scene
    scene = room(shot, shot.camera((-0.5, 1.6, 0.3), (0.2, 0.6, 4)), width=5, depth=5)
    for x, cloth in ((-1.6, (70, 110, 150)), (0.1, (110, 140, 100)), (1.7, (150, 110, 80))):
        furniture.bed(scene, x, 3.9, cloth=cloth)
    furniture.rail_wall(scene, [(-2.45, 0.85, 1.5), (-2.45, 0.85, 4.8)])
    lettering.hang(scene, 0.9, 1.7, 5, 0.5, 0.7, furniture.poster(shot.rng, "TATA TERTIB", tint=shot.paint))
    scene.decal(upright(-1.4, -0.2, 1.6, 2.4, 4.98), (214, 226, 230), 1.6)
    for i in range(8):
        scene.stripe([(-1.4 + i * 0.17, 1.6, 4.97), (-1.4 + i * 0.17, 2.4, 4.97)], 0.02, (120, 126, 124))
    return scene


def _ward_toilet(shot: Shot) -> Scene:
    camera = shot.camera((0.1, 1.5, -0.1), (0.15, 0.6, 2.4), focal=0.6, sway=0.3)
    green: Colour = shot.rng.choice(((204, 220, 206), (222, 214, 196), (206, 214, 226)))
    scene = room(
        shot,
        camera,
        width=1.9,
        depth=2.5,
        height=2.6,
        window=False,
        wall=green,
        floor=(128, 120, 112),
        tile=0.3,
        lit=0.75,
    )
    furniture.toilet(scene, -0.3, 2.5)
    for y in (0.75, 1.05):
        furniture.rail_wall(scene, [(-0.93, y, 1.3), (-0.93, y, 2.4)])
    scene.thing(bias=0.1)
    scene.tube([(0.1, 0.74, 2.45), (0.1, 0.76, 1.8), (0.1, 0.05, 1.78)], 0.022, solids.STEEL)
    scene.thing()
    solids.lathe(scene, (0.62, 0, 2.15), [(0, 0.16), (0.38, 0.21), (0.4, 0.215)], (60, 110, 170), sides=18)
    solids.lathe(scene, (0.62, 0.401, 2.15), [(0, 0.19), (0.001, 0.18)], (120, 150, 160), sides=18)
    scene.thing(bias=0.05)
    scene.tube([(0.62, 0.62, 2.48), (0.62, 0.62, 2.3), (0.62, 0.56, 2.3)], 0.014, solids.STEEL)
    return scene


def basic_services(shot: Shot) -> Scene:
    """B12: three services in three pictures: clinic, drinking water, library."""
    return (_clinic, _water, _library)[shot.view](shot)


def _clinic(shot: Shot) -> Scene:
    scene = room(shot, shot.camera((0.9, 1.6, 0.7), (-0.2, 0.75, 4)), width=5, depth=5, wall=(224, 232, 230))
    furniture.bed(scene, -0.9, 3.8, cloth=(120, 170, 160), frame=solids.WHITE)
    furniture.curtain(scene, -2.2, -1.6, 3.4, (120, 180, 170), low=0.1, high=2.2)
    furniture.table(scene, 1.3, 4.3, 1.0, 0.55, colour=(210, 206, 196))
    scene.thing(bias=0.3)
    solids.box(scene, (1.1, 0.75, 4.2), (1.45, 1.0, 4.4), (236, 236, 232))
    lettering.stand(scene, 1.28, 0.8, 4.19, 0.18, 0.16, _cross())
    lettering.hang(
        scene,
        0.2,
        1.9,
        5,
        1.3,
        0.4,
        lettering.board((780, 240), [("KLINIK PRATAMA", -92)], ink=solids.WHITE, ground=solids.GREEN),
    )
    lettering.hang(scene, 1.5, 1.75, 5, 0.5, 0.7, furniture.poster(shot.rng, "CEK KESEHATAN", tint=solids.GREEN))
    props.chair(scene, 0.4, 4.0, shot.paint)
    return scene


def _water(shot: Shot) -> Scene:
    scene = room(shot, shot.camera((-0.8, 1.6, 1.6), (0.2, 0.9, 5)), width=5.6, depth=5.4)
    furniture.dispenser(scene, -0.7, 5.0)
    furniture.dispenser(scene, 0.0, 5.0)
    furniture.table(scene, 1.4, 4.9, 1.2, 0.55)
    scene.thing(bias=0.3)
    for i in range(5):
        solids.lathe(scene, (1.0 + i * 0.18, 0.75, 4.85), [(0, 0.045), (0.14, 0.055)], (220, 226, 230), sides=10)
    lettering.hang(
        scene,
        0.2,
        1.9,
        5.4,
        1.8,
        0.42,
        lettering.board((1080, 252), [("AIR MINUM - GRATIS", -96)], ink=solids.WHITE, ground=(40, 120, 170)),
    )
    lettering.hang(scene, -1.7, 1.7, 5.4, 0.6, 0.84, furniture.poster(shot.rng, "JADWAL MAKAN", tint=(190, 120, 50)))
    return scene


def _library(shot: Shot) -> Scene:
    scene = room(shot, shot.camera((1.0, 1.6, 0.9), (-0.3, 0.95, 5)), width=6, depth=5.6)
    for x in (-2.2, -0.9, 0.4):
        furniture.shelf(scene, x, 5.35, 1.2, 1.85, shot.rng)
    furniture.table(scene, 0.3, 3.2, 1.7, 0.8, colour=mixed(shot))
    for x in (-0.2, 0.8):
        props.chair(scene, x, 4.0, shot.paint)
    furniture.on_table(
        scene, 0.1, 0.75, 3.1, 0.3, 0.24, furniture.poster(shot.rng, "", size=(420, 320), tint=(240, 236, 226))
    )
    lettering.hang(
        scene,
        1.9,
        1.8,
        5.6,
        1.3,
        0.4,
        lettering.board((780, 240), [("PERPUSTAKAAN", -90)], ink=solids.WHITE, ground=shot.paint),
    )
    return scene


def _cross() -> Image.Image:
    image = Image.new("RGB", (120, 110), (236, 236, 232))
    pen = ImageDraw.Draw(image)
    pen.rectangle([48, 15, 72, 95], fill=(200, 40, 40))
    pen.rectangle([20, 43, 100, 67], fill=(200, 40, 40))
    return image


CUSTODY_SCENES = {"B9": search_booths, "B10": visiting, "B11": housing, "B12": basic_services}
