//! The protocol of the records, over HTTP: docs/adapters.md.

use super::line::Line;
use super::{Answer, Question, Registry};
use crate::config::RegistryConfig;
use anyhow::{Context, bail, ensure};
use chrono::NaiveDate;
use futures::future::BoxFuture;
use motcua_shared::identity::rule::parse_phone;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Path of the method under the address of the record.
const METHOD: &str = "/v1/compare";
/// Longest name of an operator, in characters.
const LONGEST_NAME: usize = 60;

/// A record at an address.
pub(super) struct HttpRegistry {
    kind: &'static str,
    line: Line,
}

#[derive(Serialize)]
struct Request<'a> {
    request_id: &'a str,
    record_type: &'a str,
    record: &'a str,
    identity_number: &'a str,
    name: &'a str,
    birth_date: NaiveDate,
}

#[derive(Deserialize)]
struct Reply {
    request_id: String,
    outcome: String,
    #[serde(default)]
    operator: Option<String>,
    #[serde(default)]
    phone: Option<String>,
}

impl HttpRegistry {
    /// The record of the settings; `None` without an address.
    pub(super) fn new(kind: &'static str, config: &RegistryConfig) -> anyhow::Result<Option<Self>> {
        let line = Line::new(config, METHOD)?;
        Ok(line.map(|line| Self { kind, line }))
    }

    async fn ask(&self, question: &Question, now: Timestamp) -> anyhow::Result<Answer> {
        let request_id = uuid::Uuid::now_v7().to_string();
        let request = Request {
            request_id: &request_id,
            record_type: self.kind,
            record: &question.record,
            identity_number: &question.identity_number,
            name: &question.name,
            birth_date: question.birth_date,
        };
        let answer = self.line.ask(&request, now).await?;
        read(&answer, &request_id)
    }
}

impl Registry for HttpRegistry {
    fn compare<'a>(
        &'a self,
        question: &'a Question,
        now: Timestamp,
    ) -> BoxFuture<'a, anyhow::Result<Answer>> {
        Box::pin(async move { self.ask(question, now).await.context(self.kind) })
    }
}

fn read(answer: &[u8], request_id: &str) -> anyhow::Result<Answer> {
    // What came may hold personal data, so the error does not quote it.
    let Ok(reply) = serde_json::from_slice::<Reply>(answer) else {
        bail!("no answer of this protocol");
    };
    ensure!(reply.request_id == request_id, "an answer to another question");
    match reply.outcome.as_str() {
        "match" => {
            let phone = reply.phone.filter(|phone| !phone.trim().is_empty());
            // A phone that cannot get a code is none.
            let phone = phone.and_then(|phone| parse_phone(&phone).ok());
            Ok(Answer::Same { phone })
        }
        "mismatch" | "unknown" => {
            let operator = reply.operator.map(|name| name.trim().to_owned()).filter(|name| {
                !name.is_empty()
                    && name.chars().count() <= LONGEST_NAME
                    && name.chars().all(|c| c.is_alphanumeric() || " .-&".contains(c))
            });
            Ok(Answer::Different { operator })
        }
        _ => bail!("an outcome that there is not"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_those_to_another_question_are_not() {
        let same = br#"{"request_id":"1","outcome":"match","phone":"+84 912 345 678"}"#;
        let phone = Some("0912345678".to_owned());
        assert_eq!(read(same, "1").unwrap(), Answer::Same { phone });
        assert!(read(same, "2").is_err());
        let other = br#"{"request_id":"1","outcome":"mismatch","operator":" Viettel "}"#;
        let operator = Some("Viettel".to_owned());
        assert_eq!(read(other, "1").unwrap(), Answer::Different { operator });
    }

    #[test]
    fn an_operator_with_markup_for_a_name_is_not_named() {
        let odd = br#"{"request_id":"1","outcome":"unknown","operator":"<b>x</b>"}"#;
        assert_eq!(read(odd, "1").unwrap(), Answer::Different { operator: None });
    }

    #[test]
    fn rubbish_is_no_answer() {
        for noise in [
            &b""[..],
            b"<html>",
            b"{}",
            br#"{"request_id":"1","outcome":"maybe"}"#,
            b"\xff",
        ] {
            assert!(read(noise, "1").is_err());
        }
    }
}
