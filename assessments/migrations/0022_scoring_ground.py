"""The team, visits, meetings, objections; assignments that end; results that are replaced."""

from decimal import Decimal
from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

sealed = import_module("assessments.migrations.0004_scores_sealed")


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0021_radar_bands"),
        ("indicators", "0003_indicator_example"),
        ("units", "0004_declaration_kit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # SQLite rebuilds the tables that the seals stand on; 0024 puts the seals back.
        migrations.RunPython(sealed.backwards, sealed.forwards),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(
                        choices=[("luring", "Hadir di tempat"), ("daring", "Hadir daring"), ("izin", "Berhalangan")],
                        max_length=6,
                        verbose_name="kehadiran",
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "kehadiran",
                "ordering": ["user__name"],
            },
        ),
        migrations.CreateModel(
            name="CertificateDesign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "orientation",
                    models.CharField(
                        choices=[("mendatar", "Mendatar"), ("tegak", "Tegak")],
                        default="mendatar",
                        max_length=10,
                        verbose_name="arah kertas",
                    ),
                ),
                (
                    "issuer",
                    models.JSONField(
                        default=list,
                        help_text="Satu baris per baris. Kosong: jabatan penanda tangan.",
                        verbose_name="kepala piagam",
                    ),
                ),
                ("heading", models.CharField(default="Piagam Penghargaan", max_length=80, verbose_name="judul")),
                (
                    "given_to",
                    models.CharField(default="diberikan kepada", max_length=120, verbose_name="kata sebelum nama unit"),
                ),
                (
                    "award_text",
                    models.TextField(
                        default="sebagai Unit Kerja Pelayanan Publik Berbasis HAM Tahun {tahun}",
                        help_text="{tahun} diganti dengan tahun siklus.",
                        max_length=600,
                        verbose_name="kalimat penghargaan",
                    ),
                ),
                ("closing_text", models.TextField(blank=True, max_length=400, verbose_name="kalimat penutup")),
                ("emblem", models.BinaryField(blank=True, null=True, verbose_name="lambang")),
                ("emblem_text", models.CharField(blank=True, max_length=160, verbose_name="uraian lambang")),
                (
                    "signature_place",
                    models.CharField(
                        choices=[("kiri", "Kiri"), ("tengah", "Tengah"), ("kanan", "Kanan")],
                        default="kanan",
                        max_length=7,
                        verbose_name="letak tanda tangan",
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="diubah")),
            ],
            options={
                "verbose_name": "rancangan piagam",
            },
        ),
        migrations.CreateModel(
            name="CurrentIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="isu")),
                (
                    "source",
                    models.CharField(
                        help_text="Siapa yang menyampaikan atau memuatnya, dan di mana.",
                        max_length=300,
                        verbose_name="sumber",
                    ),
                ),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="tanggal kejadian")),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dicatat")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="dicabut")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan dicabut")),
            ],
            options={
                "verbose_name": "isu aktual",
                "ordering": ["-raised_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DeclaredConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dinyatakan")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ditarik")),
            ],
            options={
                "verbose_name": "benturan kepentingan",
                "ordering": ["-declared_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Divergence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spread", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="selisih")),
                (
                    "allowed",
                    models.DecimalField(decimal_places=4, max_digits=7, verbose_name="selisih yang diperbolehkan"),
                ),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ditemukan")),
            ],
            options={
                "verbose_name": "perbedaan nilai",
                "ordering": ["indicator__criterion__position", "indicator__position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seen",
                    models.CharField(
                        choices=[
                            ("sesuai", "Sesuai dengan data dukung"),
                            ("berbeda", "Berbeda dari data dukung"),
                            ("tidak_dilihat", "Tidak dapat dilihat"),
                        ],
                        max_length=14,
                        verbose_name="yang terlihat",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="temuan")),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dicatat")),
            ],
            options={
                "verbose_name": "temuan kunjungan",
                "ordering": ["indicator__criterion__position", "indicator__position"],
            },
        ),
        migrations.CreateModel(
            name="Moderation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="alasan")),
                ("moderated_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="disimpan")),
            ],
            options={
                "verbose_name": "moderasi",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("ditulis", "Sedang ditulis"),
                            ("diajukan", "Diajukan"),
                            ("diperiksa", "Sedang diperiksa"),
                            ("diusulkan", "Menunggu keputusan orang kedua"),
                            ("dikabulkan", "Dikabulkan"),
                            ("sebagian", "Dikabulkan sebagian"),
                            ("ditolak", "Tidak dikabulkan"),
                            ("ditarik", "Ditarik unit"),
                        ],
                        default="ditulis",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="mulai ditulis")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="diajukan")),
                ("review_note", models.TextField(blank=True, max_length=4000, verbose_name="pertimbangan")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="diputuskan")),
            ],
            options={
                "verbose_name": "keberatan",
                "ordering": ["-begun_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ObjectionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
            ],
            options={
                "verbose_name": "bukti keberatan",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ObjectionPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="alasan keberatan")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("dikabulkan", "Dikabulkan"), ("ditolak", "Tidak dikabulkan")],
                        max_length=10,
                        verbose_name="jawaban",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="alasan jawaban")),
            ],
            options={
                "verbose_name": "butir keberatan",
                "ordering": ["indicator__criterion__position", "indicator__position"],
            },
        ),
        migrations.CreateModel(
            name="Pleno",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="tanggal rapat")),
                ("place", models.CharField(max_length=120, verbose_name="tempat")),
                ("agenda", models.CharField(max_length=200, verbose_name="acara")),
                ("members", models.PositiveSmallIntegerField(verbose_name="jumlah anggota")),
                ("quorum", models.PositiveSmallIntegerField(verbose_name="kuorum (orang)")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dibuka")),
                ("conclusion", models.TextField(blank=True, max_length=6000, verbose_name="kesimpulan")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ditutup")),
            ],
            options={
                "verbose_name": "rapat pleno",
                "ordering": ["-held_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PlenoNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="catatan")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ditulis")),
            ],
            options={
                "verbose_name": "catatan pleno",
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ScoreDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("justification", models.TextField(blank=True, max_length=2000, verbose_name="alasan")),
                (
                    "confidence",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Kurang yakin"), (2, "Cukup yakin"), (3, "Yakin")],
                        null=True,
                        verbose_name="keyakinan",
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="disimpan")),
            ],
            options={
                "verbose_name": "nilai yang sedang ditulis",
            },
        ),
        migrations.CreateModel(
            name="SiteVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("planned_on", models.DateField(verbose_name="tanggal kunjungan")),
                (
                    "planned_at",
                    models.TimeField(blank=True, help_text="Waktu setempat.", null=True, verbose_name="pukul"),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("luring", "Di tempat"), ("daring", "Daring")],
                        default="luring",
                        max_length=6,
                        verbose_name="cara",
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=1000, verbose_name="pesan kepada unit")),
                ("planned_on_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dijadwalkan")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="dibatalkan")),
                ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan pembatalan")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="selesai")),
                ("host_name", models.CharField(blank=True, max_length=120, verbose_name="diterima oleh")),
                ("host_title", models.CharField(blank=True, max_length=160, verbose_name="jabatan penerima")),
                ("summary", models.TextField(blank=True, max_length=4000, verbose_name="ringkasan")),
            ],
            options={
                "verbose_name": "kunjungan lapangan",
                "ordering": ["-planned_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decree_number", models.CharField(max_length=80, verbose_name="nomor keputusan tim")),
                ("decree_date", models.DateField(verbose_name="tanggal keputusan tim")),
                (
                    "body",
                    models.CharField(
                        help_text="Misalnya Ombudsman RI atau nama perguruan tinggi.",
                        max_length=160,
                        verbose_name="instansi",
                    ),
                ),
                ("expertise", models.CharField(blank=True, max_length=200, verbose_name="keahlian")),
                ("quota", models.PositiveSmallIntegerField(default=30, verbose_name="unit paling banyak")),
                ("away_from", models.DateField(blank=True, null=True, verbose_name="berhalangan mulai")),
                ("away_until", models.DateField(blank=True, null=True, verbose_name="berhalangan sampai")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dicatat")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="berhenti")),
                ("left_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan berhenti")),
            ],
            options={
                "verbose_name": "anggota tim penilai",
                "ordering": ["user__name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "verbose_name": "petugas kunjungan",
                "ordering": ["user__name"],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ditambahkan")),
            ],
            options={
                "verbose_name": "foto kunjungan",
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="berakhir"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[("mundur", "Mengundurkan diri"), ("diganti", "Diganti ketua tim")],
                max_length=10,
                verbose_name="cara berakhir",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ending_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="alasan berakhir"),
        ),
        migrations.AddField(
            model_name="assignment",
            name="kind",
            field=models.CharField(
                choices=[("awal", "Penilai"), ("tambahan", "Penilai tambahan karena nilai berbeda jauh")],
                default="awal",
                max_length=10,
                verbose_name="jenis",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="lot",
            field=models.PositiveIntegerField(default=0, verbose_name="urutan acak"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="combine",
            field=models.CharField(
                choices=[("median", "Nilai tengah (median)"), ("rata_rata", "Rata-rata")],
                default="median",
                help_text="Dipakai bila selisih nilai penilai masih dalam batas di bawah ini.",
                max_length=10,
                verbose_name="cara menggabungkan nilai penilai",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="gap_indicator",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal("0"),
                help_text="Antara 0 dan 1, dalam nilai tingkat. 0: setiap perbedaan dianggap berbeda jauh.",
                max_digits=4,
                verbose_name="selisih paling besar per indikator",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="gap_total",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("100"),
                help_text="Antara 0 dan 100. 100: selisih nilai akhir tidak diperiksa.",
                max_digits=5,
                verbose_name="selisih paling besar nilai akhir",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="objection_days",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="Sejak hasil diumumkan. 0: keberatan tidak dibuka. Paling banyak 90.",
                verbose_name="hari mengajukan keberatan",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="on_gap",
            field=models.CharField(
                choices=[
                    ("moderasi", "Ketua tim menetapkan dengan alasan"),
                    ("tambahan", "Seorang penilai tambahan ditugaskan secara otomatis"),
                ],
                default="moderasi",
                max_length=10,
                verbose_name="bila selisih melewati batas",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="quorum_percent",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="Dari jumlah anggota tim penilai. Antara 1 dan 100.",
                verbose_name="kuorum rapat pleno (persen)",
            ),
        ),
        migrations.AddField(
            model_name="decree",
            name="embargo_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="diumumkan mulai"),
        ),
        migrations.AddField(
            model_name="decree",
            name="released_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="diumumkan"),
        ),
        migrations.AddField(
            model_name="decreeitem",
            name="result",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.result"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="replaced_by",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="assessments.result",
                verbose_name="digantikan oleh",
            ),
        ),
        migrations.AddField(
            model_name="resultline",
            name="value",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=5, null=True, verbose_name="nilai tingkat"
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="confidence",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(1, "Kurang yakin"), (2, "Cukup yakin"), (3, "Yakin")],
                null=True,
                verbose_name="keyakinan",
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="assigned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("permohonan", "Surat permohonan pencanangan"),
                    ("surat_pernyataan", "Surat pernyataan pencanangan"),
                    ("acara_pencanangan", "Berita acara pencanangan"),
                    ("berita_acara", "Berita acara hasil verifikasi"),
                    ("surat_keterangan", "Surat keterangan hasil verifikasi"),
                    ("lampiran_keputusan", "Lampiran keputusan"),
                    ("piagam", "Piagam penghargaan"),
                    ("berita_pleno", "Berita acara rapat pleno"),
                    ("laporan_kunjungan", "Laporan kunjungan lapangan"),
                    ("rapor", "Rapor hasil penilaian"),
                    ("hasil_keberatan", "Hasil keberatan"),
                ],
                max_length=20,
                verbose_name="jenis",
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="assessments.participation"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("final_at", None), _connector="OR"),
                name="assignment_ended_unfinished",
                violation_error_message="Penilaian yang sudah selesai tidak dapat dipindahkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ending", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        models.Q(("ending", ""), _negated=True),
                        models.Q(("ending_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assignment_ended_whole",
                violation_error_message="Tuliskan alasan penugasan ini berakhir.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gap_indicator__gte", 0), ("gap_indicator__lte", 1), ("gap_total__gte", 0), ("gap_total__lte", 100)
                ),
                name="cycle_gaps",
                violation_error_message="Selisih per indikator antara 0 dan 1, selisih nilai akhir antara 0 dan 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum_percent__gte", 1), ("quorum_percent__lte", 100)),
                name="cycle_quorum",
                violation_error_message="Kuorum antara 1 dan 100 persen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("objection_days__lte", 90)),
                name="cycle_objection_days",
                violation_error_message="Hari mengajukan keberatan paling banyak 90.",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_by", None)),
                fields=("participation",),
                name="result_one_current",
                violation_error_message="Nilai unit ini sudah ditetapkan.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="assignment",
            name="assignment_once",
            constraint=models.UniqueConstraint(
                fields=("participation", "assessor"),
                name="assignment_once",
                violation_error_message="Penilai ini sudah pernah ditugaskan untuk unit tersebut.",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="anggota",
            ),
        ),
        migrations.AddField(
            model_name="certificatedesign",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificatedesign",
            name="cycle",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="certificate_design", to="assessments.cycle"
            ),
        ),
        migrations.AddField(
            model_name="currentissue",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_issues",
                to="assessments.participation",
            ),
        ),
        migrations.AddField(
            model_name="currentissue",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="currentissue",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="declaredconflict",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="declared_conflicts", to="assessments.cycle"
            ),
        ),
        migrations.AddField(
            model_name="declaredconflict",
            name="declared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="declaredconflict",
            name="province",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.province",
                verbose_name="provinsi",
            ),
        ),
        migrations.AddField(
            model_name="declaredconflict",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declared_conflicts",
                to=settings.AUTH_USER_MODEL,
                verbose_name="penilai",
            ),
        ),
        migrations.AddField(
            model_name="declaredconflict",
            name="work_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.workunit",
                verbose_name="unit kerja",
            ),
        ),
        migrations.AddField(
            model_name="divergence",
            name="drawn",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settles",
                to="assessments.assignment",
            ),
        ),
        migrations.AddField(
            model_name="divergence",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.indicator",
            ),
        ),
        migrations.AddField(
            model_name="divergence",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="divergences", to="assessments.participation"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="found_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="level",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.level",
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="moderated_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="moderation",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="moderations", to="assessments.participation"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="approval",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objection",
                to="assessments.approval",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="begun_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="filed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="new_result",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.result",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="paper",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.document",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="assessments.participation"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="result",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="assessments.result"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="reviewer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections_reviewed",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="objectionfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="objectionpoint",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
            ),
        ),
        migrations.AddField(
            model_name="objectionpoint",
            name="level",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.level",
                verbose_name="tingkat yang ditetapkan",
            ),
        ),
        migrations.AddField(
            model_name="objectionpoint",
            name="objection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="points", to="assessments.objection"
            ),
        ),
        migrations.AddField(
            model_name="objectionfile",
            name="point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="assessments.objectionpoint"
            ),
        ),
        migrations.AddField(
            model_name="pleno",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pleno",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="plenos", to="assessments.cycle"
            ),
        ),
        migrations.AddField(
            model_name="pleno",
            name="minutes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.document",
            ),
        ),
        migrations.AddField(
            model_name="pleno",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="pleno",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="assessments.pleno"
            ),
        ),
        migrations.AddField(
            model_name="plenonote",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pleno_notes", to="assessments.participation"
            ),
        ),
        migrations.AddField(
            model_name="plenonote",
            name="pleno",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="assessments.pleno"
            ),
        ),
        migrations.AddField(
            model_name="plenonote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="scoredraft",
            name="assignment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="assessments.assignment"
            ),
        ),
        migrations.AddField(
            model_name="scoredraft",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
            ),
        ),
        migrations.AddField(
            model_name="scoredraft",
            name="level",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.level",
            ),
        ),
        migrations.AddField(
            model_name="sitevisit",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sitevisit",
            name="participation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="site_visits", to="assessments.participation"
            ),
        ),
        migrations.AddField(
            model_name="sitevisit",
            name="planned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sitevisit",
            name="report",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.document",
            ),
        ),
        migrations.AddField(
            model_name="sitevisit",
            name="signed_report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="assessments.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="assessments.sitevisit"
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="team",
                to="assessments.cycle",
                verbose_name="siklus",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="home_province",
            field=models.ForeignKey(
                blank=True,
                help_text="Anggota tidak menilai unit di wilayah asalnya. Kosong: bertugas di pusat.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.province",
                verbose_name="wilayah asal",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="penilai",
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="visits", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="visitors", to="assessments.sitevisit"
            ),
        ),
        migrations.AddField(
            model_name="visitphoto",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="visitphoto",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="visitphoto",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="indicators.indicator",
            ),
        ),
        migrations.AddField(
            model_name="visitphoto",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="assessments.sitevisit"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("province__isnull", False), ("work_unit", None)),
                    models.Q(("province", None), ("work_unit__isnull", False)),
                    _connector="OR",
                ),
                name="declared_conflict_of_one",
                violation_error_message="Pilih satu unit kerja atau satu provinsi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredconflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("cycle", "user", "work_unit"),
                name="declared_conflict_unit_once",
                violation_error_message="Benturan kepentingan dengan unit ini sudah tercatat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredconflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("cycle", "user", "province"),
                name="declared_conflict_province_once",
                violation_error_message="Benturan kepentingan dengan provinsi ini sudah tercatat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="divergence",
            constraint=models.UniqueConstraint(fields=("participation", "indicator"), name="divergence_once"),
        ),
        migrations.AddConstraint(
            model_name="divergence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("indicator", None)), fields=("participation",), name="divergence_of_total_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="divergence",
            constraint=models.CheckConstraint(
                condition=models.Q(("spread__gt", models.F("allowed"))), name="divergence_spread"
            ),
        ),
        migrations.AddConstraint(
            model_name="moderation",
            constraint=models.UniqueConstraint(fields=("participation", "indicator"), name="moderation_once"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "ditarik"), _negated=True),
                fields=("result",),
                name="objection_once",
                violation_error_message="Keberatan atas hasil ini sudah ada. Satu hasil hanya dapat diajukan keberatan satu kali.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing__in", ["ditulis", "ditarik"]), ("filed_at__isnull", False), _connector="OR"
                ),
                name="objection_filed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionpoint",
            constraint=models.UniqueConstraint(
                fields=("objection", "indicator"),
                name="objection_point_once",
                violation_error_message="Indikator ini sudah ada dalam keberatan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer", ""),
                    models.Q(("answer", "ditolak"), ("level", None), models.Q(("reason", ""), _negated=True)),
                    models.Q(
                        ("answer", "dikabulkan"), ("level__isnull", False), models.Q(("reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="objection_point_answered",
                violation_error_message="Tuliskan alasan jawaban, dan pilih tingkat bila dikabulkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectionfile",
            constraint=models.UniqueConstraint(fields=("point", "file"), name="objection_file_once"),
        ),
        migrations.AddConstraint(
            model_name="pleno",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("cycle",),
                name="pleno_one_open",
                violation_error_message="Masih ada rapat pleno yang belum ditutup.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pleno",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum__gte", 1), ("quorum__lte", models.F("members"))), name="pleno_quorum"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(fields=("pleno", "user"), name="attendance_once"),
        ),
        migrations.AddConstraint(
            model_name="scoredraft",
            constraint=models.UniqueConstraint(fields=("assignment", "indicator"), name="score_draft_once"),
        ),
        migrations.AddConstraint(
            model_name="sitevisit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None), ("closed_at", None)),
                fields=("participation",),
                name="site_visit_one_open",
                violation_error_message="Unit ini sudah memiliki jadwal kunjungan yang belum selesai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitevisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("cancelled_at", None), ("closed_at", None), _connector="OR"),
                name="site_visit_ended_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("visit", "indicator"), name="finding_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen", "sesuai"), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="finding_explained",
                violation_error_message="Tuliskan apa yang terlihat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                fields=("cycle", "user"),
                name="team_member_once",
                violation_error_message="Orang ini sudah tercatat sebagai anggota tim penilai siklus ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("quota__gte", 1), ("quota__lte", 1000)),
                name="team_member_quota",
                violation_error_message="Unit paling banyak diisi antara 1 dan 1.000.",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away_from", None), ("away_until", None)),
                    ("away_until__gte", models.F("away_from")),
                    _connector="OR",
                ),
                name="team_member_away",
                violation_error_message="Isi kedua tanggal berhalangan; akhirnya tidak boleh sebelum awalnya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.UniqueConstraint(fields=("visit", "user"), name="visitor_once"),
        ),
        migrations.AddConstraint(
            model_name="visitphoto",
            constraint=models.UniqueConstraint(
                fields=("visit", "indicator", "file"),
                name="visit_photo_once",
                violation_error_message="Foto ini sudah ada pada kunjungan tersebut.",
            ),
        ),
    ]
