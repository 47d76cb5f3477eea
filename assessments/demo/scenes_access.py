"""Pictures for criterion A: information, signs, aids and desks."""

from PIL import Image, ImageDraw

from assessments.demo import furniture, props
from assessments.demo.camera import Camera, Point, Scene
from assessments.demo.places import Shot, room, shrubs, yard, yard_window

View = tuple[Point, Point]


def aim(shot: Shot, *views: View, focal: float = 0.72) -> Camera:
    """The camera for the view that is asked for."""
    eye, target = views[shot.view % len(views)]
    return shot.camera(eye, target, focal=focal)


def office(shot: Shot) -> str:
    """The name on boards."""
    return shot.unit.upper() or "UNIT PELAYANAN"


def _pledge(shot: Shot) -> Image.Image:
    lines = [
        ("MAKLUMAT PELAYANAN", -82), (office(shot), 42), ("", 34),
        ("Dengan ini kami menyatakan sanggup", 48), ("menyelenggarakan pelayanan sesuai", 48),
        ("standar pelayanan yang ditetapkan.", 48), ("Apabila tidak menepati janji ini, kami", 48),
        ("siap menerima sanksi sesuai peraturan", 48), ("perundang-undangan.", 48), ("", 44),
        (f"2 Januari {shot.year}", 38), ("Kepala,", 38), ("", 90),
    ]
    image = props.board((1000, 1300), lines, ink=(24, 40, 84), ground=(246, 242, 228), edge=(150, 116, 48))
    pen = ImageDraw.Draw(image)
    signature = [(400 + i * 9, 1180 + (26 if i % 2 else -24) * (1 - i / 30) + i) for i in range(24)]
    pen.line(signature, fill=(30, 50, 120), width=6, joint="curve")
    pen.ellipse([330, 1110, 480, 1260], outline=(96, 70, 150), width=7)
    return image


def maklumat(shot: Shot) -> Scene:
    """A1: the framed pledge on the wall of the service room."""
    camera = aim(
        shot, ((0.2, 1.6, 4.1), (0.1, 1.68, 6)), ((-1.6, 1.6, 1.6), (0.3, 1.35, 6)), ((1.4, 1.62, -0.9), (-0.2, 1.25, 6))
    )
    scene = room(shot, camera, width=7, depth=6)
    props.hang(scene, 0.1, 1.74, 6, 0.95, 1.235, _pledge(shot))
    props.door(scene, -2.4, 6, shot.door)
    props.hang(scene, 1.75, 1.75, 6, 0.5, 0.7, furniture.poster(shot.rng, "HAK ANDA", tint=shot.paint))
    furniture.clutter(scene, 1.75, 6, shot.rng)
    for x in (1.2, 1.8, 2.4):
        props.chair(scene, x, 5.5, shot.paint)
    props.plant(scene, -1.25, 5.5)
    props.counter(scene, -3.3, -1.9, 2.9, shot.paint)
    return scene


def _flow(shot: Shot) -> Image.Image:
    image = props.board((1500, 1000), [("INFORMASI PELAYANAN", -78)], ink=props.WHITE, ground=shot.paint, top=40)
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
        pen.text((x + 24, 202), head, font=props.font(40), fill=(40, 34, 20), stroke_width=1)
        for j, row in enumerate(rows):
            pen.text((x + 24, 310 + j * 128), row[i], font=props.font(40), fill=(40, 46, 54))
            pen.line([x + 20, 390 + j * 128, x + 320, 390 + j * 128], fill=(190, 190, 184), width=3)
    return image


