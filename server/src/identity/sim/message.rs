//! The words of ETSI TS 102 204 (V1.1.4) that are used here: `MSS_Signature` in asynchronous client-server mode, and
//! `MSS_StatusQuery` until it is signed. SOAP 1.2.

use super::signer::{Order, Refused, Status};
use anyhow::{Context, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::time::Timestamp;
use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
const MSS: &str = "http://uri.etsi.org/TS102204/v1.1.2#";
/// The answer is to be a CMS.
const CMS: &str = "http://uri.etsi.org/TS102204/v1.1.2#PKCS7";

/// How this portal is known to the service.
pub struct Party<'a> {
    /// `AP_ID`
    pub id: &'a str,
    /// `AP_PWD`
    pub password: &'a str,
    /// Profile of the signature; may be empty.
    pub profile: &'a str,
}

impl Party<'_> {
    fn information(&self, transaction: &str, now: Timestamp) -> String {
        format!(
            "<mss:AP_Info AP_ID=\"{}\" AP_TransID=\"{}\" AP_PWD=\"{}\" Instant=\"{}\"/>\
             <mss:MSSP_Info><mss:MSSP_ID/></mss:MSSP_Info>",
            escape(self.id),
            escape(transaction),
            escape(self.password),
            now.utc().format("%Y-%m-%dT%H:%M:%SZ"),
        )
    }

    /// Sends something to sign.
    pub fn signature_request(&self, order: &Order, now: Timestamp) -> String {
        let profile = match self.profile {
            "" => String::new(),
            uri => format!(
                "<mss:SignatureProfile><mss:mssURI>{}</mss:mssURI></mss:SignatureProfile>",
                escape(uri)
            ),
        };
        envelope(&format!(
            "<mss:MSS_SignatureReq MajorVersion=\"1\" MinorVersion=\"1\" MessagingMode=\"asynchClientServer\" TimeOut=\"{}\">{}\
             <mss:MobileUser><mss:MSISDN>+{}</mss:MSISDN></mss:MobileUser>\
             <mss:DataToBeSigned MimeType=\"text/plain\" Encoding=\"UTF-8\">{}</mss:DataToBeSigned>{profile}\
             <mss:MSS_Format><mss:mssURI>{CMS}</mss:mssURI></mss:MSS_Format></mss:MSS_SignatureReq>",
            order.seconds,
            self.information(&order.id, now),
            escape(&order.phone),
            escape(&order.statement),
        ))
    }

    /// Asks whether it was signed.
    pub fn status_request(&self, transaction: &str, service_id: &str, now: Timestamp) -> String {
        envelope(&format!(
            "<mss:MSS_StatusReq MajorVersion=\"1\" MinorVersion=\"1\" MSSP_TransID=\"{}\">{}</mss:MSS_StatusReq>",
            escape(service_id),
            self.information(transaction, now),
        ))
    }
}

fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\"{SOAP}\" xmlns:mss=\"{MSS}\">\
         <soap:Body>{body}</soap:Body></soap:Envelope>"
    )
}

/// What an answer says that matters here.
#[derive(Debug, Default, PartialEq, Eq)]
struct Reply {
    service_id: Option<String>,
    code: Option<u32>,
    signature: String,
    is_fault: bool,
}

impl Reply {
    fn read(text: &str) -> anyhow::Result<Self> {
        let mut reader = NsReader::from_str(text);
        let mut reply = Self::default();
        let mut inside = String::new();
        loop {
            let (space, event) = reader.read_resolved_event()?;
            let (space, is_mss) = match space {
                ResolveResult::Bound(space) => (space.0 == SOAP.as_bytes(), space.0 == MSS.as_bytes()),
                _ => (false, false),
            };
            match event {
                // Nothing of this protocol needs one, and they are good for attacks only.
                Event::DocType(_) => bail!("a document type"),
                Event::Start(element) | Event::Empty(element) => {
                    let name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
                    reply.is_fault |= space && name == "Fault";
                    for attribute in element.attributes() {
                        let attribute = attribute?;
                        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
                        match (name.as_str(), attribute.key.as_ref()) {
                            ("MSS_SignatureResp", b"MSSP_TransID") if is_mss => {
                                reply.service_id = Some(value);
                            }
                            ("StatusCode", b"Value") if is_mss => reply.note(&value),
                            _ => {}
                        }
                    }
                    inside = if is_mss || space { name } else { String::new() };
                }
                Event::End(_) => inside.clear(),
                Event::Text(content) => match inside.as_str() {
                    "Base64Signature" => reply.signature.push_str(&content.decode()?),
                    // Faults name their code as `mss:_401`.
                    "Value" if reply.is_fault => {
                        let code = content.decode()?;
                        if let Some((_, code)) = code.trim().rsplit_once('_') {
                            reply.note(code);
                        }
                    }
                    _ => {}
                },
                Event::Eof => return Ok(reply),
                _ => {}
            }
        }
    }

