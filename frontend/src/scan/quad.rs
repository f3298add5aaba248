//! The four edges of a paper in a picture, and the paper seen from straight above.

/// A place in a picture: 0 to 1 from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// The corners of the paper: top left, top right, bottom right, bottom left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad(pub [Place; 4]);

/// Least distance of two corners that follow each other.
const LEAST: f64 = 0.03;

impl Quad {
    /// The whole picture.
    pub const WHOLE: Self = Self([
        Place { x: 0.0, y: 0.0 },
        Place { x: 1.0, y: 0.0 },
        Place { x: 1.0, y: 1.0 },
        Place { x: 0.0, y: 1.0 },
    ]);

    /// One corner moved, if the edges still enclose a paper: each turn of the way round goes to the right.
    pub fn with(self, corner: usize, place: Place) -> Option<Self> {
        let mut moved = self;
        *moved.0.get_mut(corner)? = Place {
            x: place.x.clamp(0.0, 1.0),
            y: place.y.clamp(0.0, 1.0),
        };
        moved.is_sound().then_some(moved)
    }

    fn is_sound(self) -> bool {
        let [a, b, c, d] = self.0;
        [(a, b, c), (b, c, d), (c, d, a), (d, a, b)]
            .iter()
            .all(|(a, b, c)| {
                let cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
                let length = (b.x - a.x).hypot(b.y - a.y);
                length >= LEAST && cross > LEAST * LEAST
            })
    }

    /// The same paper in the picture turned by a quarter to the right.
    pub fn turned(self) -> Self {
        let [a, b, c, d] = self.0.map(|place| Place {
            x: 1.0 - place.y,
            y: place.x,
        });
        Self([d, a, b, c])
    }

    /// Width and height of the straightened paper, in dots of a picture of this size.
    pub fn size(self, width: f64, height: f64) -> (f64, f64) {
        let [a, b, c, d] = self.0;
        let length = |a: Place, b: Place| ((b.x - a.x) * width).hypot((b.y - a.y) * height);
        (
            length(a, b).max(length(d, c)).max(1.0),
            length(a, d).max(length(b, c)).max(1.0),
        )
    }

