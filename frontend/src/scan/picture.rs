//! Pictures in the browser: decoded, turned, straightened, made small. What leaves is drawn anew, so that nothing that a
//! camera wrote beside the picture (place, time, device) goes along.

use crate::dom;
use crate::scan::header::{self, Kind, NotTaken};
use crate::scan::quad::{Quad, straighten};
use crate::scan::write::Leaf;
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use motcua_heic::WORKING_DOTS;
use std::f64::consts::FRAC_PI_2;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, ImageData, Url};

/// Longest side of a page, in dots: 170 for each inch of A4.
const PAGE: f64 = 2_000.0;

/// Longest side of a picture in the list, and of the one whose corners are set.
const SMALL: f64 = 420.0;
const MIDDLE: f64 = 1_000.0;

/// Most dots of a canvas: phones refuse larger ones.
const CANVAS: f64 = WORKING_DOTS as f64;

/// Quality of a picture that was decoded here, until its page is made: nothing of it is seen there.
const KEPT: f64 = 0.95;

/// A page shall weigh no more.
const WEIGHT: usize = 400_000;

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Refused by what its first bytes say.
    Refused(NotTaken),
    /// Of a kind that this browser does not decode.
    Heic,
    /// The decoder for it did not arrive.
    NotLoaded,
    /// The browser could not decode it.
    Damaged,
}

/// A picture that was chosen, decoded. There is one at a time: decoded, twelve million dots take 48 MB.
pub struct Picture {
    image: HtmlImageElement,
    address: String,
}

impl Drop for Picture {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.address);
    }
}

impl Picture {
    /// Reads the size first, then has the browser decode it.
    pub async fn open(file: &Blob) -> Result<Self, Fault> {
        let head = head(file).await.ok_or(Fault::Damaged)?;
        let kind = header::read(&head).map_err(Fault::Refused)?;
        let fault = match kind {
            Kind::Heic => Fault::Heic,
            Kind::Common => Fault::Damaged,
        };
        Self::of(file).await.ok_or(fault)
    }

    /// Has the browser decode it.
    pub async fn of(file: &Blob) -> Option<Self> {
        let picture = Self {
            address: Url::create_object_url_with_blob(file).ok()?,
            image: HtmlImageElement::new().ok()?,
        };
        picture.image.set_src(&picture.address);
        JsFuture::from(picture.image.decode()).await.ok()?;
        (picture.image.natural_width() > 0).then_some(picture)
    }

