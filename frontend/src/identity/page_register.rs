//! The screen of seed 003: who registers, then how, by the level of assurance that it gives.

use crate::api::load;
use crate::identity::terms;
use crate::react::dynamic;
use crate::state::{lang, session};
use crate::ui::{FormErrors, RadioChoice, Radios, load_view, page_heading};
use leptos::prelude::*;
use motcua_shared::identity::dto::ProviderView;
use motcua_shared::identity::registration::{RegistrationMethod, RegistrationOptions};
use motcua_shared::path;
use motcua_shared::text;

/// `/dang-ky`
pub fn page() -> AnyView {
    let lang = lang::current();
    let options = load::<RegistrationOptions>(|| path::REGISTRATIONS.to_owned());
    view! {
        <div class="narrow">
            {page_heading(text::identity::register_title(lang))}
            {load_view(options, choice)}
            <div class="gap-above">{terms::view(text::identity::agree(lang))}</div>
            <p class="actions gap-above">
                <a href="/dang-nhap">{text::identity::have_account(lang)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn choice(options: RegistrationOptions) -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let kind = RwSignal::new("citizen".to_owned());
    let choices = [
        ("citizen", text::identity::kind_citizen(lang)),
        ("enterprise", text::identity::kind_enterprise(lang)),
        ("agency", text::identity::kind_agency(lang)),
    ];
    let choices: Vec<RadioChoice> = choices
        .into_iter()
        .map(|(value, label)| RadioChoice {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
        })
        .collect();
    let methods = dynamic(move || {
        let is_citizen = kind.with(|kind| kind == "citizen");
        ways(
            &options.methods,
            is_citizen,
            [session.has_token(), session.has_sim()],
            session.providers(),
        )
    });
    view! {
        <div class="stack">
            <div class="card">
                <Radios
                    id="kind"
                    legend=text::identity::kind(lang)
                    choices=choices
                    value=kind
                    errors=FormErrors::new()
                />
            </div>
            {methods}
        </div>
    }
    .into_any()
}

/// A way to register.
struct Way {
    /// Where it begins; without one it is not open on this portal yet.
    href: Option<String>,
    name: String,
    hint: String,
}

impl Way {
    fn new(href: Option<String>, name: &str, hint: &str) -> Self {
        Self {
            href,
            name: name.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

fn ways(
    offered: &[RegistrationMethod],
    is_citizen: bool,
    [has_token, has_sim]: [bool; 2],
    providers: Vec<ProviderView>,
) -> AnyView {
    let lang = lang::current();
    let own = |method: &RegistrationMethod| {
        let (href, name, hint) = match method {
            RegistrationMethod::Phone => (
                "/dang-ky/thue-bao",
                text::identity::by_phone(lang),
                text::identity::by_phone_hint(lang),
            ),
            RegistrationMethod::Insurance => (
                "/dang-ky/bao-hiem",
                text::identity::by_insurance(lang),
                text::identity::by_insurance_hint(lang),
            ),
            RegistrationMethod::Post => (
                "/dang-ky/buu-dien",
                text::identity::by_post(lang),
                text::identity::by_post_hint(lang),
            ),
        };
        Way::new(Some(href.to_owned()), name, hint)
    };
    let medium: Vec<Way> = if is_citizen {
        offered.iter().map(own).collect()
    } else {
        Vec::new()
    };
    let not_open = text::identity::way_not_open(lang);
    // A person's certificate names no number that an account could be found by.
    let signing = |is_open: bool, href: &str, name, hint| {
        if is_citizen {
            Way::new(None, name, text::token::organisations_only(lang))
        } else if is_open {
            Way::new(Some(href.to_owned()), name, hint)
        } else {
            Way::new(None, name, not_open)
        }
    };
    let by_token = text::identity::by_token(lang);
    let by_sim = text::identity::by_sim(lang);
    let mut high = vec![
        signing(
            has_token,
            "/dang-ky/usb-ky-so",
            by_token,
            text::token::way_hint(lang),
        ),
        signing(has_sim, "/dang-ky/sim-ky-so", by_sim, text::token::sim_hint(lang)),
    ];
    high.extend(providers.into_iter().map(|provider| Way {
        href: Some(format!("{}?tiep=/tai-khoan", path::provider_start(&provider.id))),
        name: provider.name,
        hint: provider.description,
    }));
    view! {
        {level(text::identity::level_2(lang), medium)}
        {level(text::identity::level_3(lang), high)}
    }
    .into_any()
}

fn level(title: &'static str, ways: Vec<Way>) -> AnyView {
    if ways.is_empty() {
        return ().into_any();
    }
    let way = |Way { href, name, hint }| {
        let inner = view! {
            <h3>{name}</h3>
            <p class="hint">{hint}</p>
        };
        match href {
            // Some lead out of this site, so the router keeps out of all of them.
            Some(href) => view! { <a class="card tile" rel="external" href=href>{inner}</a> }.into_any(),
            None => view! { <div class="card tile">{inner}</div> }.into_any(),
        }
    };
    view! {
        <section>
            <h2>{title}</h2>
            <div class="tiles">{ways.into_iter().map(way).collect_view()}</div>
        </section>
    }
    .into_any()
}
