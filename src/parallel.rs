//! Threads inside a year. Work is cut into chunks of a fixed size, and results are returned in order, so the output is
//! the same for any number of threads. A world of one chunk stays on its thread.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

/// Items per chunk.
pub const CHUNK: usize = 4096;

/// Whether this many items justify more than one thread.
pub fn large(n: usize) -> bool {
    n > CHUNK
}

/// Fewer items than this are never worth a thread, whatever each costs.
const FEW: usize = 64;

/// Results of `work` for each chunk of `0..n`, in order.
pub fn chunks<T: Send>(n: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    if !large(n) {
        return vec![work(0..n)];
    }
    gather(n.div_ceil(CHUNK), |chunk| work(chunk * CHUNK..n.min((chunk + 1) * CHUNK)))
}

/// Results of `work` for each of `0..n`, in order.
fn gather<T: Send>(n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let results: Vec<Mutex<Option<T>>> = (0..n).map(|_| Mutex::default()).collect();
    spread(n, &|i| {
        let result = work(i);
        *results[i].lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
    });
    // None is missing: `spread` returns when all are there, or panics as `work` did.
    results.into_iter().filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

/// Calls `work` for each of `0..n` on the threads of the pool. It is not generic, so the code of the thread pool is
/// compiled once, which is a tenth of the time of a build.
fn spread(n: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..n).into_par_iter().for_each(work);
}

/// The lists that `work` makes for each chunk of `0..n`, concatenated.
pub fn lists<T: Send>(n: usize, work: impl Fn(Range<usize>, &mut Vec<T>) + Sync) -> Vec<T> {
    let mut all = Vec::with_capacity(n.min(FEW));
    extend(&mut all, n, work);
    all
}

/// Appends to a list what `work` makes for each chunk of `0..n`, in order.
pub fn extend<T: Send>(all: &mut Vec<T>, n: usize, work: impl Fn(Range<usize>, &mut Vec<T>) + Sync) {
    if !large(n) {
        return work(0..n, all);
    }
    let parts = chunks(n, |range| {
        let mut list = Vec::new();
        work(range, &mut list);
        list
    });
    all.reserve_exact(parts.iter().map(Vec::len).sum());
    parts.into_iter().for_each(|part| all.extend(part));
}

/// The list that `work` makes for `0..n`, an entry for each item: written in place, so that no second copy of a large
/// list is needed.
pub fn one_each<T: Copy + Default + Send>(
    n: usize,
    work: impl Fn(Range<usize>, &mut Vec<T>) + Sync,
) -> Vec<T> {
    if !large(n) {
        let mut all = Vec::with_capacity(n);
        work(0..n, &mut all);
        return all;
    }
    let mut all = vec![T::default(); n];
    columns([&mut all[..]], |from, [part]| {
        let mut list = Vec::with_capacity(part.len());
        work(from..from + part.len(), &mut list);
        part.copy_from_slice(&list);
    });
    all
}

/// Sum of the counts of `work` over the chunks of `0..n`.
pub fn count(n: usize, work: impl Fn(Range<usize>) -> u64 + Sync) -> u64 {
    if !large(n) { work(0..n) } else { chunks(n, work).into_iter().sum() }
}

/// Most parts that items are divided into, each for one thread: many more than there are threads, so that none waits
/// long for the others.
const MOST_PARTS: usize = 512;

/// Result of `work` for each item, in order; for few, expensive items.
pub fn each<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync + Send) -> Vec<T> {
    if items.len() < FEW {
        return items.iter().map(work).collect();
    }
    let parts: Vec<&[I]> = items.chunks(items.len().div_ceil(MOST_PARTS)).collect();
    gather(parts.len(), |part| parts[part].iter().map(&work).collect::<Vec<T>>())
        .into_iter()
        .flatten()
        .collect()
}

/// Calls `work` on one chunk of every column at a time, with its start index; all columns have the same length.
pub fn columns<T: Send, const N: usize>(columns: [&mut [T]; N], work: impl Fn(usize, [&mut [T]; N]) + Sync) {
    let n = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    if !large(n) {
        return work(0, columns);
    }
    let mut rest = columns.map(|column| column.chunks_mut(CHUNK));
    let parts: Vec<Mutex<[&mut [T]; N]>> = (0..n.div_ceil(CHUNK))
        .map(|_| Mutex::new(rest.each_mut().map(|chunks| chunks.next().unwrap_or_default())))
        .collect();
    spread(parts.len(), &|part| {
        let mut columns = parts[part].lock().unwrap_or_else(PoisonError::into_inner);
        work(part * CHUNK, columns.each_mut().map(std::mem::take));
    });
}

/// Sorts by a total order without ties, so that an unstable sort is deterministic.
pub fn sort<T: Send>(list: &mut [T], by: impl Fn(&T, &T) -> std::cmp::Ordering + Sync) {
    if !large(list.len()) {
        list.sort_unstable_by(by);
    } else {
        list.par_sort_unstable_by(by);
    }
}

/// Sorts by a key that is cheap to compare, and equal keys by an order without ties.
pub fn sort_by_key<T: Send, K: Ord>(
    list: &mut [T],
    key: impl Fn(&T) -> K + Sync,
    then: impl Fn(&T, &T) -> std::cmp::Ordering,
) {
    if !large(list.len()) {
        list.sort_unstable_by_key(&key);
    } else {
        list.par_sort_unstable_by_key(&key);
    }
    list.chunk_by_mut(|a, b| key(a) == key(b)).filter(|same| same.len() > 1).for_each(|same| {
        same.sort_unstable_by(&then);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_back_in_order_and_cover_all() {
        for n in [0, 1, CHUNK, CHUNK + 1, 10 * CHUNK - 1] {
            assert_eq!(lists(n, |range, list| list.extend(range)), (0..n).collect::<Vec<_>>());
            assert_eq!(one_each(n, |range, list| list.extend(range)), (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn results_of_each_come_back_in_order() {
        for n in [0, FEW - 1, FEW, MOST_PARTS, 3 * MOST_PARTS + 1] {
            let items: Vec<usize> = (0..n).collect();
            assert_eq!(each(&items, |item| item * 7), items.iter().map(|item| item * 7).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_place_of_columns_is_reached_once() {
        for n in [0, 1, CHUNK, CHUNK + 1, 5 * CHUNK - 1] {
            let (mut a, mut b) = (vec![0; n], vec![7; n]);
            columns([&mut a[..], &mut b[..]], |from, [a, b]| {
                a.iter_mut().zip(from..).for_each(|(a, place)| *a += place);
                b.iter_mut().zip(a).for_each(|(b, a)| *b += *a);
            });
            assert!(a.iter().copied().eq(0..n) && b.iter().copied().eq(7..n + 7), "{n}");
        }
    }

    #[test]
    fn sorting_is_the_same_for_short_and_long_lists() {
        let mut list: Vec<usize> = (0..3 * CHUNK).map(|i| i * 7919 % (3 * CHUNK)).collect();
        sort(&mut list, |a, b| a.cmp(b));
        assert!(list.is_sorted());
    }

    #[test]
    fn what_has_the_same_key_is_sorted_too() {
        for n in [10, 3 * CHUNK] {
            let mut list: Vec<(usize, usize)> = (0..n).map(|i| (i * 7919 % 97, i * 104_729 % n)).collect();
            sort_by_key(&mut list, |of| of.0, |a, b| a.1.cmp(&b.1));
            assert!(list.is_sorted());
        }
    }
}
