//! A record of the national catalogue as a procedure of this portal. It is one to read about: which papers are required,
//! which categories fit and who receives it is for the province to say before it can be filed here.

use super::parts::{Time, channel, component, deliveries, heading, id_of, is_remark, time};
use super::read::Extent;
use super::value::{flag, line, list, names, text, texts};
use motcua_shared::catalogue::dto::{Case, DeliveryMethod, Level, ProcedureDefinition, Reception};
use motcua_shared::catalogue::guidance::{Channel, ChannelKind, Guidance, Step};
use motcua_shared::catalogue::named::Named;
use motcua_shared::catalogue::report::Oddity;
use motcua_shared::catalogue::time_limit::TimeLimit;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::search_key::search_key;
use serde_json::Value;
use std::collections::HashSet;

/// What was odd about a record: what, and what stood there.
pub type Found = (Oddity, String);

/// A procedure that was made of a record, and what was odd about it.
#[derive(Debug, Clone)]
pub struct Converted {
    /// The procedure.
    pub definition: ProcedureDefinition,
    /// In the order of the record.
    pub odd: Vec<Found>,
}

/// Makes a procedure of a record, or says why it cannot be one.
pub fn convert(record: &Value, extent: Extent) -> Result<Converted, Oddity> {
    let said = record.get("code").and_then(Value::as_str).unwrap_or_default();
    let code: String = said.split_whitespace().collect();
    if code.is_empty() {
        return Err(Oddity::NoCode);
    }
    let Some(name) = line(record, "name") else {
        return Err(Oddity::NoName);
    };
    let mut odd = odd_code(said, &code);
    let fields = match extent {
        Extent::Header => texts(record, "categories"),
        Extent::Full => fields_of(record),
    };
    if fields.is_empty() {
        odd.push(plain(Oddity::NoField));
    }
    let mut definition = ProcedureDefinition {
        form: None,
        code,
        name,
        field: fields.join("; "),
        levels: Vec::new(),
        applicants: Vec::new(),
        cases: Vec::new(),
        components: Vec::new(),
        delivery: Vec::new(),
        results: Vec::new(),
        legal_grounds: Vec::new(),
        source: Some("Cơ sở dữ liệu quốc gia về thủ tục hành chính".to_owned()),
        reception: Reception::Information,
        life_events: Vec::new(),
        guidance: Guidance::default(),
        workflow: Vec::new(),
        templates: Vec::new(),
    };
    match extent {
        Extent::Header => {
            definition.guidance.subjects = texts(record, "formalityTargetType");
            definition.guidance.authorities = texts(record, "departments");
            definition.guidance.published_by = line(record, "departmentPromulgate");
        }
        Extent::Full => fill(&mut definition, record, &mut odd),
    }
    definition.applicants = applicants(&definition.guidance.subjects);
    if definition.applicants.is_empty() {
        odd.push(plain(Oddity::NoApplicants));
    }
    Ok(Converted { definition, odd })
}

const fn plain(what: Oddity) -> Found {
    (what, String::new())
}

fn odd_code(said: &str, code: &str) -> Vec<Found> {
    let mut odd = Vec::new();
    if said != code {
        odd.push((Oddity::CodeBlank, said.to_owned()));
    }
    if !is_national(code) {
        odd.push((Oddity::CodeForm, code.to_owned()));
    }
    odd
}

/// Whether a code is one of the national catalogue, `1.000894`.
fn is_national(code: &str) -> bool {
    code.len() == 8
        && code.bytes().enumerate().all(|(at, byte)| match at {
            1 => byte == b'.',
            _ => byte.is_ascii_digit(),
        })
}

/// The national part of a code: `1.012373` of `1.012373.H08`; the code itself where it has none.
pub fn national_code(code: &str) -> &str {
    let part = code.split_at_checked(8).map_or(code, |(part, _)| part);
    let ends = matches!(code.as_bytes().get(8), None | Some(b'.'));
    if ends && is_national(part) { part } else { code }
}

fn fields_of(record: &Value) -> Vec<String> {
    let mut fields = names(record, "categoriesDetails");
    if fields.is_empty() {
        fields.extend(record.get("category").and_then(|field| line(field, "name")));
    }
    fields
}

fn fill(definition: &mut ProcedureDefinition, record: &Value, odd: &mut Vec<Found>) {
    definition.levels = levels(record);
    if definition.levels.is_empty() {
        odd.push(plain(Oddity::NoLevel));
    }
    definition.guidance = guidance(record, odd);
    definition.cases = cases(record, &definition.guidance.channels, odd);
    let mut taken = HashSet::new();
    for group in list(record, "executionCases") {
        let title = line(group, "name").as_deref().and_then(heading);
        add_components(definition, group, title.as_deref(), &[], &mut taken);
    }
    add_components(definition, record, None, &[], &mut taken);
    for (case, id) in list(record, "cases").iter().zip(case_ids(record)) {
        add_components(definition, case, None, &[id], &mut taken);
    }
    if definition.components.is_empty() {
        odd.push(plain(Oddity::NoComponents));
    }
    definition.delivery = deliveries(record);
    if definition.delivery.is_empty() {
        odd.push(plain(Oddity::NoDelivery));
        definition.delivery = vec![DeliveryMethod::AtUnit];
    }
    let named = |field: &str| {
        let entries = list(record, field).iter();
        entries
            .filter_map(|entry| {
                Some(Named {
                    code: line(entry, "code"),
                    name: line(entry, "name")?,
                })
            })
            .collect::<Vec<_>>()
    };
    definition.results = named("resultsDetails");
    if definition.results.is_empty() {
        odd.push(plain(Oddity::NoResult));
    }
    definition.legal_grounds = named("legalBasisesDetails")
        .into_iter()
        .map(|ground| match ground.code {
            Some(code) if !ground.name.contains(&code) => format!("{} ({code})", ground.name),
            _ => ground.name,
        })
        .collect();
}

