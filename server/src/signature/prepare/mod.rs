//! Adding signatures: a paper is prepared for signing by an incremental update with a field, a signature dictionary
//! and room for the value; what must be signed is handed out as ranges and digest; the CMS made elsewhere is put in.
//! Not a byte of the paper changes, and signatures that are there go on holding: if they would not, nothing is made.
//!
//! Pure functions: no I/O, no clock, no keys.

mod dictionary;
mod embed;
mod error;
mod form;
pub mod look;
mod page;
mod request;
mod syntax;
mod update;

pub use embed::Prepared;
pub use error::{EmbedError, PictureError, PrepareError};
pub use request::{Area, Certification, Details, Kind, Lock, MOST_ROOM, Place, Request, Target, USUAL_ROOM};

use dictionary::{blank, fill_range, lock_item};
use form::Fields;
use motcua_shared::signature::{
    AnalysedSignature, Budget, Reason, analyse,
    outline::{Item, Outline},
    report::Changes,
};
use page::{Page, View};
use std::ops::Range;
use syntax::{dict, name, real, text, whole};
use update::Update;

/// Printed, and locked against moving (ISO 32000-2 §12.5.3): what the tools of state agencies write.
const PRINT_AND_LOCKED: u8 = 4 | 128;

/// `paper` with what `request` asks for appended to it, ready to be signed.
pub fn prepare(paper: &[u8], request: &Request) -> Result<Prepared, PrepareError> {
    if request.room == 0 || request.room > MOST_ROOM {
        return Err(PrepareError::BadRoom(request.room));
    }
    let before = analyse(paper, &mut Budget::for_file(paper.len()))?.signatures;
    if let Some((field, reason)) = broken(&before) {
        return Err(PrepareError::AlreadyChanged { field, reason });
    }
    if request.certification().is_some() && !before.is_empty() {
        return Err(PrepareError::NotTheFirst);
    }

    let mut outline = Outline::open(paper)?;
    let mut preparation = Preparation::new(paper, &mut outline, request)?;
    let field = preparation.field(&mut outline)?;
    let gap_and_range = preparation.signature(&mut outline, &field)?;
    let added = preparation.finish(&outline)?;

    let mut bytes = Vec::with_capacity(paper.len().saturating_add(added.len()));
    bytes.extend_from_slice(paper);
    bytes.extend_from_slice(&added);
    let (gap, range) = gap_and_range;
    fill_range(&mut bytes, range, &gap)?;
    confirm(&bytes, before.len(), &field.name, &gap)?;
    Ok(Prepared::new(bytes, gap, field.name))
}

/// `paper` with an empty signature field at `place`, for somebody to sign in later. A paper that is to be certified
/// gets the fields of the other signers first: certification permits to sign in fields, but readers disagree whether
/// it permits new ones (ISO 32000-2 §12.8.2.2).
pub fn add_empty_field(paper: &[u8], name: &str, place: Place) -> Result<Vec<u8>, PrepareError> {
    let before = analyse(paper, &mut Budget::for_file(paper.len()))?.signatures;
    if let Some((field, reason)) = broken(&before) {
        return Err(PrepareError::AlreadyChanged { field, reason });
    }
    let mut request = Request::timestamp();
    request.target = Target::New {
        name: Some(name.to_owned()),
        place,
    };
    let mut outline = Outline::open(paper)?;
    let mut preparation = Preparation::new(paper, &mut outline, &request)?;
    let field = preparation.field(&mut outline)?;
    preparation.update.put_item(field.id, &field.dict);
    let bytes = [paper, &preparation.finish(&outline)?].concat();
    let after = analyse(&bytes, &mut Budget::for_file(bytes.len()))?.signatures;
    match broken(&after) {
        Some((field, reason)) => Err(PrepareError::Forbidden { field, reason }),
        None => Ok(bytes),
    }
}

/// The first signature that no longer covers what was signed, and why.
fn broken(signatures: &[AnalysedSignature]) -> Option<(String, Reason)> {
    let is_broken = |one: &&AnalysedSignature| one.structure.changes_after == Changes::NotPermitted;
    let one = signatures.iter().find(is_broken)?;
    let reason = one.structure.reasons.first().copied();
    Some((
        one.structure.field.clone(),
        reason.unwrap_or(Reason::ObjectChanged),
    ))
}

