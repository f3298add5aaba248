//! What a signature looks like on the page: an appearance stream (ISO 32000-2 §12.5.5) of pictures and lines of text.

pub mod decree30;
mod font;
mod picture;

pub use picture::Picture;

use super::{
    error::PrepareError,
    page::View,
    request::Area,
    syntax::{decimal, dict, name, real, whole},
    update::Update,
};
use crate::typeface::Style;
use font::Font;
use motcua_shared::signature::outline::Item;
use std::fmt::Write as _;

/// The picture of a signature, in points from the lower left corner of its own area.
#[derive(Debug, Clone)]
pub struct Look {
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// What is in it, the last on top.
    pub parts: Vec<Part>,
}

/// A part of a look.
#[derive(Debug, Clone)]
pub enum Part {
    /// A picture, stretched over an area.
    Picture(Picture, Area),
    /// A line of text.
    Line(Line),
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it says. Letters that the typeface lacks show as a box.
    pub text: String,
    /// Where it begins, from the left.
    pub left: f32,
    /// Where its letters stand, from below.
    pub baseline: f32,
    /// Size of the letters, in points.
    pub size: f32,
    /// How they stand.
    pub style: Style,
    /// Red, green and blue, 0 to 1.
    pub ink: [f32; 3],
}

impl Look {
    /// A picture alone, as large as fits, in the middle, its proportions kept.
    pub fn of_picture(picture: Picture, width: f32, height: f32) -> Self {
        let (own_width, own_height) = picture.proportions();
        let scale = (width / own_width).min(height / own_height);
        let (shown_width, shown_height) = (own_width * scale, own_height * scale);
        let area = Area::new(
            (width - shown_width) / 2.0,
            (height - shown_height) / 2.0,
            shown_width,
            shown_height,
        );
        Self {
            width,
            height,
            parts: vec![Part::Picture(picture, area)],
        }
    }

    /// The same in the middle of an area of that size, as large as fits.
    pub(super) fn fitted(&self, width: f32, height: f32) -> Self {
        let scale = (width / self.width).min(height / self.height);
        let (left, bottom) = (
            (width - self.width * scale) / 2.0,
            (height - self.height * scale) / 2.0,
        );
        let parts = self.parts.iter().map(|part| match part {
            Part::Picture(picture, area) => Part::Picture(
                picture.clone(),
                Area::new(
                    left + area.left * scale,
                    bottom + area.bottom * scale,
                    area.width * scale,
                    area.height * scale,
                ),
            ),
            Part::Line(line) => Part::Line(Line {
                left: left + line.left * scale,
                baseline: bottom + line.baseline * scale,
                size: line.size * scale,
                ..line.clone()
            }),
        });
        Self {
            width,
            height,
            parts: parts.collect(),
        }
    }

    /// Writes the appearance and gives its reference.
    pub(super) fn write(&self, update: &mut Update, view: &View) -> Result<Item, PrepareError> {
        let (mut content, mut pictures) = (String::new(), dict([]));
        let mut fonts: Vec<(Style, Font)> = Vec::new();
        for (place, part) in self.parts.iter().enumerate() {
            match part {
                Part::Picture(picture, area) => {
                    let own_name = format!("P{place}");
                    let _ = writeln!(
                        content,
                        "q {} 0 0 {} {} {} cm /{own_name} Do Q",
                        decimal(area.width),
                        decimal(area.height),
                        decimal(area.left),
                        decimal(area.bottom)
                    );
                    pictures.set(own_name.as_bytes(), picture.write(update));
                }
                Part::Line(line) => {
                    let known = fonts.iter().position(|(style, _)| *style == line.style);
                    if known.is_none() {
                        fonts.push((line.style, Font::new(line.style)?));
                    }
                    let place = known.unwrap_or_else(|| fonts.len().saturating_sub(1));
                    if let Some((_, font)) = fonts.get_mut(place) {
                        line.draw(&mut content, place, font);
                    }
                }
            }
        }
        let mut font_list = dict([]);
        for (place, (_, font)) in fonts.iter().enumerate() {
            font_list.set(format!("F{place}").as_bytes(), font.write(update)?);
        }
        let turn = view.upright().map(whole);
        let matrix = turn.into_iter().chain([whole(0), whole(0)]).collect();
        let corners = [0.0, 0.0, self.width, self.height];
        let head = dict([
            ("Type", name("XObject")),
            ("Subtype", name("Form")),
            ("BBox", Item::Array(corners.map(real).to_vec())),
            ("Matrix", Item::Array(matrix)),
            ("Resources", dict([("XObject", pictures), ("Font", font_list)])),
        ]);
        Ok(update.add_stream(head, content.as_bytes()))
    }
}

impl Line {
    fn draw(&self, content: &mut String, place: usize, font: &mut Font) {
        let [red, green, blue] = self.ink.map(decimal);
        let _ = writeln!(
            content,
            "BT {red} {green} {blue} rg /F{place} {} Tf {} {} Td {} Tj ET",
            decimal(self.size),
            decimal(self.left),
            decimal(self.baseline),
            font.encode(&self.text)
        );
    }
}
