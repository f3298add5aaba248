//! Made-up accounts for demonstrations and tests; never made unless the settings say `profile = "demo"`.

use crate::db::DbConn;
use crate::db::schema::{account_phones, accounts, passwords, person_numbers, persons};
use crate::db::types::{enum_text, naive, new_id};
use crate::directory::service as directory;
use crate::error::AppResult;
use crate::identity::password::Passwords;
use crate::identity::staff::service as staff;
use crate::vault::certified::office::service as offices;
use chrono::NaiveDate;
use diesel::prelude::*;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::certified::SetSigner;

/// The password of every demo account.
pub const PASSWORD: &str = "MotCua#2026";

/// A demo account as people are told about it.
pub struct DemoAccount {
    /// What to type as account.
    pub login: &'static str,
    /// In which capacity it acts.
    pub kind: AccountKind,
    /// Made-up name.
    pub name: &'static str,
    /// Made-up number.
    pub identifier: &'static str,
    /// Made-up phone; its messages are in the sandbox inbox.
    pub phone: &'static str,
    /// Made-up day of birth of a citizen.
    pub birth_date: Option<(i32, u32, u32)>,
    /// Assurance level.
    pub assurance_level: i32,
    /// Unit code of an officer.
    pub unit: Option<&'static str>,
}

/// The demo accounts.
pub const ACCOUNTS: &[DemoAccount] = &[
    DemoAccount {
        login: "truonghoamai",
        kind: AccountKind::Agency,
        name: "Trường THCS Hoa Mai (mẫu)",
        identifier: "9990001",
        phone: "0900000001",
        birth_date: None,
        assurance_level: 3,
        unit: None,
    },
    DemoAccount {
        login: "truonghoasen",
        kind: AccountKind::Agency,
        name: "Trường Tiểu học Hoa Sen (mẫu)",
        identifier: "9990033",
        phone: "0900000002",
        birth_date: None,
        assurance_level: 3,
        unit: None,
    },
    DemoAccount {
        login: "001099000001",
        kind: AccountKind::Citizen,
        name: "Nguyễn Thị Mẫu",
        identifier: "001099000001",
        phone: "0900000003",
        birth_date: Some((1999, 5, 19)),
        assurance_level: 2,
        unit: None,
    },
    DemoAccount {
        login: "001099000002",
        kind: AccountKind::Citizen,
        name: "Trần Văn Thử",
        identifier: "001099000002",
        phone: "0900000004",
        birth_date: Some((1999, 1, 1)),
        assurance_level: 2,
        unit: None,
    },
    DemoAccount {
        login: "canbotuyphuoc",
        kind: AccountKind::Staff,
        name: "Cán bộ một cửa Tuy Phước (mẫu)",
        identifier: "001099000003",
        phone: "0900000005",
        birth_date: None,
        assurance_level: 3,
        unit: Some("H21.101"),
    },
    DemoAccount {
        login: "canboquynhon",
        kind: AccountKind::Staff,
        name: "Cán bộ một cửa Quy Nhơn (mẫu)",
        identifier: "001099000004",
        phone: "0900000006",
        birth_date: None,
        assurance_level: 3,
        unit: Some("H21.102"),
    },
    // Called as the person is whom the sandbox's token is made out to.
    DemoAccount {
        login: LEADER,
        kind: AccountKind::Staff,
        name: "Nguyễn Văn Mẫu",
        identifier: "001099000006",
        phone: "0900000008",
        birth_date: None,
        assurance_level: 3,
        unit: Some("H21.101"),
    },
    DemoAccount {
        login: "quantri",
        kind: AccountKind::Administrator,
        name: "Quản trị cổng (mẫu)",
        identifier: "001099000005",
        phone: "0900000007",
        birth_date: None,
        assurance_level: 3,
        unit: None,
    },
];

/// Who signs as well.
const LEADER: &str = "lanhdaotuyphuoc";