def information(shot: Shot) -> Scene:
    """A2: a board with services, steps, fees and times, a screen and a banner beside it."""
    camera = aim(
        shot, ((-0.3, 1.6, 3.6), (-0.2, 1.7, 6)), ((1.5, 1.6, 1.0), (-0.3, 1.4, 6)), ((-1.9, 1.62, -0.6), (0.2, 1.2, 6))
    )
    scene = room(shot, camera, width=7.4, depth=6)
    props.hang(scene, -0.3, 1.72, 6, 1.95, 1.3, _flow(shot))
    slide = props.board((900, 520), [("JAM LAYANAN", -84), ("Senin - Kamis 08.00 - 15.00", 52), ("Jumat 08.00 - 15.30", 52), ("Semua layanan GRATIS", -58)],
                        ink=props.WHITE, ground=(20, 60, 110))
    furniture.screen(scene, 2.05, 1.95, 6, 1.15, slide)
    furniture.banner(scene, -1.95, 5.6, furniture.poster(shot.rng, "ALUR LAYANAN", size=(420, 1000), tint=props.GREEN))
    for x in (-0.9, -0.3, 0.3):
        props.chair(scene, x, 5.45, props.BLUE)
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
    image = props.board((900, 520), [], ground=(206, 220, 226))
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 420, 900, 520], fill=shot.paint)
    pen.text((40, 440), "INFORMASI LAYANAN DALAM BAHASA ISYARAT", font=props.font(36), fill=props.WHITE)
    pen.ellipse([400, 60, 500, 180], fill=(60, 48, 44))
    pen.rounded_rectangle([340, 180, 560, 430], radius=60, fill=(38, 44, 62))
    pen.line([(360, 220), (280, 330), (370, 250)], fill=(38, 44, 62), width=46, joint="curve")
    pen.line([(540, 220), (640, 310), (560, 190)], fill=(38, 44, 62), width=46, joint="curve")
    for x, y in ((372, 240), (560, 180)):
        pen.ellipse([x - 26, y - 26, x + 26, y + 26], fill=props.SKIN)
    return image


def formats(shot: Shot) -> Scene:
    """A3: a braille book, large print, headphones, and a screen with sign language."""
    camera = aim(
        shot, ((0.0, 1.6, 2.75), (0.0, 0.86, 3.75)), ((1.2, 1.55, 2.2), (0.5, 1.35, 6)), ((-1.5, 1.6, 1.4), (0.1, 1.0, 4.4))
    )
    scene = room(shot, camera, width=6, depth=6)
    furniture.screen(scene, 0.75, 1.8, 6, 1.4, _signer(shot))
    props.hang(scene, -1.1, 1.8, 6, 0.7, 0.7, props.symbol("elder"))
    furniture.table(scene, 0, 3.75, 1.8, 0.75, colour=shot.door if sum(shot.door) > 330 else props.WOOD)
    page = _braille(Image.new("RGB", (520, 640), (236, 230, 214)))
    furniture.on_table(scene, -0.22, 0.76, 3.72, 0.3, 0.38, page)
    furniture.on_table(scene, 0.1, 0.76, 3.72, 0.3, 0.38, _braille(Image.new("RGB", (520, 640), (238, 232, 218))))
    large = props.board((520, 640), [("ALUR", -130), ("LAYANAN", -110), ("1 Daftar", 84), ("2 Tunggu", 84), ("3 Dilayani", 84)], ink=(20, 20, 20), ground=(250, 232, 120))
    furniture.on_table(scene, 0.55, 0.76, 3.75, 0.3, 0.38, large)
    scene.thing(bias=0.4)
    props.ring(scene, (-0.62, 0.84, 3.75), 0.09, 0.014, props.RUBBER, axis="z")
    for dx in (-0.09, 0.09):
        props.lathe(scene, (-0.62 + dx, 0.76, 3.75), [(0, 0.045), (0.07, 0.045)], props.RUBBER, sides=10)
    scene.thing(bias=0.35)
    tag = props.board((400, 150), [("BRAILLE - AUDIO - TEKS BESAR", 44)], ink=props.WHITE, ground=shot.paint)
    props.stand(scene, 0.0, 0.76, 4.0, 0.55, 0.16, tag)
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
        scene.tube([(0, 0, 4.0), (0, 2.3, 4.0)], 0.035, props.STEEL)
        props.stand(scene, 0, 1.62, 3.96, 0.62, 0.62, props.symbol("wheelchair"))
        props.stand(scene, 0, 1.28, 3.96, 0.62, 0.28, props.board((480, 216), [("JALAN LANDAI", -58), ("AKSES DISABILITAS", 40)], ink=props.WHITE, ground=props.BLUE))
        props.floor_shadow(scene, 0.05, 4.05, 0.25, 0.12)
        return scene
    camera = shot.camera((0.7, 1.6, 1.3), (-0.1, 1.75, 5)) if shot.view == 0 else shot.camera((-0.9, 1.6, 2.6), (0.1, 1.4, 6))
    scene = room(shot, camera, width=5.6, depth=6)
    if shot.view == 0:
        props.counter(scene, -1.9, 1.9, 4.6, shot.paint)
        props.monitor(scene, 0.9, 1.05, 4.85)
        furniture.hanging_sign(scene, -0.9, 2.1, 4.4, "PRIORITAS", sign=props.symbol("wheelchair"), w=1.0)
        furniture.hanging_sign(scene, 0.9, 2.1, 4.4, "LOKET 2", tint=shot.paint, w=0.9)
        for i, kind in enumerate(("elder", "pregnant", "child", "wheelchair")):
            scene.thing(bias=0.2)
            props.stand(scene, -1.55 + i * 0.36, 0.45, 4.57, 0.32, 0.32, props.symbol(kind))
        props.person(scene, 1.5, 3.6, (120, 60, 60))
        return scene
    props.door(scene, 0.5, 6, shot.door, width=1.0)
    props.hang(scene, -0.35, 1.6, 6, 0.34, 0.34, props.symbol("wheelchair"))
    props.hang(scene, -0.35, 1.2, 6, 0.34, 0.2, props.board((420, 240), [("TOILET", -72), ("DISABILITAS", 56)], ink=props.WHITE, ground=props.BLUE))
    props.hang(scene, -1.45, 2.15, 6, 1.0, 0.32, _arrow("RUANG LAKTASI", props.GREEN))
    props.plant(scene, -1.4, 5.5)
    furniture.extinguisher(scene, 1.6, 6)
    return scene


