<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CardProof</name>
    <message>
        <source>Belum ada kartu di meja</source>
        <translation>No card on the desk yet</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>hh-bb-tttt</source>
        <translation>dd-mm-yyyy</translation>
    </message>
</context>
<context>
    <name>Hands</name>
    <message>
        <source>Jempol</source>
        <translation>Thumb</translation>
    </message>
    <message>
        <source>Telunjuk</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>Tengah</source>
        <translation>Middle</translation>
    </message>
    <message>
        <source>Manis</source>
        <translation>Ring</translation>
    </message>
    <message>
        <source>Kelingking</source>
        <translation>Little</translation>
    </message>
    <message>
        <source>belum</source>
        <translation>to do</translation>
    </message>
    <message>
        <source>sedang direkam</source>
        <translation>being recorded</translation>
    </message>
    <message>
        <source>baik</source>
        <translation>good</translation>
    </message>
    <message>
        <source>ulangi</source>
        <translation>again</translation>
    </message>
    <message>
        <source>pengecualian</source>
        <translation>exception</translation>
    </message>
    <message>
        <source>Sepuluh jari</source>
        <translation>Ten fingers</translation>
    </message>
    <message>
        <source>{finger} kiri</source>
        <translation>left {finger}</translation>
    </message>
    <message>
        <source>{finger} kanan</source>
        <translation>right {finger}</translation>
    </message>
    <message>
        <source>Tangan kiri</source>
        <translation>Left hand</translation>
    </message>
    <message>
        <source>Tangan kanan</source>
        <translation>Right hand</translation>
    </message>
    <message>
        <source>{have} dari 5</source>
        <translation>{have} of 5</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>&amp;Saring</source>
        <translation>&amp;Filter</translation>
    </message>
    <message>
        <source>Tombol</source>
        <translation>Keys</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>, batas {limit}</source>
        <translation>, limit {limit}</translation>
    </message>
    <message>
        <source>batas {limit}</source>
        <translation>limit {limit}</translation>
    </message>
</context>
<context>
    <name>NoticeSheet</name>
    <message>
        <source>Belum ada pemberitahuan.</source>
        <translation>No notices yet.</translation>
    </message>
    <message>
        <source>Pemberitahuan</source>
        <translation>Notices</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>{count} isian perlu diperbaiki</source>
        <translation>{count} fields need mending</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Perbesar +, perkecil −, putar R, halaman [ ]</source>
        <translation>Larger +, smaller −, turn R, pages [ ]</translation>
    </message>
    <message>
        <source>Belum ada berkas</source>
        <translation>No paper yet</translation>
    </message>
</context>
<context>
    <name>PhotoWell</name>
    <message>
        <source>Foto pemohon</source>
        <translation>Applicant&apos;s photo</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>{name}: belum ada</source>
        <translation>{name}: none yet</translation>
    </message>
    <message>
        <source>Belum ada</source>
        <translation>None yet</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Gambar langsung kamera</source>
        <translation>Live camera picture</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>F1  Bantuan tombol</source>
        <translation>F1  Key help</translation>
    </message>
    <message>
        <source>Tunda, ke beranda</source>
        <translation>Put off, go home</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Tampilkan sandi</source>
        <translation>Show passphrase</translation>
    </message>
    <message>
        <source>Caps Lock menyala</source>
        <translation>Caps Lock is on</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Tutup</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Kembali</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>StepButton</name>
    <message>
        <source>selesai</source>
        <translation>done</translation>
    </message>
    <message>
        <source>sekarang</source>
        <translation>now</translation>
    </message>
    <message>
        <source>belum</source>
        <translation>to do</translation>
    </message>
    <message>
        <source>terkunci</source>
        <translation>locked</translation>
    </message>
    <message>
        <source>Langkah {number}, {step}, {state}</source>
        <translation>Step {number}, {step}, {state}</translation>
    </message>
</context>
<context>
    <name>Takes</name>
    <message>
        <source>Pengambilan {number}</source>
        <translation>Take {number}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Belum tersambung</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Cari penduduk, perintah</source>
        <translation>Find residents, commands</translation>
    </message>
    <message>
        <source>Kunci layar</source>
        <translation>Lock screen</translation>
    </message>
</context>
<context>
    <name>Track</name>
    <message>
        <source>Disetujui</source>
        <translation>Approved</translation>
    </message>
    <message>
        <source>Dikirim</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Dicetak</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>Cip diperiksa</source>
        <translation>Chip checked</translation>
    </message>
    <message>
        <source>Dibukukan</source>
        <translation>Booked</translation>
    </message>
    <message>
        <source>belum mulai</source>
        <translation>not begun</translation>
    </message>
    <message>
        <source>Perjalanan kartu: {behind}</source>
        <translation>The card&apos;s way: {behind}</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>PELATIHAN · semua keluaran bertanda SPESIMEN</source>
        <translation>TRAINING · all output is marked SPESIMEN</translation>
    </message>
    <message>
        <source>Bantuan tombol</source>
        <translation>Key help</translation>
    </message>
    <message>
        <source>Cari penduduk, perintah</source>
        <translation>Find residents, commands</translation>
    </message>
    <message>
        <source>Cari penduduk</source>
        <translation>Find resident</translation>
    </message>
    <message>
        <source>Panel berikut</source>
        <translation>Next panel</translation>
    </message>
    <message>
        <source>Panel sebelumnya</source>
        <translation>Previous panel</translation>
    </message>
    <message>
        <source>Layar penuh</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>Kunci layar</source>
        <translation>Lock screen</translation>
    </message>
    <message>
        <source>Simpan sekarang</source>
        <translation>Save now</translation>
    </message>
    <message>
        <source>Pemberitahuan</source>
        <translation>Notices</translation>
    </message>
    <message>
        <source>Perbesar tampilan</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>Perkecil tampilan</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>Ukuran biasa</source>
        <translation>Normal size</translation>
    </message>
    <message>
        <source>Keluar</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Sudah tersimpan</source>
        <translation>Already saved</translation>
    </message>
    <message>
        <source>Halaman ini</source>
        <translation>This page</translation>
    </message>
    <message>
        <source>Pindah halaman</source>
        <translation>Change page</translation>
    </message>
    <message>
        <source>Di mana saja</source>
        <translation>Everywhere</translation>
    </message>
</context>
</TS>
