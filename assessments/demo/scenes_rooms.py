"""Pictures for criterion B: toilet, lactation room, play corner, tactile paving, ramp, parking and the rest."""

from PIL import Image, ImageDraw

from assessments.demo import furniture, props
from assessments.demo.camera import Colour, Scene, mix, shade
from assessments.demo.places import Shot, room, shrubs, yard, yard_window
from assessments.demo.scenes_access import aim, mixed, office


def toilet(shot: Shot) -> Scene:
    """B1: closet with rails, basin, room to turn; the second view is the door with a tape measure."""
    if shot.view == 1:
        return _toilet_door(shot)
    camera = aim(shot, ((-0.75, 1.55, 0.1), (0.25, 0.75, 2.6)), (), ((0.75, 1.6, 0.35), (-0.25, 0.7, 2.6)), focal=0.6)
    white: Colour = shot.rng.choice(((226, 230, 228), (214, 224, 228), (230, 226, 216)))
    scene = room(shot, camera, width=2.3, depth=2.6, height=2.7, window=False, wall=white, floor=(150, 152, 150), tile=0.2, tiled=True, lit=0.85)
    furniture.toilet(scene, 0.35, 2.6)
    furniture.rail_wall(scene, [(1.13, 0.75, 1.55), (1.13, 0.75, 2.45)])
    furniture.rail_wall(scene, [(1.13, 0.75, 2.3), (1.13, 1.45, 2.3)])
    scene.thing(bias=0.1)
    scene.tube([(-0.12, 0.72, 2.55), (-0.12, 0.75, 1.85), (-0.12, 0.6, 1.8), (-0.12, 0.58, 2.5)], 0.022, props.STEEL)
    furniture.basin(scene, -0.72, 2.6)
    scene.thing(bias=0.1)
    props.lathe(scene, (0.85, 0.68, 2.5), [(0, 0.055), (0.11, 0.055)], (240, 240, 236), sides=12)
    props.hang(scene, 0.35, 1.55, 2.6, 0.22, 0.22, props.symbol("wheelchair", 120))
    scene.thing(bias=0.1)
    scene.tube([(0.98, 0.2, 2.52), (0.98, 0.95, 2.57)], 0.012, (176, 30, 30))
    return scene


def _toilet_door(shot: Shot) -> Scene:
    scene = room(shot, shot.camera((0.45, 1.5, 2.4), (0.1, 1.15, 5)), width=5, depth=5, window=False)
    scene.decal([(-0.5, 0, 4.99), (-0.5, 2.15, 4.99), (0.5, 2.15, 4.99), (0.5, 0, 4.99)], (206, 206, 200))
    scene.decal([(-0.45, 0, 4.98), (-0.45, 2.1, 4.98), (0.45, 2.1, 4.98), (0.45, 0, 4.98)], (120, 128, 130), 0.62)
    for i in range(1, 7):
        scene.stripe([(-0.45, i * 0.3, 4.975), (0.45, i * 0.3, 4.975)], 0.006, (100, 108, 110))
    scene.decal([(0.16, 0, 4.97), (0.16, 0.62, 4.97), (0.45, 0.7, 4.97), (0.45, 0, 4.97)], (196, 200, 200), 0.8)
    scene.stripe([(-0.3, 0.75, 4.96), (0.1, 0.72, 4.96)], 0.035, (188, 192, 196))
    # The leaf opens outwards and stands aside.
    scene.thing()
    scene.face([(-0.5, 0.02, 5), (-0.5, 2.1, 5), (-1.15, 2.1, 4.35), (-1.15, 0.02, 4.35)], shot.door, both=True)
    scene.tube([(-0.68, 0.9, 4.79), (-1.02, 0.9, 4.45)], 0.02, props.STEEL)
    scene.thing(bias=0.3)
    props.stand(scene, 0.0, 1.02, 4.9, 0.9, 0.06, _tape(90))
    props.hang(scene, 0.95, 1.55, 5, 0.36, 0.36, props.symbol("wheelchair"))
    props.hang(scene, 0.95, 1.2, 5, 0.36, 0.18, props.board((440, 220), [("TOILET", -76), ("DISABILITAS", 56)], ink=props.WHITE, ground=props.BLUE))
    return scene


def _tape(length: int) -> Image.Image:
    image = Image.new("RGB", (1800, 120), (240, 200, 40))
    pen = ImageDraw.Draw(image)
    for i in range(length + 1):
        x = i * 1800 // length
        pen.line([x, 0, x, 56 if i % 10 == 0 else 28], fill=(20, 20, 20), width=5 if i % 10 == 0 else 3)
        if i % 10 == 0 and i:
            pen.text((x - 60, 54), str(i), font=props.font(60), fill=(170, 20, 20), stroke_width=2)
    return image


