# quire_screen.py: reads pixels from the X server and writes them as PNG.
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the screen, with libX11 and zlib alone: no picture tool has to be installed for the tests."""

import ctypes
import struct
import time
import zlib

ALL_PLANES = 0xffffffff
Z_PIXMAP = 2


class XImage(ctypes.Structure):
    _fields_ = [
        ('width', ctypes.c_int), ('height', ctypes.c_int), ('xoffset', ctypes.c_int), ('format', ctypes.c_int),
        ('data', ctypes.POINTER(ctypes.c_ubyte)),
        ('byte_order', ctypes.c_int), ('bitmap_unit', ctypes.c_int), ('bitmap_bit_order', ctypes.c_int),
        ('bitmap_pad', ctypes.c_int), ('depth', ctypes.c_int), ('bytes_per_line', ctypes.c_int),
        ('bits_per_pixel', ctypes.c_int),
    ]


class Screen:
    """The root window of the display that DISPLAY names."""

    def __init__(self):
        self._x = ctypes.CDLL('libX11.so.6')
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XDisplayWidth.argtypes = self._x.XDisplayHeight.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
                                      ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self._x.XGetImage.restype = ctypes.POINTER(XImage)
        self._x.XDestroyImage.argtypes = [ctypes.POINTER(XImage)]
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            raise OSError('there is no X display to take a picture of')
        self.width = self._x.XDisplayWidth(self._display, 0)
        self.height = self._x.XDisplayHeight(self._display, 0)

    def capture(self, area=None):
        """(width, height, RGB bytes) of an area (x, y, width, height), cut to the screen; without one, of the whole."""
        x, y, width, height = area or (0, 0, self.width, self.height)
        right, bottom = min(x + width, self.width), min(y + height, self.height)
        x, y = max(x, 0), max(y, 0)
        width, height = right - x, bottom - y
        image = self._x.XGetImage(self._display, self._x.XDefaultRootWindow(self._display),
                                  x, y, width, height, ALL_PLANES, Z_PIXMAP)
        if not image:
            raise OSError('the X server gave no picture')
        head = image.contents
        if head.bits_per_pixel != 32:
            raise OSError(f'a screen of {head.bits_per_pixel} bits a pixel is not expected')
        pixels = ctypes.string_at(head.data, head.bytes_per_line * height)
        self._x.XDestroyImage(image)

        # The server keeps blue, green, red and an unused byte.
        colours = bytearray(3 * width * height)
        for channel in range(3):
            colours[channel::3] = pixels[2 - channel::4]
        return width, height, bytes(colours)

    def settled(self, area=None, seconds=3):
        """A picture that no longer changes; after the given time the last one, whatever moves."""
        end = time.monotonic() + seconds
        last = self.capture(area)
        alike = 0
        while alike < 3 and time.monotonic() < end:
            time.sleep(0.08)
            now = self.capture(area)
            alike = alike + 1 if now == last else 0
            last = now
        return last


def write_png(path, picture):
    """Writes (width, height, RGB bytes) as a PNG file."""
    width, height, colours = picture

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    rows = b''.join(b'\0' + colours[3 * width * row:3 * width * (row + 1)] for row in range(height))
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n')
        file.write(chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)))
        file.write(chunk(b'IDAT', zlib.compress(rows, 6)))
        file.write(chunk(b'IEND', b''))
