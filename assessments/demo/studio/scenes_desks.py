"""Pictures for criterion A: aids, counters, complaints and desks."""

from PIL import Image, ImageDraw

from assessments.demo.studio import furniture, lettering, props, solids
from assessments.demo.studio.camera import Scene
from assessments.demo.studio.places import Shot, aim, mixed, office, room
from assessments.demo.studio.vectors import upright


def aids(shot: Shot) -> Scene:
    """A5: wheelchairs, sticks and reading glasses near the entrance."""
    camera = aim(
        shot,
        ((0.2, 1.55, 2.3), (0.0, 0.8, 5.2)),
        ((-1.7, 1.5, 2.2), (0.4, 0.8, 5.2)),
        ((1.5, 1.6, 0.6), (-0.1, 0.95, 5.4)),
    )
    scene = room(shot, camera, width=6, depth=6)
    lettering.hang(
        scene,
        0,
        2.05,
        6,
        1.5,
        0.46,
        lettering.board(
            (900, 276),
            [("ALAT BANTU KELOMPOK RENTAN", -54), ("Silakan gunakan, gratis", 46)],
            ink=solids.WHITE,
            ground=shot.paint,
        ),
    )
    props.wheelchair(scene, -0.75, 5.2)
    props.wheelchair(scene, 0.25, 5.25, colour=(40, 40, 44))
    scene.thing()
    for i in range(4):
        x = 1.15 + i * 0.13
        scene.tube(
            [(x, 0.02, 5.6), (x, 0.9, 5.75), (x + 0.1, 0.92, 5.74)], 0.014, solids.WOOD if i % 2 else solids.STEEL
        )
    solids.box(scene, (1.05, 0, 5.5), (1.65, 0.3, 5.9), shot.paint)
    furniture.table(scene, -2.0, 5.4, 0.9, 0.5)
    tray = lettering.board(
        (500, 300), [("KACAMATA BACA", -48), ("+1,00   +2,00   +3,00", 42)], ink=(30, 40, 60), ground=(240, 236, 220)
    )
    scene.thing(bias=0.2)
    lettering.stand(scene, -2.0, 0.75, 5.5, 0.42, 0.26, tray)
    for i in range(3):
        for dx in (-0.03, 0.03):
            solids.ring(scene, (-2.2 + i * 0.2 + dx, 0.79, 5.3), 0.026, 0.004, solids.RUBBER, axis="z")
    furniture.extinguisher(scene, 2.5, 6)
    return scene


def priority(shot: Shot) -> Scene:
    """A6: a lower priority counter beside the ordinary ones."""
    camera = aim(
        shot,
        ((-0.9, 1.6, 1.5), (-0.7, 1.25, 5)),
        ((1.6, 1.62, 0.2), (-0.4, 1.2, 5)),
        ((-2.0, 1.55, 2.6), (-0.5, 0.95, 4.9)),
    )
    scene = room(shot, camera, width=7, depth=6.5)
    props.counter(scene, -0.1, 3.0, 4.8, shot.paint)
    props.counter(scene, -1.9, -0.3, 4.75, shot.paint, height=0.76, deep=0.7)
    for x in (0.7, 2.2):
        props.monitor(scene, x, 1.05, 5.05)
    props.monitor(scene, -0.75, 0.76, 5.05)
    furniture.hanging_sign(scene, -1.1, 2.05, 4.6, "PRIORITAS", sign=lettering.symbol("wheelchair"), w=1.1)
    furniture.hanging_sign(scene, 0.75, 2.1, 4.6, "LOKET 1", tint=shot.paint, w=0.8)
    furniture.hanging_sign(scene, 2.2, 2.1, 4.6, "LOKET 2", tint=shot.paint, w=0.8)
    for i, kind in enumerate(("elder", "pregnant", "child", "wheelchair")):
        scene.thing(bias=0.25)
        lettering.stand(scene, -1.68 + i * 0.38, 0.28, 4.72, 0.32, 0.32, lettering.symbol(kind))
    if shot.view != 2:
        props.wheelchair(scene, -1.1, 3.9, turn=-1)
    else:
        props.chair(scene, -1.1, 4.0, solids.BLUE, back=-1)
    props.person(scene, 2.2, 4.0, shot.rng.choice(((90, 110, 140), (150, 90, 80), (110, 120, 90))), veil=True)
    furniture.clutter(scene, -2.6, 6.5, shot.rng)
    return scene


