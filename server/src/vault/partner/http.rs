//! The protocol of partners, over HTTP: docs/partner-vault.md.

use super::domain::{Described, Offered, OfferedPage, Owner, PAGE, Question, TheirId, Unfit};
use super::{Content, PartnerVault, Refused};
use crate::config::PartnerConfig;
use crate::outbound::{self, Caller};
use anyhow::anyhow;
use chrono::NaiveDate;
use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;
use reqwest::StatusCode;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Bytes of an answer that is no file; a page of twenty papers with long abstracts has some 60,000.
const LARGEST: usize = 256 << 10;
/// A file must be here within this time.
const FILE_SECONDS: u64 = 60;
/// Repeats the number of the request in an answer that is a file.
const REQUEST_ID: &str = "x-request-id";

/// A partner at an address.
pub(super) struct HttpVault {
    url: String,
    caller: Caller,
    patience: Duration,
    client: reqwest::Client,
}

#[derive(Serialize)]
struct OwnerOut<'a> {
    kind: AccountKind,
    identifier: &'a str,
}

#[derive(Serialize)]
struct ListOut<'a> {
    request_id: &'a str,
    owner: OwnerOut<'a>,
    query: Option<&'a str>,
    cursor: Option<&'a str>,
    limit: usize,
}

#[derive(Serialize)]
struct OneOut<'a> {
    request_id: &'a str,
    owner: OwnerOut<'a>,
    paper_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
}

#[derive(Deserialize)]
struct ListIn {
    request_id: String,
    papers: Vec<PaperIn>,
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
struct OneIn {
    request_id: String,
    paper: PaperIn,
}

#[derive(Deserialize)]
struct PaperIn {
    id: String,
    owner_identifier: String,
    name: String,
    #[serde(default)]
    result_code: Option<String>,
    #[serde(default)]
    decision_number: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default, with = "motcua_shared::time::optional_day")]
    issued_on: Option<NaiveDate>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    category_code: Option<String>,
    size: u64,
    sha256: String,
}

impl From<PaperIn> for Described {
    fn from(paper: PaperIn) -> Self {
        Self {
            id: paper.id,
            owner_identifier: paper.owner_identifier,
            name: paper.name,
            result_code: paper.result_code,
            decision_number: paper.decision_number,
            summary: paper.summary,
            issued_on: paper.issued_on,
            issuer: paper.issuer,
            category_code: paper.category_code,
            size: paper.size,
            sha256: paper.sha256,
        }
    }
}

impl HttpVault {
    /// The partner of the settings.
    pub(super) fn new(config: &PartnerConfig) -> anyhow::Result<Self> {
        let patience = Duration::from_secs(config.patience_seconds);
        Ok(Self {
            url: config.url.trim_end_matches('/').to_owned(),
            caller: Caller::new(&config.api_key, &config.key()?),
            patience,
            client: outbound::client()
                // Who the owner is must not be carried elsewhere.
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .connect_timeout(patience.min(Duration::from_secs(3)))
                .read_timeout(patience)
                .build()?,
        })
    }

    async fn send(
        &self,
        method: &str,
        body: serde_json::Result<String>,
        within: Duration,
        now: Timestamp,
    ) -> Result<reqwest::Response, Refused> {
        let body = body.map_err(|error| Refused::Wrong(error.into()))?;
        let request = self.client.post(format!("{}/v1/papers/{method}", self.url));
        let answer = self
            .caller
            .sign(request.timeout(within), body, now)
            .send()
            .await
            .map_err(|error| Refused::Down(error.without_url().into()))?;
        match answer.status() {
            StatusCode::OK => Ok(answer),
            StatusCode::NOT_FOUND => Err(Refused::Unknown),
            // It is there and dislikes this one question: nobody else has to wait for that.
            status @ (StatusCode::BAD_REQUEST
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::UNPROCESSABLE_ENTITY) => {
                Err(Refused::Wrong(anyhow!("it answers {}", status.as_u16())))
            }
            status => Err(Refused::Down(anyhow!("it answers {}", status.as_u16()))),
        }
    }

    async fn ask<T: for<'de> Deserialize<'de>>(
        &self,
        method: &str,
        body: serde_json::Result<String>,
        now: Timestamp,
    ) -> Result<T, Refused> {
        let mut answer = self.send(method, body, self.patience, now).await?;
        let mut bytes = Vec::new();
        loop {
            let chunk = answer.chunk().await;
            let Some(chunk) = chunk.map_err(|error| Refused::Down(error.without_url().into()))? else {
                break;
            };
            if bytes.len() + chunk.len() > LARGEST {
                return Err(Refused::Wrong(anyhow!("the answer is too long")));
            }
            bytes.extend_from_slice(&chunk);
        }
        // What came may hold personal data, so the error does not quote it.
        serde_json::from_slice(&bytes).map_err(|_| Refused::Wrong(anyhow!("no answer of this protocol")))
    }
}

fn new_request() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn check_request(asked: &str, answered: Option<&str>) -> Result<(), Refused> {
    match answered == Some(asked) {
        true => Ok(()),
        false => Err(Refused::Wrong(anyhow!("an answer to another question"))),
    }
}

fn out(owner: &Owner) -> OwnerOut<'_> {
    OwnerOut {
        kind: owner.kind,
        identifier: &owner.identifier,
    }
}