    /// Dots across and down after `turns` quarters to the right.
    fn size(&self, turns: u8) -> (f64, f64) {
        let (width, height) = (
            f64::from(self.image.natural_width()),
            f64::from(self.image.natural_height()),
        );
        if turns % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// The picture turned, to set the corners on; an address for `<img>`.
    pub fn whole(&self, turns: u8) -> Option<String> {
        let (width, height) = self.size(turns);
        address(&self.drawn(turns, MIDDLE / width.max(height))?.0)
    }

    /// The straightened page, small; an address for `<img>`.
    pub fn small(&self, turns: u8, quad: Quad) -> Option<String> {
        address(&self.page(turns, quad, SMALL)?)
    }

    /// The straightened page as it goes into the file.
    pub async fn leaf(&self, turns: u8, quad: Quad) -> Option<Leaf<Blob>> {
        let mut long = PAGE;
        loop {
            let canvas = self.page(turns, quad, long)?;
            for quality in [0.85, 0.75, 0.65, 0.5] {
                let jpeg = blob(&canvas, quality).await?;
                let length = jpeg.size() as usize;
                if length <= WEIGHT || (quality < 0.6 && long < 1_200.0) {
                    return Some(Leaf {
                        jpeg,
                        length,
                        width: canvas.width(),
                        height: canvas.height(),
                    });
                }
            }
            long *= 0.85;
        }
    }

    fn page(&self, turns: u8, quad: Quad, long: f64) -> Option<HtmlCanvasElement> {
        let (width, height) = self.size(turns);
        let (across, down) = quad.size(width, height);
        let wanted = (long / across.max(down)).min(1.0);
        let (from, context) = self.drawn(turns, wanted)?;
        if quad == Quad::WHOLE {
            return Some(from);
        }
        let (from_width, from_height) = (from.width(), from.height());
        let picture = context
            .get_image_data(0.0, 0.0, f64::from(from_width), f64::from(from_height))
            .ok()?
            .data();
        let to = (
            (across * wanted).round().max(1.0) as usize,
            (down * wanted).round().max(1.0) as usize,
        );
        let straight = straighten(&picture, (from_width as usize, from_height as usize), quad, to);
        let data =
            ImageData::new_with_u8_clamped_array_and_sh(Clamped(&straight), to.0 as u32, to.1 as u32).ok()?;
        let (canvas, context) = canvas(to.0 as f64, to.1 as f64)?;
        context.put_image_data(&data, 0.0, 0.0).ok()?;
        Some(canvas)
    }

    /// The whole picture, turned, at this scale or the largest below it that a canvas takes.
    fn drawn(&self, turns: u8, scale: f64) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
        let (width, height) = self.size(turns);
        let scale = scale.min(1.0).min((CANVAS / (width * height)).sqrt());
        let (canvas, context) = canvas((width * scale).round(), (height * scale).round())?;
        let (across, down) = (f64::from(canvas.width()), f64::from(canvas.height()));
        // What is transparent is paper.
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, across, down);
        context.translate(across / 2.0, down / 2.0).ok()?;
        context.rotate(f64::from(turns) * FRAC_PI_2).ok()?;
        let (width, height) = if turns % 2 == 1 {
            (down, across)
        } else {
            (across, down)
        };
        context
            .draw_image_with_html_image_element_and_dw_and_dh(
                &self.image,
                -width / 2.0,
                -height / 2.0,
                width,
                height,
            )
            .ok()?;
        Some((canvas, context))
    }
}

/// Dots that were decoded here, as a file that the browser decodes: in little room, like the others.
pub async fn of_dots(dots: &ImageData) -> Option<Blob> {
    let (canvas, context) = canvas(f64::from(dots.width()), f64::from(dots.height()))?;
    context.put_image_data(dots, 0.0, 0.0).ok()?;
    blob(&canvas, KEPT).await
}

/// The bytes of a file, not in the memory of this program.
pub async fn bytes(file: &Blob) -> Option<Uint8Array> {
    let bytes: ArrayBuffer = JsFuture::from(file.array_buffer()).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&bytes))
}

/// What `header` reads: the beginning, and for some files a part further on.
async fn head(file: &Blob) -> Option<Vec<u8>> {
    let mut head = part(file, 0.0).await?;
    if let Some(at) = header::further(&head) {
        head.extend(part(file, at as f64).await?);
    }
    Some(head)
}

async fn part(file: &Blob, at: f64) -> Option<Vec<u8>> {
    let part = file.slice_with_f64_and_f64(at, at + header::HEAD as f64).ok()?;
    Some(bytes(&part).await?.to_vec())
}

fn canvas(width: f64, height: f64) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = dom::document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width.max(1.0) as u32);
    canvas.set_height(height.max(1.0) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    Some((canvas, context))
}

fn address(canvas: &HtmlCanvasElement) -> Option<String> {
    canvas.to_data_url_with_type("image/jpeg").ok()
}

async fn blob(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let made = Promise::new(&mut |resolve, _| {
        let done = resolve.clone();
        let take = Closure::once_into_js(move |blob: JsValue| {
            let _ = done.call1(&JsValue::NULL, &blob);
        });
        let asked = canvas.to_blob_with_type_and_encoder_options(
            take.unchecked_ref(),
            "image/jpeg",
            &JsValue::from_f64(quality),
        );
        if asked.is_err() {
            let _ = resolve.call1(&JsValue::NULL, &JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}