def _arrow(text: str, tint: tuple[int, int, int]) -> Image.Image:
    image = props.board((750, 240), [(text, -70)], ink=props.WHITE, ground=tint)
    image.paste(props.symbol("arrow", 100, ground=tint), (640, 70))
    return image


def aids(shot: Shot) -> Scene:
    """A5: wheelchairs, sticks and reading glasses near the entrance."""
    camera = aim(
        shot, ((0.2, 1.55, 2.3), (0.0, 0.8, 5.2)), ((-1.7, 1.5, 2.2), (0.4, 0.8, 5.2)), ((1.5, 1.6, 0.6), (-0.1, 0.95, 5.4))
    )
    scene = room(shot, camera, width=6, depth=6)
    props.hang(scene, 0, 2.05, 6, 1.5, 0.46, props.board((900, 276), [("ALAT BANTU KELOMPOK RENTAN", -54), ("Silakan gunakan, gratis", 46)], ink=props.WHITE, ground=shot.paint))
    props.wheelchair(scene, -0.75, 5.2)
    props.wheelchair(scene, 0.25, 5.25, colour=(40, 40, 44))
    scene.thing()
    for i in range(4):
        x = 1.15 + i * 0.13
        scene.tube([(x, 0.02, 5.6), (x, 0.9, 5.75), (x + 0.1, 0.92, 5.74)], 0.014, props.WOOD if i % 2 else props.STEEL)
    props.box(scene, (1.05, 0, 5.5), (1.65, 0.3, 5.9), shot.paint)
    furniture.table(scene, -2.0, 5.4, 0.9, 0.5)
    tray = props.board((500, 300), [("KACAMATA BACA", -48), ("+1,00   +2,00   +3,00", 42)], ink=(30, 40, 60), ground=(240, 236, 220))
    scene.thing(bias=0.2)
    props.stand(scene, -2.0, 0.75, 5.5, 0.42, 0.26, tray)
    for i in range(3):
        for dx in (-0.03, 0.03):
            props.ring(scene, (-2.2 + i * 0.2 + dx, 0.79, 5.3), 0.026, 0.004, props.RUBBER, axis="z")
    furniture.extinguisher(scene, 2.5, 6)
    return scene