/// Papers that cannot be kept are left out; a paper of somebody else spoils the whole answer.
fn read_list(answer: ListIn, owner: &Owner, today: NaiveDate) -> Result<OfferedPage, Refused> {
    if answer.papers.len() > PAGE {
        return Err(Refused::Wrong(anyhow!("more papers than were asked for")));
    }
    let mut papers = Vec::with_capacity(answer.papers.len());
    let mut left_out = 0_usize;
    for paper in answer.papers {
        match Offered::read(paper.into(), owner, today) {
            Ok(offered) => papers.push(offered),
            Err(Unfit::OtherOwner) => return Err(Refused::Wrong(anyhow!("a paper of somebody else"))),
            Err(Unfit::Unkept) => left_out += 1,
        }
    }
    if left_out > 0 {
        tracing::warn!(left_out, "a partner lists papers that cannot be kept");
    }
    let next = answer
        .next
        .filter(|next| TheirId::parse(next).is_some() && !papers.is_empty());
    Ok(OfferedPage { papers, next })
}

fn read_one(answer: OneIn, owner: &Owner, id: &TheirId, today: NaiveDate) -> Result<Offered, Refused> {
    let offered = Offered::read(answer.paper.into(), owner, today)
        .map_err(|unfit| Refused::Wrong(anyhow!("a description that is {unfit:?}")))?;
    match offered.id == *id {
        true => Ok(offered),
        false => Err(Refused::Wrong(anyhow!("another paper than was asked for"))),
    }
}

impl PartnerVault for HttpVault {
    fn list<'a>(
        &'a self,
        owner: &'a Owner,
        question: &'a Question,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<OfferedPage, Refused>> {
        Box::pin(async move {
            let request_id = new_request();
            let body = serde_json::to_string(&ListOut {
                request_id: &request_id,
                owner: out(owner),
                query: question.query.as_deref(),
                cursor: question.cursor.as_deref(),
                limit: PAGE,
            });
            let answer: ListIn = match self.ask("list", body, now).await {
                // Whoever has nothing has an empty list.
                Err(Refused::Unknown) => return Err(Refused::Wrong(anyhow!("there are no lists"))),
                answer => answer?,
            };
            check_request(&request_id, Some(&answer.request_id))?;
            read_list(answer, owner, now.vietnam_date())
        })
    }

    fn describe<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a TheirId,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Offered, Refused>> {
        Box::pin(async move {
            let request_id = new_request();
            let body = serde_json::to_string(&OneOut {
                request_id: &request_id,
                owner: out(owner),
                paper_id: id.as_str(),
                sha256: None,
            });
            let answer: OneIn = self.ask("describe", body, now).await?;
            check_request(&request_id, Some(&answer.request_id))?;
            read_one(answer, owner, id, now.vietnam_date())
        })
    }

    fn fetch<'a>(
        &'a self,
        owner: &'a Owner,
        offered: &'a Offered,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Content, Refused>> {
        Box::pin(async move {
            let request_id = new_request();
            let body = serde_json::to_string(&OneOut {
                request_id: &request_id,
                owner: out(owner),
                paper_id: offered.id.as_str(),
                sha256: Some(&offered.sha256),
            });
            let within = Duration::from_secs(FILE_SECONDS);
            let answer = self.send("content", body, within, now).await?;
            let answered = answer
                .headers()
                .get(REQUEST_ID)
                .and_then(|value| value.to_str().ok());
            check_request(&request_id, answered)?;
            // What is more than announced is not read: it cannot be the file any more.
            let size = offered.size;
            let chunks = stream::unfold((answer, 0_u64), move |(mut answer, got)| async move {
                if got > size {
                    return None;
                }
                match answer.chunk().await {
                    Ok(Some(chunk)) => {
                        let got = got.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                        Some((Ok(chunk), (answer, got)))
                    }
                    Ok(None) => None,
                    // Nothing is read after an error.
                    Err(error) => Some((Err(error.without_url().into()), (answer, u64::MAX))),
                }
            });
            Ok(chunks.boxed())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        Owner {
            kind: AccountKind::Citizen,
            identifier: "001099000001".to_owned(),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn paper(id: &str, owner: &str) -> serde_json::Value {
        serde_json::json!({
            "id": id, "owner_identifier": owner, "name": "Giấy", "size": 1, "sha256": "0".repeat(64),
            "issued_on": "2026-06-12", "of_a_newer_version": true,
        })
    }

    fn list(papers: Vec<serde_json::Value>, next: Option<&str>) -> Result<OfferedPage, Refused> {
        let answer = serde_json::json!({ "request_id": "1", "papers": papers, "next": next });
        read_list(serde_json::from_value(answer).unwrap(), &owner(), today())
    }

    #[test]
    fn a_paper_of_somebody_else_spoils_the_whole_answer() {
        let page = list(vec![paper("a", "001099000001")], Some("n")).unwrap();
        assert_eq!((page.papers.len(), page.next.as_deref()), (1, Some("n")));
        let mixed = list(vec![paper("a", "001099000001"), paper("b", "001099000002")], None);
        assert!(matches!(mixed, Err(Refused::Wrong(_))));
    }

    #[test]
    fn what_cannot_be_kept_is_left_out_and_more_than_a_page_is_no_answer() {
        let page = list(vec![paper("", "001099000001"), paper("b", "001099000001")], None).unwrap();
        assert_eq!(page.papers.len(), 1);
        assert!(list(vec![paper("a", "001099000001"); PAGE + 1], None).is_err());
        assert_eq!(
            list(Vec::new(), Some("n")).unwrap().next,
            None,
            "nobody turns in circles"
        );
    }

    #[test]
    fn one_paper_is_the_one_that_was_asked_for() {
        let answer = serde_json::json!({ "request_id": "1", "paper": paper("a", "001099000001") });
        let answer = || serde_json::from_value(answer.clone()).unwrap();
        let id = |text| TheirId::parse(text).unwrap();
        assert!(read_one(answer(), &owner(), &id("a"), today()).is_ok());
        assert!(read_one(answer(), &owner(), &id("b"), today()).is_err());
        assert!(check_request("1", Some("2")).is_err());
        assert!(check_request("1", None).is_err());
    }
}
