//! The best positions of a row of things that want to be somewhere and must keep their order and distances.

/// Things that push each other and therefore move as one.
struct Pool {
    weight: f64,
    /// Sum of weight times wish, where wishes are counted without the distances.
    wish: f64,
    members: usize,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.wish / self.weight
    }
}

/// Positions with the least sum of weight times squared distance from what is desired, such that each is at least as
/// far from the one before as their offsets differ. Weights must be positive. Linear in time.
pub(super) fn settle(desired: &[f64], weights: &[f64], offsets: &[f64]) -> Vec<f64> {
    let mut pools: Vec<Pool> = Vec::with_capacity(desired.len());
    for ((desired, weight), offset) in desired.iter().zip(weights).zip(offsets) {
        let mut pool = Pool { weight: *weight, wish: weight * (desired - offset), members: 1 };
        while let Some(last) = pools.pop_if(|last| last.mean() > pool.mean()) {
            pool.weight += last.weight;
            pool.wish += last.wish;
            pool.members += last.members;
        }
        pools.push(pool);
    }
    let mut positions = Vec::with_capacity(desired.len());
    let mut offsets = offsets.iter();
    for pool in &pools {
        let mean = pool.mean();
        positions.extend(offsets.by_ref().take(pool.members).map(|offset| mean + offset));
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_that_push_each_other_share_the_way() {
        let table: [(&[f64], &[f64], &[f64]); 4] = [
            (&[0.0, 30.0], &[1.0, 1.0], &[0.0, 30.0]),
            (&[5.0, 5.0], &[1.0, 1.0], &[0.0, 10.0]),
            (&[5.0, 5.0, 100.0], &[3.0, 1.0, 1.0], &[2.5, 12.5, 100.0]),
            (&[20.0, 10.0, 0.0], &[1.0, 1.0, 1.0], &[0.0, 10.0, 20.0]),
        ];
        for (desired, weights, expected) in table {
            assert_eq!(settle(desired, weights, &[0.0, 10.0, 20.0]), expected);
        }
    }
}