def lactation(shot: Shot) -> Scene:
    """B2: sofa, small refrigerator, curtain; the second view is the closed door with its sign."""
    if shot.view == 1:
        scene = room(shot, shot.camera((-0.3, 1.6, 2.4), (0.1, 1.3, 5)), width=5, depth=5)
        props.door(scene, 0.2, 5, shot.door)
        props.hang(scene, 0.2, 1.62, 4.98, 0.52, 0.36, props.board((520, 360), [("RUANG", -70), ("LAKTASI", -80), ("Ketuk sebelum masuk", 36)], ink=props.WHITE, ground=(196, 84, 120)))
        props.hang(scene, 1.05, 1.6, 5, 0.34, 0.34, props.symbol("pregnant", ground=(196, 84, 120)))
        props.plant(scene, -1.0, 4.5)
        furniture.clutter(scene, -1.6, 5, shot.rng)
        return scene
    camera = aim(shot, ((1.15, 1.5, 0.5), (-0.3, 0.75, 3.4)), (), ((-1.2, 1.55, 0.7), (0.4, 0.8, 3.4)), focal=0.64)
    pink: Colour = shot.rng.choice(((236, 218, 214), (228, 222, 236), (222, 232, 224)))
    scene = room(shot, camera, width=3.4, depth=3.5, height=2.7, wall=pink, window=False)
    furniture.sofa(scene, -0.35, 3.0, 1.6, shot.rng.choice(((190, 120, 130), (120, 140, 170), (170, 150, 120))))
    furniture.fridge(scene, 1.2, 3.15)
    scene.thing(bias=0.2)
    props.lathe(scene, (1.15, 0.85, 3.1), [(0, 0.04), (0.12, 0.04), (0.14, 0.015), (0.17, 0.015)], (90, 150, 190), sides=10)
    furniture.table(scene, 0.72, 2.75, 0.4, 0.4, height=0.5)
    scene.thing(bias=0.3)
    props.box(scene, (0.62, 0.5, 2.7), (0.84, 0.57, 2.82), (230, 232, 226))
    props.hang(scene, -0.4, 1.75, 3.5, 0.9, 0.62, furniture.poster(shot.rng, "ASI EKSKLUSIF", size=(600, 420), tint=(196, 84, 120)))
    props.hang(scene, 1.1, 1.8, 3.5, 0.36, 0.46, furniture.poster(shot.rng, "CUCI TANGAN", tint=props.GREEN))
    return scene


def play_corner(shot: Shot) -> Scene:
    """B3: mats of many colours, a slide, low shelves with books."""
    camera = aim(
        shot, ((0.4, 1.55, 1.6), (-0.2, 0.5, 4.6)), ((-2.0, 1.5, 2.4), (0.4, 0.5, 4.8)), ((1.9, 1.62, 0.5), (-0.6, 0.7, 5))
    )
    scene = room(shot, camera, width=6.4, depth=6)
    colours: tuple[Colour, ...] = ((222, 96, 80), (240, 196, 70), (90, 166, 120), (88, 150, 206))
    for i in range(5):
        for j in range(4):
            x, z = -2.2 + i * 0.62, 3.5 + j * 0.62
            tint = colours[(i + j * 3) % 4]
            scene.decal([(x, 0.012, z), (x, 0.012, z + 0.6), (x + 0.6, 0.012, z + 0.6), (x + 0.6, 0.012, z)], tint)
    furniture.hoop_toy(scene, -0.4, 4.3, shot.rng)
    scene.thing()
    red: Colour = (210, 60, 52)
    scene.face([(-1.95, 0.85, 5.5), (-1.5, 0.85, 5.5), (-1.5, 0.05, 4.1), (-1.95, 0.05, 4.1)], (240, 190, 50), both=True)
    for x in (-1.97, -1.48):
        scene.face([(x, 1.0, 5.5), (x, 0.2, 4.1), (x, 0.04, 4.1), (x, 0.8, 5.5)], red, both=True)
        scene.tube([(x, 0, 5.75), (x, 1.25, 5.55)], 0.03, (60, 120, 190), gleam=False)
    for i in range(4):
        scene.tube([(-1.97, 0.2 + i * 0.2, 5.72 - i * 0.03), (-1.48, 0.2 + i * 0.2, 5.72 - i * 0.03)], 0.02, (60, 120, 190), gleam=False)
    furniture.shelf(scene, 0.6, 5.7, 1.2, 0.78, shot.rng, colour=(216, 180, 120))
    furniture.table(scene, 1.5, 4.4, 0.7, 0.7, height=0.45, colour=(90, 160, 200))
    for dx, tint in ((-0.55, (222, 96, 80)), (0.55, (240, 196, 70))):
        scene.thing()
        props.box(scene, (1.5 + dx - 0.14, 0, 4.26), (1.5 + dx + 0.14, 0.28, 4.54), tint)
    props.hang(scene, -0.7, 1.95, 6, 1.9, 0.5, props.board((1140, 300), [("POJOK BERMAIN ANAK", -110)], ink=(250, 250, 244), ground=(64, 140, 190)))
    props.hang(scene, 1.4, 1.6, 6, 0.5, 0.72, furniture.poster(shot.rng, "TATA TERTIB", tint=(222, 96, 80)))
    return scene


