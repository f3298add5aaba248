//! What is typed of a procedure, in signals, and the definition that it comes to. Whatever has no field here stays as it was.

use super::form_template::TemplateRow;
use super::form_workflow::WorkRow;
use super::typed::{free_id, half_days, number};
use super::words::{parse_reception, reception_value};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::{
    Case, Component, CopyKind, DeliveryMethod, HalfDays, Level, ProcedureDefinition,
};
use motcua_shared::catalogue::form::FormSchema;
use motcua_shared::catalogue::guidance::Step;
use motcua_shared::catalogue::life_event::LifeEvent;
use motcua_shared::catalogue::named::Named;
use motcua_shared::catalogue::time_limit::TimeLimit;
use motcua_shared::identity::dto::AccountKind;

/// Who may be said to file.
pub const APPLICANTS: [AccountKind; 3] = [AccountKind::Citizen, AccountKind::Enterprise, AccountKind::Agency];
/// Levels of government.
pub const LEVELS: [Level; 4] = [Level::Ministry, Level::Province, Level::District, Level::Commune];
/// Ways of handing a result over.
pub const DELIVERIES: [DeliveryMethod; 3] = [
    DeliveryMethod::Online,
    DeliveryMethod::AtUnit,
    DeliveryMethod::ByPost,
];

/// A case.
#[derive(Clone, Copy)]
pub struct CaseRow {
    /// Never typed.
    pub id: RwSignal<String>,
    /// Name on screen.
    pub name: RwSignal<String>,
    /// How many of `unit`.
    pub amount: RwSignal<String>,
    /// `working`, `days`, `hours`, `months`.
    pub unit: RwSignal<String>,
    /// In đồng.
    pub fee: RwSignal<String>,
}

/// A component.
#[derive(Clone, Copy)]
pub struct ComponentRow {
    base: StoredValue<Component>,
    /// Name on screen.
    pub name: RwSignal<String>,
    /// What to look out for.
    pub note: RwSignal<String>,
    /// Whether the dossier cannot be filed without it.
    pub required: RwSignal<bool>,
    /// Whether only a signed paper fits.
    pub signature: RwSignal<bool>,
    /// `original`, `copy`.
    pub kind: RwSignal<String>,
    /// How many.
    pub quantity: RwSignal<String>,
    /// Copies beside the originals.
    pub further: RwSignal<String>,
    /// Longest age in months; empty for any.
    pub months: RwSignal<String>,
    /// The source's code.
    pub code: RwSignal<String>,
    /// Heading above it.
    pub group: RwSignal<String>,
    /// Codes of the categories that fit.
    pub accepts: RwSignal<Vec<String>>,
    /// Cases that need it; empty for all.
    pub only_for: RwSignal<Vec<String>>,
}

/// A step of the proceeding.
#[derive(Clone, Copy)]
pub struct StepRow {
    /// Its title; may be empty.
    pub name: RwSignal<String>,
    /// What is done.
    pub text: RwSignal<String>,
}

/// What is typed. A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Draft {
    base: StoredValue<ProcedureDefinition>,
    /// Code of a new procedure.
    pub code: RwSignal<String>,
    /// Name on screen.
    pub name: RwSignal<String>,
    /// Field of administration.
    pub field: RwSignal<String>,
    /// `online`, `information`, `ended`.
    pub reception: RwSignal<String>,
    /// Who may file.
    pub applicants: RwSignal<Vec<AccountKind>>,
    /// Where it is received.
    pub levels: RwSignal<Vec<Level>>,
    /// How results are handed over.
    pub delivery: RwSignal<Vec<DeliveryMethod>>,
    /// Events of life.
    pub life_events: RwSignal<Vec<LifeEvent>>,
    /// Cases.
    pub cases: RwSignal<Vec<CaseRow>>,
    /// Components.
    pub components: RwSignal<Vec<ComponentRow>>,
    /// The electronic form.
    pub form: RwSignal<Option<FormSchema>>,
    /// Steps within the unit.
    pub workflow: RwSignal<Vec<WorkRow>>,
    /// Templates of results.
    pub templates: RwSignal<Vec<TemplateRow>>,
    /// Steps.
    pub steps: RwSignal<Vec<StepRow>>,
    /// Conditions.
    pub requirements: RwSignal<String>,
    /// One on each line.
    pub subjects: RwSignal<String>,
    /// One on each line.
    pub authorities: RwSignal<String>,
    /// One on each line.
    pub results: RwSignal<String>,
    /// One on each line.
    pub grounds: RwSignal<String>,
    /// Where the facts come from.
    pub source: RwSignal<String>,
}

