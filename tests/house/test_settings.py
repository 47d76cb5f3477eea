"""A half-configured production start refuses and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "P2HAM_MODE": "production",
    "P2HAM_SECRET_KEY": "x" * 60 + "0123456789abcdefghij",
    "P2HAM_SITE_URL": "https://p2ham.example",
    "P2HAM_ALLOWED_HOSTS": "p2ham.example",
    "P2HAM_DATABASE_URL": "postgres://p2ham@127.0.0.1:1/p2ham",
    "P2HAM_EMAIL_HOST": "mail.example",
}

S3 = {"P2HAM_S3_BUCKET": "p2ham", "P2HAM_S3_ACCESS_KEY": "key", "P2HAM_S3_SECRET_KEY": "secret"}


def check(environment: dict[str, str], *flags: str) -> subprocess.CompletedProcess[str]:
    base = {name: value for name, value in os.environ.items() if not name.startswith(("P2HAM_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *flags],
        check=False,
        cwd=ROOT,
        env=base | environment,
        capture_output=True,
        text=True,
    )


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    result = check(PRODUCTION | {"P2HAM_DATA_DIR": str(tmp_path)}, "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


def test_production_settings_with_files_in_a_bucket_pass_the_check(tmp_path: Path) -> None:
    bucket = S3 | {"P2HAM_S3_ENDPOINT": "https://s3.example", "P2HAM_DATA_DIR": str(tmp_path)}
    result = check(PRODUCTION | bucket, "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


def test_bucket_without_its_package_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "boto3.py").write_text("raise ImportError('boto3')")
    result = check(PRODUCTION | S3 | {"P2HAM_DATA_DIR": str(tmp_path), "PYTHONPATH": str(tmp_path)})
    assert result.returncode != 0
    assert "p2ham[s3]" in result.stderr


@pytest.mark.parametrize("name", [*sorted(set(PRODUCTION) - {"P2HAM_MODE"}), "P2HAM_DATA_DIR"])
def test_production_without_one_setting_names_it(tmp_path: Path, name: str) -> None:
    environment = PRODUCTION | {"P2HAM_DATA_DIR": str(tmp_path)}
    del environment[name]
    result = check(environment)
    assert result.returncode != 0
    assert name in result.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"P2HAM_DATABASE_URL": "sqlite:////tmp/x.sqlite3"}, "SQLite is for the demo only"),
        ({"P2HAM_SITE_URL": "http://p2ham.example"}, "must begin with https://"),
        ({"P2HAM_SECOND_FACTOR_REQUIRED": "false"}, "with a password alone"),
        ({"P2HAM_DATA_DIR": "/nowhere/at/all"}, "may write to"),
        ({"P2HAM_MODE": "prodution"}, "P2HAM_MODE must be"),
        *[(S3 | {name: ""}, f"{name} must be set") for name in S3],
        ({"P2HAM_S3_ENDPOINT": "https://s3.example"}, "P2HAM_S3_BUCKET must be set"),
        (S3 | {"P2HAM_S3_ENDPOINT": "http://s3.example"}, "P2HAM_S3_ENDPOINT must begin with https://"),
        (S3 | {"P2HAM_S3_CA": "/nowhere/at/all.pem"}, "P2HAM_S3_CA must name"),
    ],
)
def test_production_half_configured_says_why(tmp_path: Path, change: dict[str, str], words: str) -> None:
    result = check(PRODUCTION | {"P2HAM_DATA_DIR": str(tmp_path)} | change)
    assert result.returncode != 0
    assert words in result.stderr
