//! The provider's pages: who signs in, and signing out.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::{Asked, people};
use crate::serve::inbox_page::{escape, frame};

/// `GET /oidc/authorize`: choose somebody, or type claims.
pub async fn login(request: HttpRequest, asked: web::Query<Asked>) -> HttpResponse {
    if let Some(fault) = asked.fault() {
        return HttpResponse::BadRequest().body(fault);
    }
    let query = web::Query::<Vec<(String, String)>>::from_query(request.query_string());
    let kept: String = query
        .map(web::Query::into_inner)
        .unwrap_or_default()
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                escape(name),
                escape(value)
            )
        })
        .collect();
    let rows: String = people()
        .iter()
        .map(|person| {
            format!(
                "<li><button name=\"person\" value=\"{}\">{}</button></li>",
                escape(&person.id),
                escape(&person.label)
            )
        })
        .collect();
    let main = format!(
        "<section><h2>Bạn là ai?</h2><p>Nơi cấp tài khoản định danh mẫu. Mọi tên và số đều là giả.</p>\
         <form method=\"post\">{kept}<ul class=\"files\">{rows}</ul>\
         <p><label>Thông tin tự nhập (JSON)<br><textarea name=\"claims\" rows=\"4\" cols=\"24\"></textarea></label></p>\
         <p><button>Dùng thông tin tự nhập</button> <button name=\"error\" value=\"access_denied\">Hủy</button></p></form></section>"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(frame("Đăng nhập VNeID (mẫu)", &main, ""))
}

/// What a portal sends along when somebody signs out.
#[derive(Deserialize)]
pub struct Logout {
    #[serde(default)]
    id_token_hint: String,
    #[serde(default)]
    post_logout_redirect_uri: String,
}

/// `GET /oidc/logout`
pub async fn logout(query: web::Query<Logout>) -> HttpResponse {
    if query.id_token_hint.split('.').count() != 3 {
        return HttpResponse::BadRequest().body("id_token_hint is needed");
    }
    let main = format!(
        "<section><h2>Đã đăng xuất</h2><p><a href=\"{}\">Quay lại cổng</a></p></section>",
        escape(&query.post_logout_redirect_uri)
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(frame("Đăng xuất VNeID (mẫu)", &main, ""))
}
