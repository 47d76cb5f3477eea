"""Pictures for criterion B: toilet, lactation room, play corner, seats, prayer room."""

from PIL import Image, ImageDraw

from assessments.demo.studio import furniture, lettering, props, solids
from assessments.demo.studio.camera import Scene
from assessments.demo.studio.places import Shot, aim, room
from assessments.demo.studio.vectors import Colour, level, shade, upright


def toilet(shot: Shot) -> Scene:
    """B1: closet with rails, basin, room to turn; the second view is the door with a tape measure."""
    if shot.view == 1:
        return _toilet_door(shot)
    camera = aim(
        shot, ((-0.75, 1.55, 0.1), (0.25, 0.75, 2.6)), None, ((0.75, 1.6, 0.35), (-0.25, 0.7, 2.6)), focal=0.6, sway=0.4
    )
    white: Colour = shot.rng.choice(((226, 230, 228), (214, 224, 228), (230, 226, 216)))
    scene = room(
        shot,
        camera,
        width=2.3,
        depth=2.6,
        height=2.7,
        window=False,
        wall=white,
        floor=(150, 152, 150),
        tile=0.2,
        tiled=True,
        lit=0.85,
    )
    furniture.toilet(scene, 0.35, 2.6)
    furniture.rail_wall(scene, [(1.13, 0.75, 1.55), (1.13, 0.75, 2.45)])
    furniture.rail_wall(scene, [(1.13, 0.75, 2.3), (1.13, 1.45, 2.3)])
    scene.thing(bias=0.1)
    scene.tube([(-0.12, 0.72, 2.55), (-0.12, 0.75, 1.85), (-0.12, 0.6, 1.8), (-0.12, 0.58, 2.5)], 0.022, solids.STEEL)
    furniture.basin(scene, -0.72, 2.6)
    scene.thing(bias=0.1)
    solids.lathe(scene, (0.85, 0.68, 2.5), [(0, 0.055), (0.11, 0.055)], (240, 240, 236), sides=12)
    lettering.hang(scene, 0.35, 1.55, 2.6, 0.22, 0.22, lettering.symbol("wheelchair", 120))
    scene.thing(bias=0.1)
    scene.tube([(0.98, 0.2, 2.52), (0.98, 0.95, 2.57)], 0.012, (176, 30, 30))
    return scene


def _toilet_door(shot: Shot) -> Scene:
    scene = room(shot, shot.camera((0.45, 1.5, 2.4), (0.1, 1.15, 5)), width=5, depth=5, window=False)
    scene.decal(upright(-0.5, 0.5, 0, 2.15, 4.99), (206, 206, 200))
    scene.decal(upright(-0.45, 0.45, 0, 2.1, 4.98), (120, 128, 130), 0.62)
    for i in range(1, 7):
        scene.stripe([(-0.45, i * 0.3, 4.975), (0.45, i * 0.3, 4.975)], 0.006, (100, 108, 110))
    scene.decal([(0.16, 0, 4.97), (0.16, 0.62, 4.97), (0.45, 0.7, 4.97), (0.45, 0, 4.97)], (196, 200, 200), 0.8)
    scene.stripe([(-0.3, 0.75, 4.96), (0.1, 0.72, 4.96)], 0.035, (188, 192, 196))
    # The leaf opens outwards and stands aside.
    scene.thing()
    scene.face([(-0.5, 0.02, 5), (-0.5, 2.1, 5), (-1.15, 2.1, 4.35), (-1.15, 0.02, 4.35)], shot.door, both=True)
    scene.tube([(-0.68, 0.9, 4.79), (-1.02, 0.9, 4.45)], 0.02, solids.STEEL)
    scene.thing(bias=0.3)
    lettering.stand(scene, 0.0, 1.02, 4.9, 0.9, 0.06, _tape(90))
    lettering.hang(scene, 0.95, 1.55, 5, 0.36, 0.36, lettering.symbol("wheelchair"))
    lettering.hang(
        scene,
        0.95,
        1.2,
        5,
        0.36,
        0.18,
        lettering.board((440, 220), [("TOILET", -76), ("DISABILITAS", 56)], ink=solids.WHITE, ground=solids.BLUE),
    )
    return scene


def _tape(length: int) -> Image.Image:
    image = Image.new("RGB", (1800, 120), (240, 200, 40))
    pen = ImageDraw.Draw(image)
    for i in range(length + 1):
        x = i * 1800 // length
        pen.line([x, 0, x, 56 if i % 10 == 0 else 28], fill=(20, 20, 20), width=5 if i % 10 == 0 else 3)
        if i % 10 == 0 and i:
            pen.text((x - 60, 54), str(i), font=lettering.font(60), fill=(170, 20, 20), stroke_width=2)
    return image


