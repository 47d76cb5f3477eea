"""Pictures for criterion B: how one gets in: tactile paving, ramp, parking."""

from assessments.demo.studio import furniture, lettering, props, solids
from assessments.demo.studio.camera import Scene
from assessments.demo.studio.places import Shot, aim, office, room, shrubs, yard, yard_window
from assessments.demo.studio.vectors import Colour, level, shade, sheet, upright


def _tactile(scene: Scene, x0: float, z0: float, x1: float, z1: float, *, dots: bool = False) -> None:
    """Yellow tiles of 0.3 m with bars along the way or with dots."""
    along = abs(z1 - z0) >= abs(x1 - x0)
    n = max(1, round((abs(z1 - z0) if along else abs(x1 - x0)) / 0.3))
    for i in range(n):
        a, c = (x0 - 0.15, z0 + 0.3 * i) if along else (x0 + 0.3 * i, z0 - 0.15)
        tint = shade(solids.YELLOW, scene.rng.uniform(0.9, 1.04))
        scene.decal(level(a, a + 0.3, c, c + 0.3, 0.004), tint)
        last = dots and i >= n - 2
        if last:
            for p in range(4):
                for q in range(4):
                    u, v = a + 0.05 + p * 0.066, c + 0.05 + q * 0.066
                    scene.decal(level(u - 0.018, u + 0.018, v - 0.018, v + 0.018, 0.008), shade(solids.YELLOW, 0.72))
        else:
            for p in range(4):
                u = 0.05 + p * 0.066
                ends = (
                    [(a + u, 0.006, c + 0.02), (a + u, 0.006, c + 0.28)]
                    if along
                    else [(a + 0.02, 0.006, c + u), (a + 0.28, 0.006, c + u)]
                )
                scene.stripe([(x + 0.008, y, z) for x, y, z in ends], 0.03, shade(solids.YELLOW, 0.7))
                scene.stripe(ends, 0.026, shade(solids.YELLOW, 1.1))


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
            solids.box(scene, (x - 0.2, 0, 1.6), (x + 0.2, 1.9, 2.0), shot.wall)
            solids.box(scene, (x - 0.25, 1.9, 1.55), (x + 0.25, 2.0, 2.05), shade(shot.band, 0.9))
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
    scene.decal(upright(x - 1.1, x + 1.1, 0, 2.4, z - 0.03), (190, 192, 190))
    for a in (x - 1.02, x + 0.03):
        scene.decal(upright(a, a + 0.99, 0.05, 2.3, z - 0.04), (74, 96, 108))
        scene.decal(
            [(a, 1.0, z - 0.045), (a, 2.3, z - 0.045), (a + 0.6, 2.3, z - 0.045), (a + 0.2, 1.0, z - 0.045)],
            (116, 142, 154),
        )
    for a in (x - 0.1, x + 0.1):
        scene.stripe([(a, 0.8, z - 0.07), (a, 1.4, z - 0.07)], 0.04, solids.STEEL)


def _nameplate(scene: Scene, shot: Shot, x: float, z: float) -> None:
    """The name of the office over its door."""
    plate = lettering.board((1400, 170), [(office(shot), -96)], ink=(240, 206, 110), ground=(40, 48, 66))
    scene.print_on(sheet(x - 2.2, x + 2.2, 3.02, 2.5, z - 0.04), plate)


def ramp(shot: Shot) -> Scene:
    """B5: a ramp with rails on both sides, from the side, from below, and near."""
    camera = aim(
        shot,
        ((-3.6, 1.5, 1.2), (0.1, 0.6, 4.4)),
        ((-0.1, 1.6, -1.5), (0.0, 0.75, 5)),
        ((1.9, 1.35, 1.7), (-0.1, 0.75, 4.8)),
        focal=0.66,
    )
    scene = yard(shot, camera, wall_at=7.0)
    _glass_door(scene, 0, 6.95)
    _nameplate(scene, shot, 0, 7.0)
    yard_window(scene, 3.6, 7.0)
    yard_window(scene, -4.2, 7.0)
    grey: Colour = (172, 170, 164)
    left, right, low, top = -0.75, 0.75, 1.6, 5.6
    scene.shadow(
        [(right, 0.003, low), (right + 0.5, 0.003, low + 0.5), (right + 0.6, 0.003, top), (right, 0.003, top)], 0.6
    )
    scene.thing(bias=-0.6)
    solids.box(scene, (-2.6, 0, top), (2.6, 0.42, 7.0), shade(grey, 1.02))
    scene.thing(bias=-0.3)
    scene.face(
        [(left, 0.42, top), (right, 0.42, top), (right, 0.0, low), (left, 0.0, low)], grey, both=True, gloss=0.04
    )
    scene.face([(left, 0, low), (left, 0.42, top), (left, 0, top)], shade(grey, 0.85), both=True)
    scene.face([(right, 0, low), (right, 0.42, top), (right, 0, top)], shade(grey, 0.8), both=True)
    scene.thing(bias=-0.2)
    for i in range(1, 26):
        z = low + (top - low) * i / 26
        y = 0.42 * i / 26 + 0.003
        scene.face(
            [(left + 0.08, y, z), (right - 0.08, y, z), (right - 0.08, y, z - 0.02), (left + 0.08, y, z - 0.02)],
            shade(grey, 0.78),
            both=True,
        )
    scene.face(
        [(left, 0.012, low + 0.1), (right, 0.012, low + 0.1), (right, 0.002, low), (left, 0.002, low)],
        solids.YELLOW,
        both=True,
    )
    for x in (left + 0.03, right - 0.03):
        for z0, z1 in ((low, 3.6), (3.6, top)):
            y0, y1 = 0.42 * (z0 - low) / (top - low), 0.42 * (z1 - low) / (top - low)
            props.handrail(scene, [(x, y0 + 0.9, z0), (x, y1 + 0.9, z1)])
    for i in range(3):
        scene.thing(bias=-0.35)
        solids.box(scene, (1.2, 0, top - 0.32 * (i + 1)), (2.6, 0.42 - 0.14 * (i + 1) + 0.0, top), shade(grey, 0.98))
    scene.thing()
    scene.tube([(-1.35, 0, 2.2), (-1.35, 1.9, 2.2)], 0.03, solids.STEEL)
    lettering.stand(scene, -1.35, 1.45, 2.17, 0.46, 0.46, lettering.symbol("wheelchair"))
    shrubs(scene, 2.9, 5.6, 6.4)
    shrubs(scene, -6.0, -2.9, 6.4)
    return scene


