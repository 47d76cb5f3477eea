"""Pictures for criterion A: what is told to the visitor: pledge, information, formats, signs."""

from PIL import Image, ImageDraw

from assessments.demo.studio import furniture, lettering, props, solids
from assessments.demo.studio.camera import Scene
from assessments.demo.studio.places import Shot, aim, office, room, shrubs, yard, yard_window


def _pledge(shot: Shot) -> Image.Image:
    lines = [
        ("MAKLUMAT PELAYANAN", -82),
        (office(shot), 42),
        ("", 34),
        ("Dengan ini kami menyatakan sanggup", 48),
        ("menyelenggarakan pelayanan sesuai", 48),
        ("standar pelayanan yang ditetapkan.", 48),
        ("Apabila tidak menepati janji ini, kami", 48),
        ("siap menerima sanksi sesuai peraturan", 48),
        ("perundang-undangan.", 48),
        ("", 44),
        (f"2 Januari {shot.year}", 38),
        ("Kepala,", 38),
        ("", 90),
    ]
    image = lettering.board((1000, 1300), lines, ink=(24, 40, 84), ground=(246, 242, 228), edge=(150, 116, 48))
    pen = ImageDraw.Draw(image)
    signature = [(400 + i * 9, 1180 + (26 if i % 2 else -24) * (1 - i / 30) + i) for i in range(24)]
    pen.line(signature, fill=(30, 50, 120), width=6, joint="curve")
    pen.ellipse([330, 1110, 480, 1260], outline=(96, 70, 150), width=7)
    return image


def maklumat(shot: Shot) -> Scene:
    """A1: the framed pledge on the wall of the service room."""
    camera = aim(
        shot,
        ((0.2, 1.6, 4.1), (0.1, 1.68, 6)),
        ((-1.6, 1.6, 1.6), (0.3, 1.35, 6)),
        ((1.4, 1.62, -0.9), (-0.2, 1.25, 6)),
    )
    scene = room(shot, camera, width=7, depth=6)
    lettering.hang(scene, 0.1, 1.74, 6, 0.95, 1.235, _pledge(shot))
    props.door(scene, -2.4, 6, shot.door)
    lettering.hang(scene, 1.75, 1.75, 6, 0.5, 0.7, furniture.poster(shot.rng, "HAK ANDA", tint=shot.paint))
    furniture.clutter(scene, 1.75, 6, shot.rng)
    for x in (1.2, 1.8, 2.4):
        props.chair(scene, x, 5.5, shot.paint)
    props.plant(scene, -1.25, 5.5)
    props.counter(scene, -3.3, -1.9, 2.9, shot.paint)
    return scene


def _flow(shot: Shot) -> Image.Image:
    image = lettering.board((1500, 1000), [("INFORMASI PELAYANAN", -78)], ink=solids.WHITE, ground=shot.paint, top=40)
    pen = ImageDraw.Draw(image)
    heads = ("JENIS LAYANAN", "ALUR", "BIAYA", "WAKTU")
    rows = (
        ("Kunjungan", "Daftar", "Gratis", "15 menit"),
        ("Penitipan barang", "Periksa", "Gratis", "10 menit"),
        ("Konsultasi", "Antre", "Gratis", "30 menit"),
        ("Pengaduan", "Lapor", "Gratis", "5 hari"),
        ("Permohonan data", "Isi formulir", "Gratis", "7 hari"),
    )
    for i, head in enumerate(heads):
        x = 40 + i * 360
        pen.rounded_rectangle([x, 180, x + 340, 960], radius=18, fill=(244, 244, 238))
        pen.rounded_rectangle([x, 180, x + 340, 270], radius=18, fill=(214, 168, 60))
        pen.text((x + 24, 202), head, font=lettering.font(40), fill=(40, 34, 20), stroke_width=1)
        for j, row in enumerate(rows):
            pen.text((x + 24, 310 + j * 128), row[i], font=lettering.font(40), fill=(40, 46, 54))
            pen.line([x + 20, 390 + j * 128, x + 320, 390 + j * 128], fill=(190, 190, 184), width=3)
    return image


