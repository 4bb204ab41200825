"""Health, metrics and logs: they say how the centre is, and nothing of anybody."""

from __future__ import annotations

import io
import json
import logging
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.errors import TooMany
from central.limits import Buckets, Rate
from central.logs import FIELDS, catch_libraries, make_log, masked
from tests.central.hands import hand

NIK = "1408060101010001"


def test_health_names_what_is_not_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    with hand(tmp_path) as found:
        well = found.http.get("/health")
        assert (well.status_code, well.json()) == (
            200,
            {"status": "ok", "database": "ok", "store": "ok", "disk": "ok"},
        )
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10, 9, 1))
        full = found.http.get("/health")
        assert (full.status_code, full.json()["disk"]) == (503, "disk-full")
        assert full.headers["Retry-After"] == "30"


def test_metrics_are_for_loopback_or_a_token(tmp_path: Path) -> None:
    with hand(tmp_path / "a") as found:
        assert found.http.get("/metrics").status_code == 403  # the client of this test is no loopback
    with hand(tmp_path / "b", token="geheim") as found:
        assert found.http.get("/metrics").status_code == 403
        assert found.http.get("/metrics", headers={"Authorization": "Bearer geheim"}).status_code == 200
        assert found.http.get("/metrics", headers={"Authorization": "Bearer lain"}).status_code == 403


def test_metrics_count_and_name_nobody(tmp_path: Path) -> None:
    with hand(tmp_path, token="t") as found:
        found.send("p-1", found.recorded())
        found.http.get(f"/v1/{NIK}")
        text = found.http.get("/metrics", headers={"Authorization": "Bearer t"}).text
    assert 'loket_requests_total{method="PATCH",route="/v1/packets/{packet}",status="200"} 1.0' in text
    assert 'loket_cases{status="submitted"} 1.0' in text or "loket_cases{" in text
    assert 'route="other"' in text
    assert "loket_stations 1.0" in text
    for word in (NIK, "p-1", "case-1", "rina", "SITI"):
        assert word not in text


@given(st.text(), st.sampled_from(sorted(FIELDS)))
def test_no_long_number_passes(words: str, name: str) -> None:
    out = io.StringIO()
    make_log(out).info(f"x {NIK}", **({} if name in ("event", "level", "at") else {name: f"{words}{NIK}{words}"}))
    assert NIK not in out.getvalue()
    assert json.loads(out.getvalue())["level"] == "info"


def test_unknown_fields_do_not_pass() -> None:
    out = io.StringIO()
    make_log(out).info("request", route="/v1/feed", name="SITI NURHAYATI", nik=NIK, body=b"x", resident={"a": 1})
    said = json.loads(out.getvalue())
    assert sorted(said) == ["at", "event", "level", "route"]


def test_errors_of_libraries_tell_places_and_no_words() -> None:
    out = io.StringIO()
    end = catch_libraries(make_log(out))
    try:
        raise ValueError(f"SITI NURHAYATI {NIK}")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed for SITI %s", NIK)
    finally:
        end()
    said = json.loads(out.getvalue())
    assert said["error"] == "ValueError"
    assert said["places"][-1].startswith("test_watching.py:")
    assert "SITI" not in out.getvalue()


@pytest.mark.parametrize(("text", "hidden"), [(NIK, "1408********01"), ("08123456789", "*"), ("12345", "12345")])
def test_masks(text: str, hidden: str) -> None:
    assert masked(text) == hidden


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(timer=lambda: now[0])
    rate = Rate(2, 0.5)
    for _ in range(2):
        buckets.take("a", rate)
    with pytest.raises(TooMany) as refused:
        buckets.take("a", rate)
    assert refused.value.wait_s == 2
    buckets.take("b", rate)
    now[0] = 2.0
    buckets.take("a", rate)
