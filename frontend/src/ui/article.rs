//! A text in the markup of articles, as elements of the page.

use leptos::prelude::*;
use motcua_shared::news::markup::{Block, Span, parse};

/// The text. `lang` says its language where that is not the page's.
pub fn article(body: &str, lang: &str) -> AnyView {
    let blocks: Vec<AnyView> = parse(body).into_iter().map(block).collect();
    view! { <div class="article" lang=lang.to_owned()>{blocks}</div> }.into_any()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading(line) => view! { <h2>{spans(line)}</h2> }.into_any(),
        Block::Subheading(line) => view! { <h3>{spans(line)}</h3> }.into_any(),
        Block::Paragraph(lines) => {
            let mut parts: Vec<AnyView> = Vec::new();
            for line in lines {
                if !parts.is_empty() {
                    parts.push(view! { <br /> }.into_any());
                }
                parts.extend(spans(line));
            }
            view! { <p>{parts}</p> }.into_any()
        }
        Block::Bullets(items) => view! { <ul>{list(items)}</ul> }.into_any(),
        Block::Numbers(items) => view! { <ol>{list(items)}</ol> }.into_any(),
    }
}

fn list(items: Vec<Vec<Span>>) -> Vec<AnyView> {
    let item = |line| view! { <li>{spans(line)}</li> }.into_any();
    items.into_iter().map(item).collect()
}

fn spans(line: Vec<Span>) -> Vec<AnyView> {
    line.into_iter().map(span).collect()
}

fn span(span: Span) -> AnyView {
    let words = match span.is_strong {
        true => view! { <strong>{span.words}</strong> }.into_any(),
        false => span.words.into_any(),
    };
    match span.href {
        Some(href) => view! { <a href=href rel="external noopener">{words}</a> }.into_any(),
        None => words,
    }
}
