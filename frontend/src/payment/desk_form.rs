//! What an officer does with a fee: takes it, confirms a transfer, waives it, notes a refund or that there is none, takes off a mistake. Each is folded until it is wanted.

use crate::api::client::new_key;
use crate::api::failure::of_code;
use crate::api::{Api, Failure};
use crate::format::money;
use crate::state::lang;
use crate::ui::{Field, FormErrors, checkbox, error_summary, quiet_submit_button, submit_button, text_field};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::payment::amount::parse_amount;
use motcua_shared::payment::dto::{DeskAct, DeskCharge, NotedTransfer};
use motcua_shared::payment::vietqr::content_of;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

type Now = RwSignal<DeskCharge>;

/// One form: what it is called and means, its fields, and what is sent.
struct Form {
    title: String,
    hint: String,
    label: &'static str,
    is_quiet: bool,
    /// Of the fields' ids: there are several such forms on a page.
    mark: String,
    fields: Vec<(Field, RwSignal<String>)>,
    /// A box beneath them: its id, what it says, whether it is ticked.
    tick: Option<(&'static str, &'static str, RwSignal<bool>)>,
    act: Box<dyn Fn(FormErrors) -> Option<DeskAct> + Send + Sync>,
}

fn form(now: Now, form: Form) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let key = StoredValue::new(new_key());
    let Form {
        title,
        hint,
        label,
        is_quiet,
        mark,
        fields,
        tick,
        act,
    } = form;
    let mark = StoredValue::new(mark);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let Some(act) = act(errors) else {
            errors.show();
            return;
        };
        busy.set(true);
        let id = now.with_untracked(|desk| desk.charge.dossier_id);
        spawn_local(async move {
            let used = key.get_value();
            let answer: Result<DeskCharge, Failure> =
                api.post(&path::desk_charge(id), &act, Some(&used)).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(desk) => {
                    let _ = now.try_set(desk);
                }
                Err(failure) => errors.show_failure(&failure, lang, |path| {
                    mark.with_value(|mark| format!("{mark}-{path}"))
                }),
            }
        });
    };
    let sending = text::payment::desk_sending(lang);
    let button = match is_quiet {
        true => quiet_submit_button(label, sending, busy),
        false => submit_button(label, sending, busy),
    };
    let fields: Vec<AnyView> = fields
        .into_iter()
        .map(|(field, value)| text_field(value, errors, field))
        .collect();
    view! {
        <details class="card">
            <summary>
                <h3>{title}</h3>
            </summary>
            {error_summary(errors)}
            <form class="stack" novalidate=true on:submit=submit>
                <p class="muted">{hint}</p>
                {fields}
                {tick.map(|(id, label, ticked)| checkbox(id, label, "", ticked))}
                <p>{button}</p>
            </form>
        </details>
    }
    .into_any()
}

fn typed() -> RwSignal<String> {
    RwSignal::new(String::new())
}

/// What settles a fee that is due.
pub fn settle(desk: &DeskCharge, now: Now) -> AnyView {
    let lang = lang::current();
    let (version, amount) = (desk.version, money(desk.charge.amount, lang));
    let (receipt, bank, ground) = (typed(), typed(), typed());
    let (came, several) = (
        RwSignal::new(desk.charge.amount.to_string()),
        RwSignal::new(false),
    );
    let take = Form {
        title: text::payment::desk_take(lang).to_owned(),
        hint: text::payment::desk_take_hint(lang, &amount),
        label: text::payment::desk_take_do(lang),
        is_quiet: false,
        mark: "desk".to_owned(),
        fields: vec![(
            Field {
                optional: true,
                ..Field::new("desk-reference", text::payment::desk_receipt(lang))
            },
            receipt,
        )],
        tick: None,
        act: Box::new(move |_| {
            Some(DeskAct::PaidAtDesk {
                version,
                reference: Some(receipt.get_untracked()),
            })
        }),
    };
    let transfer = Form {
        title: text::payment::desk_transfer(lang).to_owned(),
        hint: text::payment::desk_transfer_hint(lang, &amount, content_of(&desk.charge.dossier_code)),
        label: text::payment::desk_transfer_do(lang),
        is_quiet: false,
        mark: "bank".to_owned(),
        fields: transfer_fields(
            ("bank-amount", text::payment::desk_bank_amount_hint(lang), came),
            ("bank-reference", bank),
        ),
        tick: Some(("bank-for_several", text::payment::desk_several(lang), several)),
        act: Box::new(move |errors| {
            Some(DeskAct::Transferred {
                version,
                reference: bank.get_untracked(),
                amount: Some(amount_of(came, errors, "bank-amount")?),
                for_several: several.get_untracked(),
            })
        }),
    };
    let waive = Form {
        title: text::payment::desk_waive(lang).to_owned(),
        hint: text::payment::desk_waive_hint(lang).to_owned(),
        label: text::payment::desk_waive_do(lang),
        is_quiet: true,
        mark: "waive".to_owned(),
        fields: vec![(ground_field("waive-ground"), ground)],
        tick: None,
        act: Box::new(move |_| {
            Some(DeskAct::Waived {
                version,
                ground: ground.get_untracked(),
            })
        }),
    };
    view! {
        {form(now, take)}
        {form(now, transfer)}
        {form(now, waive)}
    }
    .into_any()
}