/// What was made is read as any paper is: all earlier signatures must hold, the new one be where it should be.
fn confirm(bytes: &[u8], earlier: usize, field: &str, gap: &Range<usize>) -> Result<(), PrepareError> {
    let after = analyse(bytes, &mut Budget::for_file(bytes.len()))?.signatures;
    let (new, old): (Vec<_>, Vec<_>) = after
        .into_iter()
        .partition(|one| one.signed.as_ref().is_some_and(|signed| signed.gap == *gap));
    if let Some((field, reason)) = broken(&old) {
        return Err(PrepareError::Forbidden { field, reason });
    }
    let is_there = new
        .iter()
        .any(|one| one.structure.field == field && one.structure.covers_whole_document);
    if is_there && old.len() == earlier {
        Ok(())
    } else {
        Err(PrepareError::Damaged(
            "the form does not show what was added to it",
        ))
    }
}

impl Request {
    fn certification(&self) -> Option<Certification> {
        match &self.kind {
            Kind::Signature(details) => details.certification,
            Kind::DocumentTimestamp => None,
        }
    }

    fn lock(&self) -> Option<&Lock> {
        match &self.kind {
            Kind::Signature(details) => details.lock.as_ref(),
            Kind::DocumentTimestamp => None,
        }
    }
}

/// A field that has been put into the form, or was there.
struct Field {
    id: (u32, u16),
    name: String,
    dict: Item,
    lock: Option<Item>,
}

/// An update being made.
struct Preparation<'r> {
    update: Update,
    catalog: ((u32, u16), Item),
    is_catalog_changed: bool,
    request: &'r Request,
}

impl<'r> Preparation<'r> {
    fn new(paper: &[u8], outline: &mut Outline<'_>, request: &'r Request) -> Result<Self, PrepareError> {
        Ok(Self {
            update: Update::new(paper, outline),
            catalog: outline.catalog()?,
            is_catalog_changed: false,
            request,
        })
    }

    /// The field, everything but its own object written.
    fn field(&mut self, outline: &mut Outline<'_>) -> Result<Field, PrepareError> {
        let fields = Fields::read(outline, &self.catalog.1)?;
        match &self.request.target {
            Target::Existing(name) => self.existing(outline, &fields, name),
            Target::Hidden { name } => {
                let page = page::find(outline, &self.catalog.1, 1)?;
                self.new_field(outline, &fields, name.as_deref(), page, [0.0; 4])
            }
            Target::New { name, place } => {
                let page = page::find(outline, &self.catalog.1, place.page)?;
                let (width, height) = page.view.size();
                if !place.area.is_within(width, height) {
                    return Err(PrepareError::OutsideThePage { width, height });
                }
                let rectangle = page.view.rectangle(&place.area);
                self.new_field(outline, &fields, name.as_deref(), page, rectangle)
            }
        }
    }

    fn new_field(
        &mut self,
        outline: &mut Outline<'_>,
        fields: &Fields,
        wanted: Option<&str>,
        mut page: Page,
        rectangle: [f32; 4],
    ) -> Result<Field, PrepareError> {
        let own_name = fields.new_name(wanted)?;
        let mut field = dict([
            ("Type", name("Annot")),
            ("Subtype", name("Widget")),
            ("FT", name("Sig")),
            ("T", text(&own_name)),
            ("F", whole(PRINT_AND_LOCKED)),
            ("P", Item::Ref(page.id.0, page.id.1)),
            ("Rect", Item::Array(rectangle.map(real).to_vec())),
        ]);
        let lock = self.request.lock().map(lock_item);
        if let Some(lock) = &lock {
            field.set(b"Lock", self.update.add(lock));
        }
        if let Some(look) = &self.request.look {
            let appearance = look.write(&mut self.update, &page.view)?;
            field.set(b"AP", dict([("N", appearance)]));
        }
        let id = (self.update.new_number(), 0);
        let reference = Item::Ref(id.0, id.1);
        let is_held_by_page = form::append(
            outline,
            &mut self.update,
            &mut page.dict,
            b"Annots",
            reference.clone(),
        )?;
        if is_held_by_page {
            self.update.put_item(page.id, &page.dict);
        }
        self.is_catalog_changed |=
            form::extend(outline, &mut self.update, &mut self.catalog.1, Some(reference))?;
        Ok(Field {
            id,
            name: own_name,
            dict: field,
            lock,
        })
    }

