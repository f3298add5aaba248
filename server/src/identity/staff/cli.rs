//! `motcua staff`: the first administrator of a portal, and a way in when nobody else is left. Whoever may run it owns the
//! database anyway; it keeps the rules of the page, and writes the same entries.

use super::domain;
use super::officers::{self, Added, Doing};
use super::store::{self, Search};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbConn, migrate, write_now};
use crate::directory::service as directory;
use crate::error::{AppError, AppResult};
use crate::http::observe::RequestId;
use crate::http::page::Cursor;
use crate::http::problem::sentence;
use anyhow::{anyhow, ensure};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::{Sex, StaffRole};
use motcua_shared::identity::rule::parse_identity_number;
use motcua_shared::identity::staff::{OfficerForm, OfficerRow};
use motcua_shared::text::{self, Lang};
use std::io::Write;
use std::path::Path;

/// What to do about staff accounts.
#[derive(Debug, clap::Subcommand)]
pub enum StaffCommand {
    /// List staff accounts
    List,
    /// Make a staff account. Its person reaches it with VNeID under the identity number, once name and day of birth fit.
    /// Done again, it changes nothing
    Add {
        /// Identity number: 12 digits of the CCCD, or 9 of an old CMND
        #[arg(long)]
        number: String,
        /// Name as on the identity card
        #[arg(long)]
        name: String,
        /// Day of birth, such as 1985-06-20
        #[arg(long, value_name = "DAY")]
        born: String,
        /// What the account is for
        #[arg(long, value_enum)]
        role: Role,
        /// Code of the unit, such as H21.101 (see `motcua unit list`); of officers only
        #[arg(long, value_name = "CODE")]
        unit: Option<String>,
        /// Phone that is told of changes
        #[arg(long, default_value = "")]
        phone: String,
        /// E-mail that is told of changes; several with ";" between them
        #[arg(long, default_value = "")]
        email: String,
        /// What may be written down besides
        #[command(flatten)]
        record: Box<RecordArguments>,
    },
    /// Suspend a staff account; its sessions end at once. The last administrator stays
    End {
        /// Id of the account, as `list` prints it
        account: String,
    },
    /// Let a suspended staff account act again
    Resume {
        /// Id of the account, as `list` prints it
        account: String,
    },
}

/// What may be written down of an officer besides.
#[derive(Debug, Clone, clap::Args)]
pub struct RecordArguments {
    /// Position, such as "Phó Trưởng phòng"
    #[arg(long, default_value = "")]
    position: String,
    /// Sex as on the identity card
    #[arg(long, value_enum)]
    sex: Option<SexWord>,
    /// Day on which the identity card was issued, such as 2021-03-25
    #[arg(long, value_name = "DAY", default_value = "")]
    issued_on: String,
    /// Who issued the identity card
    #[arg(long, value_name = "AGENCY", default_value = "")]
    issued_by: String,
    /// Landline at work
    #[arg(long, default_value = "")]
    landline: String,
    /// Where dossiers are received, such as "Quầy 3"
    #[arg(long, value_name = "PLACE", default_value = "")]
    reception_place: String,
    /// Represents the unit
    #[arg(long)]
    represents_unit: bool,
}

/// Sex as on the identity card.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum SexWord {
    /// Nữ
    Female,
    /// Nam
    Male,
}

/// What an account is for.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Role {
    /// Looks after officers and the portal
    Administrator,
    /// Works at the one-stop desk of a unit
    Desk,
    /// Leads a unit: signs what officers prepared
    Leader,
    /// Officer of a unit without further work
    Officer,
}

/// Runs the command.
pub fn run(command: StaffCommand, settings: Option<&Path>) -> anyhow::Result<()> {
    let config = Config::read(settings)?;
    let db = Db::open(&config.database, false)?;
    let mut connection = db.connection()?;
    let conn: &mut DbConn = &mut connection;
    ensure!(
        migrate::is_current(conn)?,
        "the database is of another version; run `motcua migrate` first"
    );
    let mut out = std::io::stdout().lock();
    let doing = Doing {
        actor: None,
        now: Clock::default().now(),
        request_id: RequestId::of_job("command-line"),
    };
    match command {
        StaffCommand::List => list(conn, &mut out),
        StaffCommand::Add {
            number,
            name,
            born,
            role,
            unit,
            phone,
            email,
            record,
        } => {
            let form = OfficerForm {
                login: String::new(),
                name,
                birth_date: born,
                roles: match role {
                    Role::Administrator => vec![StaffRole::Administrator],
                    Role::Desk => vec![StaffRole::Desk],
                    Role::Leader => vec![StaffRole::Leader],
                    Role::Officer => Vec::new(),
                },
                unit_id: None,
                phone,
                email,
                position: record.position,
                sex: record.sex.map(|sex| match sex {
                    SexWord::Female => Sex::Female,
                    SexWord::Male => Sex::Male,
                }),
                card_issued_on: record.issued_on,
                card_issued_by: record.issued_by,
                landline: record.landline,
                reception_place: record.reception_place,
                represents_unit: record.represents_unit,
            };
            known_unit(conn, unit.as_deref())?;
            let added = write_now(conn, |conn| add(conn, &number, form, unit.as_deref(), &doing));
            said(&mut out, conn, added.map_err(told)?)
        }
        StaffCommand::End { account } => suspend(conn, &account, true, &doing, &mut out),
        StaffCommand::Resume { account } => suspend(conn, &account, false, &doing, &mut out),
    }
}