fn signal(text: &str) -> RwSignal<String> {
    RwSignal::new(text.to_owned())
}

fn optional(text: Option<&String>) -> RwSignal<String> {
    RwSignal::new(text.cloned().unwrap_or_default())
}

fn count(amount: u16) -> RwSignal<String> {
    RwSignal::new(amount.to_string())
}

impl CaseRow {
    fn new(case: &Case) -> Self {
        let (amount, unit) = match case.working_time {
            TimeLimit::Working(time) => (time.days_vi(), "working"),
            TimeLimit::Days(amount) => (amount.to_string(), "days"),
            TimeLimit::Hours(amount) => (amount.to_string(), "hours"),
            TimeLimit::Months(amount) => (amount.to_string(), "months"),
        };
        Self {
            id: signal(&case.id),
            name: signal(&case.name),
            amount: RwSignal::new(amount),
            unit: signal(unit),
            fee: RwSignal::new(case.fee.to_string()),
        }
    }

    fn read(self, path: &str, wrong: &mut Vec<String>) -> Case {
        let amount = self.amount.get_untracked();
        let whole = |wrap: fn(u32) -> TimeLimit| number::<u32>(&amount).map(wrap);
        let time = self.unit.with_untracked(|unit| match unit.as_str() {
            "days" => whole(TimeLimit::Days),
            "hours" => whole(TimeLimit::Hours),
            "months" => whole(TimeLimit::Months),
            _ => half_days(&amount).map(|half| TimeLimit::Working(HalfDays(half))),
        });
        let fee = number::<i64>(&self.fee.get_untracked());
        if time.is_none() {
            wrong.push(format!("{path}.working_time"));
        }
        if fee.is_none() {
            wrong.push(format!("{path}.fee"));
        }
        Case {
            id: self.id.get_untracked(),
            name: self.name.get_untracked(),
            working_time: time.unwrap_or(TimeLimit::Working(HalfDays(0))),
            fee: fee.unwrap_or(0),
        }
    }
}

impl ComponentRow {
    fn new(component: Component) -> Self {
        let kind = match component.copy_kind {
            CopyKind::Original => "original",
            CopyKind::Copy => "copy",
        };
        let months = component.max_age_months.map(|months| months.to_string());
        Self {
            name: signal(&component.name),
            note: optional(component.note.as_ref()),
            required: RwSignal::new(component.required),
            signature: RwSignal::new(component.signature_required),
            kind: signal(kind),
            quantity: count(component.quantity),
            further: count(component.further_copies),
            months: optional(months.as_ref()),
            code: optional(component.code.as_ref()),
            group: optional(component.group.as_ref()),
            accepts: RwSignal::new(component.accepts.clone()),
            only_for: RwSignal::new(component.only_for.clone()),
            base: StoredValue::new(component),
        }
    }

    fn id(self) -> String {
        self.base.with_value(|base| base.id.clone())
    }

    fn read(self, path: &str, wrong: &mut Vec<String>) -> Component {
        let mut amount = |signal: RwSignal<String>, field: &str| {
            let text = signal.get_untracked();
            number::<u16>(&text).unwrap_or_else(|| {
                wrong.push(format!("{path}.{field}"));
                0
            })
        };
        let quantity = amount(self.quantity, "quantity");
        let further_copies = amount(self.further, "further_copies");
        let max_age_months = match self.months.with_untracked(|text| text.trim().is_empty()) {
            true => None,
            false => Some(amount(self.months, "max_age_months")),
        };
        Component {
            name: self.name.get_untracked(),
            note: said(self.note),
            required: self.required.get_untracked(),
            accepts: self.accepts.get_untracked(),
            signature_required: self.signature.get_untracked(),
            copy_kind: match self.kind.with_untracked(|kind| kind == "copy") {
                true => CopyKind::Copy,
                false => CopyKind::Original,
            },
            quantity,
            further_copies,
            code: said(self.code),
            group: said(self.group),
            only_for: self.only_for.get_untracked(),
            max_age_months,
            ..self.base.get_value()
        }
    }
}