    /// Where a place of the straightened paper (0 to 1) lies in the picture (0 to 1): the projection that takes the
    /// corners of a square to those of the paper.
    fn projection(self) -> impl Fn(f64, f64) -> (f64, f64) {
        let [a, b, c, d] = self.0;
        let (dx1, dx2, dx3) = (b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x);
        let (dy1, dy2, dy3) = (b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y);
        let whole = dx1 * dy2 - dx2 * dy1;
        let g = (dx3 * dy2 - dx2 * dy3) / whole;
        let h = (dx1 * dy3 - dx3 * dy1) / whole;
        move |u, v| {
            let depth = g * u + h * v + 1.0;
            let x = (b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x;
            let y = (b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y;
            (x / depth, y / depth)
        }
    }
}

/// The paper seen from straight above, `to` dots large, out of a picture of `from` dots (four bytes each). A place between
/// four dots takes of each what it is near to.
pub fn straighten(picture: &[u8], from: (usize, usize), quad: Quad, to: (usize, usize)) -> Vec<u8> {
    let place = quad.projection();
    let (width, height) = from;
    let mut out = Vec::with_capacity(to.0 * to.1 * 4);
    let dot = |x: usize, y: usize| {
        let at = (y * width + x) * 4;
        picture.get(at..at + 3).unwrap_or(&[255, 255, 255])
    };
    for row in 0..to.1 {
        let v = (row as f64 + 0.5) / to.1 as f64;
        for column in 0..to.0 {
            let u = (column as f64 + 0.5) / to.0 as f64;
            let (x, y) = place(u, v);
            let x = (x * width as f64 - 0.5).clamp(0.0, (width - 1) as f64);
            let y = (y * height as f64 - 0.5).clamp(0.0, (height - 1) as f64);
            let (left, top) = (x as usize, y as usize);
            let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
            let (fx, fy) = ((x - left as f64) as f32, (y - top as f64) as f32);
            let corners = [
                dot(left, top),
                dot(right, top),
                dot(left, bottom),
                dot(right, bottom),
            ];
            let shares = [(1.0 - fx) * (1.0 - fy), fx * (1.0 - fy), (1.0 - fx) * fy, fx * fy];
            for channel in 0..3 {
                let mixed: f32 = corners
                    .iter()
                    .zip(shares)
                    .map(|(dot, share)| f32::from(dot.get(channel).copied().unwrap_or(255)) * share)
                    .sum();
                out.push((mixed + 0.5) as u8);
            }
            out.push(255);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quad(corners: [(f64, f64); 4]) -> Quad {
        Quad(corners.map(|(x, y)| Place { x, y }))
    }

    #[test]
    fn the_corners_of_the_paper_become_the_corners_of_the_page() {
        let paper = quad([(0.1, 0.2), (0.8, 0.1), (0.9, 0.9), (0.2, 0.7)]);
        let place = paper.projection();
        for ((u, v), corner) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
            .into_iter()
            .zip(paper.0)
        {
            let (x, y) = place(u, v);
            assert!((x - corner.x).abs() < 1e-9 && (y - corner.y).abs() < 1e-9);
        }
        // The middle is where the diagonals cross, whatever the distance of the camera made of it.
        let (x, y) = place(0.5, 0.5);
        let on = |a: Place, c: Place| (c.x - a.x) * (y - a.y) - (c.y - a.y) * (x - a.x);
        assert!(on(paper.0[0], paper.0[2]).abs() < 1e-9 && on(paper.0[1], paper.0[3]).abs() < 1e-9);
    }

    #[test]
    fn the_whole_picture_stays_as_it_is() {
        let picture: Vec<u8> = (0..4 * 3 * 4)
            .map(|i| if i % 4 == 3 { 255 } else { (i * 5) as u8 })
            .collect();
        assert_eq!(straighten(&picture, (4, 3), Quad::WHOLE, (4, 3)), picture);
    }

    #[test]
    fn a_paper_in_perspective_fills_the_page_and_nothing_else_does() {
        // A white paper on a black table.
        let paper = quad([(0.25, 0.1), (0.75, 0.1), (0.95, 0.9), (0.05, 0.9)]);
        let (width, height) = (200_usize, 200_usize);
        let mut picture = vec![0_u8; width * height * 4];
        for y in 0..height {
            let v = (y as f64 + 0.5) / height as f64;
            let margin = 0.25 - 0.2 * (v - 0.1) / 0.8;
            for x in 0..width {
                let u = (x as f64 + 0.5) / width as f64;
                if (0.1..0.9).contains(&v) && u > margin && u < 1.0 - margin {
                    picture[(y * width + x) * 4..][..4].fill(255);
                }
            }
        }
        let page = straighten(&picture, (width, height), paper, (100, 140));
        let dark = page.chunks(4).filter(|dot| dot[0] < 128).count();
        assert!(dark < 100, "{dark} dots of the table");
        let all = straighten(&picture, (width, height), Quad::WHOLE, (100, 140));
        assert!(all.chunks(4).filter(|dot| dot[0] < 128).count() > 5_000);
    }

    #[test]
    fn corners_that_cross_are_not_taken() {
        let place = |x, y| Place { x, y };
        assert!(Quad::WHOLE.with(0, place(0.2, 0.1)).is_some());
        assert_eq!(Quad::WHOLE.with(0, place(1.0, 1.0)), None);
        assert_eq!(Quad::WHOLE.with(0, place(0.9, 0.9)), None);
        assert_eq!(Quad::WHOLE.with(4, place(0.5, 0.5)), None);
        let far = Quad::WHOLE.with(1, place(7.0, -3.0)).unwrap();
        assert_eq!(far, Quad::WHOLE);
    }

    #[test]
    fn four_quarter_turns_lead_back() {
        let paper = quad([(0.1, 0.2), (0.8, 0.1), (0.9, 0.9), (0.2, 0.7)]);
        let once = paper.turned();
        assert!(once.is_sound());
        // The bottom left of before is the top left now.
        assert!((once.0[0].x - 0.3).abs() < 1e-9 && (once.0[0].y - 0.2).abs() < 1e-9);
        let round = once.turned().turned().turned();
        for (a, b) in round.0.iter().zip(paper.0) {
            assert!((a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9);
        }
    }
}