def priority(shot: Shot) -> Scene:
    """A6: a lower priority counter beside the ordinary ones."""
    camera = aim(
        shot, ((-0.9, 1.6, 1.5), (-0.7, 1.25, 5)), ((1.6, 1.62, 0.2), (-0.4, 1.2, 5)), ((-2.0, 1.55, 2.6), (-0.5, 0.95, 4.9))
    )
    scene = room(shot, camera, width=7, depth=6.5)
    props.counter(scene, -0.1, 3.0, 4.8, shot.paint)
    props.counter(scene, -1.9, -0.3, 4.75, shot.paint, height=0.76, deep=0.7)
    for x in (0.7, 2.2):
        props.monitor(scene, x, 1.05, 5.05)
    props.monitor(scene, -0.75, 0.76, 5.05)
    furniture.hanging_sign(scene, -1.1, 2.05, 4.6, "PRIORITAS", sign=props.symbol("wheelchair"), w=1.1)
    furniture.hanging_sign(scene, 0.75, 2.1, 4.6, "LOKET 1", tint=shot.paint, w=0.8)
    furniture.hanging_sign(scene, 2.2, 2.1, 4.6, "LOKET 2", tint=shot.paint, w=0.8)
    for i, kind in enumerate(("elder", "pregnant", "child", "wheelchair")):
        scene.thing(bias=0.25)
        props.stand(scene, -1.68 + i * 0.38, 0.28, 4.72, 0.32, 0.32, props.symbol(kind))
    if shot.view != 2:
        props.wheelchair(scene, -1.1, 3.9, turn=-1)
    else:
        props.chair(scene, -1.1, 4.0, props.BLUE, back=-1)
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
    pen.text((62, 400), "PINDAI DI SINI", font=props.font(38), fill=(150, 30, 30), stroke_width=1)
    return image


def complaints(shot: Shot) -> Scene:
    """A7: a box, a telephone, a code to scan and forms."""
    camera = aim(
        shot, ((0.1, 1.5, 3.5), (0.05, 1.25, 6)), ((-1.7, 1.6, 2.0), (0.1, 1.2, 6)), ((1.7, 1.62, -0.2), (-0.2, 1.1, 6))
    )
    scene = room(shot, camera, width=6, depth=6)
    props.hang(scene, 0, 2.12, 6, 1.7, 0.4, props.board((1020, 240), [("SARANA PENGADUAN", -92), ("Identitas pengadu dirahasiakan", 46)], ink=props.WHITE, ground=(150, 44, 40)))
    props.hang(scene, -0.72, 1.45, 6, 0.46, 0.6, _qr(shot))
    props.hang(scene, 0.72, 1.45, 6, 0.5, 0.62, props.board((500, 620), [("HUBUNGI", -64), ("Telepon", 46), ("0800 0000 000", -58), ("Surel", 46), ("pengaduan@contoh.example", 34)], ink=(40, 40, 48), ground=(246, 240, 220), edge=(150, 44, 40)))
    scene.thing(bias=-0.1)
    props.box(scene, (-0.2, 1.12, 5.72), (0.2, 1.62, 5.98), (176, 40, 36))
    scene.thing()
    props.stand(scene, 0, 1.22, 5.71, 0.34, 0.26, props.board((340, 260), [("KOTAK", -62), ("PENGADUAN", -50)], ink=props.WHITE, ground=(176, 40, 36)))
    scene.face([(-0.12, 1.53, 5.71), (-0.12, 1.55, 5.71), (0.12, 1.55, 5.71), (0.12, 1.53, 5.71)], (30, 30, 30))
    furniture.table(scene, 0, 5.45, 1.6, 0.5)
    furniture.on_table(scene, -0.4, 0.75, 5.42, 0.22, 0.3, props.board((300, 420), [("FORMULIR", -42), ("PENGADUAN", 36), ("", 200)], ground=(250, 250, 246)))
    scene.thing(bias=0.2)
    props.box(scene, (0.3, 0.75, 5.3), (0.56, 0.81, 5.5), props.RUBBER)
    scene.tube([(0.32, 0.86, 5.4), (0.54, 0.86, 5.4)], 0.03, (60, 60, 66))
    props.chair(scene, 0.0, 4.75, shot.paint, back=-1) if shot.view else props.plant(scene, 1.9, 5.5)
    props.plant(scene, -1.9, 5.5)
    return scene