    fn existing(
        &mut self,
        outline: &mut Outline<'_>,
        fields: &Fields,
        own_name: &str,
    ) -> Result<Field, PrepareError> {
        let field = fields.empty(own_name)?;
        let mut dict_of_field = field.dict;
        if let (Some(look), Some((widget_id, mut widget))) = (&self.request.look, field.widget) {
            let appearance = self.fitted(outline, look, &widget)?;
            let appearance = dict([("N", appearance)]);
            if widget_id == field.id {
                dict_of_field.set(b"AP", appearance);
            } else {
                widget.set(b"AP", appearance);
                self.update.put_item(widget_id, &widget);
            }
        }
        self.is_catalog_changed |= form::extend(outline, &mut self.update, &mut self.catalog.1, None)?;
        let lock = match dict_of_field.get(b"Lock") {
            Some(lock) => Some(outline.resolve(lock)?),
            None => self.request.lock().map(lock_item),
        };
        Ok(Field {
            id: field.id,
            name: own_name.to_owned(),
            dict: dict_of_field,
            lock,
        })
    }

    /// A look for a field that has its place already: in the middle of it, its proportions kept.
    fn fitted(
        &mut self,
        outline: &mut Outline<'_>,
        look: &look::Look,
        widget: &Item,
    ) -> Result<Item, PrepareError> {
        let page = match widget.get(b"P").and_then(Item::as_ref) {
            Some(id) => page::find_object(outline, &self.catalog.1, id)?,
            None => None,
        };
        let view = page.map_or(View::UPRIGHT, |page| page.view);
        let rectangle = match widget.get(b"Rect") {
            Some(rectangle) => page::rectangle(outline, rectangle)?,
            None => None,
        };
        match rectangle {
            Some(rectangle) => {
                let (width, height) = view.seen_size(rectangle);
                look.fitted(width, height).write(&mut self.update, &view)
            }
            None => look.write(&mut self.update, &view),
        }
    }

    /// Writes the signature dictionary and the field that has it. Returns its gap and the place of its byte range.
    fn signature(
        &mut self,
        outline: &mut Outline<'_>,
        field: &Field,
    ) -> Result<(Range<usize>, Range<usize>), PrepareError> {
        let value = (self.update.new_number(), 0);
        let blank = blank(
            &self.request.kind,
            field.lock.as_ref(),
            self.catalog.0,
            self.request.room,
        );
        let at = self.update.put(value, &blank.body);
        let mut dict_of_field = field.dict.clone();
        dict_of_field.set(b"V", Item::Ref(value.0, value.1));
        self.update.put_item(field.id, &dict_of_field);
        if self.request.certification().is_some() {
            let permissions = match self.catalog.1.get(b"Perms").cloned() {
                Some(held) => outline.resolve(&held)?,
                None => dict([]),
            };
            let mut permissions = match permissions {
                Item::Dict(_) => permissions,
                _ => dict([]),
            };
            permissions.set(b"DocMDP", Item::Ref(value.0, value.1));
            self.catalog.1.set(b"Perms", permissions);
            self.is_catalog_changed = true;
        }
        let moved = |range: &Range<usize>| at.saturating_add(range.start)..at.saturating_add(range.end);
        Ok((moved(&blank.gap), moved(&blank.range)))
    }

    fn finish(mut self, outline: &Outline<'_>) -> Result<Vec<u8>, PrepareError> {
        if self.is_catalog_changed {
            let (id, catalog) = &self.catalog;
            self.update.put_item(*id, catalog);
        }
        self.update.finish(outline)
    }
}
