//! Taking records in: those of the national catalogue, and those that a portal like this one exported.

use super::domain::{check, cleaned};
use super::form_file::{self, node::Node};
use super::store::{self, Author, Source};
use crate::catalogue::national::convert::convert;
use crate::catalogue::national::read::{Extent, Found, extent, inside};
use crate::catalogue::national::value::line;
use crate::catalogue::store::list_category_codes;
use crate::db::DbConn;
use crate::db::types::json;
use crate::error::{AppResult, FieldFault};
use crate::http::problem::sentence;
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::keep::Origin;
use motcua_shared::catalogue::report::{ImportReport, Odd, Oddity};
use motcua_shared::text::Lang;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Longest record, in bytes: the longest of the national catalogue has 200 kB.
const MAX_RECORD: usize = 2_000_000;

/// How records are taken in.
#[derive(Debug, Clone, Copy)]
pub struct Taking<'a> {
    /// Who writes, and when.
    pub author: Author<'a>,
    /// The file.
    pub taken_from: &'a str,
    /// Whether records of the national catalogue are written over what was changed here.
    pub replaces_ours: bool,
    /// Language of what the report quotes.
    pub lang: Lang,
}

/// Takes records in, in the transaction of `conn`. What cannot be taken in is named and hinders nothing else.
pub fn import(conn: &mut DbConn, records: &[Found], taking: &Taking<'_>) -> AppResult<ImportReport> {
    let mut work = Work {
        categories: list_category_codes(conn)?,
        clean: clean_codes(records),
        numbers: HashMap::new(),
        report: ImportReport::default(),
        taking,
    };
    for record in records {
        work.report.read += 1;
        work.take(conn, record)?;
    }
    Ok(work.report)
}

/// Codes that stand in the file exactly as they are, with the id of their record: a code that only looks like one of these
/// once its blanks are gone is another one's.
fn clean_codes(records: &[Found]) -> HashMap<String, String> {
    let mut codes = HashMap::new();
    for record in records.iter().filter_map(|record| record.value.as_ref().ok()) {
        let record = inside(record);
        let (Some(code), Some(id)) = (record.get("code").and_then(Value::as_str), line(record, "id")) else {
            continue;
        };
        if !code.contains(char::is_whitespace) {
            codes.entry(code.to_owned()).or_insert(id);
        }
    }
    codes
}

struct Work<'a> {
    categories: HashSet<String>,
    clean: HashMap<String, String>,
    /// The last number that was given behind a code.
    numbers: HashMap<String, u32>,
    report: ImportReport,
    taking: &'a Taking<'a>,
}

/// What became of a record.
enum Fate {
    Added,
    Changed,
    Unchanged,
    Kept,
}

