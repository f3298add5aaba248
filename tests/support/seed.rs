//! Rows written directly, where making them through HTTP would take too long.

use crate::TestApp;
use chrono::NaiveDate;
use motcua_server::db::types::new_id;
use motcua_server::upload::store::insert_stored;
use motcua_server::vault::domain::{SearchKey, Searched, SearchedFile};
use motcua_server::vault::store::{NewFile, NewPaper, Origin, insert};
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::signature::report::{Verdict, VerificationReport};
use motcua_shared::upload::dto::MediaType;
use motcua_shared::vault::dto::VaultKind;

/// Writes `count` papers into the vault of an account, named `Giấy tờ số 1` and so on, oldest first.
pub fn papers(app: &TestApp, account: AccountId, category: &str, count: u32) -> Vec<PaperId> {
    let now = app.state.clock.now();
    let mut conn = app.state.db.connection().unwrap();
    (1..=count)
        .map(|number| {
            let id = new_id(PaperId::from_uuid);
            let sha256 = motcua_server::secret::sha256_hex(id.to_string().as_bytes());
            let name = format!("Giấy tờ số {number}");
            let code = format!("000000000000.{category}");
            let search_key = SearchKey::of(Searched {
                name: &name,
                code: &code,
                result_code: None,
                decision_number: None,
                owner_name: "UBND",
                identifier: "9990001",
                summary: None,
                category: "Giấy tờ",
                file: SearchedFile {
                    name: &format!("so-{number}.pdf"),
                    signers: "",
                },
            });
            let paper = NewPaper {
                id,
                account_id: account,
                code,
                name,
                category_code: category.to_owned(),
                vault_kind: VaultKind::Own,
                origin: Origin::default(),
                identifier: "9990001".to_owned(),
                owner_name: "UBND".to_owned(),
                decision_number: None,
                summary: None,
                issued_on: NaiveDate::from_ymd_opt(2026, 11, 20),
                is_visible: true,
                search_key,
                file: NewFile {
                    file_name: format!("so-{number}.pdf"),
                    size: 1_000,
                    sha256: sha256.clone(),
                    report: VerificationReport {
                        verdict: Verdict::TotalPassed,
                        reasons: Vec::new(),
                        warnings: Vec::new(),
                        signatures: Vec::new(),
                    },
                    verdict: Verdict::TotalPassed,
                    lacks_revocation: false,
                    signers: String::new(),
                    signed_by: None,
                    signed_at: None,
                    added_by: Some(account),
                },
                added_as: None,
                added_at: now,
            };
            motcua_server::db::write_now(&mut conn, |conn| {
                insert_stored(conn, &sha256, 1_000, MediaType::Pdf, now)?;
                insert(conn, &paper)
            })
            .map(|is_new| assert!(is_new))
            .unwrap();
            id
        })
        .collect()
}

/// Writes `count` messages of today that went, for an account, to a phone that is not its own.
pub fn messages_elsewhere(app: &TestApp, account: AccountId, count: u32) {
    app.execute(&format!(
        "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {count})
         insert into messages (id, kind, account_id, language, phone, refused, tries, round, attempts, status, created_at, expires_at)
         select 'elsewhere-' || n, 'dossier-submitted', id, 'vi', '0911222333', '', 0, 0, 0, 'expired', '{now}', '{now}'
         from accounts, numbers where id = '{account}'",
        now = app.state.clock.now().utc().format("%Y-%m-%d %H:%M:%S%.6f"),
    ));
}