impl Draft {
    /// With what a definition says.
    pub fn new(definition: &ProcedureDefinition) -> Self {
        let guidance = &definition.guidance;
        let names: Vec<&str> = definition
            .results
            .iter()
            .map(|result| result.name.as_str())
            .collect();
        let steps = guidance.steps.iter().map(|step| StepRow {
            name: optional(step.name.as_ref()),
            text: signal(&step.text),
        });
        Self {
            code: signal(&definition.code),
            name: signal(&definition.name),
            field: signal(&definition.field),
            reception: signal(reception_value(definition.reception)),
            applicants: RwSignal::new(definition.applicants.clone()),
            levels: RwSignal::new(definition.levels.clone()),
            delivery: RwSignal::new(definition.delivery.clone()),
            life_events: RwSignal::new(definition.life_events.clone()),
            cases: RwSignal::new(definition.cases.iter().map(CaseRow::new).collect()),
            components: RwSignal::new(
                definition
                    .components
                    .iter()
                    .cloned()
                    .map(ComponentRow::new)
                    .collect(),
            ),
            form: RwSignal::new(definition.form.clone()),
            workflow: RwSignal::new(definition.workflow.iter().map(WorkRow::new).collect()),
            templates: RwSignal::new(definition.templates.iter().map(TemplateRow::new).collect()),
            steps: RwSignal::new(steps.collect()),
            requirements: optional(guidance.requirements.as_ref()),
            subjects: RwSignal::new(guidance.subjects.join("\n")),
            authorities: RwSignal::new(guidance.authorities.join("\n")),
            results: RwSignal::new(names.join("\n")),
            grounds: RwSignal::new(definition.legal_grounds.join("\n")),
            source: optional(definition.source.as_ref()),
            base: StoredValue::new(definition.clone()),
        }
    }

    /// The definition that this comes to, or the paths of what is no number.
    pub fn read(self) -> Result<ProcedureDefinition, Vec<String>> {
        let mut wrong = Vec::new();
        let mut next = self.base.get_value();
        next.code = self.code.with_untracked(|code| code.trim().to_owned());
        next.name = self.name.get_untracked();
        next.field = self.field.get_untracked();
        next.reception = self.reception.with_untracked(|value| parse_reception(value));
        next.applicants = self.applicants.get_untracked();
        next.levels = self.levels.get_untracked();
        next.delivery = self.delivery.get_untracked();
        next.life_events = self.life_events.get_untracked();
        let cases = self.cases.get_untracked().into_iter().enumerate();
        next.cases = cases
            .map(|(at, row)| row.read(&format!("cases.{at}"), &mut wrong))
            .collect();
        let components = self.components.get_untracked().into_iter().enumerate();
        next.components = components
            .map(|(at, row)| row.read(&format!("components.{at}"), &mut wrong))
            .collect();
        for component in &mut next.components {
            let known = |id: &String| next.cases.iter().any(|case| case.id == *id);
            component.only_for.retain(known);
        }
        next.form = self.form.get_untracked();
        let workflow = self.workflow.get_untracked().into_iter().enumerate();
        next.workflow = workflow
            .map(|(at, row)| row.read(&format!("workflow.{at}"), &mut wrong))
            .collect();
        next.templates = self
            .templates
            .get_untracked()
            .into_iter()
            .map(TemplateRow::read)
            .collect();
        let steps = self.steps.get_untracked().into_iter().map(|row| Step {
            name: said(row.name),
            text: row.text.get_untracked(),
        });
        next.guidance.steps = steps.collect();
        next.guidance.requirements = said(self.requirements);
        next.guidance.subjects = lines(self.subjects, &next.guidance.subjects);
        next.guidance.authorities = lines(self.authorities, &next.guidance.authorities);
        next.legal_grounds = lines(self.grounds, &next.legal_grounds);
        next.source = said(self.source);
        let names: Vec<String> = next.results.iter().map(|result| result.name.clone()).collect();
        let named = lines(self.results, &names).into_iter().map(|name| {
            let known = next.results.iter().find(|result| result.name == name);
            known.cloned().unwrap_or(Named { code: None, name })
        });
        next.results = named.collect();
        if wrong.is_empty() { Ok(next) } else { Err(wrong) }
    }

    /// One more case.
    pub fn add_case(self) {
        let known = self.cases.with_untracked(|cases| {
            let own: Vec<String> = cases.iter().map(|row| row.id.get_untracked()).collect();
            own
        });
        let before = self.base.with_value(|base| {
            let own: Vec<String> = base.cases.iter().map(|case| case.id.clone()).collect();
            own
        });
        let case = Case {
            id: free_id("truong-hop", &[known, before].concat()),
            name: String::new(),
            working_time: TimeLimit::Working(HalfDays(0)),
            fee: 0,
        };
        let row = CaseRow::new(&case);
        row.amount.set(String::new());
        self.cases.update(|cases| cases.push(row));
    }

