//! Several files at once: each is looked at, sent and read by itself, two on their way at a time, and saved with the others.
//! What fails stays, with everything that was typed about it.

use crate::api::Failure;
use crate::api::upload::NotSent;
use crate::dom;
use crate::state::lang;
use crate::state::notice::{self, NoticeState};
use crate::vault::adding::add_send::Sender;
use crate::vault::adding::file::FileState;
use crate::vault::adding::form::PaperForm;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// The most files on the page at a time.
pub const MAX_FILES: usize = 20;

/// The most files on their way at a time.
const AT_ONCE: usize = 2;

/// Id of the box that says what is left.
pub const LEFT: &str = "con-lai";

/// Where a file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Waits to be looked at.
    New,
    /// Is looked at in the browser.
    Looking,
    /// The browser would not send it.
    Refused,
    /// Waits for its turn to be sent.
    Waiting,
    /// Is on its way.
    Sending,
    /// The server has it and reads it.
    Reading,
    /// Can be saved.
    Ready,
    /// It did not get there; why.
    Failed(String),
    /// It has the very bytes of another one, which is named.
    Twin(String),
    /// Is being saved.
    Saving,
}

/// One file.
#[derive(Clone, Copy)]
pub struct Row {
    /// Counted from 1, never given twice.
    pub number: u32,
    /// What is said of it.
    pub form: PaperForm,
    /// The file itself.
    pub file: FileState,
    /// Sends it.
    pub sender: Sender,
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// Whether its fields are open.
    pub open: RwSignal<bool>,
    source: StoredValue<Option<File>, LocalStorage>,
}

impl Row {
    /// Name of the file.
    pub fn name(self) -> String {
        let chosen = self
            .file
            .chosen
            .with_untracked(|chosen| Some(chosen.as_ref()?.file.name()));
        let source = || self.source.with_value(|file| file.as_ref().map(File::name));
        chosen.or_else(source).unwrap_or_default()
    }

    /// Id of its card.
    pub fn card(self) -> String {
        self.form.id("the")
    }
}

/// A file that was not saved, and why.
#[derive(Clone, PartialEq)]
pub struct Left {
    /// Id of its card.
    pub card: String,
    /// Its name.
    pub name: String,
    /// In words.
    pub why: String,
}

type Leave = Box<dyn Fn(&str)>;

/// All of them; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Many {
    /// Those that are not saved yet.
    pub rows: RwSignal<Vec<Row>>,
    /// What they have in common.
    pub common: PaperForm,
    /// Whether they are being saved.
    pub busy: RwSignal<bool>,
    /// How many files were more than the page takes.
    pub surplus: RwSignal<usize>,
    /// What the last saving left over.
    pub left: RwSignal<Vec<Left>>,
    /// How many papers are in the vault by now.
    pub saved: RwSignal<usize>,
    looking: StoredValue<bool>,
    count: StoredValue<u32>,
    owner: StoredValue<Option<Owner>>,
    leave: StoredValue<Leave, LocalStorage>,
    notice: NoticeState,
    lang: Lang,
}

impl Many {
    /// No file yet.
    pub fn new(common: PaperForm) -> Self {
        let navigate = use_navigate();
        Self {
            rows: RwSignal::new(Vec::new()),
            common,
            busy: RwSignal::new(false),
            surplus: RwSignal::new(0),
            left: RwSignal::new(Vec::new()),
            saved: RwSignal::new(0),
            looking: StoredValue::new(false),
            count: StoredValue::new(0),
            // Rows are made in handlers, which have no owner; theirs is the page.
            owner: StoredValue::new(Owner::current()),
            leave: StoredValue::new_local(Box::new(move |to| navigate(to, Default::default()))),
            notice: notice::current(),
            lang: lang::current(),
        }
    }

    /// Whether there are several.
    pub fn is_on(self) -> bool {
        self.rows.with(|rows| !rows.is_empty())
    }