impl Work<'_> {
    fn take(&mut self, conn: &mut DbConn, found: &Found) -> AppResult<()> {
        let value = match &found.value {
            Ok(_) if found.text.len() > MAX_RECORD => {
                let size = format!("{} B > {MAX_RECORD} B", found.text.len());
                self.refuse(found, None, Oddity::Unreadable, size);
                return Ok(());
            }
            Ok(value) => value,
            Err(why) => {
                self.refuse(found, None, Oddity::Unreadable, why.clone());
                return Ok(());
            }
        };
        let fate = match extent(inside(value)) {
            Some(extent) => self.take_national(conn, found, inside(value), extent)?,
            None => self.take_own(conn, found, value)?,
        };
        let Some(fate) = fate else { return Ok(()) };
        *match fate {
            Fate::Added => &mut self.report.added,
            Fate::Changed => &mut self.report.changed,
            Fate::Unchanged => &mut self.report.unchanged,
            Fate::Kept => &mut self.report.kept,
        } += 1;
        Ok(())
    }

    fn refuse(&mut self, found: &Found, code: Option<String>, what: Oddity, words: String) {
        self.report.refused += 1;
        self.report.odd.push(Odd {
            at: found.at.clone(),
            code,
            refused: true,
            what,
            words,
        });
    }

    fn note(&mut self, found: &Found, code: &str, what: Oddity, words: String) {
        self.report.odd.push(Odd {
            at: found.at.clone(),
            code: Some(code.to_owned()),
            refused: false,
            what,
            words,
        });
    }

    /// The rules of the catalogue, as one sentence.
    fn against(&self, definition: &ProcedureDefinition) -> Option<String> {
        self.said(&check(definition, |code| self.categories.contains(code)))
    }

    /// The same of a form as it stands in the file: what stands twice is gone once it is read.
    fn against_form(&self, found: &Found, value: &Value) -> Option<String> {
        value.get("form").filter(|form| !form.is_null())?;
        let record: Node = serde_json::from_str(&found.text).ok()?;
        let mut faults = form_file::read_node(record.get("form")?).err()?;
        for fault in &mut faults {
            fault.path = format!("form.{}", fault.path);
        }
        self.said(&faults)
    }

    fn said(&self, faults: &[FieldFault]) -> Option<String> {
        let said = |fault: &FieldFault| {
            let words = sentence(fault.code, &fault.params, self.taking.lang);
            format!("{}: {words}", fault.path)
        };
        (!faults.is_empty()).then(|| faults.iter().map(said).collect::<Vec<_>>().join(" "))
    }

    fn take_national(
        &mut self,
        conn: &mut DbConn,
        found: &Found,
        record: &Value,
        extent: Extent,
    ) -> AppResult<Option<Fate>> {
        let mut made = match convert(record, extent) {
            Ok(made) => made,
            Err(what) => {
                let code = line(record, "code");
                self.refuse(found, code, what, String::new());
                return Ok(None);
            }
        };
        // Where a source names its records by nothing else, the code is what it is known by.
        let id = line(record, "id").unwrap_or_else(|| made.definition.code.clone());
        self.settle_code(conn, &id, &mut made.definition, &mut made.odd)?;
        let code = made.definition.code.clone();
        if let Some(words) = self.against(&made.definition) {
            self.refuse(found, Some(code), Oddity::AgainstRule, words);
            return Ok(None);
        }
        for (what, words) in made.odd {
            self.note(found, &code, what, words);
        }
        let source = Source {
            id: &id,
            extent,
            code: &code,
            content: &found.text,
            taken_from: self.taking.taken_from,
        };
        let has_fuller =
            extent == Extent::Header && matches!(store::find_source(conn, &code)?, Some((Extent::Full, _)));
        store::keep_source(conn, &source, self.taking.author.now)?;
        let current = store::find_current(conn, &code)?;
        let is_ours = current
            .as_ref()
            .is_some_and(|current| current.origin != Origin::National);
        if is_ours && !self.taking.replaces_ours {
            self.note(found, &code, Oddity::KeptOurs, String::new());
            return Ok(Some(Fate::Kept));
        }
        if has_fuller && current.is_some() {
            return Ok(Some(Fate::Kept));
        }
        let author = Author {
            origin: Origin::National,
            ..self.taking.author
        };
        write(conn, &made.definition, current, &author).map(Some)
    }

    /// Finds the code that a record has here: the one it was given before, its own, or its own with a number where another
    /// record of the source has it.
    fn settle_code(
        &mut self,
        conn: &mut DbConn,
        id: &str,
        definition: &mut ProcedureDefinition,
        odd: &mut Vec<(Oddity, String)>,
    ) -> AppResult<()> {
        let said = definition.code.clone();
        // Numbers below are taken already, by records before this one.
        let mut number = self.numbers.get(&said).copied().unwrap_or(1);
        let known = store::find_code_of(conn, id)?;
        let is_free = |conn: &mut DbConn, code: &str| -> AppResult<bool> {
            let in_file = self.clean.get(code).is_none_or(|owner| owner == id);
            let here = store::find_source_id(conn, code)?;
            Ok(in_file && here.is_none_or(|owner| owner == id))
        };
        if let Some(known) = known.filter(|known| *known == said || known.starts_with(&format!("{said}-"))) {
            definition.code = known;
        } else {
            while !is_free(conn, &definition.code)? {
                number += 1;
                definition.code = format!("{said}-{number}");
            }
            self.numbers.insert(said.clone(), number);
        }
        if definition.code != said {
            odd.push((Oddity::CodeTaken, definition.code.clone()));
        }
        Ok(())
    }

    fn take_own(&mut self, conn: &mut DbConn, found: &Found, value: &Value) -> AppResult<Option<Fate>> {
        let code = line(value, "code");
        if code.is_none() || value.get("components").is_none() {
            self.refuse(found, code, Oddity::NoRecord, String::new());
            return Ok(None);
        }
        if let Some(words) = self.against_form(found, value) {
            self.refuse(found, code, Oddity::AgainstRule, words);
            return Ok(None);
        }
        let definition: ProcedureDefinition =
            match serde_json::from_str(&found.text).and_then(|read| cleaned(&read)) {
                Ok(definition) => definition,
                Err(error) => {
                    self.refuse(found, code, Oddity::Unreadable, error.to_string());
                    return Ok(None);
                }
            };
        if let Some(words) = self.against(&definition) {
            self.refuse(found, code, Oddity::AgainstRule, words);
            return Ok(None);
        }
        let current = store::find_current(conn, &definition.code)?;
        let author = Author {
            origin: Origin::Administrator,
            ..self.taking.author
        };
        write(conn, &definition, current, &author).map(Some)
    }
}

fn write(
    conn: &mut DbConn,
    definition: &ProcedureDefinition,
    current: Option<store::Current>,
    author: &Author<'_>,
) -> AppResult<Fate> {
    let Some(current) = current else {
        return Ok(match store::insert(conn, definition, author)? {
            Some(_) => Fate::Added,
            // Somebody was quicker; what they wrote stays.
            None => Fate::Kept,
        });
    };
    if current.definition == json(definition)? {
        return Ok(Fate::Unchanged);
    }
    if !store::retire(conn, current.id)? {
        return Ok(Fate::Kept);
    }
    store::insert(conn, definition, author)?;
    Ok(Fate::Changed)
}
