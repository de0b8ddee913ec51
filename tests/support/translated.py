"""Templates as Python, for all platforms of a process: translating takes longer than filling them in."""

from jinja2.bccache import Bucket, BytecodeCache


class Translated(BytecodeCache):
    """What was translated from which words; another text of the same name is translated anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """The translation of these words, where there is one."""
        found = self._codes.get((bucket.key, bucket.checksum))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the translation."""
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