def information(shot: Shot) -> Scene:
    """A2: a board with services, steps, fees and times, a screen and a banner beside it."""
    camera = aim(
        shot, ((-0.3, 1.6, 3.6), (-0.2, 1.7, 6)), ((1.5, 1.6, 1.0), (-0.3, 1.4, 6)), ((-1.9, 1.62, -0.6), (0.2, 1.2, 6))
    )
    scene = room(shot, camera, width=7.4, depth=6)
    lettering.hang(scene, -0.3, 1.72, 6, 1.95, 1.3, _flow(shot))
    slide = lettering.board(
        (900, 520),
        [
            ("JAM LAYANAN", -84),
            ("Senin - Kamis 08.00 - 15.00", 52),
            ("Jumat 08.00 - 15.30", 52),
            ("Semua layanan GRATIS", -58),
        ],
        ink=solids.WHITE,
        ground=(20, 60, 110),
    )
    furniture.screen(scene, 2.05, 1.95, 6, 1.15, slide)
    furniture.banner(scene, -1.95, 5.6, furniture.poster(shot.rng, "ALUR LAYANAN", size=(420, 1000), tint=solids.GREEN))
    for x in (-0.9, -0.3, 0.3):
        props.chair(scene, x, 5.45, solids.BLUE)
    props.counter(scene, 1.3, 3.2, 4.6, shot.paint)
    props.monitor(scene, 2.5, 1.05, 4.85)
    return scene


def _braille(seed: Image.Image) -> Image.Image:
    pen = ImageDraw.Draw(seed)
    w, h = seed.size
    for row in range(15):
        for col in range(17):
            for k in range(6):
                if (row * 31 + col * 17 + k * 7 + row * col) % 9 < 5 and col < 16 - row % 4:
                    x, y = 60 + col * (w - 120) / 17 + (k % 2) * 11, 60 + row * (h - 120) / 15 + (k // 2) * 11
                    pen.ellipse([x - 3, y - 3, x + 5, y + 5], fill=(178, 172, 158))
                    pen.ellipse([x - 4, y - 4, x + 3, y + 3], fill=(255, 253, 246))
    return seed


def _signer(shot: Shot) -> Image.Image:
    """A slide of the sign-language interpreter: a dark figure with raised hands, no face."""
    image = lettering.board((900, 520), [], ground=(206, 220, 226))
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 420, 900, 520], fill=shot.paint)
    pen.text((40, 440), "INFORMASI LAYANAN DALAM BAHASA ISYARAT", font=lettering.font(36), fill=solids.WHITE)
    pen.ellipse([400, 60, 500, 180], fill=(60, 48, 44))
    pen.rounded_rectangle([340, 180, 560, 430], radius=60, fill=(38, 44, 62))
    pen.line([(360, 220), (280, 330), (370, 250)], fill=(38, 44, 62), width=46, joint="curve")
    pen.line([(540, 220), (640, 310), (560, 190)], fill=(38, 44, 62), width=46, joint="curve")
    for x, y in ((372, 240), (560, 180)):
        pen.ellipse([x - 26, y - 26, x + 26, y + 26], fill=solids.SKIN)
    return image


def formats(shot: Shot) -> Scene:
    """A3: a braille book, large print, headphones, and a screen with sign language."""
    camera = aim(
        shot,
        ((0.0, 1.6, 2.75), (0.0, 0.86, 3.75)),
        ((1.2, 1.55, 2.2), (0.5, 1.35, 6)),
        ((-1.5, 1.6, 1.4), (0.1, 1.0, 4.4)),
    )
    scene = room(shot, camera, width=6, depth=6)
    furniture.screen(scene, 0.75, 1.8, 6, 1.4, _signer(shot))
    lettering.hang(scene, -1.1, 1.8, 6, 0.7, 0.7, lettering.symbol("elder"))
    furniture.table(scene, 0, 3.75, 1.8, 0.75, colour=shot.door if sum(shot.door) > 330 else solids.WOOD)
    page = _braille(Image.new("RGB", (520, 640), (236, 230, 214)))
    furniture.on_table(scene, -0.22, 0.76, 3.72, 0.3, 0.38, page)
    furniture.on_table(scene, 0.1, 0.76, 3.72, 0.3, 0.38, _braille(Image.new("RGB", (520, 640), (238, 232, 218))))
    large = lettering.board(
        (520, 640),
        [("ALUR", -130), ("LAYANAN", -110), ("1 Daftar", 84), ("2 Tunggu", 84), ("3 Dilayani", 84)],
        ink=(20, 20, 20),
        ground=(250, 232, 120),
    )
    furniture.on_table(scene, 0.55, 0.76, 3.75, 0.3, 0.38, large)
    scene.thing(bias=0.4)
    solids.ring(scene, (-0.62, 0.84, 3.75), 0.09, 0.014, solids.RUBBER, axis="z")
    for dx in (-0.09, 0.09):
        solids.lathe(scene, (-0.62 + dx, 0.76, 3.75), [(0, 0.045), (0.07, 0.045)], solids.RUBBER, sides=10)
    scene.thing(bias=0.35)
    tag = lettering.board((400, 150), [("BRAILLE - AUDIO - TEKS BESAR", 44)], ink=solids.WHITE, ground=shot.paint)
    lettering.stand(scene, 0.0, 0.76, 4.0, 0.55, 0.16, tag)
    props.chair(scene, 1.5, 4.3, shot.paint)
    return scene