def _tactile(scene: Scene, x0: float, z0: float, x1: float, z1: float, *, dots: bool = False) -> None:
    """Yellow tiles of 0.3 m with bars along the way or with dots."""
    along = abs(z1 - z0) >= abs(x1 - x0)
    n = max(1, round((abs(z1 - z0) if along else abs(x1 - x0)) / 0.3))
    for i in range(n):
        a, c = (x0 - 0.15, z0 + 0.3 * i) if along else (x0 + 0.3 * i, z0 - 0.15)
        tint = shade(props.YELLOW, scene.rng.uniform(0.9, 1.04))
        scene.decal([(a, 0.004, c), (a, 0.004, c + 0.3), (a + 0.3, 0.004, c + 0.3), (a + 0.3, 0.004, c)], tint)
        last = dots and i >= n - 2
        if last:
            for p in range(4):
                for q in range(4):
                    u, v = a + 0.05 + p * 0.066, c + 0.05 + q * 0.066
                    scene.decal([(u - 0.018, 0.008, v - 0.018), (u - 0.018, 0.008, v + 0.018), (u + 0.018, 0.008, v + 0.018), (u + 0.018, 0.008, v - 0.018)], shade(props.YELLOW, 0.72))
        else:
            for p in range(4):
                u = 0.05 + p * 0.066
                ends = [(a + u, 0.006, c + 0.02), (a + u, 0.006, c + 0.28)] if along else [(a + 0.02, 0.006, c + u), (a + 0.28, 0.006, c + u)]
                scene.stripe([(x + 0.008, y, z) for x, y, z in ends], 0.03, shade(props.YELLOW, 0.7))
                scene.stripe(ends, 0.026, shade(props.YELLOW, 1.1))


def tactile(shot: Shot) -> Scene:
    """B4: the yellow way at the gate, at the turn and before the counter."""
    if shot.view == 0:
        scene = yard(shot, shot.camera((0.5, 1.6, -1.6), (0.1, 0.5, 4.5)), wall_at=7.5)
        _tactile(scene, 0, -3.0, 0, 7.2, dots=True)
        _glass_door(scene, 0, 7.5)
        _nameplate(scene, shot, 0, 7.5)
        yard_window(scene, -3.4, 7.5)
        yard_window(scene, 3.4, 7.5)
        shrubs(scene, -5.5, -1.6, 6.9)
        for x in (-2.1, 2.1):
            scene.thing()
            props.box(scene, (x - 0.2, 0, 1.6), (x + 0.2, 1.9, 2.0), shot.wall)
            props.box(scene, (x - 0.25, 1.9, 1.55), (x + 0.25, 2.0, 2.05), shade(shot.band, 0.9))
            for i in range(9):
                a = x + (0.3 + i * 0.16) * (1 if x > 0 else -1)
                scene.tube([(a, 0.1, 1.8), (a, 1.6, 1.8)], 0.016, (70, 84, 80), gleam=False)
        return scene
    if shot.view == 1:
        scene = room(shot, shot.camera((-1.0, 1.65, 0.2), (0.2, 0.2, 3.4)), width=7, depth=7)
        _tactile(scene, 0, -1.4, 0, 3.1, dots=True)
        _tactile(scene, 0.15, 3.1, 3.4, 3.1)
        for x in (-2.6, -2.0, -1.4):
            props.chair(scene, x, 6.4, shot.paint)
        props.door(scene, 0.6, 7, shot.door)
        return scene
    scene = room(shot, shot.camera((0.9, 1.6, 0.6), (-0.1, 0.6, 4.6)), width=7, depth=6.5)
    _tactile(scene, 0, -1.4, 0, 4.0, dots=True)
    props.counter(scene, -1.6, 1.6, 4.8, shot.paint)
    props.monitor(scene, 0.6, 1.05, 5.0)
    furniture.hanging_sign(scene, 0, 2.1, 4.7, "LOKET 1", tint=shot.paint, w=0.9)
    props.plant(scene, 2.5, 5.8)
    return scene


