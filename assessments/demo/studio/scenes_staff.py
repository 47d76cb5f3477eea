"""Pictures for criterion C: officers at work and what they wear. No face is ever drawn."""

from PIL import Image, ImageDraw

from assessments.demo.studio import furniture, lettering, props, solids
from assessments.demo.studio.camera import Scene
from assessments.demo.studio.places import Shot, aim, room
from assessments.demo.studio.vectors import Colour

_VEST: Colour = (236, 140, 40)


def _vest() -> Image.Image:
    image = Image.new("RGB", (800, 540), _VEST)
    pen = ImageDraw.Draw(image)
    for y in (330, 430):
        pen.rectangle([0, y, 800, y + 44], fill=(226, 226, 206))
    for i, line in enumerate(("PETUGAS", "PRIORITAS")):
        letters = lettering.font(76)
        x = (800 - pen.textlength(line, font=letters)) / 2
        pen.text((x, 120 + i * 92), line, font=letters, fill=(30, 30, 40), stroke_width=3)
    return image


def officers(shot: Shot) -> Scene:
    """C1: an officer in a vest helps a visitor; the duty roster hangs on the wall."""
    camera = aim(
        shot,
        ((0.4, 1.6, 0.9), (-0.1, 1.05, 4.2)),
        ((-1.8, 1.6, 1.0), (0.2, 1.05, 4.4)),
        ((1.7, 1.62, 0.3), (0.2, 1.2, 5.4)),
    )
    scene = room(shot, camera, width=6.6, depth=6)
    props.counter(scene, -1.2, 1.8, 4.9, shot.paint, height=0.8)
    props.monitor(scene, 0.9, 0.8, 5.1)
    x = -0.5 if shot.view != 2 else 0.2
    props.wheelchair(scene, x, 4.15, turn=-1)
    props.person(scene, x, 3.45, shot.uniform, veil=shot.rng.random() < 0.5, vest=_vest())
    if shot.view == 1:
        props.person(scene, 1.4, 4.2, (110, 80, 70), tall=0.95)
    roster = lettering.board(
        (700, 900),
        [("PETUGAS SIAGA", -76), ("KELOMPOK RENTAN", -60), ("", 520)],
        ink=(30, 40, 70),
        ground=(246, 244, 236),
        edge=shot.paint,
    )
    pen = ImageDraw.Draw(roster)
    for i, day in enumerate(("Senin", "Selasa", "Rabu", "Kamis", "Jumat")):
        y = 300 + i * 108
        pen.rectangle([60, y, 640, y + 96], outline=(120, 124, 130), width=4)
        pen.text((80, y + 24), day, font=lettering.font(44), fill=(40, 44, 54))
        lettering.greek(roster, (300, y + 30, 600, y + 80), 1, (90, 94, 104))
    lettering.hang(scene, 0.6, 1.95, 6, 0.8, 1.03, roster)
    furniture.hanging_sign(scene, -0.9, 2.15, 4.8, "PRIORITAS", sign=lettering.symbol("wheelchair"))
    props.plant(scene, -2.6, 5.5)
    return scene


def badge(shot: Shot) -> Scene:
    """C4: vest and name tag from near (cut off at the neck), and an officer on duty from behind."""
    if shot.view:
        camera = aim(shot, None, ((0.9, 1.6, 1.6), (0.0, 1.1, 4.0)), ((-1.5, 1.6, 1.2), (0.1, 1.1, 4.2)))
        scene = room(shot, camera, width=6.6, depth=6)
        props.counter(scene, -1.4, 1.6, 4.7, shot.paint)
        props.monitor(scene, -0.8, 1.05, 4.9)
        for x in (-0.35, 0.75) if shot.view == 1 else (0.2,):
            props.person(scene, x, 3.7, shot.uniform, veil=x < 0, vest=_vest())
        lettering.hang(scene, 1.8, 1.75, 6, 0.5, 0.7, furniture.poster(shot.rng, "PRIORITAS", tint=_VEST))
        return scene
    scene = room(shot, shot.camera((0.1, 1.34, 2.3), (0.0, 1.2, 3.2), focal=1.0, sway=0.25), width=6, depth=6)
    props.chair(scene, 1.4, 5.4, shot.paint)
    scene.thing(bias=-0.1)
    solids.lathe(scene, (0, 0.3, 3.25), [(0, 0.2), (0.45, 0.21)], (44, 46, 58), sides=22)
    scene.thing()
    cloth = shot.uniform
    solids.lathe(
        scene,
        (0, 0.72, 3.25),
        [(0, 0.215), (0.2, 0.2), (0.5, 0.24), (0.7, 0.255), (0.78, 0.23), (0.84, 0.15), (0.88, 0.09), (1.2, 0.085)],
        cloth,
        sides=26,
    )
    for side in (-1, 1):
        scene.tube(
            [(side * 0.24, 1.5, 3.25), (side * 0.33, 1.15, 3.22), (side * 0.27, 0.85, 3.1)], 0.07, cloth, gleam=False
        )
    scene.thing(bias=0.4)
    solids.wrap(scene, (0, 0.82, 3.25), 0.262, 0.68, _front(), arc=1.1)
    scene.thing(bias=0.6)
    scene.tube([(-0.1, 1.55, 3.02), (-0.01, 1.3, 2.96)], 0.008, (30, 60, 140), gleam=False)
    scene.tube([(0.1, 1.55, 3.02), (0.01, 1.3, 2.96)], 0.008, (30, 60, 140), gleam=False)
    lettering.stand(scene, 0, 1.13, 2.95, 0.12, 0.17, _card(shot))
    return scene


def _front() -> Image.Image:
    image = Image.new("RGB", (800, 940), _VEST)
    pen = ImageDraw.Draw(image)
    pen.line([400, 0, 400, 940], fill=(150, 80, 20), width=8)
    for y in (640, 780):
        pen.rectangle([0, y, 800, y + 66], fill=(226, 226, 206))
    image.paste(lettering.symbol("wheelchair", 110), (560, 150))
    pen.text((118, 170), "PETUGAS", font=lettering.font(46), fill=(30, 30, 40), stroke_width=1)
    pen.text((118, 226), "PRIORITAS", font=lettering.font(40), fill=(30, 30, 40), stroke_width=1)
    return image


def _card(shot: Shot) -> Image.Image:
    image = lettering.board((360, 510), [], ground=(246, 246, 242), edge=(30, 60, 140))
    pen = ImageDraw.Draw(image)
    pen.rectangle([8, 8, 352, 96], fill=(30, 60, 140))
    pen.text((54, 30), "PETUGAS", font=lettering.font(54), fill=solids.WHITE, stroke_width=1)
    pen.rectangle([110, 130, 250, 310], fill=(200, 206, 214))
    pen.ellipse([146, 160, 214, 234], fill=(150, 156, 164))
    pen.pieslice([120, 236, 240, 380], 180, 360, fill=(150, 156, 164))
    pen.rectangle([12, 312, 348, 330], fill=(246, 246, 242))
    pen.text((56, 350), "LAYANAN PRIORITAS", font=lettering.font(27), fill=(30, 34, 44), stroke_width=1)
    pen.rectangle([60, 410, 300, 450], fill=(24, 24, 26))
    return image


STAFF_SCENES = {"C1": officers, "C4": badge}
