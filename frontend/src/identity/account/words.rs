//! Words for what an account is and what happened to it.

use motcua_shared::identity::account::{EventKind, SessionEntry};
use motcua_shared::identity::dto::{AccountKind, SignInMethod};
use motcua_shared::notification::dto::ChannelKind;
use motcua_shared::text::{Lang, account as words};

/// In which capacity an account acts.
pub fn capacity(kind: AccountKind, lang: Lang) -> &'static str {
    match kind {
        AccountKind::Citizen => words::kind_citizen(lang),
        AccountKind::Enterprise => words::kind_enterprise(lang),
        AccountKind::Agency => words::kind_agency(lang),
        AccountKind::Staff => words::kind_staff(lang),
        AccountKind::Administrator => words::kind_administrator(lang),
    }
}

/// How somebody signed in.
pub fn method(method: SignInMethod, lang: Lang) -> &'static str {
    match method {
        SignInMethod::Password => words::method_password(lang),
        SignInMethod::Token => words::method_token(lang),
        SignInMethod::Sim => words::method_sim(lang),
        SignInMethod::Oidc => words::method_oidc(lang),
    }
}

/// "Chrome trên Android".
pub fn device(session: &SessionEntry, lang: Lang) -> String {
    match (session.browser.as_str(), session.system.as_str()) {
        ("", "") => words::session_unknown(lang).to_owned(),
        ("", one) | (one, "") => one.to_owned(),
        (browser, system) => words::session_on(lang, browser, system),
    }
}

/// A way by which messages go.
pub fn channel(kind: ChannelKind, lang: Lang) -> &'static str {
    match kind {
        ChannelKind::Sms => words::channel_sms(lang),
        ChannelKind::Zalo => words::channel_zalo(lang),
        ChannelKind::Email => words::channel_email(lang),
    }
}

/// What happened.
pub fn event(kind: EventKind, lang: Lang) -> &'static str {
    use EventKind as E;
    match kind {
        E::Registered => words::event_registered(lang),
        E::AccountMade => words::event_account_made(lang),
        E::SignedIn => words::event_signed_in(lang),
        E::SignInFailed => words::event_sign_in_failed(lang),
        E::CodeWrong => words::event_code_wrong(lang),
        E::SignedOut => words::event_signed_out(lang),
        E::AccountSwitched => words::event_account_switched(lang),
        E::SessionEnded => words::event_session_ended(lang),
        E::OtherSessionsEnded => words::event_other_sessions_ended(lang),
        E::IdentityConfirmed => words::event_identity_confirmed(lang),
        E::PasswordReset => words::event_password_reset(lang),
        E::PasswordChanged => words::event_password_changed(lang),
        E::PhoneAdded => words::event_phone_added(lang),
        E::PhoneChosen => words::event_phone_chosen(lang),
        E::PhoneRemoved => words::event_phone_removed(lang),
        E::PhoneChangeAsked => words::event_phone_change_asked(lang),
        E::PhoneChangeCancelled => words::event_phone_change_cancelled(lang),
        E::PhoneReplaced => words::event_phone_replaced(lang),
        E::EmailChanged => words::event_email_changed(lang),
        E::EmailRemoved => words::event_email_removed(lang),
        E::IdentityLinked => words::event_identity_linked(lang),
        E::IdentityUnlinked => words::event_identity_unlinked(lang),
        E::HolderUpdated => words::event_holder_updated(lang),
        E::RecoveryCodesMade => words::event_recovery_codes_made(lang),
        E::RecoveryCodeUsed => words::event_recovery_code_used(lang),
        E::PreferencesChanged => words::event_preferences_changed(lang),
        E::Unknown => words::event_unknown(lang),
    }
}
