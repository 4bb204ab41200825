"""The status names of SIAK: values that the upstream answers, never statuses of ours; and what each advises.

Meanings and steps after the public pages of several Dinas; the days are the experience told there ("1, 3, 20 days or
more" on the line), beyond which somebody should do something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class SiakStatus(StrEnum):
    """As shown by SIAK to the districts; about eighteen exist, these are the ones described in public."""

    UNREGISTERED = "UNREGISTERED"
    BIO_CAPTURED = "BIO_CAPTURED"
    PROCESSING = "PROCESSING"
    SENT_FOR_ENROLLMENT = "SENT_FOR_ENROLLMENT"
    RECEIVED_AT_CENTRAL = "RECEIVED_AT_CENTRAL"
    ENROLL_FAILURE_AT_CENTRAL = "ENROLL_FAILURE_AT_CENTRAL"
    SEARCH_FAILURE_AT_CENTRAL = "SEARCH_FAILURE_AT_CENTRAL"
    ENROLL_FAILURE_AT_REGIONAL = "ENROLL_FAILURE_AT_REGIONAL"
    ADJUDICATE_RECORD = "ADJUDICATE_RECORD"
    DUPLICATE_RECORD = "DUPLICATE_RECORD"
    PRINT_READY_RECORD = "PRINT_READY_RECORD"
    SENT_FOR_CARD_PRINTING = "SENT_FOR_CARD_PRINTING"
    CARD_PRINTED = "CARD_PRINTED"
    CARD_SHIPPED = "CARD_SHIPPED"
    CARD_ISSUED = "CARD_ISSUED"

    @property
    def reopens_capture(self) -> bool:
        """Whether a recording was made and must be made again."""
        return self in (SiakStatus.ENROLL_FAILURE_AT_CENTRAL, SiakStatus.ENROLL_FAILURE_AT_REGIONAL)

    @property
    def closes_capture(self) -> bool:
        """Whether a full recording is closed: from BIO_CAPTURED on, except where it must be done again.

        >>> SiakStatus.UNREGISTERED.closes_capture, SiakStatus.ENROLL_FAILURE_AT_CENTRAL.closes_capture
        (False, False)
        >>> SiakStatus.BIO_CAPTURED.closes_capture
        True
        """
        return self is not SiakStatus.UNREGISTERED and not self.reopens_capture


class Step(StrEnum):
    """What there is to do in a status."""

    RECORD = "rekam"
    SEND = "kirim"
    WAIT = "tunggu"
    ASK_RESEND = "minta kirim ulang"
    RECORD_AGAIN = "rekam ulang"
    REPORT = "laporkan"
    ASK_DELETION = "minta hapus data kedua"
    PRINT = "cetak"
    CHECK_CHIP = "periksa cip"
    COUNT_IN = "hitung saat tiba"
    NOTHING = "tidak ada"


@dataclass(frozen=True, slots=True)
class Advice:
    """What a status means, what to do in it, and what once it stands longer than `days` (0: at once)."""

    meaning: str
    step: Step
    days: int
    then: Step

    def after(self, age: int) -> Step:
        """What to do in a status that is `age` days old.

        >>> ADVICE[SiakStatus.SENT_FOR_ENROLLMENT].after(3), ADVICE[SiakStatus.SENT_FOR_ENROLLMENT].after(21)
        (<Step.WAIT: 'tunggu'>, <Step.ASK_RESEND: 'minta kirim ulang'>)
        """
        return self.then if age > self.days else self.step


_S = SiakStatus
ADVICE: Mapping[SiakStatus, Advice] = {
    _S.UNREGISTERED: Advice("NIK ada di SIAK, belum direkam", Step.RECORD, 0, Step.RECORD),
    _S.BIO_CAPTURED: Advice("direkam di stasiun, belum terkirim; atau tertahan di server setempat, atau ganda",
                            Step.SEND, 3, Step.REPORT),
    _S.PROCESSING: Advice("sedang dikemas untuk dikirim", Step.WAIT, 3, Step.REPORT),
    _S.SENT_FOR_ENROLLMENT: Advice("di jalur tertutup Dukcapil, biasanya 1 sampai 3 hari, bisa 20",
                                   Step.WAIT, 20, Step.ASK_RESEND),
    _S.RECEIVED_AT_CENTRAL: Advice("sudah di Pusat, menunggu penunggalan", Step.WAIT, 7, Step.REPORT),
    _S.ENROLL_FAILURE_AT_CENTRAL: Advice("biometrik kurang atau tidak terbaca",
                                         Step.RECORD_AGAIN, 0, Step.RECORD_AGAIN),
    _S.SEARCH_FAILURE_AT_CENTRAL: Advice("pencarian Pusat gagal, rekaman baik", Step.ASK_RESEND, 0, Step.ASK_RESEND),
    _S.ENROLL_FAILURE_AT_REGIONAL: Advice("biometrik kurang atau tidak terbaca, dinyatakan di daerah",
                                          Step.RECORD_AGAIN, 0, Step.RECORD_AGAIN),
    _S.ADJUDICATE_RECORD: Advice("petugas Pusat memutuskan", Step.WAIT, 7, Step.REPORT),
    _S.DUPLICATE_RECORD: Advice("sudah pernah direkam, sering setelah pindah",
                                Step.ASK_DELETION, 0, Step.ASK_DELETION),
    _S.PRINT_READY_RECORD: Advice("tunggal, boleh dicetak", Step.PRINT, 3, Step.REPORT),
    _S.SENT_FOR_CARD_PRINTING: Advice("dikirim ke pencetak", Step.WAIT, 1, Step.CHECK_CHIP),
    _S.CARD_PRINTED: Advice("kartu jadi", Step.CHECK_CHIP, 1, Step.CHECK_CHIP),
    _S.CARD_SHIPPED: Advice("menuju tempat ambil", Step.COUNT_IN, 7, Step.REPORT),
    _S.CARD_ISSUED: Advice("sudah diserahkan", Step.NOTHING, 0, Step.NOTHING),
}  # fmt: skip


class Origin(StrEnum):
    """By which of the three ways an answer of the upstream came to the centre."""

    SIMULATOR = "simulator"
    FILE = "file"
    CONSOLE = "console"


class KkAnswer(StrEnum):
    """What is answered for a KK case. No public source names SIAK's own words here; these say what a counter waits for:
    entered and before the Kadis, signed (with the numbers and the reference of the document), or refused because the
    register knows the family otherwise."""

    AWAITING_TTE = "MENUNGGU_TTE"
    SIGNED = "SUDAH_TTE"
    DIFFERS = "DATA_BERBEDA"


CONCLUSIVE = frozenset({SiakStatus.PRINT_READY_RECORD.value, KkAnswer.SIGNED.value})


def is_proven(answer: str, record: Mapping[str, object]) -> bool:
    """Whether a payload carries what an answer needs: nothing becomes print-ready or signed without the upstream's
    own reference, and what the simulator says is training.

    >>> is_proven("PRINT_READY_RECORD", {"reference": "SIAK-77", "origin": "file", "training": 0})
    True
    >>> is_proven("PRINT_READY_RECORD", {"reference": " "}), is_proven("PROCESSING", {})
    (False, True)
    >>> is_proven("PRINT_READY_RECORD", {"reference": "SIM-1", "origin": "simulator", "training": 0})
    False
    """
    if answer not in CONCLUSIVE:
        return True
    simulated = record.get("origin", Origin.SIMULATOR) == Origin.SIMULATOR
    return bool(str(record.get("reference", "")).strip()) and (not simulated or record.get("training", 1) == 1)
