"""The simulated pad before Debian's own eyes: `isdv4-serial-debugger` of xserver-xorg-input-wacom."""

import os
import shutil
import subprocess
import time

import pytest

from devices.simulate.pen import KIND as PEN
from devices.uri import DeviceUri
from tests.devices.stages import staged

# A pty is no serial port to TIOCGSERIAL, and the tool insists; it also keeps its words to itself until it ends.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/serial.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
int ioctl(int fd, unsigned long request, ...) {
    va_list more; va_start(more, request); void *argument = va_arg(more, void *); va_end(more);
    if (request == TIOCGSERIAL) { memset(argument, 0, sizeof(struct serial_struct)); return 0; }
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    return real(fd, request, argument);
}
__attribute__((constructor)) static void speak_line_by_line(void) { setvbuf(stdout, NULL, _IOLBF, 0); }
"""

TOOL = shutil.which("isdv4-serial-debugger")
COMPILER = shutil.which("cc")

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(not (TOOL and COMPILER), reason="needs isdv4-serial-debugger and a C compiler"),
]


@pytest.fixture
def shim(tmp_path):
    source, library = tmp_path / "shim.c", tmp_path / "shim.so"
    source.write_text(SHIM)
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return library


def test_the_stock_debugger_reads_query_and_pen(shim, tmp_path):
    with staged(PEN, "pty", tmp_path) as stage:
        port = DeviceUri.parse(stage.uri).path
        command = [str(TOOL), "-v", port]
        environment = {**os.environ, "LD_PRELOAD": str(shim)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as tool:
            stage.do("sign", strokes=[[[10.0, 20.03], [11.25, 20.03]]], speed=1)
            said = _words(tool)
    assert "TABLET: version: 291" in said
    assert "TABLET: x max: 12000 y max 6000" in said
    assert "TABLET: pressure max: 1023" in said
    assert "1000/ 2003 | pressure: 776 |    0/  0 |p t     |" in said
    assert "1125/ 2003 | pressure: 776 |    0/  0 |p t     |" in said
    assert "1125/ 2003 | pressure:   0 |    0/  0 |p       |" in said


def _words(tool: subprocess.Popen[bytes]) -> str:
    """What the tool says until the last report, or for five seconds."""
    words, end = b"", time.monotonic() + 5
    assert tool.stdout is not None
    while b"|        |" not in words and time.monotonic() < end:
        line = tool.stdout.readline()
        if not line:
            break
        words += line
    tool.kill()
    return words.decode()
