//! What a file claims to hold, weighed before anything is decoded: a few hundred bytes can ask for hours and gigabytes.

use crate::{Fault, MAX_SIDE};
use heifer::heifer_isobmff::{HeifFile, ItemId};

/// A picture that stands for another one is followed so far.
const MOST_STEPS: usize = 4;

/// How a picture is written.
enum Form {
    /// One coded picture.
    Coded,
    /// Tiles put together.
    Grid,
    /// The same as this one.
    Same(ItemId),
}

/// Takes one coded picture or one grid of coded tiles, as cameras write them, within the limits, and the same for what
/// lies beside it (transparency). Grids of grids and overlays, which multiply at every level, are not decoded.
pub(crate) fn weigh(file: &HeifFile<'_>, most: u64) -> Result<(), Fault> {
    let mut id = file.primary_id;
    for _ in 0..MOST_STEPS {
        picture(file, id, most)?;
        for beside in file.referencing_items(id, b"auxl") {
            picture(file, beside, most)?;
        }
        match form(file, id)? {
            Form::Same(other) => id = other,
            Form::Coded | Form::Grid => return Ok(()),
        }
    }
    Err(Fault::Unsupported)
}

fn form(file: &HeifFile<'_>, id: ItemId) -> Result<Form, Fault> {
    let item = file.item(id).map_err(|_| Fault::Damaged)?;
    match &item.item_type.0 {
        b"hvc1" => Ok(Form::Coded),
        b"grid" => Ok(Form::Grid),
        b"iden" => match file.referenced_items(id, b"dimg") {
            [other] => Ok(Form::Same(*other)),
            _ => Err(Fault::Damaged),
        },
        _ => Err(Fault::Unsupported),
    }
}

fn picture(file: &HeifFile<'_>, id: ItemId, most: u64) -> Result<(), Fault> {
    match form(file, id)? {
        Form::Coded => coded(file, id, most).map(|_| ()),
        Form::Grid => grid(file, id, most),
        Form::Same(_) => Ok(()),
    }
}

/// Size of a coded picture; the stream says it once more, and is held to the same limit while it is decoded.
fn coded(file: &HeifFile<'_>, id: ItemId, most: u64) -> Result<(u32, u32), Fault> {
    let size = file.image_size(id).map_err(|_| Fault::Damaged)?;
    let (width, height) = size.ok_or(Fault::Damaged)?;
    within(width, height, most)?;
    Ok((width, height))
}

fn grid(file: &HeifFile<'_>, id: ItemId, most: u64) -> Result<(), Fault> {
    let grid = file.grid(id).map_err(|_| Fault::Damaged)?;
    within(grid.output_width, grid.output_height, most)?;
    let (columns, rows) = (u32::from(grid.columns), u32::from(grid.rows));
    let tiles = file.referenced_items(id, b"dimg");
    if tiles.len() as u64 != u64::from(columns) * u64::from(rows) {
        return Err(Fault::Damaged);
    }
    for tile in tiles {
        match form(file, *tile)? {
            Form::Coded => {}
            Form::Grid | Form::Same(_) => return Err(Fault::Unsupported),
        }
        let (width, height) = coded(file, *tile, most)?;
        // Tiles cover the picture, and each shows something of it: the decoder breaks where they leave a rest, and
        // thousands that show nothing would still be decoded.
        if !cover(columns, width, grid.output_width) || !cover(rows, height, grid.output_height) {
            return Err(Fault::Damaged);
        }
    }
    Ok(())
}

/// Whether so many tiles reach across the picture, and one fewer would not.
fn cover(tiles: u32, side: u32, whole: u32) -> bool {
    let (tiles, side, whole) = (u64::from(tiles), u64::from(side), u64::from(whole));
    tiles.saturating_sub(1) * side < whole && whole <= tiles * side
}

fn within(width: u32, height: u32, most: u64) -> Result<(), Fault> {
    let dots = u64::from(width) * u64::from(height);
    if dots == 0 {
        Err(Fault::Damaged)
    } else if width.max(height) > MAX_SIDE || dots > most {
        Err(Fault::TooLarge(width, height))
    } else {
        Ok(())
    }
}