def _glass_door(scene: Scene, x: float, z: float) -> None:
    scene.decal([(x - 1.1, 0, z - 0.03), (x - 1.1, 2.4, z - 0.03), (x + 1.1, 2.4, z - 0.03), (x + 1.1, 0, z - 0.03)], (190, 192, 190))
    for a in (x - 1.02, x + 0.03):
        scene.decal([(a, 0.05, z - 0.04), (a, 2.3, z - 0.04), (a + 0.99, 2.3, z - 0.04), (a + 0.99, 0.05, z - 0.04)], (74, 96, 108))
        scene.decal([(a, 1.0, z - 0.045), (a, 2.3, z - 0.045), (a + 0.6, 2.3, z - 0.045), (a + 0.2, 1.0, z - 0.045)], (116, 142, 154))
    for a in (x - 0.1, x + 0.1):
        scene.stripe([(a, 0.8, z - 0.07), (a, 1.4, z - 0.07)], 0.04, props.STEEL)


def _nameplate(scene: Scene, shot: Shot, x: float, z: float) -> None:
    """The name of the office over its door."""
    plate = props.board((1400, 170), [(office(shot), -96)], ink=(240, 206, 110), ground=(40, 48, 66))
    scene.print_on([(x - 2.2, 3.02, z - 0.04), (x + 2.2, 3.02, z - 0.04), (x + 2.2, 2.5, z - 0.04), (x - 2.2, 2.5, z - 0.04)], plate)


def ramp(shot: Shot) -> Scene:
    """B5: a ramp with rails on both sides, from the side, from below, and near."""
    camera = aim(
        shot, ((-3.6, 1.5, 1.2), (0.1, 0.6, 4.4)), ((-0.1, 1.6, -1.5), (0.0, 0.75, 5)), ((1.9, 1.35, 1.7), (-0.1, 0.75, 4.8)), focal=0.66
    )
    scene = yard(shot, camera, wall_at=7.0)
    _glass_door(scene, 0, 6.95)
    _nameplate(scene, shot, 0, 7.0)
    yard_window(scene, 3.6, 7.0)
    yard_window(scene, -4.2, 7.0)
    grey: Colour = (172, 170, 164)
    left, right, low, top = -0.75, 0.75, 1.6, 5.6
    scene.shadow([(right, 0.003, low), (right + 0.5, 0.003, low + 0.5), (right + 0.6, 0.003, top), (right, 0.003, top)], 0.6)
    scene.thing(bias=-0.6)
    props.box(scene, (-2.6, 0, top), (2.6, 0.42, 7.0), shade(grey, 1.02))
    scene.thing(bias=-0.3)
    scene.face([(left, 0.42, top), (right, 0.42, top), (right, 0.0, low), (left, 0.0, low)], grey, both=True, gloss=0.04)
    scene.face([(left, 0, low), (left, 0.42, top), (left, 0, top)], shade(grey, 0.85), both=True)
    scene.face([(right, 0, low), (right, 0.42, top), (right, 0, top)], shade(grey, 0.8), both=True)
    scene.thing(bias=-0.2)
    for i in range(1, 26):
        z = low + (top - low) * i / 26
        y = 0.42 * i / 26 + 0.003
        scene.face([(left + 0.08, y, z), (right - 0.08, y, z), (right - 0.08, y, z - 0.02), (left + 0.08, y, z - 0.02)], shade(grey, 0.78), both=True)
    scene.face([(left, 0.012, low + 0.1), (right, 0.012, low + 0.1), (right, 0.002, low), (left, 0.002, low)], props.YELLOW, both=True)
    for x in (left + 0.03, right - 0.03):
        for z0, z1 in ((low, 3.6), (3.6, top)):
            y0, y1 = 0.42 * (z0 - low) / (top - low), 0.42 * (z1 - low) / (top - low)
            props.handrail(scene, [(x, y0 + 0.9, z0), (x, y1 + 0.9, z1)])
    for i in range(3):
        scene.thing(bias=-0.35)
        props.box(scene, (1.2, 0, top - 0.32 * (i + 1)), (2.6, 0.42 - 0.14 * (i + 1) + 0.0, top), shade(grey, 0.98))
    scene.thing()
    scene.tube([(-1.35, 0, 2.2), (-1.35, 1.9, 2.2)], 0.03, props.STEEL)
    props.stand(scene, -1.35, 1.45, 2.17, 0.46, 0.46, props.symbol("wheelchair"))
    shrubs(scene, 2.9, 5.6, 6.4)
    shrubs(scene, -6.0, -2.9, 6.4)
    return scene


