"""Draws by address, as in section 7.9 of docs/model/model.md: nothing is drawn in sequence."""
import math
import struct

ACQUAINTANCE, MARKET, OUTPUT, JOIN, ATTENTION, ORDER, HIT, SIZE, STUDY, BOOK = range(1, 11)  # purposes of draws


class Luck:
    """Draws by address in ChaCha8: key from seed and replicate, stream from purpose and year, place from index."""

    def __init__(self, seed, replicate):
        self.key = struct.unpack("<8I", struct.pack("<QQ", seed, replicate) + b"circulus" + bytes(8))
        self.blocks = {}

    def uniform(self, purpose, t, index, sub=0):
        """A number in [0, 1): two words."""
        return self._number(purpose << 56 | sub << 32 | t, 2 * index)

    def normal(self, purpose, t, index, sub=0):
        """A standard normal number: four words (Box and Muller)."""
        stream = purpose << 56 | sub << 32 | t
        u, v = self._number(stream, 4 * index), self._number(stream, 4 * index + 2)
        return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)

    def sample(self, purpose, t, candidates, limit):
        """At most `limit` of the candidates, those with the lowest draws, in rising order."""
        if len(candidates) <= limit:
            return list(candidates)
        return sorted(sorted(candidates, key=lambda i: (self.uniform(purpose, t, i), i))[:limit])

    def _number(self, stream, word):
        low, high = (self._block(stream, w >> 4)[w & 15] for w in (word, word + 1))
        return ((low | high << 32) >> 11) / 2**53

    def _block(self, stream, counter):
        if (stream, counter) not in self.blocks:
            self.blocks[stream, counter] = chacha8(self.key, counter, stream)
        return self.blocks[stream, counter]


def chacha8(key, counter, stream):
    """A block of 16 words (Bernstein 2008; 64 bits of counter, 64 of stream)."""
    start = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *key]
    start += [word & 0xFFFFFFFF for word in (counter, counter >> 32, stream, stream >> 32)]
    x = start[:]

    def mix(a, b, c, d):
        for to, add, turn, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[to] = (x[to] + x[add]) & 0xFFFFFFFF
            y = x[turn] ^ x[to]
            x[turn] = (y << by | y >> 32 - by) & 0xFFFFFFFF

    for _ in range(4):
        for i in range(4):
            mix(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return [(a + b) & 0xFFFFFFFF for a, b in zip(x, start)]
