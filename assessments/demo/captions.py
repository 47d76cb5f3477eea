"""What an operator would write under each of the three pictures of an indicator."""

CAPTIONS: dict[str, tuple[str, str, str]] = {
    "A1": ("Maklumat pelayanan dari dekat", "Maklumat di samping kursi tunggu", "Maklumat terlihat dari pintu masuk"),
    "A2": ("Papan informasi layanan", "Papan informasi dan layar jam layanan", "Informasi layanan dari pintu masuk"),
    "A3": (
        "Buku braille dan teks besar di meja",
        "Layar dengan juru bahasa isyarat",
        "Meja media informasi di ruang layanan",
    ),
    "A4": ("Rambu loket prioritas", "Rambu jalan landai di halaman", "Rambu toilet dan ruang laktasi"),
    "A5": ("Dua kursi roda dan tongkat", "Kursi roda dari samping", "Letak alat bantu di ruang layanan"),
    "A6": (
        "Loket prioritas dengan meja rendah",
        "Loket prioritas di samping loket umum",
        "Tanda kelompok yang didahulukan",
    ),
    "A7": ("Kotak, telepon, dan kode QR pengaduan", "Meja pengisian formulir pengaduan", "Letak sarana pengaduan"),
    "A8": ("Meja pusat informasi", "Pengunjung di meja informasi", "Meja informasi terlihat dari pintu masuk"),
    "A9": ("Papan Pos Pengaduan HAM", "Meja layanan pos pengaduan", "Letak pos pengaduan di gedung"),
    "B1": ("Kloset dengan pegangan rambat", "Lebar pintu 90 cm", "Ruang gerak di dalam toilet"),
    "B2": ("Sofa dan lemari pendingin ASI", "Pintu ruang laktasi tertutup", "Isi ruang laktasi dari pintu"),
    "B3": ("Matras, perosotan, dan rak buku", "Pojok bermain dari samping", "Pojok bermain dari ruang tunggu"),
    "B4": ("Lantai pemandu dari gerbang", "Ubin peringatan di belokan", "Lantai pemandu sampai di depan loket"),
    "B5": ("Jalan landai dari samping", "Jalan landai dari bawah", "Pegangan jalan landai dari dekat"),
    "B6": ("Marka parkir khusus", "Parkir khusus dan jalur di sampingnya", "Rambu parkir khusus di dekat pintu"),
    "B7": ("Kursi prioritas bertanda", "Kursi prioritas dan tempat kursi roda", "Ruang tunggu dari pintu masuk"),
    "B8": ("Bagian dalam musala", "Pintu musala tanpa ambang", "Kursi salat dan rak di musala"),
    "B9": ("Dua bilik terpisah", "Bilik dari arah antrean", "Bagian dalam bilik perempuan"),
    "B10": ("Meja kunjungan untuk kursi roda", "Ruang kunjungan dari pintu", "Ruang kunjungan dan sudut anak"),
    "B11": (
        "Pintu blok lansia dan disabilitas",
        "Tempat tidur rendah di kamar lansia",
        "Toilet warga binaan dengan pegangan",
    ),
    "B12": ("Klinik", "Air minum dan jadwal makan", "Perpustakaan"),
    "C1": ("Petugas mendampingi pengunjung", "Petugas siaga di loket prioritas", "Jadwal petugas siaga di dinding"),
    "C4": ("Rompi dan tanda pengenal", "Dua petugas prioritas di loket", "Petugas prioritas dari arah pengunjung"),
}
