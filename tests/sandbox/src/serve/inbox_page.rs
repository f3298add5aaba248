//! The inbox as a page for people: newest first, grouped by phone, codes large.

use actix_web::{HttpResponse, Responder, web};
use chrono::DateTime;
use serde_json::Value;

use super::inbox::{Channel, Inbox, Message};
use crate::pdf::sign::vietnam;

/// Looks again every three seconds, and touches the page only if something is new.
const REFRESH: &str = "<script>setInterval(async () => { try { const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html'); const now = document.querySelector('main'), next = page.querySelector('main'); if (now.innerHTML !== next.innerHTML) now.replaceWith(next); } catch {} }, 3000);</script><noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>";

/// `GET /`
pub async fn page(inbox: web::Data<Inbox>) -> impl Responder {
    let html = frame(
        "Hộp thư thử nghiệm",
        &messages(&inbox.newest_first(None)),
        REFRESH,
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(html)
}

/// A whole page of the sandbox.
pub fn frame(title: &str, main: &str, head: &str) -> String {
    let style = include_str!("inbox.css");
    format!(
        "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\"><title>{title} – Một Cửa</title><style>{style}</style>{head}</head><body><header><h1>{title}</h1><a href=\"/\">Hộp thư</a><a href=\"/papers/\">Giấy tờ mẫu</a></header><main aria-live=\"polite\">{main}</main></body></html>"
    )
}

/// Text made safe for HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn messages(messages: &[Message]) -> String {
    if messages.is_empty() {
        return "<section class=\"empty\"><h2>Chưa có tin nhắn nào</h2><p>SMS, tin Zalo và thư điện tử mà cổng gửi đi sẽ hiện ở đây, ví dụ mã xác thực khi đăng ký. Trang tự cập nhật.</p></section>".to_owned();
    }
    let mut groups: Vec<(String, Vec<&Message>)> = Vec::new();
    for message in messages {
        let phone = message.recipient();
        match groups.iter_mut().find(|(known, _)| *known == phone) {
            Some((_, group)) => group.push(message),
            None => groups.push((phone, vec![message])),
        }
    }
    groups
        .iter()
        .map(|(phone, group)| {
            let rows: String = group.iter().map(|message| one(message)).collect();
            format!(
                "<section><h2>{}</h2>{rows}</section>",
                escape(&grouped_phone(phone))
            )
        })
        .collect()
}

fn one(message: &Message) -> String {
    let channel = match message.channel {
        Channel::Sms => "SMS",
        Channel::Zalo => "Zalo",
        Channel::Email => "E-mail",
        Channel::Antivirus => "",
    };
    let time = DateTime::parse_from_rfc3339(&message.received_at)
        .map(|at| vietnam(at.to_utc()).format("%H:%M:%S %d/%m/%Y").to_string())
        .unwrap_or_default();
    let mut out =
        format!("<article><p class=\"meta\"><span class=\"channel\">{channel}</span><time>{time}</time>");
    if let Some(template) = &message.template_id {
        out.push_str(&format!("<span>mẫu {}</span>", escape(template)));
    }
    out.push_str("</p>");
    if let Some(subject) = &message.subject {
        out.push_str(&format!("<p><strong>{}</strong></p>", escape(subject)));
    }
    if let Some(code) = code_of(message) {
        out.push_str(&format!("<p><span class=\"code\">{}</span></p>", escape(&code)));
    }
    if let Some(content) = &message.content {
        // Addresses in a message are for opening, as on a phone.
        let lines: Vec<String> = content.trim().lines().map(linked).collect();
        out.push_str(&format!("<p>{}</p>", lines.join("<br>")));
    }
    if let Some(data) = &message.template_data {
        let rows: String = data
            .iter()
            .map(|(key, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(key), escape(&plain(value))))
            .collect();
        out.push_str(&format!("<dl>{rows}</dl>"));
    }
    out.push_str("</article>");
    out
}

fn linked(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let text = escape(word);
        if word.starts_with("http://") || word.starts_with("https://") {
            format!("<a href=\"{text}\">{text}</a>")
        } else {
            text
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The one-time code in a message: six digits standing alone.
fn code_of(message: &Message) -> Option<String> {
    let texts = message.content.iter().cloned();
    let values = message
        .template_data
        .iter()
        .flat_map(|data| data.values().map(plain));
    texts.chain(values).find_map(|text| {
        text.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-' && c != '/')
            .map(|word| word.trim_end_matches('.'))
            .find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
    })
}

fn grouped_phone(phone: &str) -> String {
    if phone.contains('@') {
        return phone.to_owned();
    }
    match (phone.get(..4), phone.get(4..7), phone.get(7..)) {
        (Some(a), Some(b), Some(c)) => format!("{a} {b} {c}"),
        _ => phone.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(content: &str) -> Message {
        Message {
            content: Some(content.to_owned()),
            ..Message::new(Channel::Sms, "84901234567")
        }
    }

    #[test]
    fn a_code_is_found_at_the_end_of_a_sentence_but_not_inside_a_file_code() {
        assert_eq!(
            code_of(&sms("Ma xac thuc cua ban la 048213.")).as_deref(),
            Some("048213")
        );
        assert_eq!(code_of(&sms("Ho so 000021.KQ.123456.2024 da tiep nhan")), None);
    }

    #[test]
    fn markup_in_a_message_is_shown_as_text() {
        let html = messages(&[sms("<script>alert(1)</script>")]);
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
    }

    #[test]
    fn one_phone_is_one_group_whatever_its_notation() {
        let other = Message::new(Channel::Zalo, "0901234567");
        let html = messages(&[sms("a"), other]);
        assert_eq!(html.matches("<section>").count(), 1);
        assert!(html.contains("0901 234 567"));
    }
}
