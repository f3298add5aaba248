//! The register of the population, over HTTP: docs/adapters.md.

use super::line::Line;
use super::{Card, Population};
use crate::config::RegistryConfig;
use anyhow::{Context, bail, ensure};
use chrono::NaiveDate;
use futures::future::BoxFuture;
use motcua_shared::identity::desk::Sex;
use motcua_shared::identity::staff::CardField;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Path of the method under the address of the register.
const METHOD: &str = "/v1/verify-card";

/// A register at an address.
pub(super) struct HttpPopulation {
    line: Line,
}

#[derive(Serialize)]
struct Request<'a> {
    request_id: &'a str,
    identity_number: &'a str,
    name: &'a str,
    birth_date: NaiveDate,
    sex: Sex,
    issued_on: NaiveDate,
    issued_by: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    request_id: String,
    outcome: String,
    #[serde(default)]
    fields: Option<Fields>,
}

/// Whether each field is as it was asked. None may be missing: a field that was not compared is not right.
#[derive(Deserialize)]
struct Fields {
    name: bool,
    birth_date: bool,
    sex: bool,
    issued_on: bool,
    issued_by: bool,
}

impl HttpPopulation {
    /// The register of the settings; `None` without an address.
    pub(super) fn new(config: &RegistryConfig) -> anyhow::Result<Option<Self>> {
        let line = Line::new(config, METHOD)?;
        Ok(line.map(|line| Self { line }))
    }

    async fn ask(&self, card: &Card, now: Timestamp) -> anyhow::Result<Vec<CardField>> {
        let request_id = uuid::Uuid::now_v7().to_string();
        let request = Request {
            request_id: &request_id,
            identity_number: &card.identity_number,
            name: &card.name,
            birth_date: card.birth_date,
            sex: card.sex,
            issued_on: card.issued_on,
            issued_by: &card.issued_by,
        };
        let answer = self.line.ask(&request, now).await?;
        read(&answer, &request_id)
    }
}

impl Population for HttpPopulation {
    fn verify<'a>(&'a self, card: &'a Card, now: Timestamp) -> BoxFuture<'a, anyhow::Result<Vec<CardField>>> {
        Box::pin(async move { self.ask(card, now).await.context("population") })
    }
}

fn read(answer: &[u8], request_id: &str) -> anyhow::Result<Vec<CardField>> {
    // What came may hold personal data, so the error does not quote it.
    let Ok(reply) = serde_json::from_slice::<Reply>(answer) else {
        bail!("no answer of this protocol");
    };
    ensure!(reply.request_id == request_id, "an answer to another question");
    match (reply.outcome.as_str(), reply.fields) {
        ("unknown", None) => Ok(vec![CardField::Number]),
        ("compared", Some(fields)) => {
            let compared = [
                (CardField::Name, fields.name),
                (CardField::BirthDate, fields.birth_date),
                (CardField::Sex, fields.sex),
                (CardField::IssuedOn, fields.issued_on),
                (CardField::IssuedBy, fields.issued_by),
            ];
            let differs = compared.into_iter().filter(|(_, is_same)| !is_same);
            Ok(differs.map(|(field, _)| field).collect())
        }
        _ => bail!("an outcome that there is not"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_and_an_answer_to_another_question_is_not_read() {
        let answer = br#"{"request_id":"1","outcome":"compared",
            "fields":{"name":true,"birth_date":false,"sex":true,"issued_on":true,"issued_by":false}}"#;
        assert_eq!(
            read(answer, "1").unwrap(),
            [CardField::BirthDate, CardField::IssuedBy]
        );
        assert!(read(answer, "2").is_err());
        let unknown = br#"{"request_id":"1","outcome":"unknown"}"#;
        assert_eq!(read(unknown, "1").unwrap(), [CardField::Number]);
    }

    #[test]
    fn an_answer_that_leaves_a_field_out_is_none() {
        for noise in [
            &b""[..],
            b"<html>",
            br#"{"request_id":"1","outcome":"compared"}"#,
            br#"{"request_id":"1","outcome":"compared","fields":{"name":true,"birth_date":true,"sex":true,"issued_on":true}}"#,
            br#"{"request_id":"1","outcome":"fine"}"#,
        ] {
            assert!(read(noise, "1").is_err());
        }
    }
}