def parking(shot: Shot) -> Scene:
    """B6: a marked and signed place beside the entrance."""
    camera = aim(
        shot, ((0.3, 1.65, -1.2), (0.0, 0.5, 4.5)), ((-2.8, 1.6, 0.2), (0.3, 0.5, 4.2)), ((2.1, 1.6, 1.2), (-0.1, 0.9, 6)), focal=0.64
    )
    scene = yard(shot, camera, ground=(112, 112, 114), wall_at=7.5, paving=1.4)
    yard_window(scene, -3.4, 7.5)
    yard_window(scene, 3.6, 7.5)
    white: Colour = (226, 226, 222)
    for a in (-1.8, 1.8, 3.6, -3.6):
        tint = white
        scene.decal([(a - 0.06, 0.004, 1.0), (a - 0.06, 0.004, 6.2), (a + 0.06, 0.004, 6.2), (a + 0.06, 0.004, 1.0)], tint)
    scene.decal([(-1.7, 0.003, 1.0), (-1.7, 0.003, 6.2), (1.7, 0.003, 6.2), (1.7, 0.003, 1.0)], (52, 96, 160))
    mark = props.symbol("wheelchair", 400, ground=(52, 96, 160))
    scene.print_on([(-0.9, 0.006, 5.0), (0.9, 0.006, 5.0), (0.9, 0.006, 2.6), (-0.9, 0.006, 2.6)], mark)
    for i in range(6):
        z = 1.2 + i * 0.85
        scene.decal([(1.9, 0.004, z), (1.9, 0.004, z + 0.2), (2.9, 0.004, z + 0.6), (2.9, 0.004, z + 0.4)], white)
    scene.thing(bias=-0.2)
    props.box(scene, (-9, 0, 6.4), (9, 0.15, 7.5), (176, 172, 164))
    scene.thing()
    props.box(scene, (-1.1, 0, 5.95), (-0.3, 0.12, 6.1), props.YELLOW)
    props.box(scene, (0.3, 0, 5.95), (1.1, 0.12, 6.1), props.YELLOW)
    scene.thing(bias=0.1)
    scene.tube([(0, 0.15, 6.6), (0, 2.3, 6.6)], 0.035, props.STEEL)
    props.stand(scene, 0, 1.7, 6.56, 0.6, 0.6, props.symbol("wheelchair"))
    props.stand(scene, 0, 1.36, 6.56, 0.6, 0.3, props.board((480, 240), [("PARKIR KHUSUS", -56), ("DISABILITAS", -56)], ink=props.WHITE, ground=props.BLUE))
    _car(scene, -5.3, 3.6, shot.rng.choice(((170, 172, 176), (120, 30, 30), (40, 44, 52), (220, 220, 216))))
    _glass_door(scene, -0.6 + 6.9 * (shot.side > 0) - 6.3 * (shot.side < 0), 7.5)
    shrubs(scene, 1.2, 2.6, 7.2)
    return scene


def _car(scene: Scene, x: float, z: float, colour: Colour) -> None:
    """A parked car, nose to the wall."""
    props.floor_shadow(scene, x, z, 1.15, 2.3, 0.35)
    scene.thing()
    for dx in (-0.78, 0.78):
        for dz in (-1.3, 1.3):
            props.ring(scene, (x + dx, 0.31, z + dz), 0.25, 0.09, props.RUBBER)
    props.box(scene, (x - 0.84, 0.28, z - 2.1), (x + 0.84, 0.88, z + 2.1), colour, gloss=0.06)
    scene.thing(bias=0.1)
    glass: Colour = (50, 62, 72)
    a, b = 0.8, 0.66
    y0, y1 = 0.88, 1.42
    roof = [(x - b, y1, z - 1.0), (x - b, y1, z + 0.9), (x + b, y1, z + 0.9), (x + b, y1, z - 1.0)]
    foot = [(x - a, y0, z - 1.7), (x - a, y0, z + 1.5), (x + a, y0, z + 1.5), (x + a, y0, z - 1.7)]
    scene.face(roof, colour, gloss=0.1)
    scene.face([foot[0], roof[0], roof[3], foot[3]], glass)
    scene.face([foot[3], roof[3], roof[2], foot[2]], glass)
    scene.face([foot[1], roof[1], roof[0], foot[0]], glass)
    scene.thing(bias=0.3)
    for dx in (-0.66, 0.66):
        props.box(scene, (x + dx - 0.14, 0.62, z - 2.12), (x + dx + 0.14, 0.76, z - 2.08), (190, 40, 36))
    props.stand(scene, x, 0.45, z - 2.13, 0.44, 0.14, props.board((440, 140), [("DN 0000 XX", -80)], ink=(20, 20, 20), ground=(240, 240, 236)))


