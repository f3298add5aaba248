//! Dots of a picture, four bytes each: put on white, made fewer.

/// A decoded picture: red, green, blue and opacity of each dot, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dots {
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
    /// Four bytes for each dot.
    pub rgba: Vec<u8>,
}

/// Steps between two dots where a place is told in fractions.
const ONE: u64 = 1 << 16;

impl Dots {
    /// A picture; nothing when the bytes are not as many as its size needs.
    pub fn new(width: u32, height: u32, rgba: Vec<u8>) -> Option<Self> {
        let needed = u64::from(width).checked_mul(u64::from(height))?.checked_mul(4)?;
        (needed > 0 && rgba.len() as u64 == needed).then_some(Self { width, height, rgba })
    }

    /// What is transparent shows white paper.
    pub(crate) fn on_white(&mut self) {
        for dot in self.rgba.as_chunks_mut::<4>().0 {
            let opacity = u32::from(dot[3]);
            if opacity == 255 {
                continue;
            }
            for part in &mut dot[..3] {
                let shown = u32::from(*part) * opacity + 255 * (255 - opacity);
                *part = ((shown + 127) / 255) as u8;
            }
            dot[3] = 255;
        }
    }

    /// The same picture with at most so many dots, a quarter of its own at the fewest: every dot of the smaller one is
    /// weighed from the four that lie around its place, so none is passed over.
    pub(crate) fn within(self, most: u64) -> Self {
        let dots = u64::from(self.width) * u64::from(self.height);
        if dots <= most {
            return self;
        }
        let scale = (most as f64 / dots as f64).sqrt().max(0.5);
        let to = |side: u32| ((f64::from(side) * scale).floor() as u32).max(1);
        let (width, height) = (to(self.width), to(self.height));
        let columns: Vec<_> = (0..width).map(|at| place(at, width, self.width)).collect();
        let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
        for row in 0..height {
            let (above, below, down) = place(row, height, self.height);
            let (above, below) = (self.row(above), self.row(below));
            for &(left, right, across) in &columns {
                for part in 0..4 {
                    let mix = |row: &[u8]| {
                        let of = |dot: usize| u64::from(row.get(dot * 4 + part).copied().unwrap_or(255));
                        of(left) * (ONE - across) + of(right) * across
                    };
                    let sum = mix(above) * (ONE - down) + mix(below) * down;
                    rgba.push(((sum + (1 << 31)) >> 32) as u8);
                }
            }
        }
        Self { width, height, rgba }
    }

    fn row(&self, at: usize) -> &[u8] {
        let length = self.width as usize * 4;
        self.rgba.get(at * length..(at + 1) * length).unwrap_or_default()
    }
}

/// The two dots of `from` between which the middle of dot `at` of `to` lies, and how near it is to the second.
fn place(at: u32, to: u32, from: u32) -> (usize, usize, u64) {
    // Middle of a dot is half a dot from its edge, in both pictures.
    let middle = (2 * u64::from(at) + 1) * u64::from(from) * ONE / (2 * u64::from(to));
    let middle = middle.saturating_sub(ONE / 2);
    let first = (middle / ONE).min(u64::from(from) - 1);
    let second = (first + 1).min(u64::from(from) - 1);
    (first as usize, second as usize, middle % ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_as_many_as_the_size_says() {
        assert!(Dots::new(2, 3, vec![0; 24]).is_some());
        assert!(Dots::new(2, 3, vec![0; 23]).is_none());
        assert!(Dots::new(0, 3, Vec::new()).is_none());
        assert!(Dots::new(u32::MAX, u32::MAX, vec![0; 4]).is_none());
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let mut dots = Dots::new(3, 1, vec![10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128]).unwrap();
        dots.on_white();
        assert_eq!(
            dots.rgba,
            [10, 20, 30, 255, 255, 255, 255, 255, 127, 127, 127, 255]
        );
    }

    #[test]
    fn a_smaller_picture_is_the_mean_of_the_larger() {
        // Stripes of one dot: passed over, they would come out black or white.
        let row = |value: u8| [value, value, value, 255].repeat(8);
        let rgba: Vec<u8> = (0..8)
            .flat_map(|y| row(if y % 2 == 0 { 0 } else { 200 }))
            .collect();
        let small = Dots::new(8, 8, rgba).unwrap().within(16);
        assert_eq!((small.width, small.height), (4, 4));
        assert_eq!(small.rgba, [100, 100, 100, 255].repeat(16));
    }

    #[test]
    fn a_picture_of_one_colour_keeps_it_at_any_size() {
        let dots = Dots::new(37, 23, [9, 100, 201, 255].repeat(37 * 23)).unwrap();
        for most in [850, 700, 400, 213] {
            let small = dots.clone().within(most);
            assert!(u64::from(small.width) * u64::from(small.height) <= most, "{most}");
            assert_eq!(
                small.rgba,
                [9, 100, 201, 255].repeat((small.width * small.height) as usize)
            );
        }
        assert_eq!(dots.clone().within(37 * 23), dots);
    }
}
