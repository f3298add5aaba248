//! Which page an address belongs to. The framework's router keeps the address, the history and the links; the table of
//! pages is plain data here, because its own way makes a type of every route and weighs 8 kB more, compressed.

use crate::dom;
use crate::react::{dynamic, effect};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, Location, LocationProvider};
use motcua_shared::path::Entry;

/// Builds a page.
pub type Page = fn() -> AnyView;

/// An address, in which `:name` stands for any one part, and its page. A feature offers a list of them.
pub type Route = (&'static str, Page);

/// The parts of the address that stand for a name.
type Params = Vec<(&'static str, String)>;

/// In context of every page.
#[derive(Clone, Copy)]
struct Current(Memo<Params>);

/// The page of the address. Another address of the same page changes its parameters and keeps the page.
pub fn pages(routes: &'static [&'static [Route]], otherwise: Page) -> AnyView {
    let location = use_location();
    let path = location.pathname;
    // A page of another program may look like one of this program: /kho/nhat-ky like /kho/:id.
    let own = use_context::<Entry>();
    let is_ours = move |path: &str| own.is_none_or(|own| own == Entry::of(path));
    let found = move || {
        let path = path.get();
        if is_ours(&path) { find(routes, &path) } else { None }
    };
    let page = Memo::new_with_compare(
        move |_| found().map_or(otherwise, |(page, _)| page),
        |before, after| !matches!((before, after), (Some(a), Some(b)) if std::ptr::fn_addr_eq(*a, *b)),
    );
    let params = Memo::new(move |_| found().map(|(_, params)| params).unwrap_or_default());
    provide_context(Current(params));
    // A link waits with the history until its page stands. To a page of another program the browser goes by itself: an
    // entry that is pushed here and loaded anew afterwards counts as the same document, and "Back" from it may get lost.
    if let Some(browser) = use_context::<BrowserUrl>() {
        effect(move || {
            location.search.track();
            location.hash.track();
            match location.pathname.with(|path| is_ours(path)) {
                true => browser.ready_to_complete(),
                false => dom::go_over(&here(&location), false),
            }
        });
    }
    dynamic(move || page.get()())
}

/// A part of the address by its name; tracks.
pub fn param(name: &'static str) -> Memo<Option<String>> {
    let current = use_context::<Current>();
    Memo::new(move |_| {
        let Current(params) = current?;
        params.with(|params| {
            let (_, value) = params.iter().find(|(key, _)| *key == name)?;
            Some(value.clone())
        })
    })
}

/// Path and query as the router has them; the browser's own address follows a moment later.
pub fn here(location: &Location) -> String {
    let search = location.search.get_untracked();
    let mark = if search.is_empty() { "" } else { "?" };
    format!("{}{mark}{search}", location.pathname.get_untracked())
}

/// Goes to a page that takes the place of this one in the history; to one of another program the browser goes by itself,
/// for the reason in [`pages`].
pub fn use_replace() -> impl Fn(&str) + Clone {
    let navigate = use_navigate();
    let own = use_context::<Entry>();
    move |address: &str| {
        let path = address.split('?').next().unwrap_or_default();
        if own.is_none_or(|own| own == Entry::of(path)) {
            let options = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            navigate(address, options);
        } else {
            dom::go_over(address, true);
        }
    }
}

/// An address with what is asked there, in this order; what is not asked is left out.
pub fn with_query(address: &str, asked: &[(&str, &str)], encode: impl Fn(&str) -> String) -> String {
    let mut text = address.to_owned();
    let mut mark = '?';
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(mark);
        text.push_str(name);
        text.push('=');
        text.push_str(&encode(value));
        mark = '&';
    }
    text
}

fn find(routes: &[&[Route]], path: &str) -> Option<(Page, Params)> {
    routes
        .iter()
        .copied()
        .flatten()
        .find_map(|(pattern, page)| Some((*page, matches(pattern, path)?)))
}

fn matches(pattern: &'static str, path: &str) -> Option<Params> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let mut params = Params::new();
    for wanted in pattern.split('/').filter(|part| !part.is_empty()) {
        let part = parts.next()?;
        match wanted.strip_prefix(':') {
            Some(name) => params.push((name, part.to_owned())),
            None if wanted == part => {}
            None => return None,
        }
    }
    parts.next().is_none().then_some(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pattern: &'static str, path: &str) -> Option<String> {
        let params = matches(pattern, path)?;
        let text: Vec<String> = params
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Some(text.join(","))
    }

    #[test]
    fn an_address_fits_part_by_part() {
        assert_eq!(params("/", "/").as_deref(), Some(""));
        assert_eq!(params("/kho/:id", "/kho/7/").as_deref(), Some("id=7"));
        assert_eq!(
            params("/nop/:draft/:step", "/nop/1/don-vi").as_deref(),
            Some("draft=1,step=don-vi")
        );
        for path in ["/", "/kho", "/kho/7/8", "/nop/7"] {
            assert_eq!(params("/kho/:id", path), None, "{path}");
        }
    }

    #[test]
    fn an_address_asks_only_what_is_asked() {
        let encode = |text: &str| text.replace(' ', "%20");
        let asked = [("q", "a b"), ("field", ""), ("cursor", "7")];
        assert_eq!(with_query("/x", &asked, encode), "/x?q=a%20b&cursor=7");
        assert_eq!(with_query("/x", &[("q", "")], encode), "/x");
    }

    #[test]
    fn the_first_route_that_fits_is_taken() {
        const A: Page = || "a".into_any();
        const B: Page = || "b".into_any();
        let routes: &[&[Route]] = &[&[("/kho/them", A)], &[("/kho/:id", B)]];
        let (_, params) = find(routes, "/kho/them").unwrap();
        assert!(params.is_empty());
        let (_, params) = find(routes, "/kho/7").unwrap();
        assert_eq!(params, [("id", "7".to_owned())]);
    }
}