def helpdesk(shot: Shot) -> Scene:
    """A8: an information desk that faces the entrance."""
    camera = aim(
        shot, ((0.3, 1.6, 1.2), (0, 1.2, 4.6)), ((-2.2, 1.6, 1.4), (0.2, 1.1, 4.6)), ((1.9, 1.62, -0.7), (-0.2, 1.15, 4.8))
    )
    scene = room(shot, camera, width=7.5, depth=6.5)
    scene.decal([(-1.7, 0.4, 6.48), (-1.7, 2.6, 6.48), (1.7, 2.6, 6.48), (1.7, 0.4, 6.48)], shot.paint)
    props.hang(scene, 0, 2.05, 6.47, 2.4, 0.55, props.board((1440, 330), [("PUSAT INFORMASI", -130), (office(shot), 60)], ink=props.WHITE, ground=shot.paint))
    props.counter(scene, -1.3, 1.3, 4.4, mixed(shot))
    props.counter(scene, 1.36, 2.0, 4.7, mixed(shot), height=0.78)
    props.monitor(scene, -0.6, 1.05, 4.65)
    scene.thing(bias=0.2)
    props.stand(scene, 0.5, 1.05, 4.5, 0.4, 0.24, props.board((400, 240), [("ADA YANG", -52), ("BISA DIBANTU?", -48)], ink=(40, 40, 50), ground=(250, 214, 90)))
    props.plant(scene, -2.5, 5.8, height=1.5)
    props.plant(scene, 2.7, 5.8, height=1.4)
    if shot.view:
        props.person(scene, 0.1, 3.7, shot.rng.choice(((96, 70, 110), (70, 100, 120), (130, 100, 70))), veil=shot.view == 1)
    else:
        props.chair(scene, -1.9, 4.2, props.BLUE)
    furniture.banner(scene, -3.0, 4.9, furniture.poster(shot.rng, "KONSULTASI", size=(420, 1000), tint=props.BLUE))
    return scene


def mixed(shot: Shot) -> tuple[int, int, int]:
    """The wood of the desks."""
    return (168, 122, 82) if sum(shot.paint) < 300 else (188, 150, 108)


def human_rights_post(shot: Shot) -> Scene:
    """A9: a small room of its own for complaints about human rights."""
    camera = aim(
        shot, ((0.9, 1.6, 2.2), (0.1, 1.5, 6)), ((-1.1, 1.58, 1.6), (0.0, 1.2, 5.2)), ((1.8, 1.62, -0.3), (-0.3, 1.25, 6))
    )
    scene = room(shot, camera, width=5.4, depth=6)
    props.hang(scene, 0.2, 2.15, 6, 1.9, 0.5, props.board((1140, 300), [("POS PENGADUAN HAM", -110), ("Pelayanan Komunikasi Masyarakat", 56)], ink=(40, 34, 20), ground=(222, 184, 84)))
    props.hang(scene, 1.5, 1.45, 6, 0.5, 0.72, furniture.poster(shot.rng, "HAK ASASI", tint=(120, 50, 50)))
    props.door(scene, -1.7, 6, shot.door, glass=True)
    furniture.table(scene, 0.2, 4.7, 1.5, 0.7, colour=mixed(shot))
    props.monitor(scene, 0.6, 0.75, 4.75)
    furniture.on_table(scene, -0.15, 0.75, 4.6, 0.24, 0.32, furniture.poster(shot.rng, "FORMULIR", size=(300, 420), tint=(120, 120, 126)))
    props.chair(scene, 0.2, 5.45, props.RUBBER)
    props.chair(scene, -0.25, 3.85, shot.paint, back=-1)
    props.chair(scene, 0.65, 3.9, shot.paint, back=-1)
    furniture.curtain(scene, 1.9, 2.6, 5.2, (200, 196, 180), low=0.2, high=2.2)
    return scene


ACCESS_SCENES = {
    "A1": maklumat, "A2": information, "A3": formats, "A4": signs, "A5": aids, "A6": priority,
    "A7": complaints, "A8": helpdesk, "A9": human_rights_post,
}