    /// Takes the files that were chosen; the first time together with the one that the page had before.
    pub fn take(self, files: Vec<File>, single: FileState) {
        let mut new = Vec::new();
        let is_first = self.rows.with_untracked(Vec::is_empty);
        if is_first
            && single.chosen.with_untracked(Option::is_some)
            && let Some(row) = self.row(None)
        {
            self.hand_over(row);
            row.file.take_over(single);
            row.step.set(Step::Waiting);
            new.push(row);
        }
        let room = MAX_FILES
            .saturating_sub(self.rows.with_untracked(Vec::len))
            .saturating_sub(new.len());
        self.surplus.set(files.len().saturating_sub(room));
        new.extend(
            files
                .into_iter()
                .take(room)
                .filter_map(|file| self.row(Some(file))),
        );
        if is_first
            && let Some(first) = new
                .first()
                .filter(|row| row.file.chosen.with_untracked(Option::is_none))
        {
            self.hand_over(*first);
        }
        if is_first {
            self.common.errors.clear();
        }
        self.rows.update(|rows| rows.extend(new));
        self.go_on();
    }

    /// What was typed about one paper is about the first of several, but not what was typed on an earlier visit.
    fn hand_over(self, first: Row) {
        if !self.common.is_resumed.get_untracked() {
            first.form.take_over(self.common);
        }
    }

    /// Name of another file with the same bytes, if the server has seen both.
    fn twin_of(self, row: Row) -> Option<String> {
        let digest = |row: &Row| {
            row.file
                .chosen
                .try_with_untracked(|chosen| Some(chosen.as_ref()?.upload.as_ref()?.sha256.clone()))?
        };
        let own = digest(&row)?;
        let find = |rows: &Vec<Row>| {
            let mut others = rows.iter().filter(|other| other.number != row.number);
            let twin = others.find(|other| {
                !other.step.with_untracked(|step| matches!(step, Step::Twin(_)))
                    && digest(other) == Some(own.clone())
            });
            twin.map(|twin| twin.name())
        };
        self.rows.try_with_untracked(find)?
    }

    fn row(self, file: Option<File>) -> Option<Row> {
        let number = self.count.try_update_value(|count| {
            *count += 1;
            *count
        })?;
        let owner = self.owner.get_value()?;
        Some(owner.with(|| {
            let form = self.common.of_common(number);
            let file_state = FileState::new(form);
            Row {
                number,
                form,
                file: file_state,
                sender: Sender::new(form, file_state),
                step: RwSignal::new(Step::New),
                open: RwSignal::new(false),
                source: StoredValue::new_local(file),
            }
        }))
    }

    fn next(self, step: &Step) -> Option<Row> {
        self.rows.try_with_untracked(|rows| {
            rows.iter()
                .copied()
                .find(|row| row.step.with_untracked(|now| now == step))
        })?
    }

    /// Looks at the next file and sends the next ones, as far as it is their turn.
    fn go_on(self) {
        if self.looking.try_get_value() == Some(false)
            && let Some(row) = self.next(&Step::New)
            && let Some(file) = row.source.get_value()
        {
            self.looking.set_value(true);
            row.step.set(Step::Looking);
            spawn_local(async move {
                row.file.examine(file, self.lang).await;
                let is_taken = row.file.chosen.try_with_untracked(Option::is_some);
                let _ = row.step.try_set(if is_taken == Some(true) {
                    Step::Waiting
                } else {
                    Step::Refused
                });
                let _ = self.looking.try_set_value(false);
                self.go_on();
            });
        }
        while self.count_of(|step| matches!(step, Step::Sending | Step::Reading)) < AT_ONCE
            && let Some(row) = self.next(&Step::Waiting)
        {
            row.step.set(Step::Sending);
            spawn_local(async move {
                let outcome = send(row).await;
                if let Err(why) = outcome {
                    let sentence = match why {
                        NotSent::Stopped => text::adding::stopped(self.lang).to_owned(),
                        NotSent::Failed(failure) => sentence(&failure, self.lang),
                    };
                    let _ = row.step.try_set(Step::Failed(sentence));
                } else if let Some(twin) = self.twin_of(row) {
                    let _ = row.step.try_set(Step::Twin(twin));
                }
                self.go_on();
            });
        }
    }

    /// How many files stand so.
    pub fn count_of(self, fits: impl Fn(&Step) -> bool) -> usize {
        let count = |rows: &Vec<Row>| {
            let fitting = rows
                .iter()
                .filter(|row| row.step.with_untracked(|step| fits(step)));
            fitting.count()
        };
        self.rows.try_with_untracked(count).unwrap_or(AT_ONCE)
    }

    /// "Thử lại"
    pub fn retry(self, row: Row) {
        row.form.clear_mark("file");
        row.step.set(Step::Waiting);
        self.go_on();
    }

