"""F-1.03C Pernyataan Tidak Keberatan Penggunaan Alamat (Permendagri 6/2026); stamp duty at the owner's signature."""

from __future__ import annotations

from dataclasses import dataclass

from forms.paper.f103b import TRUTH
from forms.paper.form import Form, sheets
from forms.paper.guides import guide_page
from forms.paper.letter import LEFT, WIDTH, Letter, Signer
from forms.paper.people import COLUMNS, EACH, NO_NAME, NO_PARTY, Named, Party, named_rows

TITLES = ("SURAT PERNYATAAN TIDAK KEBERATAN PENGGUNAAN ALAMAT", "DALAM DOKUMEN KEPENDUDUKAN")
CONSENT = (
    "Dengan ini tidak keberatan alamat rumah tersebut digunakan dalam dokumen kependudukan oleh penduduk yang "
    "menempati rumah dengan identitas sebagai berikut:"
)


@dataclass(frozen=True, slots=True)
class AddressUse:
    """The owner, the address of the house, who uses it and who lives there with him."""

    owner: Party = NO_PARTY
    house: str = ""
    user: Named = NO_NAME
    followers: tuple[Named, ...] = ()
    place: str = ""
    on: str = ""


def address_form(data: AddressUse | None = None, *, marking: str = "") -> bytes:
    """The PDF; more than five followers go on a further sheet; a blank has its guide behind it. Raises MissingGlyph."""
    blank, data = data is None, data or AddressUse()
    form = Form("F-1.03C", "Pernyataan Tidak Keberatan Penggunaan Alamat", marking=marking)
    portions = sheets(data.followers, EACH)
    for number, followers in enumerate(portions, 1):
        if number > 1:
            form.next_page()
        letter = Letter(form, *TITLES, sheet=number, of=len(portions))
        letter.say("Yang bertanda tangan di bawah ini:")
        letter.skip(1)
        letter.fields(data.owner.rows())
        letter.skip(4)
        letter.say("Selaku pemilik rumah dengan alamat:")
        _house(letter, data.house)
        letter.say(CONSENT)
        letter.skip(1)
        letter.fields(_user(data), colon=48.0)
        letter.skip(3)
        letter.table(COLUMNS, named_rows(followers), least=EACH, first=(number - 1) * EACH + 1)
        letter.say(TRUTH)
        letter.skip(6)
        letter.date(data.place, data.on)
        letter.sign((Signer("Pengguna Alamat", data.user.name), Signer("Pemilik Rumah", data.owner.name, "Meterai")))
    if blank:
        guide_page(form, "F-1.03C")
    return form.finish()


def _house(letter: Letter, address: str) -> None:
    """Two dotted lines; a filled address stands on the first, or smaller over both."""
    top = letter.y - 4.4
    letter.form.value("house", (LEFT - 1, top, WIDTH + 2, 6.4 if len(address) < 80 else 12.8), address, 10.5)
    for line in (1, 2):
        letter.form.sheet.dotted(LEFT, top + line * 6.2, LEFT + WIDTH)
    letter.skip(16)


def _user(data: AddressUse) -> tuple[tuple[str, str], ...]:
    count = str(len(data.followers)) if data.user.name else ""
    return (("Nama Kepala Keluarga", data.user.name), ("NIK", data.user.nik), ("Jumlah Pengikut", count))
