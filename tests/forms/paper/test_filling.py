from dataclasses import replace
from datetime import date

import pytest

from forms.paper.changing import change_of
from forms.paper.f102 import request_form
from forms.paper.filling import biodata_of, mover, named, no_documents_of, party, proxy_of, request_of, site
from forms.paper.words import coded, day, day_words
from registry.codes import CodeTables
from registry.people import Family
from registry.regions import Regions
from registry.services import SERVICES
from registry.submission import Paper, Submission
from tests.forms.making import TODAY, resident
from tests.forms.reading import written

REGIONS, TABLES = Regions.load(), CodeTables.load()
ADDRESS = "Jl. Pemda Km 4, RT 003 RW 002, Dayun, Kec. Dayun, Kabupaten Siak, Riau 28671"


def submission(boxes, *papers):
    return Submission(
        number="D-2611-0418",
        resident=resident(),
        boxes=boxes,
        changed=(),
        papers=papers,
        photo="",
        photo_approved_at="",
        signature="",
        fingers=(),
        matches=(),
        iris_reason="",
        declaration="",
        privacy_notice="1",
    )


def request(boxes, *papers):
    return request_of(submission(boxes, *papers), place="Dayun", on=TODAY, officer="RINA OKTAVIANI")


def test_the_request_of_a_recording_has_its_boxes_and_papers():
    papers = (Paper("kartu-keluarga", ("a",)), Paper("ktp-el-lama", ("b",)), Paper("ijazah", ("c",)))
    made = request(("KTP-C2",), *papers)
    assert (made.name, made.nik, made.kk) == ("SUHAILA MARDIANI", "1408065203099004", "1408061203159007")
    assert made.boxes == {"KTP-C2"}
    assert made.attachments == {1, 6}
    assert made.others == ("Ijazah",)
    assert made.on == "24 November 2026"


def test_an_old_card_that_is_not_damaged_has_no_box_and_is_named():
    made = request(("KTP-B",), Paper("ktp-el-lama", ("b",)), Paper("skp", ("c",)))
    assert made.attachments == {4}
    assert made.others == ("KTP-el lama",)


def test_a_paper_that_was_waived_is_not_ticked():
    assert request(("KTP-A",), Paper("kartu-keluarga", (), "menyusul")).attachments == frozenset()


def test_a_paper_nobody_thought_of_is_named_and_not_lost():
    made = request(("KTP-A",), Paper("surat-baru", ("a",)))
    assert made.others == ("surat-baru",)
    assert "surat-baru" in written(request_form(made))


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_every_service_has_its_boxes_on_the_form(service):
    if "F-1.02" in service.forms:
        assert request_form(request(service.boxes))


def test_biodata_of_a_family():
    head = replace(resident(), name="MARDIANTO", relation=TABLES.by_name("shdk", "Kepala Keluarga"))
    made = biodata_of(Family(head.kk, (head, resident())), REGIONS)
    assert (made.head, made.count, made.rt, made.postal_code) == ("MARDIANTO", "2", "003", "28671")
    assert (made.village.code, made.village.name, made.regency.code) == ("2001", "DAYUN", "08")
    second = made.members[1]
    assert (second.sex, second.birth_date, second.relation) == ("2 Perempuan", "12-03-2009", "4 Anak")
    assert second.occupation == "3 Pelajar/Mahasiswa"
    assert (second.mother, second.father, second.mother_nik) == ("YUSNIDAR", "MARDIANTO", "")


def test_an_old_code_without_a_certain_new_one_is_given_in_words():
    old = TABLES.get("status_perkawinan", "legacy:2")
    assert coded(old) == old.name
    assert coded(TABLES.get("agama", "legacy:1")).startswith("1 ")


def test_people_and_places():
    who = resident()
    assert party(who, REGIONS).address == ADDRESS
    assert named(replace(who, nik=None)).nik == ""
    assert mover(who).relation == "Anak"
    there = site(who.address, REGIONS)
    assert (there.village, there.district, there.regency, there.province) == (
        "DAYUN",
        "DAYUN",
        "KABUPATEN SIAK",
        "RIAU",
    )
    assert no_documents_of(who, REGIONS, place="Dayun", on=TODAY).birth == "KABUPATEN SIAK, 12-03-2009"


def test_a_proxy_names_the_day_in_words():
    made = proxy_of(resident(), named(resident()), REGIONS, place="Dayun", on=TODAY, ill=True)
    assert (made.weekday, made.day, made.month, made.year) == ("Selasa", "24", "November", "2026")
    assert (day(None), day_words(date(2026, 1, 5))) == ("", "5 Januari 2026")


def test_a_change_shows_what_it_was_and_what_it_becomes():
    before = resident()
    after = replace(before, education=TABLES.by_name("pendidikan", "SLTA/SMA/Sederajat"), name="SUHAILA MARDIANA")
    made = change_of(
        ((before, after),), {"education": "Ijazah", "name": "Akta"}, REGIONS, applicant=before, place="Dayun", on=TODAY
    )  # fmt: skip - one act, one line
    (member,) = made.members
    assert member.education.cells() == ("SLTP/SMP/Sederajat", "SLTA/SMA/Sederajat", "Ijazah")
    assert member.occupation.cells() == ("", "", "")
    assert made.other == "Nama"
    assert member.other.cells() == ("SUHAILA MARDIANI", "SUHAILA MARDIANA", "Akta")


def test_several_other_elements_bear_their_names():
    before = resident()
    after = replace(before, name="SUHAILA", mother="YUSNIAR")
    made = change_of(
        ((before, after), (before, before)), {"mother": "Akta"}, REGIONS, applicant=before, place="Dayun", on=TODAY
    )  # fmt: skip - one act, one line
    assert made.other == "Nama, Nama ibu"
    assert made.members[0].other.after == "Nama: SUHAILA; Nama ibu: YUSNIAR"
    assert made.members[0].other.ground == "Akta"
    assert made.members[1].other.cells() == ("", "", "")