    /// "Bỏ"
    pub fn drop_row(self, row: Row) {
        row.sender.stop();
        self.rows
            .update(|rows| rows.retain(|other| other.number != row.number));
        self.left.update(|left| left.retain(|one| one.card != row.card()));
        self.surplus.set(0);
        if self.rows.with_untracked(Vec::is_empty) && self.saved.get_untracked() > 0 {
            self.finish();
        } else {
            dom::focus("main");
            self.go_on();
        }
    }

    /// "Lưu tất cả": saves what is ready and says what is not.
    pub fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.left.set(Vec::new());
        self.surplus.set(0);
        spawn_local(async move {
            for row in self.rows.get_untracked() {
                if !row.step.with_untracked(|step| *step == Step::Ready) {
                    continue;
                }
                let typed = row.form.typed();
                let Some(chosen) = row.sender.checked(&typed) else {
                    row.open.set(true);
                    continue;
                };
                row.step.set(Step::Saving);
                match row.sender.send(typed, chosen).await {
                    Ok(_) => {
                        let _ = self.saved.try_update(|saved| *saved += 1);
                        let _ = self
                            .rows
                            .try_update(|rows| rows.retain(|other| other.number != row.number));
                    }
                    Err(NotSent::Stopped) => {
                        let _ = row
                            .step
                            .try_set(Step::Failed(text::adding::stopped(self.lang).to_owned()));
                    }
                    Err(NotSent::Failed(failure)) => self.not_saved(row, &failure),
                }
            }
            let _ = self.busy.try_set(false);
            match self.rows.try_with_untracked(Vec::is_empty) {
                Some(true) => self.finish(),
                Some(false) => self.tell(),
                None => {}
            }
        });
    }

    fn not_saved(self, row: Row, failure: &Failure) {
        let still_there = row
            .file
            .chosen
            .try_with_untracked(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.upload.is_some()));
        if still_there == Some(true) && !failure.fields.is_empty() {
            row.step.set(Step::Ready);
            let is_of_file = failure.fields.iter().any(|field| field.path == "file");
            if is_of_file {
                row.step.set(Step::Failed(sentence(failure, self.lang)));
            } else {
                row.sender.show(failure);
            }
        } else if still_there.is_some() {
            row.step.set(Step::Failed(sentence(failure, self.lang)));
        }
        row.open.set(true);
    }

    /// Says what is left and why.
    fn tell(self) {
        let why = |row: &Row| match row.step.get_untracked() {
            Step::Refused => text::adding::why_refused(self.lang).to_owned(),
            Step::Failed(sentence) => sentence,
            Step::Twin(other) => text::adding::why_twin(self.lang, other),
            Step::Ready | Step::Saving => text::adding::why_fields(self.lang).to_owned(),
            _ => text::adding::why_sending(self.lang).to_owned(),
        };
        let left = |row: &Row| Left {
            card: row.card(),
            name: row.name(),
            why: why(row),
        };
        self.left
            .set(self.rows.with_untracked(|rows| rows.iter().map(left).collect()));
        // The box stands after the next turn of the page.
        spawn_local(async {
            crate::api::upload::sleep(0).await;
            dom::focus(LEFT);
        });
    }

    fn finish(self) {
        PaperForm::forget();
        let saved = self.saved.get_untracked();
        self.notice.leave(text::adding::saved(self.lang, saved));
        self.leave.with_value(|leave| leave("/kho"));
    }

    /// "Bỏ qua"
    pub fn give_up(self) {
        for row in self.rows.get_untracked() {
            row.sender.stop();
        }
        PaperForm::forget();
    }
}

/// Sends a file and fills in what it says of itself; a file that says nothing is none the worse.
async fn send(row: Row) -> Result<(), NotSent> {
    let Some(Some(chosen)) = row.file.chosen.try_get_untracked() else {
        return Err(NotSent::Stopped);
    };
    if chosen.upload.is_none() {
        row.sender.send_file(&chosen).await?;
    }
    let _ = row.step.try_set(Step::Reading);
    let sent = row.file.chosen.try_get_untracked().flatten();
    if let Some(sent) = sent
        && let Ok(reading) = row.sender.read(&sent).await
        && row.step.try_get_untracked().is_some()
    {
        row.form.propose(&reading);
    }
    let _ = row.step.try_set(Step::Ready);
    Ok(())
}

fn sentence(failure: &Failure, lang: Lang) -> String {
    let of_field = failure.fields.first().map(|field| field.title.clone());
    of_field.unwrap_or_else(|| failure.sentence(lang))
}