def lactation(shot: Shot) -> Scene:
    """B2: sofa, small refrigerator, curtain; the second view is the closed door with its sign."""
    if shot.view == 1:
        scene = room(shot, shot.camera((-0.3, 1.6, 2.4), (0.1, 1.3, 5)), width=5, depth=5)
        props.door(scene, 0.2, 5, shot.door)
        lettering.hang(
            scene,
            0.2,
            1.62,
            4.98,
            0.52,
            0.36,
            lettering.board(
                (520, 360),
                [("RUANG", -70), ("LAKTASI", -80), ("Ketuk sebelum masuk", 36)],
                ink=solids.WHITE,
                ground=(196, 84, 120),
            ),
        )
        lettering.hang(scene, 1.05, 1.6, 5, 0.34, 0.34, lettering.symbol("pregnant", ground=(196, 84, 120)))
        props.plant(scene, -1.0, 4.5)
        furniture.clutter(scene, -1.6, 5, shot.rng)
        return scene
    camera = aim(
        shot, ((1.15, 1.5, 0.5), (-0.3, 0.75, 3.4)), None, ((-1.2, 1.55, 0.7), (0.4, 0.8, 3.4)), focal=0.64, sway=0.5
    )
    pink: Colour = shot.rng.choice(((236, 218, 214), (228, 222, 236), (222, 232, 224)))
    scene = room(shot, camera, width=3.4, depth=3.5, height=2.7, wall=pink, window=False)
    furniture.sofa(scene, -0.35, 3.0, 1.6, shot.rng.choice(((190, 120, 130), (120, 140, 170), (170, 150, 120))))
    furniture.fridge(scene, 1.2, 3.15)
    scene.thing(bias=0.2)
    solids.lathe(
        scene, (1.15, 0.85, 3.1), [(0, 0.04), (0.12, 0.04), (0.14, 0.015), (0.17, 0.015)], (90, 150, 190), sides=10
    )
    furniture.table(scene, 0.72, 2.75, 0.4, 0.4, height=0.5)
    scene.thing(bias=0.3)
    solids.box(scene, (0.62, 0.5, 2.7), (0.84, 0.57, 2.82), (230, 232, 226))
    lettering.hang(
        scene,
        -0.4,
        1.75,
        3.5,
        0.9,
        0.62,
        furniture.poster(shot.rng, "ASI EKSKLUSIF", size=(600, 420), tint=(196, 84, 120)),
    )
    lettering.hang(scene, 1.1, 1.8, 3.5, 0.36, 0.46, furniture.poster(shot.rng, "CUCI TANGAN", tint=solids.GREEN))
    return scene


def play_corner(shot: Shot) -> Scene:
    """B3: mats of many colours, a slide, low shelves with books."""
    camera = aim(
        shot,
        ((0.4, 1.55, 1.6), (-0.2, 0.5, 4.6)),
        ((-2.0, 1.5, 2.4), (0.4, 0.5, 4.8)),
        ((1.9, 1.62, 0.5), (-0.6, 0.7, 5)),
    )
    scene = room(shot, camera, width=6.4, depth=6)
    colours: tuple[Colour, ...] = ((222, 96, 80), (240, 196, 70), (90, 166, 120), (88, 150, 206))
    for i in range(5):
        for j in range(4):
            x, z = -2.2 + i * 0.62, 3.5 + j * 0.62
            tint = colours[(i + j * 3) % 4]
            scene.decal(level(x, x + 0.6, z, z + 0.6, 0.012), tint)
    furniture.hoop_toy(scene, -0.4, 4.3, shot.rng)
    scene.thing()
    red: Colour = (210, 60, 52)
    scene.face(
        [(-1.95, 0.85, 5.5), (-1.5, 0.85, 5.5), (-1.5, 0.05, 4.1), (-1.95, 0.05, 4.1)], (240, 190, 50), both=True
    )
    for x in (-1.97, -1.48):
        scene.face([(x, 1.0, 5.5), (x, 0.2, 4.1), (x, 0.04, 4.1), (x, 0.8, 5.5)], red, both=True)
        scene.tube([(x, 0, 5.75), (x, 1.25, 5.55)], 0.03, (60, 120, 190), gleam=False)
    for i in range(4):
        scene.tube(
            [(-1.97, 0.2 + i * 0.2, 5.72 - i * 0.03), (-1.48, 0.2 + i * 0.2, 5.72 - i * 0.03)],
            0.02,
            (60, 120, 190),
            gleam=False,
        )
    furniture.shelf(scene, 0.6, 5.7, 1.2, 0.78, shot.rng, colour=(216, 180, 120))
    furniture.table(scene, 1.5, 4.4, 0.7, 0.7, height=0.45, colour=(90, 160, 200))
    for dx, tint in ((-0.55, (222, 96, 80)), (0.55, (240, 196, 70))):
        scene.thing()
        solids.box(scene, (1.5 + dx - 0.14, 0, 4.26), (1.5 + dx + 0.14, 0.28, 4.54), tint)
    lettering.hang(
        scene,
        -0.7,
        1.95,
        6,
        1.9,
        0.5,
        lettering.board((1140, 300), [("POJOK BERMAIN ANAK", -110)], ink=(250, 250, 244), ground=(64, 140, 190)),
    )
    lettering.hang(scene, 1.4, 1.6, 6, 0.5, 0.72, furniture.poster(shot.rng, "TATA TERTIB", tint=(222, 96, 80)))
    return scene


