//! The SMS gateway, in the shape of eSMS.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use tracing::warn;

use super::Settings;
use super::faults::{Fault, Faults, unavailable};
use super::inbox::{Channel, Inbox, Message, is_mobile, national};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
pub struct Request {
    api_key: String,
    secret_key: String,
    phone: String,
    content: String,
    brandname: String,
    sms_type: String,
    sandbox: String,
    request_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Reply {
    code_result: &'static str,
    #[serde(rename = "CountRegenerate")]
    count_regenerate: u8,
    #[serde(rename = "SMSID", skip_serializing_if = "Option::is_none")]
    sms_id: Option<String>,
    error_message: &'static str,
}

fn refused(code_result: &'static str, error_message: &'static str) -> HttpResponse {
    warn!(code_result, error_message, "SMS refused");
    HttpResponse::Ok().json(Reply {
        code_result,
        count_regenerate: 0,
        sms_id: None,
        error_message,
    })
}

/// `POST /MainService.svc/json/SendMultipleMessage_V4_post_json/`; HTTP 200 always, as the real one.
pub async fn send(
    body: web::Bytes,
    settings: web::Data<Settings>,
    inbox: web::Data<Inbox>,
    faults: web::Data<Faults>,
) -> HttpResponse {
    let fault = faults.wait(Channel::Sms).await;
    if fault == Fault::Down {
        return unavailable();
    }
    let Ok(request) = serde_json::from_slice::<Request>(&body) else {
        return refused("110", "Unreadable request");
    };
    if request.api_key != settings.esms_api_key || request.secret_key != settings.esms_secret_key {
        return refused("101", "Authorize Failed");
    }
    if request.sms_type == "2" && request.brandname.is_empty() {
        return refused("104", "Brandname code is not correct");
    }
    let refuses = settings
        .sms_refused_phone
        .iter()
        .any(|phone| national(phone) == national(&request.phone));
    if refuses {
        return refused("99", "Phone number is blocked");
    }
    if !is_mobile(&request.phone) || request.content.is_empty() {
        return refused("108", "Phone or content is not valid");
    }
    if !request.request_id.is_empty() && inbox.knows(Channel::Sms, &request.request_id) {
        return refused("124", "Duplicate RequestId");
    }
    let message = Message {
        content: Some(request.content),
        request_id: Some(request.request_id).filter(|id| !id.is_empty()),
        ..Message::new(Channel::Sms, &request.phone)
    };
    // Sandbox "1" asks the gateway to accept without sending.
    let id = if request.sandbox == "1" {
        message.id
    } else {
        inbox.take(message)
    };
    if fault == Fault::Lost {
        return unavailable();
    }
    HttpResponse::Ok().json(Reply {
        code_result: "100",
        count_regenerate: 0,
        sms_id: Some(id),
        error_message: "",
    })
}