def parking(shot: Shot) -> Scene:
    """B6: a marked and signed place beside the entrance."""
    camera = aim(
        shot,
        ((0.3, 1.65, -1.2), (0.0, 0.5, 4.5)),
        ((-2.8, 1.6, 0.2), (0.3, 0.5, 4.2)),
        ((2.1, 1.6, 1.2), (-0.1, 0.9, 6)),
        focal=0.64,
    )
    scene = yard(shot, camera, ground=(112, 112, 114), wall_at=7.5, paving=1.4)
    yard_window(scene, -3.4, 7.5)
    yard_window(scene, 3.6, 7.5)
    white: Colour = (226, 226, 222)
    for a in (-1.8, 1.8, 3.6, -3.6):
        tint = white
        scene.decal(level(a - 0.06, a + 0.06, 1.0, 6.2, 0.004), tint)
    scene.decal(level(-1.7, 1.7, 1.0, 6.2, 0.003), (52, 96, 160))
    mark = lettering.symbol("wheelchair", 400, ground=(52, 96, 160))
    scene.print_on([(-0.9, 0.006, 5.0), (0.9, 0.006, 5.0), (0.9, 0.006, 2.6), (-0.9, 0.006, 2.6)], mark)
    for i in range(6):
        z = 1.2 + i * 0.85
        scene.decal([(1.9, 0.004, z), (1.9, 0.004, z + 0.2), (2.9, 0.004, z + 0.6), (2.9, 0.004, z + 0.4)], white)
    scene.thing(bias=-0.2)
    solids.box(scene, (-9, 0, 6.4), (9, 0.15, 7.5), (176, 172, 164))
    scene.thing()
    solids.box(scene, (-1.1, 0, 5.95), (-0.3, 0.12, 6.1), solids.YELLOW)
    solids.box(scene, (0.3, 0, 5.95), (1.1, 0.12, 6.1), solids.YELLOW)
    scene.thing(bias=0.1)
    scene.tube([(0, 0.15, 6.6), (0, 2.3, 6.6)], 0.035, solids.STEEL)
    lettering.stand(scene, 0, 1.7, 6.56, 0.6, 0.6, lettering.symbol("wheelchair"))
    lettering.stand(
        scene,
        0,
        1.36,
        6.56,
        0.6,
        0.3,
        lettering.board(
            (480, 240), [("PARKIR KHUSUS", -56), ("DISABILITAS", -56)], ink=solids.WHITE, ground=solids.BLUE
        ),
    )
    _car(scene, -5.3, 3.6, shot.rng.choice(((170, 172, 176), (120, 30, 30), (40, 44, 52), (220, 220, 216))))
    _glass_door(scene, -0.6 + 6.9 * (shot.side > 0) - 6.3 * (shot.side < 0), 7.5)
    shrubs(scene, 1.2, 2.6, 7.2)
    return scene


def _car(scene: Scene, x: float, z: float, colour: Colour) -> None:
    """A parked car, nose to the wall."""
    solids.floor_shadow(scene, x, z, 1.15, 2.3, 0.35)
    scene.thing()
    for dx in (-0.78, 0.78):
        for dz in (-1.3, 1.3):
            solids.ring(scene, (x + dx, 0.31, z + dz), 0.25, 0.09, solids.RUBBER)
    solids.box(scene, (x - 0.84, 0.28, z - 2.1), (x + 0.84, 0.88, z + 2.1), colour, gloss=0.06)
    scene.thing(bias=0.1)
    glass: Colour = (50, 62, 72)
    a, b = 0.8, 0.66
    y0, y1 = 0.88, 1.42
    roof = level(x - b, x + b, z - 1.0, z + 0.9, y1)
    foot = level(x - a, x + a, z - 1.7, z + 1.5, y0)
    scene.face(roof, colour, gloss=0.1)
    scene.face([foot[0], roof[0], roof[3], foot[3]], glass)
    scene.face([foot[3], roof[3], roof[2], foot[2]], glass)
    scene.face([foot[1], roof[1], roof[0], foot[0]], glass)
    scene.thing(bias=0.3)
    for dx in (-0.66, 0.66):
        solids.box(scene, (x + dx - 0.14, 0.62, z - 2.12), (x + dx + 0.14, 0.76, z - 2.08), (190, 40, 36))
    lettering.stand(
        scene,
        x,
        0.45,
        z - 2.13,
        0.44,
        0.14,
        lettering.board((440, 140), [("DN 0000 XX", -80)], ink=(20, 20, 20), ground=(240, 240, 236)),
    )


WAY_SCENES = {"B4": tactile, "B5": ramp, "B6": parking}
