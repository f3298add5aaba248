//! The outbox, preferences and tokens as rows.

use super::domain::Route;
use super::notice::Notice;
use crate::both;
use crate::db::DbConn;
use crate::db::schema::{gateway_tokens, message_preferences, messages};
use crate::db::types::{json, moment, naive, parse_enum, parse_json, unsigned};
use crate::error::{AppError, AppResult};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use motcua_shared::id::{AccountId, MessageId};
use motcua_shared::notification::dto::{ChannelKind, ChannelOrder};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

/// A message that is written into the outbox.
pub struct NewMessage<'a> {
    /// Its id.
    pub id: MessageId,
    /// What it says.
    pub notice: &'a Notice,
    /// Whom it is for, if they have an account.
    pub account_id: Option<AccountId>,
    /// Language of its words.
    pub lang: Lang,
    /// Local form.
    pub phone: Option<&'a str>,
    /// Address.
    pub email: Option<String>,
    /// `None`: the portal's order.
    pub order: Option<ChannelOrder>,
    /// Worthless after this moment.
    pub expires_at: Timestamp,
}

/// A message that has not gone yet.
pub struct Queued {
    /// Its id.
    pub id: MessageId,
    /// What it says.
    pub notice: Notice,
    /// Language of its words.
    pub lang: Lang,
    /// Local form.
    pub phone: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// `None`: the portal's order.
    pub order: Option<ChannelOrder>,
    /// Channels that refused it.
    pub refused: Vec<ChannelKind>,
    /// The channel to try, once it was tried at all.
    pub channel: Option<ChannelKind>,
    /// Failures on that channel in this round.
    pub tries: u32,
    /// Rounds through the channels.
    pub round: u32,
    /// Tries in all.
    pub attempts: u32,
    /// Not before.
    pub next_try_at: Timestamp,
    /// Worthless after this moment.
    pub expires_at: Timestamp,
}

/// How a message ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A gateway took it.
    Sent,
    /// Every channel refused it.
    Failed,
    /// Its time was over.
    Expired,
}

impl End {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: String,
    language: String,
    phone: Option<String>,
    email: Option<String>,
    content: Option<String>,
    channels: Option<String>,
    refused: String,
    channel: Option<String>,
    tries: i32,
    round: i32,
    attempts: i32,
    next_try_at: Option<NaiveDateTime>,
    expires_at: NaiveDateTime,
}