    /// One more component.
    pub fn add_component(self) {
        let known = self.components.with_untracked(|rows| {
            let own: Vec<String> = rows.iter().map(|row| row.id()).collect();
            own
        });
        let before = self.base.with_value(|base| {
            let own: Vec<String> = base.components.iter().map(|one| one.id.clone()).collect();
            own
        });
        let component = Component {
            id: free_id("thanh-phan", &[known, before].concat()),
            name: String::new(),
            note: None,
            required: true,
            accepts: Vec::new(),
            signature_required: false,
            copy_kind: CopyKind::Original,
            quantity: 1,
            further_copies: 0,
            code: None,
            group: None,
            only_for: Vec::new(),
            max_age_months: None,
            forms: Vec::new(),
        };
        self.components
            .update(|rows| rows.push(ComponentRow::new(component)));
    }

    /// One more step.
    pub fn add_step(self) {
        let row = StepRow {
            name: signal(""),
            text: signal(""),
        };
        self.steps.update(|rows| rows.push(row));
    }
}

/// What stands in a field that may stay empty.
fn said(signal: RwSignal<String>) -> Option<String> {
    let text = signal.with_untracked(|text| text.trim().to_owned());
    (!text.is_empty()).then_some(text)
}

/// One entry on each line; as it was where nobody touched it, because an entry may have several lines.
fn lines(signal: RwSignal<String>, before: &[String]) -> Vec<String> {
    signal.with_untracked(|text| {
        if *text == before.join("\n") {
            return before.to_vec();
        }
        let entries = text.lines().map(str::trim).filter(|line| !line.is_empty());
        entries.map(str::to_owned).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> ProcedureDefinition {
        serde_json::from_str(
            r#"{"code":"1.000001","name":"Thả diều","field":"Hàng không","levels":["commune"],"applicants":["citizen"],
            "cases":[{"id":"a","name":"Thường","working_time":15,"fee":15000},{"id":"b","name":"Gấp","working_time":{"hours":24},"fee":0}],
            "components":[{"id":"don","name":"Đơn","required":true,"accepts":["KQ.G15.000031"],"signature_required":false,
              "copy_kind":"copy","quantity":2,"only_for":["b"],"max_age_months":6,"forms":["Mẫu 1"]}],
            "delivery":["online"],"results":[{"code":"KQ.1","name":"Giấy phép"}],"legal_grounds":["Luật A\nđiều 3","Luật B"],
            "life_events":["sinh-con"],
            "guidance":{"steps":[{"name":"Bước 1","text":"Nộp"}],"channels":[{"kind":"online"}],"subjects":["Công dân"]}}"#,
        )
        .unwrap()
    }

    fn in_owner(run: impl FnOnce()) {
        let owner = Owner::new();
        owner.with(run);
    }

    #[test]
    fn what_nobody_touched_comes_back_as_it_was() {
        in_owner(|| {
            let definition = definition();
            assert_eq!(Draft::new(&definition).read(), Ok(definition));
        });
    }

    #[test]
    fn what_is_typed_is_read_and_what_is_no_number_is_named() {
        in_owner(|| {
            let draft = Draft::new(&definition());
            let case = draft.cases.get_untracked()[0];
            case.amount.set("7.5".to_owned());
            case.fee.set("1.500.000".to_owned());
            draft.add_case();
            let row = draft.cases.get_untracked()[2];
            row.name.set("Khác".to_owned());
            row.amount.set("3".to_owned());
            row.unit.set("months".to_owned());
            draft.results.set("Giấy phép\nBản sao".to_owned());
            let read = draft.read().unwrap();
            assert_eq!(read.cases[0].fee, 1_500_000);
            assert_eq!(read.cases[0].working_time, TimeLimit::Working(HalfDays(15)));
            assert_eq!(
                (read.cases[2].id.as_str(), read.cases[2].working_time),
                ("truong-hop-5", TimeLimit::Months(3))
            );
            assert_eq!(read.results[0].code.as_deref(), Some("KQ.1"));
            // The case that a component was for is no more: it is for all.
            draft.cases.update(|cases| {
                cases.remove(1);
            });
            assert_eq!(draft.read().unwrap().components[0].only_for, Vec::<String>::new());
            row.amount.set("ba".to_owned());
            draft.components.get_untracked()[0].quantity.set("-1".to_owned());
            assert_eq!(
                draft.read(),
                Err(vec![
                    "cases.1.working_time".to_owned(),
                    "components.0.quantity".to_owned()
                ])
            );
        });
    }
}