def waiting(shot: Shot) -> Scene:
    """B7: seats with priority signs and a place for a wheelchair."""
    camera = aim(
        shot, ((0.2, 1.6, 1.6), (0.0, 0.75, 5.2)), ((-2.2, 1.55, 2.2), (0.4, 0.7, 5.2)), ((2.2, 1.62, 0.2), (-0.2, 0.85, 5.4))
    )
    scene = room(shot, camera, width=7, depth=6.2)
    kinds = ("elder", "pregnant", "child")
    for i in range(5):
        x = -1.9 + i * 0.62
        props.chair(scene, x, 5.4, props.BLUE if i < 3 else shot.paint)
        if i < 3:
            scene.thing(bias=0.35)
            props.stand(scene, x, 0.56, 5.52, 0.28, 0.28, props.symbol(kinds[i], 120, ground=props.BLUE))
    mark = props.symbol("wheelchair", 300, ground=(52, 96, 160))
    scene.print_on([(1.35, 0.006, 5.6), (2.35, 0.006, 5.6), (2.35, 0.006, 4.6), (1.35, 0.006, 4.6)], mark)
    props.hang(scene, -1.0, 1.75, 6.2, 1.9, 0.52, props.board((1140, 312), [("KURSI PRIORITAS", -110), ("Lansia, ibu hamil, anak, disabilitas", 54)], ink=props.WHITE, ground=props.BLUE))
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
        props.hang(scene, -0.4, 2.4, 5, 0.9, 0.3, props.board((540, 180), [("MUSALA", -100)], ink=props.WHITE, ground=props.GREEN))
        scene.thing()
        scene.face([(-1.0, 0.08, 4.9), (0.2, 0.08, 4.9), (0.2, 0.0, 4.0), (-1.0, 0.0, 4.0)], (150, 150, 146), both=True)
        furniture.shelf(scene, 1.4, 4.7, 0.9, 0.9, shot.rng, colour=(150, 112, 74))
        props.hang(scene, 1.5, 1.6, 5, 0.46, 0.46, props.symbol("wheelchair"))
        return scene
    camera = aim(shot, ((0.7, 1.5, 0.2), (-0.2, 0.8, 5)), (), ((-1.7, 1.45, 1.6), (0.5, 0.9, 5)))
    scene = room(shot, camera, width=5.6, depth=5, floor=(58, 104, 82))
    scene.polish = 0.0
    for i in range(9):
        for j in range(6):
            x, z = -2.7 + j * 0.92, 4.9 - i * 1.15
            scene.decal([(x, 0.004, z - 1.05), (x, 0.004, z), (x + 0.84, 0.004, z), (x + 0.84, 0.004, z - 1.05)], shade((66, 120, 92), 1.0 if (i + j) % 2 else 0.93))
            scene.stripe([(x + 0.1, 0.006, z - 0.9), (x + 0.1, 0.006, z - 0.35), (x + 0.42, 0.006, z - 0.1), (x + 0.74, 0.006, z - 0.35), (x + 0.74, 0.006, z - 0.9)], 0.03, (206, 186, 110))
    scene.decal([(-0.75, 0, 4.98), (-0.75, 1.7, 4.98), (0, 2.25, 4.98), (0.75, 1.7, 4.98), (0.75, 0, 4.98)], (170, 140, 84))
    scene.decal([(-0.65, 0, 4.97), (-0.65, 1.66, 4.97), (0, 2.13, 4.97), (0.65, 1.66, 4.97), (0.65, 0, 4.97)], shade(shot.wall, 0.82))
    furniture.shelf(scene, 1.8, 4.7, 0.9, 0.9, shot.rng)
    scene.thing()
    for i in range(3):
        props.box(scene, (-2.2 - 0.02 * i, 0.08 * i, 4.5), (-1.7, 0.08 * i + 0.07, 4.85), (180, 60 + 50 * i, 70))
    props.chair(scene, -1.2, 3.6, props.WHITE)
    furniture.clutter(scene, 1.0, 5, shot.rng)
    return scene


def search_booths(shot: Shot) -> Scene:
    """B9: two curtained booths, one for men and one for women."""
    camera = aim(
        shot, ((0.3, 1.6, 1.2), (0.0, 1.2, 4.4)), ((-1.7, 1.55, 1.6), (0.3, 1.15, 4.6)), ((1.1, 1.5, 2.2), (0.85, 1.1, 5))
    )
    scene = room(shot, camera, width=6, depth=5.6)
    grey: Colour = (206, 206, 200)
    for x in (-1.75, -0.03, 1.7):
        scene.thing(bias=-0.2)
        props.box(scene, (x, 0, 4.2), (x + 0.06, 2.1, 5.6), grey)
    open_side = shot.view == 2
    furniture.curtain(scene, -1.66, -0.1, 4.25, (56, 96, 150))
    furniture.curtain(scene, 0.06, 0.5 if open_side else 1.66, 4.25, (176, 70, 110))
    for x, text, tint in ((-0.88, "LAKI-LAKI", (56, 96, 150)), (0.86, "PEREMPUAN", (176, 70, 110))):
        scene.thing(bias=0.3)
        props.stand(scene, x, 2.15, 4.2, 0.8, 0.26, props.board((640, 208), [(text, -92)], ink=props.WHITE, ground=tint))
    props.hang(scene, -2.35, 1.6, 5.6, 0.5, 0.7, furniture.poster(shot.rng, "SOP GELEDAH", tint=(80, 80, 90)))
    furniture.table(scene, 2.4, 4.4, 0.9, 0.6)
    scene.thing(bias=0.3)
    props.box(scene, (2.1, 0.75, 4.2), (2.55, 0.85, 4.5), (120, 124, 130))
    if open_side:
        props.chair(scene, 1.2, 5.1, shot.paint)
        scene.thing()
        scene.tube([(1.0, 1.6, 5.55), (1.5, 1.6, 5.55)], 0.02, props.STEEL)
    return scene