/// A code that is no unit's: told with the way to the right one.
fn known_unit(conn: &mut DbConn, code: Option<&str>) -> anyhow::Result<()> {
    let Some(code) = code else { return Ok(()) };
    match directory::load_by_code(conn, code) {
        Err(error) if error.code == ErrorCode::NotFound => {
            Err(anyhow!(text::directory::unknown(Lang::Vi, clean(code))))
        }
        Err(error) => Err(told(error)),
        Ok(_) => Ok(()),
    }
}

fn add(
    conn: &mut DbConn,
    number: &str,
    mut form: OfficerForm,
    unit: Option<&str>,
    doing: &Doing,
) -> AppResult<Added> {
    if let Some(code) = unit {
        form.unit_id = Some(directory::load_by_code(conn, code)?.id);
    }
    let number = parse_identity_number(number).map_err(|code| AppError::field("number", code))?;
    let written = domain::parse(&form, doing.now.vietnam_date()).map_err(AppError::fields)?;
    officers::add_now(conn, &number, &written, doing)
}

fn said(out: &mut impl Write, conn: &mut DbConn, added: Added) -> anyhow::Result<()> {
    let (words, id) = match added {
        Added::New(id) => ("đã thêm", id),
        Added::Known(id) => ("đã có sẵn", id),
    };
    let officer = store::find(conn, id).map_err(told)?;
    let officer = officer.ok_or_else(|| anyhow!("the account is gone"))?;
    let roles: Vec<&str> = officer.duty.shown().into_iter().map(role_name).collect();
    let roles = if roles.is_empty() {
        text::staff::role_officer(Lang::Vi).to_owned()
    } else {
        roles.join(", ")
    };
    writeln!(out, "{words}: {id}  {}  ({roles})", clean(&officer.account.name))?;
    if !officer.is_active {
        writeln!(
            out,
            "Tài khoản đang tạm đình chỉ; cho hoạt động lại bằng: motcua staff resume {id}"
        )?;
    }
    if officer.bound_at.is_none() {
        writeln!(
            out,
            "Người này đăng nhập bằng VNeID tại /can-bo; họ tên và ngày sinh trên VNeID phải khớp với thông tin vừa khai."
        )?;
    }
    Ok(())
}

fn list(conn: &mut DbConn, out: &mut impl Write) -> anyhow::Result<()> {
    let rows = store::list(conn, &Search::default(), Cursor::Start, u32::MAX).map_err(told)?;
    if rows.is_empty() {
        writeln!(out, "chưa có tài khoản cán bộ nào")?;
    }
    for row in rows {
        writeln!(out, "{}", line(&row))?;
    }
    Ok(())
}

fn line(row: &OfficerRow) -> String {
    let state = match (row.suspended, row.bound) {
        (true, _) => text::staff::state_suspended(Lang::Vi),
        (false, false) => text::staff::state_waiting(Lang::Vi),
        (false, true) => text::staff::state_active(Lang::Vi),
    };
    let roles: Vec<&str> = row.roles.iter().copied().map(role_name).collect();
    let roles = match roles.is_empty() {
        true => text::staff::role_officer(Lang::Vi).to_owned(),
        false => roles.join(", "),
    };
    let unit = row.unit.as_deref().unwrap_or(text::staff::unit_none(Lang::Vi));
    let number = officers::mask(&row.identity_number);
    format!(
        "{}  {}  {number}  {roles}  {unit}  {state}",
        row.id,
        clean(&row.name)
    )
}

fn role_name(role: StaffRole) -> &'static str {
    match role {
        StaffRole::Desk => text::staff::role_desk(Lang::Vi),
        StaffRole::Leader => text::staff::role_leader(Lang::Vi),
        StaffRole::Administrator => text::staff::role_administrator(Lang::Vi),
    }
}

fn suspend(
    conn: &mut DbConn,
    account: &str,
    suspended: bool,
    doing: &Doing,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let id = AccountId::parse(account).ok_or_else(|| anyhow!("{account:?} is no id of an account"))?;
    let work = |conn: &mut DbConn| officers::suspend_now(conn, id, None, suspended, doing);
    let is_new = write_now(conn, work).map_err(told)?;
    let words = match (suspended, is_new) {
        (true, true) => text::staff::suspended(Lang::Vi),
        (false, true) => text::staff::resumed(Lang::Vi),
        (_, false) => "Không có gì thay đổi.",
    };
    writeln!(out, "{words}")?;
    Ok(())
}

/// A refusal in words, with every field that is wrong.
fn told(error: AppError) -> anyhow::Error {
    if let Some(cause) = error.cause {
        return cause;
    }
    let mut lines = vec![sentence(error.code, &error.params, Lang::Vi)];
    for fault in error.fields {
        let words = sentence(fault.code, &fault.params, Lang::Vi);
        if !lines.contains(&words) {
            lines.push(format!("{}: {words}", fault.path));
        }
    }
    anyhow!(lines.join("\n"))
}

/// Names come from outside; a terminal must not obey them.
fn clean(name: &str) -> String {
    name.replace(char::is_control, " ")
}