/// The accounts with the hash of their password; one hash for all, because hashing is made to be slow.
pub fn accounts(passwords: &Passwords) -> anyhow::Result<Vec<(&'static DemoAccount, String)>> {
    let hash = passwords.hash_now(PASSWORD)?;
    Ok(ACCOUNTS.iter().map(|account| (account, hash.clone())).collect())
}

/// Makes those accounts that are not there yet.
pub fn import(conn: &mut DbConn, list: &[(&DemoAccount, String)], now: Timestamp) -> AppResult<()> {
    for (account, password_hash) in list {
        let known = accounts::table.filter(accounts::login.eq(account.login));
        if diesel::select(diesel::dsl::exists(known)).get_result::<bool>(conn)? {
            continue;
        }
        let unit_id = match account.unit {
            Some(code) => Some(directory::load_by_code(conn, code)?.id.to_string()),
            None => None,
        };
        let id = new_id(AccountId::from_uuid).to_string();
        // Officers are bound to their person: by VNeID they reach their staff account and nothing else.
        let is_person = matches!(account.kind, AccountKind::Citizen | AccountKind::Staff);
        let person_id = is_person.then(|| id.clone());
        if let Some(person) = &person_id {
            import_person(conn, person, account, now)?;
        }
        diesel::insert_into(accounts::table)
            .values((
                accounts::id.eq(&id),
                accounts::person_id.eq(person_id),
                accounts::kind.eq(enum_text(&account.kind)?),
                accounts::login.eq(account.login),
                accounts::name.eq(account.name),
                accounts::identifier.eq(account.identifier),
                accounts::phone.eq(account.phone),
                accounts::assurance_level.eq(account.assurance_level),
                accounts::unit_id.eq(unit_id),
                accounts::status.eq("active"),
                accounts::version.eq(1),
                accounts::created_at.eq(naive(now)),
            ))
            .execute(conn)?;
        diesel::insert_into(passwords::table)
            .values((
                passwords::account_id.eq(&id),
                passwords::hash.eq(password_hash),
                passwords::changed_at.eq(naive(now)),
            ))
            .execute(conn)?;
        diesel::insert_into(account_phones::table)
            .values((
                account_phones::account_id.eq(&id),
                account_phones::phone.eq(account.phone),
                account_phones::verified_at.eq(naive(now)),
                account_phones::sole_from.eq(naive(now)),
            ))
            .execute(conn)?;
        if account.kind.is_officer()
            && let Some(officer) = AccountId::parse(&id)
        {
            staff::enter_bound(conn, officer, account.name, now)?;
            if account.kind == AccountKind::Staff {
                staff::grant(conn, officer, StaffRole::Desk)?;
                if account.login == LEADER {
                    staff::grant(conn, officer, StaffRole::Leader)?;
                }
            }
        }
    }
    Ok(())
}

/// Has the unit of the demo's officers certify copies, unless somebody set that before. The code is that of the sandbox's
/// commune.
pub fn import_office(conn: &mut DbConn, now: Timestamp) -> AppResult<()> {
    let Ok(unit) = directory::load_by_code(conn, "H21.101") else {
        return Ok(());
    };
    let signer: Option<String> = accounts::table
        .filter(accounts::login.eq("lanhdaotuyphuoc"))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    let Some(account_id) = signer.as_deref().and_then(AccountId::parse) else {
        return Ok(());
    };
    let signer = SetSigner {
        account_id,
        title: "Phó Chủ tịch".to_owned(),
    };
    offices::begin(conn, unit.id, "9990001", "Tuy Phước", signer, now)
}

fn import_person(conn: &mut DbConn, id: &str, account: &DemoAccount, now: Timestamp) -> AppResult<()> {
    let born = account
        .birth_date
        .and_then(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    diesel::insert_into(persons::table)
        .values((
            persons::id.eq(id),
            persons::name.eq(account.name),
            persons::birth_date.eq(born),
            persons::version.eq(1),
            persons::created_at.eq(naive(now)),
        ))
        .execute(conn)?;
    diesel::insert_into(person_numbers::table)
        .values((
            person_numbers::number.eq(account.identifier),
            person_numbers::person_id.eq(id),
        ))
        .execute(conn)?;
    Ok(())
}