def _qr(shot: Shot) -> Image.Image:
    image = Image.new("RGB", (400, 520), (250, 250, 248))
    pen = ImageDraw.Draw(image)
    for i in range(21):
        for j in range(21):
            corner = (i < 7 and j < 7) or (i > 13 and j < 7) or (i < 7 and j > 13)
            a, b = i if i < 7 else i - 14, j if j < 7 else j - 14
            dark = (max(abs(a - 3), abs(b - 3)) != 2) if corner else shot.rng.random() < 0.48
            if dark:
                pen.rectangle([40 + i * 15, 40 + j * 15, 54 + i * 15, 54 + j * 15], fill=(20, 20, 24))
    pen.text((62, 400), "PINDAI DI SINI", font=lettering.font(38), fill=(150, 30, 30), stroke_width=1)
    return image


def _complaint_box(scene: Scene) -> None:
    scene.thing(bias=-0.1)
    solids.box(scene, (-0.2, 1.12, 5.72), (0.2, 1.62, 5.98), (176, 40, 36))
    scene.thing()
    lettering.stand(
        scene,
        0,
        1.22,
        5.71,
        0.34,
        0.26,
        lettering.board((340, 260), [("KOTAK", -62), ("PENGADUAN", -50)], ink=solids.WHITE, ground=(176, 40, 36)),
    )
    scene.face(upright(-0.12, 0.12, 1.53, 1.55, 5.71), (30, 30, 30))


def complaints(shot: Shot) -> Scene:
    """A7: a box, a telephone, a code to scan and forms."""
    camera = aim(
        shot, ((0.1, 1.5, 3.5), (0.05, 1.25, 6)), ((-1.7, 1.6, 2.0), (0.1, 1.2, 6)), ((1.7, 1.62, -0.2), (-0.2, 1.1, 6))
    )
    scene = room(shot, camera, width=6, depth=6)
    lettering.hang(
        scene,
        0,
        2.12,
        6,
        1.7,
        0.4,
        lettering.board(
            (1020, 240),
            [("SARANA PENGADUAN", -92), ("Identitas pengadu dirahasiakan", 46)],
            ink=solids.WHITE,
            ground=(150, 44, 40),
        ),
    )
    lettering.hang(scene, -0.72, 1.45, 6, 0.46, 0.6, _qr(shot))
    lettering.hang(
        scene,
        0.72,
        1.45,
        6,
        0.5,
        0.62,
        lettering.board(
            (500, 620),
            [
                ("HUBUNGI", -64),
                ("Telepon", 46),
                ("0800 0000 000", -58),
                ("Surel", 46),
                ("pengaduan@contoh.example", 34),
            ],
            ink=(40, 40, 48),
            ground=(246, 240, 220),
            edge=(150, 44, 40),
        ),
    )
    _complaint_box(scene)
    furniture.table(scene, 0, 5.45, 1.6, 0.5)
    furniture.on_table(
        scene,
        -0.4,
        0.75,
        5.42,
        0.22,
        0.3,
        lettering.board((300, 420), [("FORMULIR", -42), ("PENGADUAN", 36), ("", 200)], ground=(250, 250, 246)),
    )
    scene.thing(bias=0.2)
    solids.box(scene, (0.3, 0.75, 5.3), (0.56, 0.81, 5.5), solids.RUBBER)
    scene.tube([(0.32, 0.86, 5.4), (0.54, 0.86, 5.4)], 0.03, (60, 60, 66))
    props.chair(scene, 0.0, 4.75, shot.paint, back=-1) if shot.view else props.plant(scene, 1.9, 5.5)
    props.plant(scene, -1.9, 5.5)
    return scene