def signs(shot: Shot) -> Scene:
    """A4: three places: over the counter, at the gate, at the toilet."""
    if shot.view == 1:
        scene = yard(shot, shot.camera((0.9, 1.6, -0.2), (-0.2, 1.5, 6)), wall_at=6.5)
        yard_window(scene, -3.2, 6.5)
        yard_window(scene, 2.6, 6.5)
        shrubs(scene, -5.0, -1.5, 6.0)
        scene.thing()
        scene.tube([(0, 0, 4.0), (0, 2.3, 4.0)], 0.035, solids.STEEL)
        lettering.stand(scene, 0, 1.62, 3.96, 0.62, 0.62, lettering.symbol("wheelchair"))
        lettering.stand(
            scene,
            0,
            1.28,
            3.96,
            0.62,
            0.28,
            lettering.board(
                (480, 216), [("JALAN LANDAI", -58), ("AKSES DISABILITAS", 40)], ink=solids.WHITE, ground=solids.BLUE
            ),
        )
        solids.floor_shadow(scene, 0.05, 4.05, 0.25, 0.12)
        return scene
    camera = (
        shot.camera((0.7, 1.6, 1.3), (-0.1, 1.75, 5))
        if shot.view == 0
        else shot.camera((-0.9, 1.6, 2.6), (0.1, 1.4, 6))
    )
    scene = room(shot, camera, width=5.6, depth=6)
    if shot.view == 0:
        props.counter(scene, -1.9, 1.9, 4.6, shot.paint)
        props.monitor(scene, 0.9, 1.05, 4.85)
        furniture.hanging_sign(scene, -0.9, 2.1, 4.4, "PRIORITAS", sign=lettering.symbol("wheelchair"), w=1.0)
        furniture.hanging_sign(scene, 0.9, 2.1, 4.4, "LOKET 2", tint=shot.paint, w=0.9)
        for i, kind in enumerate(("elder", "pregnant", "child", "wheelchair")):
            scene.thing(bias=0.2)
            lettering.stand(scene, -1.55 + i * 0.36, 0.45, 4.57, 0.32, 0.32, lettering.symbol(kind))
        props.person(scene, 1.5, 3.6, (120, 60, 60))
        return scene
    props.door(scene, 0.5, 6, shot.door, width=1.0)
    lettering.hang(scene, -0.35, 1.6, 6, 0.34, 0.34, lettering.symbol("wheelchair"))
    lettering.hang(
        scene,
        -0.35,
        1.2,
        6,
        0.34,
        0.2,
        lettering.board((420, 240), [("TOILET", -72), ("DISABILITAS", 56)], ink=solids.WHITE, ground=solids.BLUE),
    )
    lettering.hang(scene, -1.45, 2.15, 6, 1.0, 0.32, _arrow("RUANG LAKTASI", solids.GREEN))
    props.plant(scene, -1.4, 5.5)
    furniture.extinguisher(scene, 1.6, 6)
    return scene


def _arrow(text: str, tint: tuple[int, int, int]) -> Image.Image:
    image = lettering.board((750, 240), [(text, -70)], ink=solids.WHITE, ground=tint)
    image.paste(lettering.symbol("arrow", 100, ground=tint), (640, 70))
    return image


INFORMATION_SCENES = {"A1": maklumat, "A2": information, "A3": formats, "A4": signs}