def visiting(shot: Shot) -> Scene:
    """B10: tables that a wheelchair fits under, a corner for children."""
    camera = aim(
        shot, ((0.6, 1.62, 0.2), (-0.2, 0.8, 4.6)), ((-2.6, 1.6, 0.8), (0.6, 0.7, 4.4)), ((2.4, 1.55, 1.6), (0.2, 0.65, 4.4))
    )
    scene = room(shot, camera, width=8, depth=7)
    props.hang(scene, 0, 2.15, 7, 2.2, 0.5, props.board((1320, 300), [("RUANG KUNJUNGAN", -130)], ink=props.WHITE, ground=shot.paint))
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
            scene.decal([(a, 0.01, c), (a, 0.01, c + 0.58), (a + 0.58, 0.01, c + 0.58), (a + 0.58, 0.01, c)], ((222, 96, 80), (240, 196, 70), (90, 166, 120), (88, 150, 206))[(i + 2 * j) % 4])
    furniture.hoop_toy(scene, 2.7, 5.4, shot.rng)
    props.hang(scene, 2.7, 1.5, 7, 0.9, 0.34, props.board((720, 272), [("SUDUT ANAK", -96)], ink=props.WHITE, ground=(64, 140, 190)))
    furniture.clutter(scene, -3.0, 7, shot.rng)
    return scene


def housing(shot: Shot) -> Scene:
    """B11: the sign of the block, a room with low beds and rails, the toilet."""
    if shot.view == 2:
        return _ward_toilet(shot)
    if shot.view == 0:
        scene = room(shot, shot.camera((0.5, 1.6, 1.4), (-0.1, 1.35, 5)), width=4.4, depth=5, window=False)
        scene.decal([(-0.6, 0, 4.98), (-0.6, 2.2, 4.98), (0.6, 2.2, 4.98), (0.6, 0, 4.98)], (60, 64, 66), 0.6)
        scene.thing()
        for i in range(9):
            scene.tube([(-0.56 + i * 0.14, 0.05, 4.95), (-0.56 + i * 0.14, 2.15, 4.95)], 0.014, (96, 120, 110))
        for y in (0.1, 1.05, 2.15):
            scene.tube([(-0.6, y, 4.94), (0.6, y, 4.94)], 0.02, (96, 120, 110))
        props.hang(scene, 0, 2.5, 5, 1.7, 0.4, props.board((1020, 240), [("BLOK LANSIA DAN DISABILITAS", -66)], ink=props.WHITE, ground=shot.paint))
        props.hang(scene, 1.15, 1.6, 5, 0.36, 0.36, props.symbol("wheelchair"))
        props.hang(scene, 1.15, 1.15, 5, 0.36, 0.36, props.symbol("elder"))
        furniture.rail_wall(scene, [(-2.15, 0.85, 1.5), (-2.15, 0.85, 4.8)])
        return scene
    scene = room(shot, shot.camera((-0.5, 1.6, 0.3), (0.2, 0.6, 4)), width=5, depth=5)
    for x, cloth in ((-1.6, (70, 110, 150)), (0.1, (110, 140, 100)), (1.7, (150, 110, 80))):
        furniture.bed(scene, x, 3.9, cloth=cloth)
    furniture.rail_wall(scene, [(-2.45, 0.85, 1.5), (-2.45, 0.85, 4.8)])
    props.hang(scene, 0.9, 1.7, 5, 0.5, 0.7, furniture.poster(shot.rng, "TATA TERTIB", tint=shot.paint))
    scene.decal([(-1.4, 1.6, 4.98), (-1.4, 2.4, 4.98), (-0.2, 2.4, 4.98), (-0.2, 1.6, 4.98)], (214, 226, 230), 1.6)
    for i in range(8):
        scene.stripe([(-1.4 + i * 0.17, 1.6, 4.97), (-1.4 + i * 0.17, 2.4, 4.97)], 0.02, (120, 126, 124))
    return scene