/// What came in by a transfer, and the bank's number of it.
fn transfer_fields(
    (amount, hint, came): (&'static str, &'static str, RwSignal<String>),
    (number, bank): (&'static str, RwSignal<String>),
) -> Vec<(Field, RwSignal<String>)> {
    let lang = lang::current();
    vec![
        (
            Field {
                inputmode: "numeric",
                class: "short",
                hint,
                ..Field::new(amount, text::payment::desk_bank_amount(lang))
            },
            came,
        ),
        (
            Field {
                hint: text::payment::desk_bank_reference_hint(lang),
                ..Field::new(number, text::payment::desk_bank_reference(lang))
            },
            bank,
        ),
    ]
}

/// An amount as it was typed; marked where it is none.
fn amount_of(typed: RwSignal<String>, errors: FormErrors, field: &'static str) -> Option<i64> {
    match typed.with_untracked(|typed| parse_amount(typed)) {
        Ok(amount) => Some(amount),
        Err(code) => {
            errors.mark(field, of_code(code, lang::current()));
            None
        }
    }
}

/// A transfer that came in although nothing is owed: the bank has the money, so that it is noted and goes back.
pub fn extra(desk: &DeskCharge, now: Now) -> AnyView {
    let lang = lang::current();
    let (version, came, bank) = (desk.version, typed(), typed());
    let several = RwSignal::new(false);
    let extra = Form {
        title: text::payment::desk_extra(lang).to_owned(),
        hint: text::payment::desk_extra_hint(lang, content_of(&desk.charge.dossier_code)),
        label: text::payment::desk_extra_do(lang),
        is_quiet: true,
        mark: "extra".to_owned(),
        fields: transfer_fields(
            ("extra-amount", text::payment::desk_extra_amount_hint(lang), came),
            ("extra-reference", bank),
        ),
        tick: Some(("extra-for_several", text::payment::desk_several(lang), several)),
        act: Box::new(move |errors| {
            Some(DeskAct::Transferred {
                version,
                reference: bank.get_untracked(),
                amount: Some(amount_of(came, errors, "extra-amount")?),
                for_several: several.get_untracked(),
            })
        }),
    };
    form(now, extra)
}

fn ground_field(id: &str) -> Field {
    let lang = lang::current();
    Field {
        hint: text::payment::desk_ground_hint(lang),
        multiline: true,
        ..Field::new(id, text::payment::desk_ground(lang))
    }
}

/// What went back, of what came in.
pub fn refund(desk: &DeskCharge, now: Now) -> AnyView {
    let lang = lang::current();
    let (version, most) = (desk.version, desk.refundable);
    let proposed = if desk.charge.excess > 0 {
        desk.charge.excess
    } else {
        most
    };
    let (amount, ground, reference) = (RwSignal::new(proposed.to_string()), typed(), typed());
    let refund = Form {
        title: text::payment::desk_refund(lang).to_owned(),
        hint: text::payment::desk_refund_hint(lang, money(most, lang)),
        label: text::payment::desk_refund_do(lang),
        is_quiet: true,
        mark: "refund".to_owned(),
        fields: vec![
            (
                Field {
                    inputmode: "numeric",
                    class: "short",
                    ..Field::new("refund-amount", text::payment::desk_refund_amount(lang))
                },
                amount,
            ),
            (ground_field_of_refund(), ground),
            (
                Field::new("refund-reference", text::payment::desk_refund_reference(lang)),
                reference,
            ),
        ],
        tick: None,
        act: Box::new(move |errors| {
            Some(DeskAct::Refunded {
                version,
                amount: amount_of(amount, errors, "refund-amount")?,
                ground: ground.get_untracked(),
                reference: reference.get_untracked(),
            })
        }),
    };
    form(now, refund)
}

/// That the fee of a dossier without a result does not go back.
pub fn keep(desk: &DeskCharge, now: Now) -> AnyView {
    let lang = lang::current();
    let (version, ground) = (desk.version, typed());
    let keep = Form {
        title: text::payment::desk_keep(lang).to_owned(),
        hint: text::payment::desk_keep_hint(lang, money(desk.charge.amount, lang)),
        label: text::payment::desk_keep_do(lang),
        is_quiet: true,
        mark: "keep".to_owned(),
        fields: vec![(
            Field {
                hint: text::payment::desk_keep_ground_hint(lang),
                ..ground_field("keep-ground")
            },
            ground,
        )],
        tick: None,
        act: Box::new(move |_| {
            Some(DeskAct::Kept {
                version,
                ground: ground.get_untracked(),
            })
        }),
    };
    form(now, keep)
}

/// That transfers which stand were noted here by mistake, each by itself.
pub fn strike(desk: &DeskCharge, now: Now) -> AnyView {
    let lang = lang::current();
    let version = desk.version;
    let one = |(at, noted): (usize, &NotedTransfer)| {
        let (ground, reference) = (typed(), noted.reference.clone());
        let mark = format!("strike{at}");
        let which = text::payment::desk_strike_one(lang, money(noted.amount, lang), &noted.reference);
        let strike = Form {
            title: format!("{}: {which}", text::payment::desk_strike(lang)),
            hint: text::payment::desk_strike_hint(lang).to_owned(),
            label: text::payment::desk_strike_do(lang),
            is_quiet: true,
            fields: vec![(
                Field {
                    hint: text::payment::desk_strike_ground_hint(lang),
                    ..ground_field(&format!("{mark}-ground"))
                },
                ground,
            )],
            mark,
            tick: None,
            act: Box::new(move |_| {
                Some(DeskAct::Struck {
                    version,
                    reference: reference.clone(),
                    ground: ground.get_untracked(),
                })
            }),
        };
        form(now, strike)
    };
    desk.transfers
        .iter()
        .enumerate()
        .map(one)
        .collect_view()
        .into_any()
}

fn ground_field_of_refund() -> Field {
    Field {
        hint: "",
        ..ground_field("refund-ground")
    }
}