def waiting(shot: Shot) -> Scene:
    """B7: seats with priority signs and a place for a wheelchair."""
    camera = aim(
        shot,
        ((0.2, 1.6, 1.6), (0.0, 0.75, 5.2)),
        ((-2.2, 1.55, 2.2), (0.4, 0.7, 5.2)),
        ((2.2, 1.62, 0.2), (-0.2, 0.85, 5.4)),
    )
    scene = room(shot, camera, width=7, depth=6.2)
    kinds = ("elder", "pregnant", "child")
    for i in range(5):
        x = -1.9 + i * 0.62
        props.chair(scene, x, 5.4, solids.BLUE if i < 3 else shot.paint)
        if i < 3:
            scene.thing(bias=0.35)
            lettering.stand(scene, x, 0.56, 5.52, 0.28, 0.28, lettering.symbol(kinds[i], 120, ground=solids.BLUE))
    mark = lettering.symbol("wheelchair", 300, ground=(52, 96, 160))
    scene.print_on([(1.35, 0.006, 5.6), (2.35, 0.006, 5.6), (2.35, 0.006, 4.6), (1.35, 0.006, 4.6)], mark)
    lettering.hang(
        scene,
        -1.0,
        1.75,
        6.2,
        1.9,
        0.52,
        lettering.board(
            (1140, 312),
            [("KURSI PRIORITAS", -110), ("Lansia, ibu hamil, anak, disabilitas", 54)],
            ink=solids.WHITE,
            ground=solids.BLUE,
        ),
    )
    furniture.clutter(scene, 0.9, 6.2, shot.rng)
    furniture.dispenser(scene, 2.9, 5.8)
    if shot.view == 2:
        props.wheelchair(scene, 1.85, 5.15)
    for x in (-1.6, -1.0, -0.4):
        if shot.view != 1:
            props.chair(scene, x, 3.6, shot.paint, back=-1)
    return scene


def prayer(shot: Shot) -> Scene:
    """B8: a clean prayer room on a carpet, its entrance without a step, and the washing place."""
    if shot.view == 1:
        scene = room(shot, shot.camera((0.8, 1.6, 1.8), (-0.2, 1.1, 5)), width=6, depth=5)
        props.door(scene, -0.4, 5, shot.door, width=1.1, glass=True)
        lettering.hang(
            scene,
            -0.4,
            2.4,
            5,
            0.9,
            0.3,
            lettering.board((540, 180), [("MUSALA", -100)], ink=solids.WHITE, ground=solids.GREEN),
        )
        scene.thing()
        scene.face([(-1.0, 0.08, 4.9), (0.2, 0.08, 4.9), (0.2, 0.0, 4.0), (-1.0, 0.0, 4.0)], (150, 150, 146), both=True)
        furniture.shelf(scene, 1.4, 4.7, 0.9, 0.9, shot.rng, colour=(150, 112, 74))
        lettering.hang(scene, 1.5, 1.6, 5, 0.46, 0.46, lettering.symbol("wheelchair"))
        return scene
    camera = aim(shot, ((0.7, 1.5, 0.2), (-0.2, 0.8, 5)), None, ((-1.7, 1.45, 1.6), (0.5, 0.9, 5)))
    scene = room(shot, camera, width=5.6, depth=5, floor=(58, 104, 82))
    scene.polish = 0.0
    for i in range(9):
        for j in range(6):
            x, z = -2.7 + j * 0.92, 4.9 - i * 1.15
            scene.decal(level(x, x + 0.84, z - 1.05, z, 0.004), shade((66, 120, 92), 1.0 if (i + j) % 2 else 0.93))
            scene.stripe(
                [
                    (x + 0.1, 0.006, z - 0.9),
                    (x + 0.1, 0.006, z - 0.35),
                    (x + 0.42, 0.006, z - 0.1),
                    (x + 0.74, 0.006, z - 0.35),
                    (x + 0.74, 0.006, z - 0.9),
                ],
                0.03,
                (206, 186, 110),
            )
    scene.decal(
        [(-0.75, 0, 4.98), (-0.75, 1.7, 4.98), (0, 2.25, 4.98), (0.75, 1.7, 4.98), (0.75, 0, 4.98)], (170, 140, 84)
    )
    scene.decal(
        [(-0.65, 0, 4.97), (-0.65, 1.66, 4.97), (0, 2.13, 4.97), (0.65, 1.66, 4.97), (0.65, 0, 4.97)],
        shade(shot.wall, 0.82),
    )
    furniture.shelf(scene, 1.8, 4.7, 0.9, 0.9, shot.rng)
    scene.thing()
    for i in range(3):
        solids.box(scene, (-2.2 - 0.02 * i, 0.08 * i, 4.5), (-1.7, 0.08 * i + 0.07, 4.85), (180, 60 + 50 * i, 70))
    props.chair(scene, -1.2, 3.6, solids.WHITE)
    furniture.clutter(scene, 1.0, 5, shot.rng)
    return scene


ROOM_SCENES = {"B1": toilet, "B2": lactation, "B3": play_corner, "B7": waiting, "B8": prayer}