def _ward_toilet(shot: Shot) -> Scene:
    camera = shot.camera((0.1, 1.5, -0.1), (0.15, 0.6, 2.4), focal=0.6)
    green: Colour = shot.rng.choice(((204, 220, 206), (222, 214, 196), (206, 214, 226)))
    scene = room(shot, camera, width=1.9, depth=2.5, height=2.6, window=False, wall=green, floor=(128, 120, 112), tile=0.3, lit=0.75)
    furniture.toilet(scene, -0.3, 2.5)
    for y in (0.75, 1.05):
        furniture.rail_wall(scene, [(-0.93, y, 1.3), (-0.93, y, 2.4)])
    scene.thing(bias=0.1)
    scene.tube([(0.1, 0.74, 2.45), (0.1, 0.76, 1.8), (0.1, 0.05, 1.78)], 0.022, props.STEEL)
    scene.thing()
    props.lathe(scene, (0.62, 0, 2.15), [(0, 0.16), (0.38, 0.21), (0.4, 0.215)], (60, 110, 170), sides=18)
    props.lathe(scene, (0.62, 0.401, 2.15), [(0, 0.19), (0.001, 0.18)], (120, 150, 160), sides=18)
    scene.thing(bias=0.05)
    scene.tube([(0.62, 0.62, 2.48), (0.62, 0.62, 2.3), (0.62, 0.56, 2.3)], 0.014, props.STEEL)
    return scene


def basic_services(shot: Shot) -> Scene:
    """B12: three services in three pictures: clinic, drinking water, library."""
    if shot.view == 0:
        scene = room(shot, shot.camera((0.9, 1.6, 0.7), (-0.2, 0.75, 4)), width=5, depth=5, wall=(224, 232, 230))
        furniture.bed(scene, -0.9, 3.8, cloth=(120, 170, 160), frame=props.WHITE)
        furniture.curtain(scene, -2.2, -1.6, 3.4, (120, 180, 170), low=0.1, high=2.2)
        furniture.table(scene, 1.3, 4.3, 1.0, 0.55, colour=(210, 206, 196))
        scene.thing(bias=0.3)
        props.box(scene, (1.1, 0.75, 4.2), (1.45, 1.0, 4.4), (236, 236, 232))
        props.stand(scene, 1.28, 0.8, 4.19, 0.18, 0.16, _cross())
        props.hang(scene, 0.2, 1.9, 5, 1.3, 0.4, props.board((780, 240), [("KLINIK PRATAMA", -92)], ink=props.WHITE, ground=props.GREEN))
        props.hang(scene, 1.5, 1.75, 5, 0.5, 0.7, furniture.poster(shot.rng, "CEK KESEHATAN", tint=props.GREEN))
        props.chair(scene, 0.4, 4.0, shot.paint)
        return scene
    if shot.view == 1:
        scene = room(shot, shot.camera((-0.8, 1.6, 1.6), (0.2, 0.9, 5)), width=5.6, depth=5.4)
        furniture.dispenser(scene, -0.7, 5.0)
        furniture.dispenser(scene, 0.0, 5.0)
        furniture.table(scene, 1.4, 4.9, 1.2, 0.55)
        scene.thing(bias=0.3)
        for i in range(5):
            props.lathe(scene, (1.0 + i * 0.18, 0.75, 4.85), [(0, 0.045), (0.14, 0.055)], (220, 226, 230), sides=10)
        props.hang(scene, 0.2, 1.9, 5.4, 1.8, 0.42, props.board((1080, 252), [("AIR MINUM - GRATIS", -96)], ink=props.WHITE, ground=(40, 120, 170)))
        props.hang(scene, -1.7, 1.7, 5.4, 0.6, 0.84, furniture.poster(shot.rng, "JADWAL MAKAN", tint=(190, 120, 50)))
        return scene
    scene = room(shot, shot.camera((1.0, 1.6, 0.9), (-0.3, 0.95, 5)), width=6, depth=5.6)
    for x in (-2.2, -0.9, 0.4):
        furniture.shelf(scene, x, 5.35, 1.2, 1.85, shot.rng)
    furniture.table(scene, 0.3, 3.2, 1.7, 0.8, colour=mixed(shot))
    for x in (-0.2, 0.8):
        props.chair(scene, x, 4.0, shot.paint)
    furniture.on_table(scene, 0.1, 0.75, 3.1, 0.3, 0.24, furniture.poster(shot.rng, "", size=(420, 320), tint=(240, 236, 226)))
    props.hang(scene, 1.9, 1.8, 5.6, 1.3, 0.4, props.board((780, 240), [("PERPUSTAKAAN", -90)], ink=props.WHITE, ground=shot.paint))
    return scene


def _cross() -> Image.Image:
    image = Image.new("RGB", (120, 110), (236, 236, 232))
    pen = ImageDraw.Draw(image)
    pen.rectangle([48, 15, 72, 95], fill=(200, 40, 40))
    pen.rectangle([20, 43, 100, 67], fill=(200, 40, 40))
    return image


ROOM_SCENES = {
    "B1": toilet, "B2": lactation, "B3": play_corner, "B4": tactile, "B5": ramp, "B6": parking,
    "B7": waiting, "B8": prayer, "B9": search_booths, "B10": visiting, "B11": housing, "B12": basic_services,
}