def helpdesk(shot: Shot) -> Scene:
    """A8: an information desk that faces the entrance."""
    camera = aim(
        shot,
        ((0.3, 1.6, 1.2), (0, 1.2, 4.6)),
        ((-2.2, 1.6, 1.4), (0.2, 1.1, 4.6)),
        ((1.9, 1.62, -0.7), (-0.2, 1.15, 4.8)),
    )
    scene = room(shot, camera, width=7.5, depth=6.5)
    scene.decal(upright(-1.7, 1.7, 0.4, 2.6, 6.48), shot.paint)
    lettering.hang(
        scene,
        0,
        2.05,
        6.47,
        2.4,
        0.55,
        lettering.board(
            (1440, 330), [("PUSAT INFORMASI", -130), (office(shot), 60)], ink=solids.WHITE, ground=shot.paint
        ),
    )
    props.counter(scene, -1.3, 1.3, 4.4, mixed(shot))
    props.counter(scene, 1.36, 2.0, 4.7, mixed(shot), height=0.78)
    props.monitor(scene, -0.6, 1.05, 4.65)
    scene.thing(bias=0.2)
    lettering.stand(
        scene,
        0.5,
        1.05,
        4.5,
        0.4,
        0.24,
        lettering.board(
            (400, 240), [("ADA YANG", -52), ("BISA DIBANTU?", -48)], ink=(40, 40, 50), ground=(250, 214, 90)
        ),
    )
    props.plant(scene, -2.5, 5.8, height=1.5)
    props.plant(scene, 2.7, 5.8, height=1.4)
    if shot.view:
        props.person(
            scene, 0.1, 3.7, shot.rng.choice(((96, 70, 110), (70, 100, 120), (130, 100, 70))), veil=shot.view == 1
        )
    else:
        props.chair(scene, -1.9, 4.2, solids.BLUE)
    furniture.banner(scene, -3.0, 4.9, furniture.poster(shot.rng, "KONSULTASI", size=(420, 1000), tint=solids.BLUE))
    return scene


def human_rights_post(shot: Shot) -> Scene:
    """A9: a small room of its own for complaints about human rights."""
    camera = aim(
        shot,
        ((0.9, 1.6, 2.2), (0.1, 1.5, 6)),
        ((-1.1, 1.58, 1.6), (0.0, 1.2, 5.2)),
        ((1.8, 1.62, -0.3), (-0.3, 1.25, 6)),
    )
    scene = room(shot, camera, width=5.4, depth=6)
    lettering.hang(
        scene,
        0.2,
        2.15,
        6,
        1.9,
        0.5,
        lettering.board(
            (1140, 300),
            [("POS PENGADUAN HAM", -110), ("Pelayanan Komunikasi Masyarakat", 56)],
            ink=(40, 34, 20),
            ground=(222, 184, 84),
        ),
    )
    lettering.hang(scene, 1.5, 1.45, 6, 0.5, 0.72, furniture.poster(shot.rng, "HAK ASASI", tint=(120, 50, 50)))
    props.door(scene, -1.7, 6, shot.door, glass=True)
    furniture.table(scene, 0.2, 4.7, 1.5, 0.7, colour=mixed(shot))
    props.monitor(scene, 0.6, 0.75, 4.75)
    furniture.on_table(
        scene,
        -0.15,
        0.75,
        4.6,
        0.24,
        0.32,
        furniture.poster(shot.rng, "FORMULIR", size=(300, 420), tint=(120, 120, 126)),
    )
    props.chair(scene, 0.2, 5.45, solids.RUBBER)
    props.chair(scene, -0.25, 3.85, shot.paint, back=-1)
    props.chair(scene, 0.65, 3.9, shot.paint, back=-1)
    furniture.curtain(scene, 1.9, 2.6, 5.2, (200, 196, 180), low=0.2, high=2.2)
    return scene


DESK_SCENES = {"A5": aids, "A6": priority, "A7": complaints, "A8": helpdesk, "A9": human_rights_post}