fn add_components(
    definition: &mut ProcedureDefinition,
    place: &Value,
    group: Option<&str>,
    only_for: &[String],
    taken: &mut HashSet<String>,
) {
    for entry in list(place, "profileComponents") {
        let Some(mut one) = component(entry, group, only_for, taken) else {
            continue;
        };
        if is_remark(group) {
            one.quantity = 0;
        }
        definition.components.push(one);
    }
}

fn levels(record: &Value) -> Vec<Level> {
    let named = [
        ("isMinistry", Level::Ministry),
        ("isProvince", Level::Province),
        ("isWard", Level::Commune),
    ];
    let said = named.into_iter().filter(|(field, _)| flag(record, field));
    said.map(|(_, level)| level).collect()
}

fn guidance(record: &Value, odd: &mut Vec<Found>) -> Guidance {
    let steps = list(record, "executionSteps").iter().filter_map(|step| {
        let name = line(step, "name");
        match text(step, "description") {
            Some(text) => Some(Step { name, text }),
            // A step that is only a title says what is done by it.
            None => name.map(|text| Step { name: None, text }),
        }
    });
    let methods = list(record, "executionMethods");
    let mut channels = Vec::new();
    for method in methods {
        match channel(method) {
            Some(known) => channels.push(known),
            None => odd.push((
                Oddity::UnknownChannel,
                line(method, "submissionMethod").unwrap_or_default(),
            )),
        }
        if let Time::Rounded(_, exactly) = time(method, "processingTime", "processingTimeUnit") {
            odd.push((Oddity::TimeCut, exactly));
        }
    }
    let executing = names(record, "departmentsExecuting");
    let authorities = if executing.is_empty() {
        line(record, "executingAgencies").into_iter().collect()
    } else {
        executing
    };
    let proposal = record.get("procedureProposal");
    Guidance {
        steps: steps.collect(),
        channels,
        requirements: text(record, "requirementsAndConditions"),
        subjects: names(record, "subjectTypesDetails"),
        authorities,
        published_by: line(record, "departmentPromulgateName"),
        decision: line(record, "decisionNo")
            .or_else(|| line(proposal?, "decisionNumber"))
            .or_else(|| line(proposal?, "proposalNumber")),
    }
}

/// Ids of the cases of a record, in its order: their codes, and a number where two have one.
fn case_ids(record: &Value) -> Vec<String> {
    let mut taken = HashSet::new();
    list(record, "cases")
        .iter()
        .map(|case| {
            let wanted = line(case, "code").or_else(|| line(case, "name"));
            id_of(wanted.as_deref().unwrap_or("truong-hop"), &mut taken)
        })
        .collect()
}

fn cases(record: &Value, channels: &[Channel], odd: &mut Vec<Found>) -> Vec<Case> {
    let mut found = Vec::new();
    let said = list(record, "cases");
    for (case, id) in said.iter().zip(case_ids(record)) {
        let name = line(case, "name").unwrap_or_else(|| id.clone());
        let limit = match case.get("processingDay").map(|days| time(days, "qty", "type")) {
            Some(Time::Counted(limit)) => Some(limit),
            Some(Time::Rounded(limit, exactly)) => {
                odd.push((Oddity::TimeCut, exactly));
                Some(limit)
            }
            _ => time_of(channels),
        };
        match limit {
            Some(working_time) => found.push(Case {
                id,
                name,
                working_time,
                fee: 0,
            }),
            None => odd.push((Oddity::NoTime, name)),
        }
    }
    let mut codes: Vec<&str> = said
        .iter()
        .filter_map(|case| case.get("code")?.as_str())
        .collect();
    codes.sort_unstable();
    if codes.windows(2).any(|pair| pair.first() == pair.last()) {
        odd.push(plain(Oddity::CaseCodeTwice));
    }
    if said.is_empty() {
        match time_of(channels) {
            Some(working_time) => found.push(Case {
                id: "thong-thuong".to_owned(),
                name: "Trường hợp thông thường".to_owned(),
                working_time,
                fee: 0,
            }),
            None => odd.push(plain(Oddity::NoTime)),
        }
    }
    found
}

/// The time of filing online, or else of another way.
fn time_of(channels: &[Channel]) -> Option<TimeLimit> {
    let online = channels
        .iter()
        .find(|channel| channel.kind == ChannelKind::Online);
    online
        .and_then(|channel| channel.time)
        .or_else(|| channels.iter().find_map(|channel| channel.time))
}

/// Who files with which account; the source's own words stay beside it.
fn applicants(subjects: &[String]) -> Vec<AccountKind> {
    let mut kinds = Vec::new();
    for subject in subjects {
        let key = search_key(subject);
        let is_of = |names: &[&str]| names.iter().any(|name| key.starts_with(name));
        kinds.push(if is_of(&["doanh nghiep", "hop tac xa", "to chuc nuoc ngoai"]) {
            AccountKind::Enterprise
        } else if is_of(&["to chuc", "co quan", "don vi"]) {
            AccountKind::Agency
        } else {
            AccountKind::Citizen
        });
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests;
