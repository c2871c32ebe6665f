//! SplitMix64 (Steele, Lea, Flood 2014): small, and the same numbers on every machine.

pub struct Random(u64);

impl Random {
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `limit`; 0 where the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of these; the default where there are none.
    pub fn of<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let limit = u64::try_from(choices.len()).unwrap_or(u64::MAX);
        let index = usize::try_from(self.below(limit)).unwrap_or(0);
        choices.get(index).copied().unwrap_or_default()
    }

    /// That many lower-case hexadecimal digits, at most sixteen, as a commit's first ones.
    pub fn hex(&mut self, digits: usize) -> String {
        format!("{:016x}", self.next()).chars().take(digits).collect()
    }
}
