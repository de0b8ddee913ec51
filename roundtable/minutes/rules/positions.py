"""Positions in a text: the library of the server counts UTF-8 bytes, browsers count UTF-16 units.

A position inside a character has no meaning in the other measure. The library would put text at the end of the document
instead; so it is refused here.
"""


class InsideCharacter(ValueError):
    """The position is inside a character, or outside of the text."""


def utf16_of(text: str, byte: int) -> int:
    """The UTF-16 position of a byte position."""
    data = text.encode()
    if not is_boundary(data, byte):
        raise InsideCharacter(f"byte {byte}")
    return len(data[:byte].decode().encode("utf-16-le")) // 2


def byte_of(text: str, unit: int) -> int:
    """The byte position of a UTF-16 position."""
    data = text.encode("utf-16-le")
    if not 0 <= 2 * unit <= len(data):
        raise InsideCharacter(f"unit {unit}")
    try:
        return len(data[: 2 * unit].decode("utf-16-le").encode())
    except UnicodeDecodeError as error:
        raise InsideCharacter(f"unit {unit}") from error


def is_boundary(data: bytes, byte: int) -> bool:
    """Whether a character of this UTF-8 text begins or the text ends at the byte."""
    return 0 <= byte <= len(data) and (byte == len(data) or data[byte] & 0xC0 != 0x80)
