//! The steps in which units work on dossiers of a procedure.

use super::draft::Draft;
use super::form::row_acts;
use super::typed::free_id;
use crate::react::dynamic;
use crate::ui::{Choice, Field, FormErrors, Select, text_field};
use leptos::prelude::*;
use motcua_shared::catalogue::workflow::{WorkKind, WorkStep};
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::text::{self, Lang};

/// A step.
#[derive(Clone, Copy)]
pub struct WorkRow {
    id: StoredValue<String>,
    name: RwSignal<String>,
    kind: RwSignal<String>,
    role: RwSignal<String>,
    days: RwSignal<String>,
}

/// As it travels, without the marks.
fn value(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Assign => "assign",
        WorkKind::Examine => "examine",
        WorkKind::Consult => "consult",
        WorkKind::Sign => "sign",
        WorkKind::Return => "return",
    }
}

const LEADER: &str = "leader";
const DESK: &str = "desk";

impl WorkRow {
    /// With what a step says.
    pub fn new(step: &WorkStep) -> Self {
        Self {
            id: StoredValue::new(step.id.clone()),
            name: RwSignal::new(step.name.clone()),
            kind: RwSignal::new(value(step.kind).to_owned()),
            role: RwSignal::new(
                if step.role == StaffRole::Leader {
                    LEADER
                } else {
                    DESK
                }
                .to_owned(),
            ),
            days: RwSignal::new(step.days.map(|days| days.to_string()).unwrap_or_default()),
        }
    }

    /// The step that this comes to; the path of what is no number is put to the others.
    pub fn read(self, path: &str, wrong: &mut Vec<String>) -> WorkStep {
        let days = self.days.with_untracked(|days| match days.trim() {
            "" => Ok(None),
            typed => typed.parse().map(Some),
        });
        if days.is_err() {
            wrong.push(format!("{path}.days"));
        }
        let kind = self.kind.get_untracked();
        WorkStep {
            id: self.id.get_value(),
            name: self.name.get_untracked(),
            kind: WorkKind::ALL
                .into_iter()
                .find(|one| value(*one) == kind)
                .unwrap_or(WorkKind::Examine),
            role: match self.role.with_untracked(|role| role == LEADER) {
                true => StaffRole::Leader,
                false => StaffRole::Desk,
            },
            days: days.unwrap_or_default(),
        }
    }
}

/// One more, before the one that gives the result back.
fn add(rows: RwSignal<Vec<WorkRow>>) {
    let taken: Vec<String> = rows.with_untracked(|rows| rows.iter().map(|row| row.id.get_value()).collect());
    let step = |id: String, kind| WorkStep {
        id,
        name: String::new(),
        kind,
        role: StaffRole::Desk,
        days: None,
    };
    rows.update(|rows| match rows.len() {
        0 => {
            rows.push(WorkRow::new(&step("buoc-1".to_owned(), WorkKind::Examine)));
            rows.push(WorkRow::new(&step("buoc-2".to_owned(), WorkKind::Return)));
        }
        count => {
            let row = WorkRow::new(&step(free_id("buoc", &taken), WorkKind::Examine));
            rows.insert(count.saturating_sub(1), row);
        }
    });
}

/// All of them, and one more.
pub fn workflow(draft: Draft, errors: FormErrors, lang: Lang) -> AnyView {
    let rows = dynamic(move || {
        let rows = draft.workflow.get().into_iter().enumerate();
        rows.map(|(at, row)| one(draft, row, at, errors, lang))
            .collect::<Vec<_>>()
    });
    view! {
        <section class="card stack" id="workflow">
            <h2>{text::work::steps(lang)}</h2>
            <p class="hint">{text::work::steps_hint(lang)}</p>
            {rows}
            <button type="button" class="btn quiet" on:click=move |_| add(draft.workflow)>
                {text::work::step_add(lang)}
            </button>
        </section>
    }
    .into_any()
}

fn one(draft: Draft, row: WorkRow, at: usize, errors: FormErrors, lang: Lang) -> AnyView {
    let id = |field: &str| format!("workflow.{at}.{field}");
    let title = text::work::step_n(lang, at + 1);
    let kinds = WorkKind::ALL.map(|kind| Choice {
        value: value(kind).to_owned(),
        label: kind.name(lang).to_owned(),
    });
    let roles = [
        (DESK, text::work::role_desk(lang)),
        (LEADER, text::work::role_leader(lang)),
    ];
    let roles = roles.map(|(value, label)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    });
    let days = Field {
        optional: true,
        inputmode: "numeric",
        class: "short",
        ..Field::new(id("days"), text::work::step_time(lang))
    };
    let acts = row_acts(draft.workflow, at, title.clone(), lang);
    view! {
        <fieldset class="keeping-row">
            <legend>{title}</legend>
            {text_field(row.name, errors, Field::new(id("name"), text::work::step_name(lang)))}
            <div class="keeping-three">
                <Select id=id("kind") label=text::work::step_kind(lang) choices=kinds.to_vec() value=row.kind errors=errors />
                <Select id=id("role") label=text::work::step_role(lang) choices=roles.to_vec() value=row.role errors=errors />
                {text_field(row.days, errors, days)}
            </div>
            {acts}
        </fieldset>
    }
    .into_any()
}

/// A step in a line.
pub fn said(step: &WorkStep, lang: Lang) -> String {
    let role = match step.role {
        StaffRole::Leader => text::work::role_leader(lang),
        StaffRole::Desk | StaffRole::Administrator => text::work::role_desk(lang),
    };
    let mut parts = vec![
        step.name.clone(),
        step.kind.name(lang).to_owned(),
        role.to_owned(),
    ];
    parts.extend(step.days.map(|days| text::work::step_days(lang, days)));
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back_and_a_new_step_stands_before_the_last() {
        let owner = Owner::new();
        owner.with(|| {
            let rows = RwSignal::new(Vec::<WorkRow>::new());
            add(rows);
            add(rows);
            let mut wrong = Vec::new();
            let steps: Vec<WorkStep> = rows
                .get_untracked()
                .into_iter()
                .map(|row| row.read("workflow.0", &mut wrong))
                .collect();
            assert_eq!(wrong, Vec::<String>::new());
            let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
            assert_eq!(ids, ["buoc-1", "buoc-3", "buoc-2"]);
            assert_eq!(steps[2].kind, WorkKind::Return);
            let leader = WorkStep {
                id: "x".to_owned(),
                name: "Ký".to_owned(),
                kind: WorkKind::Sign,
                role: StaffRole::Leader,
                days: Some(2),
            };
            let row = WorkRow::new(&leader);
            assert_eq!(row.read("workflow.0", &mut wrong), leader);
            row.days.set("hai".to_owned());
            row.read("workflow.3", &mut wrong);
            assert_eq!(wrong, ["workflow.3.days"]);
        });
    }
}