fn names(kinds: &[ChannelKind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(",")
}

fn kinds(names: &str) -> AppResult<Vec<ChannelKind>> {
    let kind = |name| {
        ChannelKind::parse(name)
            .ok_or_else(|| AppError::internal(anyhow::anyhow!("a column holds no channel")))
    };
    names
        .split(',')
        .filter(|name| !name.is_empty())
        .map(kind)
        .collect()
}

fn order(names: &str) -> AppResult<ChannelOrder> {
    kinds(names)?
        .try_into()
        .map_err(|error| AppError::internal(anyhow::anyhow!("a column: {error}")))
}

fn count(value: u32) -> AppResult<i32> {
    unsigned(value)
}

/// Writes a message.
pub fn insert(conn: &mut DbConn, message: &NewMessage<'_>, now: Timestamp) -> AppResult<()> {
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(message.id.to_string()),
            messages::kind.eq(message.notice.kind()),
            messages::account_id.eq(message.account_id.map(|id| id.to_string())),
            messages::language.eq(message.lang.tag()),
            messages::phone.eq(message.phone),
            messages::email.eq(message.email.as_deref()),
            messages::content.eq(json(message.notice)?),
            messages::channels.eq(message.order.as_ref().map(|order| names(order.kinds()))),
            messages::refused.eq(""),
            messages::tries.eq(0),
            messages::round.eq(0),
            messages::attempts.eq(0),
            messages::status.eq("queued"),
            messages::created_at.eq(naive(now)),
            messages::next_try_at.eq(naive(now)),
            messages::expires_at.eq(naive(message.expires_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many messages of an account went, since a moment, to contacts other than its own.
pub fn count_elsewhere(
    conn: &mut DbConn,
    account: AccountId,
    (phone, email): (Option<&str>, Option<&str>),
    since: Timestamp,
) -> AppResult<i64> {
    let other_phone = messages::phone
        .is_not_null()
        .and(messages::phone.assume_not_null().ne(phone.unwrap_or_default()));
    let other_email = messages::email
        .is_not_null()
        .and(messages::email.assume_not_null().ne(email.unwrap_or_default()));
    Ok(messages::table
        .filter(messages::account_id.eq(account.to_string()))
        .filter(messages::created_at.ge(naive(since)))
        .filter(other_phone.or(other_email))
        .count()
        .get_result(conn)?)
}

/// A message that has not gone yet.
pub fn find_queued(conn: &mut DbConn, id: MessageId) -> AppResult<Option<Queued>> {
    let row: Option<Row> = messages::table
        .find(id.to_string())
        .filter(messages::status.eq("queued"))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let (Some(content), Some(next_try_at)) = (row.content, row.next_try_at) else {
        return Err(AppError::internal(anyhow::anyhow!(
            "a queued message lacks what it says"
        )));
    };
    Ok(Some(Queued {
        id: crate::db::types::parse_id(&row.id, MessageId::parse)?,
        notice: parse_json(&content)?,
        lang: parse_enum(&row.language)?,
        phone: row.phone,
        email: row.email,
        order: row.channels.as_deref().map(order).transpose()?,
        refused: kinds(&row.refused)?,
        channel: row
            .channel
            .as_deref()
            .map(kinds)
            .transpose()?
            .and_then(|kinds| kinds.first().copied()),
        tries: unsigned(row.tries)?,
        round: unsigned(row.round)?,
        attempts: unsigned(row.attempts)?,
        next_try_at: moment(next_try_at),
        expires_at: moment(row.expires_at),
    }))
}

/// Takes a message for one try, until `lease_ends`; says whether nobody else was quicker.
pub fn claim(
    conn: &mut DbConn,
    id: MessageId,
    seen_attempts: u32,
    route: &Route,
    lease_ends: Timestamp,
) -> AppResult<bool> {
    let seen = count(seen_attempts)?;
    let mine = messages::table
        .find(id.to_string())
        .filter(messages::status.eq("queued").and(messages::attempts.eq(seen)));
    let changed = diesel::update(mine)
        .set((
            messages::attempts.eq(seen + 1),
            messages::channels.eq(names(route.order.kinds())),
            messages::channel.eq(route.channel.name()),
            messages::next_try_at.eq(naive(lease_ends)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Puts a message off after a failure, unless somebody else went on with it meanwhile; says whether it did.
pub fn put_off(
    conn: &mut DbConn,
    id: MessageId,
    attempts: u32,
    route: &Route,
    next_try_at: Timestamp,
    error: &str,
) -> AppResult<bool> {
    let mine = messages::table.find(id.to_string()).filter(
        messages::status
            .eq("queued")
            .and(messages::attempts.eq(count(attempts)?)),
    );
    let changed = diesel::update(mine)
        .set((
            messages::channel.eq(route.channel.name()),
            messages::refused.eq(names(&route.refused)),
            messages::tries.eq(count(route.tries)?),
            messages::round.eq(count(route.round)?),
            messages::next_try_at.eq(naive(next_try_at)),
            messages::last_error.eq(error),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Ends a message and wipes what it said; says whether it was still open.
pub fn end(conn: &mut DbConn, id: MessageId, end: End, error: Option<&str>) -> AppResult<bool> {
    let open = messages::table
        .find(id.to_string())
        .filter(messages::status.eq("queued"));
    let changed = diesel::update(open)
        .set((
            messages::status.eq(end.name()),
            messages::content.eq(None::<String>),
            messages::next_try_at.eq(None::<NaiveDateTime>),
            messages::last_error.eq(error),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes when a message was taken and under which number. The channel is the one of the last try.
pub fn note_receipt(
    conn: &mut DbConn,
    id: MessageId,
    channel: ChannelKind,
    now: Timestamp,
    provider_id: Option<&str>,
) -> AppResult<()> {
    diesel::update(messages::table.find(id.to_string()))
        .set((
            messages::channel.eq(channel.name()),
            messages::sent_at.eq(naive(now)),
            messages::provider_id.eq(provider_id),
        ))
        .execute(conn)?;
    Ok(())
}

/// Messages that should have been tried before `moment`.
pub fn list_stranded(conn: &mut DbConn, moment: Timestamp, limit: i64) -> AppResult<Vec<MessageId>> {
    let ids: Vec<String> = messages::table
        .filter(messages::next_try_at.lt(naive(moment)))
        .order(messages::next_try_at)
        .select(messages::id)
        .limit(limit)
        .load(conn)?;
    ids.iter()
        .map(|id| crate::db::types::parse_id(id, MessageId::parse))
        .collect()
}

/// Looks at stranded messages again only after `moment`.
pub fn touch(conn: &mut DbConn, id: MessageId, moment: Timestamp) -> AppResult<()> {
    diesel::update(
        messages::table
            .find(id.to_string())
            .filter(messages::status.eq("queued")),
    )
    .set(messages::next_try_at.eq(naive(moment)))
    .execute(conn)?;
    Ok(())
}

/// Forgets messages written before `moment`, which are long over.
pub fn forget(conn: &mut DbConn, moment: Timestamp) -> AppResult<usize> {
    let old = messages::table.filter(messages::created_at.lt(naive(moment)));
    Ok(diesel::delete(old).execute(conn)?)
}

/// The order that somebody chose.
pub fn find_preference(conn: &mut DbConn, account: AccountId) -> AppResult<Option<ChannelOrder>> {
    let channels: Option<String> = message_preferences::table
        .find(account.to_string())
        .select(message_preferences::channels)
        .first(conn)
        .optional()?;
    channels.as_deref().map(order).transpose()
}

/// Writes or rewrites the order that somebody chose.
pub fn set_preference(
    conn: &mut DbConn,
    account: AccountId,
    order: &ChannelOrder,
    now: Timestamp,
) -> AppResult<()> {
    let changed = (
        message_preferences::channels.eq(names(order.kinds())),
        message_preferences::changed_at.eq(naive(now)),
    );
    let row = diesel::update(message_preferences::table.find(account.to_string()))
        .set(changed.clone())
        .execute(conn)?;
    if row == 0 {
        diesel::insert_into(message_preferences::table)
            .values((message_preferences::account_id.eq(account.to_string()), changed))
            .execute(conn)?;
    }
    Ok(())
}

/// The tokens of a gateway.
pub struct TokenRow {
    /// Its name.
    pub gateway: String,
    /// Digest of the token in the settings that these come from.
    pub origin: String,
    /// In force.
    pub access_token: Option<String>,
    /// Until when.
    pub access_ends_at: Option<Timestamp>,
    /// Works once.
    pub refresh_token: String,
}

/// The tokens of a gateway, if any were used yet.
pub fn find_token(conn: &mut DbConn, gateway: &str) -> AppResult<Option<TokenRow>> {
    type Columns = (String, Option<String>, Option<NaiveDateTime>, String);
    let row: Option<Columns> = gateway_tokens::table
        .find(gateway)
        .select((
            gateway_tokens::origin,
            gateway_tokens::access_token,
            gateway_tokens::access_ends_at,
            gateway_tokens::refresh_token,
        ))
        .first(conn)
        .optional()?;
    Ok(
        row.map(|(origin, access_token, ends_at, refresh_token)| TokenRow {
            gateway: gateway.to_owned(),
            origin,
            access_token,
            access_ends_at: ends_at.map(moment),
            refresh_token,
        }),
    )
}

/// Begins anew with the token of the settings, renewed by who asks; says whether nobody else did at the same time.
pub fn begin_token(conn: &mut DbConn, row: &TokenRow, lease_ends: Timestamp) -> AppResult<bool> {
    let of_another = gateway_tokens::table
        .find(&row.gateway)
        .filter(gateway_tokens::origin.ne(&row.origin));
    diesel::delete(of_another).execute(conn)?;
    let values = (
        gateway_tokens::gateway.eq(&row.gateway),
        gateway_tokens::origin.eq(&row.origin),
        gateway_tokens::refresh_token.eq(&row.refresh_token),
        gateway_tokens::renewing_until.eq(naive(lease_ends)),
    );
    let added = both!(conn, inner => diesel::insert_into(gateway_tokens::table)
        .values(values)
        .on_conflict_do_nothing()
        .execute(inner))?;
    Ok(added == 1)
}

/// Takes the right to renew with the refresh token that `row` was read with; says whether nobody else has it, and
/// nobody spent that token since.
pub fn lease_token(
    conn: &mut DbConn,
    row: &TokenRow,
    now: Timestamp,
    lease_ends: Timestamp,
) -> AppResult<bool> {
    let free = gateway_tokens::renewing_until
        .is_null()
        .or(gateway_tokens::renewing_until.lt(naive(now)));
    let changed = diesel::update(gateway_tokens::table.find(&row.gateway))
        .filter(gateway_tokens::refresh_token.eq(&row.refresh_token))
        .filter(free)
        .set(gateway_tokens::renewing_until.eq(naive(lease_ends)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives that right back.
pub fn release_token(conn: &mut DbConn, gateway: &str) -> AppResult<()> {
    diesel::update(gateway_tokens::table.find(gateway))
        .set(gateway_tokens::renewing_until.eq(None::<NaiveDateTime>))
        .execute(conn)?;
    Ok(())
}

/// Keeps what a renewal brought.
pub fn keep_token(conn: &mut DbConn, row: &TokenRow) -> AppResult<()> {
    diesel::update(gateway_tokens::table.find(&row.gateway))
        .set((
            gateway_tokens::access_token.eq(&row.access_token),
            gateway_tokens::access_ends_at.eq(row.access_ends_at.map(naive)),
            gateway_tokens::refresh_token.eq(&row.refresh_token),
            gateway_tokens::renewing_until.eq(None::<NaiveDateTime>),
        ))
        .execute(conn)?;
    Ok(())
}
