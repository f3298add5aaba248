//! Forms that were there when the paper was signed: filling in, locks, certification.

use anyhow::Result;

use super::corpus_forged::changed;
use super::{Case, Expected, letter, paper, usual};
use crate::pdf::document::{Layout, Pdf, stream};
use crate::pdf::sign::{Signature, dictionary_body, fill, sign};
use crate::pki::world::World;

const FOLDER: &str = "corpus";

/// A paper with two text fields, a check box and an empty signature field.
struct Form {
    pdf: Pdf,
    name: u32,
    second: u32,
    tick: u32,
    later: u32,
    on: u32,
}

const NAME: &str = "/FT /Tx /T (Field 1) /Rect [60 80 300 100] /DA (/Helv 10 Tf 0 g)";
const SECOND: &str = "/FT /Tx /T (Field 10) /Rect [310 80 540 100] /DA (/Helv 10 Tf 0 g)";
const LATER: &str = "/FT /Sig /T (Chu ky sau) /Rect [348 120 528 166]";

impl Form {
    fn new() -> Result<Self> {
        let mut pdf = paper(letter("to-trinh"), Layout::Table)?;
        let mut form = Form {
            name: pdf.new_id(),
            second: pdf.new_id(),
            tick: pdf.new_id(),
            later: pdf.new_id(),
            on: pdf.new_id(),
            pdf,
        };
        let numbers = [form.name, form.second, form.tick, form.later];
        form.pdf.fields.extend(numbers);
        let mut objects = Vec::new();
        for number in numbers {
            objects = form.pdf.annotate(number);
        }
        objects.extend([
            form.widget(form.name, &format!("{NAME} /V (truoc)")),
            form.widget(form.second, SECOND),
            form.widget(form.tick, &form.tick_box("Off")),
            form.widget(form.later, LATER),
            (form.on, look("0 0 12 12 re f")?),
        ]);
        form.pdf.append(&objects)?;
        Ok(form)
    }

    fn signed(signature: &Signature) -> Result<Self> {
        let mut form = Self::new()?;
        sign(&mut form.pdf, signature)?;
        Ok(form)
    }

    fn widget(&self, number: u32, body: &str) -> (u32, Vec<u8>) {
        let body = format!(
            "<< /Type /Annot /Subtype /Widget /F 4 /P {} 0 R {body} >>",
            self.pdf.first_page()
        );
        (number, body.into_bytes())
    }

    fn tick_box(&self, state: &str) -> String {
        format!(
            "/FT /Btn /T (Dong y) /Rect [60 50 72 62] /V /{state} /AS /{state} /AP << /N << /Yes {} 0 R >> >>",
            self.on
        )
    }

    /// Gives the first field a value and looks.
    fn fill_name(&mut self) -> Result<()> {
        let looks = self.pdf.new_id();
        let widget = self.widget(self.name, &format!("{NAME} /V (sau) /AP << /N {looks} 0 R >>"));
        self.pdf.append(&[widget, (looks, look("/Tx BMC EMC")?)])
    }

    /// Signs the empty field.
    fn sign_later(&mut self, signature: &Signature) -> Result<()> {
        let (dictionary, looks) = (self.pdf.new_id(), self.pdf.new_id());
        let widget = self.widget(
            self.later,
            &format!("{LATER} /V {dictionary} 0 R /AP << /N {looks} 0 R >>"),
        );
        let before = self.pdf.bytes.len();
        self.pdf.append(&[
            (dictionary, dictionary_body(signature)),
            widget,
            (looks, look("0 0 1 RG 1 1 178 44 re S")?),
        ])?;
        fill(&mut self.pdf.bytes, before, signature)?;
        Ok(())
    }
}

fn look(drawn: &str) -> Result<Vec<u8>> {
    stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 240 20]",
        drawn.as_bytes(),
    )
}

