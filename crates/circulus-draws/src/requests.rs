//! Many numbers drawn together: requests are collected first, then all blocks are computed, and those in the same block
//! share it.

use super::{AddressRange, Luck, UNIFORMS, WHOLE, uniform};
use crate::chacha::{BLOCK_WORDS, LANES, blocks};

/// Blocks on a sheet, pieces of blocks, and sequences whose last block is cached.
const BLOCKS: usize = 32;
const PIECES: usize = 2 * BLOCKS;
const SEQUENCES: usize = 32;

/// Requests that are answered together.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    /// Sequence and number of each block.
    at: [(u64, u64); BLOCKS],
    used: usize,
    /// What is wanted of them, in request order.
    pieces: [Piece; PIECES],
    asked: usize,
}

/// Consecutive numbers within a block.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    block: u8,
    from: u8,
    to: u8,
}

/// A list of requests that is the same every year, laid out once.
#[derive(Debug)]
pub struct Requests(Vec<Sheet>);

impl Requests {
    /// The ranges that `ask` requests one after another, of sequences of year 0.
    pub fn of(ask: impl FnOnce(&mut dyn FnMut(AddressRange))) -> Self {
        let mut sheets = Vec::new();
        fill(ask, |sheet| sheets.push(*sheet));
        Requests(sheets)
    }
}

impl Luck {
    /// Appends the uniform numbers of the ranges that `ask` requests one after another to a list.
    pub fn draw(&self, list: &mut Vec<f64>, ask: impl FnOnce(&mut dyn FnMut(AddressRange))) {
        fill(ask, |sheet| sheet.hand_out(self, 0, list));
    }

    /// Appends the numbers of year `t` to a list.
    pub fn draw_year(&self, list: &mut Vec<f64>, requests: &Requests, t: usize) {
        requests.0.iter().for_each(|sheet| sheet.hand_out(self, t, list));
    }
}

/// Fills sheets with requests, and calls `full` with each of them.
fn fill(ask: impl FnOnce(&mut dyn FnMut(AddressRange)), mut full: impl FnMut(&Sheet)) {
    let mut sheet = Sheet { at: [(0, 0); BLOCKS], used: 0, pieces: [Piece::default(); PIECES], asked: 0 };
    // The last requested block of each sequence, by the sequence's sub-purpose.
    let mut last = [0; SEQUENCES];
    ask(&mut |range| sheet.add(range, &mut last, &mut full));
    full(&sheet);
}

impl Sheet {
    /// Adds a range. If there is no place left, the sheet is handed to `full` first, and started anew.
    fn add(&mut self, range: AddressRange, last: &mut [u8; SEQUENCES], full: &mut impl FnMut(&Sheet)) {
        let AddressRange { sequence, index } = range;
        let last = &mut last[(sequence >> 32) as usize % SEQUENCES];
        let mut from = index.start;
        while from < index.end {
            let at = (sequence, from / UNIFORMS);
            let start = at.1 * UNIFORMS;
            let to = index.end.min(start + UNIFORMS);
            let mut block = usize::from(*last);
            if block >= self.used || self.at[block] != at || self.asked == PIECES {
                if self.used == BLOCKS || self.asked == PIECES {
                    full(self);
                    (self.used, self.asked) = (0, 0);
                }
                block = self.used;
                self.at[block] = at;
                *last = block as u8;
                self.used += 1;
            }
            self.pieces[self.asked] =
                Piece { block: block as u8, from: (from - start) as u8, to: (to - start) as u8 };
            self.asked += 1;
            from = to;
        }
    }

    /// Appends the numbers to a list, those of year `t` if the requests are of year 0.
    fn hand_out(&self, luck: &Luck, t: usize, list: &mut Vec<f64>) {
        let mut drawn = [[[0; LANES]; BLOCK_WORDS]; BLOCKS / LANES];
        // Lanes that are not used have any address: they cost nothing.
        let used = &self.at.as_chunks::<LANES>().0[..self.used.div_ceil(LANES)];
        for (drawn, at) in drawn.iter_mut().zip(used) {
            *drawn = blocks(&luck.key, at.map(|(sequence, block)| (sequence | t as u64, block)));
        }
        for &Piece { block, from, to } in &self.pieces[..self.asked] {
            let (of, lane) = (usize::from(block) % BLOCKS / LANES, usize::from(block) % LANES);
            let number = |place: usize| uniform(&drawn[of], lane, place % WHOLE);
            match usize::from(to - from) {
                1 => list.push(number(from.into())),
                WHOLE => list.extend_from_slice(&std::array::from_fn::<_, WHOLE, _>(number)),
                _ => list.extend((usize::from(from)..usize::from(to)).map(number)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Purpose, sequence};
    use super::*;

    #[test]
    fn requests_laid_out_once_are_those_of_every_year() {
        let luck = Luck::new(7, 3);
        let of_year = |ask: &mut dyn FnMut(AddressRange), t| {
            for i in 0..100u64 {
                let sequence = sequence(Purpose::RiskHit, (i % 40) as u32, t);
                ask(AddressRange { sequence, index: i..i + 1 + i % 20 });
            }
        };
        let requests = Requests::of(|ask| of_year(ask, 0));
        for t in [0, 1, 29, 30] {
            let (mut found, mut wanted) = (vec![0.5], vec![0.5]);
            luck.draw_year(&mut found, &requests, t);
            luck.draw(&mut wanted, |ask| of_year(ask, t));
            assert_eq!(found, wanted, "{t}");
            assert_eq!(found.len(), 1 + (0..100).map(|i| 1 + i % 20).sum::<usize>());
        }
    }
}