    fn note(&mut self, code: &str) {
        self.code = self.code.or(code.trim().parse().ok());
    }

    /// Why there is no signature, if the code says so.
    fn refusal(&self) -> Option<Refused> {
        Some(match self.code? {
            105 | 107 | 404 => Refused::Unknown,
            208 | 209 => Refused::Expired,
            401 => Refused::Declined,
            402 => Refused::Blocked,
            _ => return None,
        })
    }
}

/// How the service calls the order that it took.
pub fn read_sent(text: &str) -> Result<String, Refused> {
    let reply = Reply::read(text).map_err(Refused::Down)?;
    if let Some(refused) = reply.refusal() {
        return Err(refused);
    }
    match (reply.code, reply.service_id) {
        // REQUEST_OK; services that leave the status out have taken it as well.
        (Some(100) | None, Some(id)) if !reply.is_fault && !id.is_empty() => Ok(id),
        (code, _) => Err(Refused::Down(anyhow!("it answers {code:?} to an order"))),
    }
}

/// Where an order stands.
pub fn read_status(text: &str) -> Result<Status, Refused> {
    let reply = Reply::read(text).map_err(Refused::Down)?;
    if let Some(refused) = reply.refusal() {
        return Err(refused);
    }
    match reply.code {
        // OUTSTANDING_TRANSACTION
        Some(504) => Ok(Status::Waiting),
        // SIGNATURE, VALID_SIGNATURE; what is valid is found out here.
        Some(500 | 502) if !reply.is_fault => {
            let text: String = reply.signature.split_whitespace().collect();
            let cms = STANDARD
                .decode(text)
                .context("no base64")
                .map_err(Refused::Down)?;
            Ok(Status::Signed(cms))
        }
        code => Err(Refused::Down(anyhow!("it answers {code:?} about an order"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> String {
        format!("<e:Envelope xmlns:e=\"{SOAP}\"><e:Body xmlns=\"{MSS}\">{body}</e:Body></e:Envelope>")
    }

    fn status(code: u32) -> String {
        answer(&format!(
            "<MSS_StatusResp><Status><StatusCode Value=\"{code}\"/></Status></MSS_StatusResp>"
        ))
    }

    #[test]
    fn what_is_asked_cannot_break_out_of_its_place() {
        let party = Party {
            id: "http://portal.example",
            password: "a\"<&",
            profile: "",
        };
        let order = Order {
            id: "1".to_owned(),
            phone: "84912345678".to_owned(),
            statement: "</mss:DataToBeSigned>&".to_owned(),
            seconds: 120,
        };
        let text = party.signature_request(&order, Timestamp::parse("2026-11-21T08:00:00Z").unwrap());
        assert!(text.contains("<mss:MSISDN>+84912345678</mss:MSISDN>"));
        assert!(text.contains("AP_PWD=\"a&quot;&lt;&amp;\" Instant=\"2026-11-21T08:00:00Z\""));
        assert!(text.contains("&lt;/mss:DataToBeSigned&gt;&amp;</mss:DataToBeSigned>"));
    }

    #[test]
    fn an_order_is_taken_or_refused() {
        let taken = "<MSS_SignatureResp MSSP_TransID=\"t-1\"><Status><StatusCode Value=\"100\"/></Status></MSS_SignatureResp>";
        assert_eq!(read_sent(&answer(taken)).unwrap(), "t-1");
        let fault = "<e:Fault><e:Code><e:Value>e:Receiver</e:Value><e:Subcode><e:Value xmlns:m=\"x\">m:_105</e:Value></e:Subcode></e:Code></e:Fault>";
        assert!(matches!(read_sent(&answer(fault)), Err(Refused::Unknown)));
        for noise in ["", "<html>", &answer("<MSS_SignatureResp/>"), "<!DOCTYPE a><a/>"] {
            assert!(matches!(read_sent(noise), Err(Refused::Down(_))), "{noise}");
        }
    }

    #[test]
    fn an_order_stands_where_its_code_says() {
        assert_eq!(read_status(&status(504)).unwrap(), Status::Waiting);
        assert!(matches!(read_status(&status(401)), Err(Refused::Declined)));
        assert!(matches!(read_status(&status(402)), Err(Refused::Blocked)));
        assert!(matches!(read_status(&status(208)), Err(Refused::Expired)));
        assert!(matches!(read_status(&status(900)), Err(Refused::Down(_))));
        let signed = "<MSS_StatusResp><MSS_Signature><Base64Signature> AQ\nID </Base64Signature></MSS_Signature>\
                      <Status><StatusCode Value=\"500\"/></Status></MSS_StatusResp>";
        assert_eq!(
            read_status(&answer(signed)).unwrap(),
            Status::Signed(vec![1, 2, 3])
        );
        // The same words of another language mean nothing.
        let foreign = answer(signed).replace(MSS, "urn:other");
        assert!(matches!(read_status(&foreign), Err(Refused::Down(_))));
    }
}