/// The cases.
pub fn cases(world: &World) -> Result<Vec<Case>> {
    let usual = || usual(world, "org-hoa-mai", 12);
    let certified = |level| -> Result<Signature<'_>> {
        Ok(Signature {
            certify: true,
            level,
            ..usual()?
        })
    };
    let locking = |extra| -> Result<Signature<'_>> { Ok(Signature { extra, ..usual()? }) };
    let permitted = |why| Expected {
        changes_after: vec!["permitted"],
        covers_whole_document: vec![false],
        ..Expected::passed(why)
    };
    let filled = |signature: &Signature| -> Result<Vec<u8>> {
        let mut form = Form::signed(signature)?;
        form.fill_name()?;
        Ok(form.pdf.bytes)
    };
    let mut cases = Vec::new();
    let mut add = |name, bytes, expected| cases.push(Case::new(FOLDER, name, bytes, expected));

    add(
        "form-filled",
        filled(&usual()?)?,
        permitted("a text field was filled in after an approval signature"),
    );
    add(
        "form-filled-certified-for-it",
        filled(&certified(2)?)?,
        permitted("a text field was filled in, as the certification permits (P=2)"),
    );
    add(
        "form-filled-certified-without-changes",
        filled(&certified(1)?)?,
        changed("a text field was filled in although the certification permits nothing (P=1)")
            .because(&["certification-forbids"]),
    );
    let all = " /Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams /Action /All /V /1.2 >> >>]";
    let only = " /Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams /Action /Include /Fields [(Field 1)] /V /1.2 >> >>]";
    let but = " /Reference [<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams /Action /Exclude /Fields [(Field 1)] /V /1.2 >> >>]";
    let locked = |why| changed(why).because(&["field-locked"]);
    add(
        "locked-all",
        filled(&locking(all)?)?,
        locked("a field was filled in although all are locked"),
    );
    add(
        "locked-by-name",
        filled(&locking(only)?)?,
        locked("a field was filled in that is locked by its name"),
    );
    add(
        "locked-all-but-this",
        filled(&locking(but)?)?,
        permitted("the only field that is not locked was filled in"),
    );
    let by_field = Signature {
        field_extra: " /Lock << /Type /SigFieldLock /Action /Include /Fields [(Field 1)] >>",
        ..usual()?
    };
    add(
        "locked-by-the-field",
        filled(&by_field)?,
        locked("a field was filled in that the signature field's own lock names"),
    );

    let mut neighbour = Form::signed(&locking(only)?)?;
    let widget = neighbour.widget(neighbour.second, &format!("{SECOND} /V (sau)"));
    neighbour.pdf.append(&[widget])?;
    add(
        "locked-name-is-no-prefix",
        neighbour.pdf.bytes,
        permitted("Field 1 is locked, Field 10 was filled in"),
    );

    let mut unlocked = Form::new()?;
    let lock = unlocked.pdf.new_id();
    unlocked
        .pdf
        .append(&[(lock, b"<< /Type /SigFieldLock /Action /All >>".to_vec())])?;
    let extra = format!(" /Lock {lock} 0 R");
    sign(
        &mut unlocked.pdf,
        &Signature {
            field_extra: &extra,
            ..usual()?
        },
    )?;
    unlocked.pdf.append(&[(
        lock,
        b"<< /Type /SigFieldLock /Action /Include /Fields [(Nothing)] >>".to_vec(),
    )])?;
    unlocked.fill_name()?;
    add(
        "locked-and-unlocked-later",
        unlocked.pdf.bytes,
        locked("the lock was replaced after signing, then the field filled in"),
    );

    let mut looks_only = Form::signed(&usual()?)?;
    let looks = looks_only.pdf.new_id();
    let widget = looks_only.widget(
        looks_only.name,
        &format!("{NAME} /V (truoc) /AP << /N {looks} 0 R >>"),
    );
    looks_only
        .pdf
        .append(&[widget, (looks, look("1 0 0 rg 0 0 240 20 re f")?)])?;
    let moved_looks = |why| changed(why).because(&["annotation-changed"]);
    add(
        "form-looks-without-value",
        looks_only.pdf.bytes,
        moved_looks("a field looks different, its value is the same"),
    );

    let mut moved = Form::signed(&usual()?)?;
    let body = NAME.replace("[60 80 300 100]", "[60 680 300 700]");
    let widget = moved.widget(moved.name, &format!("{body} /V (sau)"));
    moved.pdf.append(&[widget])?;
    add(
        "form-field-moved",
        moved.pdf.bytes,
        moved_looks("a field was filled in and moved over the text"),
    );

    let mut ticked = Form::signed(&usual()?)?;
    let widget = ticked.widget(ticked.tick, &ticked.tick_box("Yes"));
    ticked.pdf.append(&[widget])?;
    add(
        "form-box-ticked",
        ticked.pdf.bytes,
        permitted("a check box was ticked, with looks that it had"),
    );
    let mut redrawn = Form::signed(&usual()?)?;
    let widget = redrawn.widget(redrawn.tick, &redrawn.tick_box("Yes"));
    redrawn
        .pdf
        .append(&[widget, (redrawn.on, look("1 0 0 rg 0 0 240 20 re f")?)])?;
    add(
        "form-box-redrawn",
        redrawn.pdf.bytes,
        moved_looks("a check box was ticked and looks different"),
    );

    let mut added = Form::signed(&usual()?)?;
    let number = added.pdf.new_id();
    added.pdf.fields.push(number);
    let mut objects = added.pdf.annotate(number);
    objects.push(added.widget(number, "/FT /Tx /T (Moi) /Rect [60 600 540 700] /V (Sua doi)"));
    added.pdf.append(&objects)?;
    add(
        "form-field-added",
        added.pdf.bytes,
        changed("a text field was added over the text").because(&["form-changed"]),
    );

    let two = |why| Expected {
        signatures: 2,
        changes_after: vec!["permitted", "none"],
        covers_whole_document: vec![false, true],
        ..Expected::passed(why)
    };
    let person = super::usual(world, "person-mau", 11)?;
    let mut later = Form::signed(&certified(2)?)?;
    later.sign_later(&person)?;
    add(
        "empty-field-signed",
        later.pdf.bytes,
        two("the empty signature field of a certified form was signed"),
    );
    let mut locked_later = Form::signed(&locking(all)?)?;
    locked_later.sign_later(&person)?;
    let refused = Expected {
        changes_after: vec!["not-permitted", "none"],
        ..two("the empty signature field was locked")
    };
    let refused = Expected {
        verdict: vec!["TOTAL-FAILED"],
        ..refused.because(&["field-locked"])
    };
    add("empty-field-locked-and-signed", locked_later.pdf.bytes, refused);
    Ok(cases)
}
