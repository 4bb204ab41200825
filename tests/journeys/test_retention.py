"""An erasure at the recording station, while another holds the case, is taken by the centre and stops no card."""

from registry.actions import Kind
from registry.lifecycle import Status
from registry.officers import Role
from station.desk.checking import CheckingDesk
from station.desk.releasing import ReleaseDesk
from station.desk.retention import RetentionDesk
from station.store.cases import CaseFilter
from tests.journeys.children import (
    PASSPHRASE,
    found_station,
    newcomer,
    record,
    start_centre,
    sync_until,
    whom_to_record,
)
from tests.journeys.test_print_restored import authority


def test_the_centre_takes_it_and_the_card_is_approved_elsewhere(tmp_path):
    centre = start_centre(tmp_path / "centre")
    rina = newcomer("rina", "Rina Oktaviani", Role.OPERATOR)
    hendra = newcomer("hendra", "Hendra Saputra", Role.VERIFIER)
    a = found_station(tmp_path / "kecamatan", centre, "DAYUN", (rina, hendra))
    b = found_station(tmp_path / "uptd", centre, "UPTD-SIAK", (newcomer("murni", "Murniati", Role.VERIFIER),))
    try:
        operator = a.sign_in("rina", PASSPHRASE)
        case = record(operator, whom_to_record(operator))
        verifier = a.unlock(operator, "hendra", PASSPHRASE)
        CheckingDesk(verifier).approve(case, {})
        store = operator.store
        sync_until(
            operator, lambda: store.cases.get(case).status is Status.RELEASED and store.cases.row(case).receipted
        )
        assert store.cases.get(case).holder == "UPTD-SIAK"
        (erasure,) = RetentionDesk(operator, 0).run().erasures
        assert erasure.captures == 18  # ten pictures and eight templates; one ink stands for both signatures here
        sync_until(operator, lambda: store.cases.row(case).receipted)
        assert store.cases.get(case).refused == ()
        assert store.problems.count() == 0
        assert RetentionDesk(operator, 0).run().erasures == ()
        store.close()

        approver = b.sign_in("murni", PASSPHRASE)
        there = approver.store
        sync_until(approver, lambda: case in {row.id for row in there.cases.page(CaseFilter())})
        sync_until(approver, lambda: there.cases.get(case).latest(Kind.ERASED) is not None)
        ReleaseDesk(approver, authority(approver)).approve(case)
        sync_until(approver, lambda: there.cases.row(case).receipted)
        assert there.cases.get(case).refused == ()
        assert there.problems.count() == 0
        there.close()
    finally:
        centre.stop()
