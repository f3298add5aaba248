//! The VNPT-CA plugin: `wss://localhost:<port>/plugin`, functions by number, replies as `result*callback`. All but the
//! first questions need a licence for the domain that the operator gets from VNPT.

use super::AgentFailure;
use serde::{Deserialize, Serialize};

/// Ports that it may listen on, to be tried in this order.
pub const PORTS: [u16; 3] = [4_433, 4_434, 4_435];
/// Path of the connection.
pub const PATH: &str = "/plugin";
/// The name that comes back behind a result.
const CALLBACK: &str = "callbackDefault";

/// What can be asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The certificate that the person chooses; arguments: `"1"` for those in tokens only, a serial number or nothing.
    Certificate = 0,
    /// Signs a PDF, which goes in and comes out as base64; arguments: file, [`PdfLook`] as JSON.
    SignPdf = 2,
    /// A CMS over content, which goes in as base64.
    SignCms = 4,
    /// Takes the licence.
    SetLicence = 6,
    /// Whether it runs: answers `1`.
    Check = 7,
    /// Signs a SHA-256, which goes in as base64.
    SignHash = 9,
    /// Its version.
    Version = 11,
    /// Whether a token is plugged in.
    CheckToken = 34,
}

#[derive(Serialize)]
struct Order<'a> {
    #[serde(rename = "functionID")]
    function: u8,
    #[serde(rename = "funcCallback")]
    callback: &'a str,
    args: &'a [&'a str],
    domain: &'a str,
}

/// The message for a call; `domain` is the host name of the page.
pub fn message(function: Function, args: &[&str], domain: &str) -> String {
    let number = match function {
        Function::Certificate => 0,
        Function::SignPdf => 2,
        Function::SignCms => 4,
        Function::SetLicence => 6,
        Function::Check => 7,
        Function::SignHash => 9,
        Function::Version => 11,
        Function::CheckToken => 34,
    };
    let order = Order {
        function: number,
        callback: CALLBACK,
        args,
        domain,
    };
    serde_json::to_string(&order).unwrap_or_default()
}

/// The result in a reply. It may hold a `*` itself, the name behind it does not.
pub fn result(reply: &str) -> Result<&str, AgentFailure> {
    match reply.rsplit_once('*') {
        Some((result, CALLBACK)) => Ok(result),
        _ => Err(AgentFailure::Unreadable),
    }
}

/// A result that is an object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Coded {
    /// 0 for success.
    pub code: i64,
    /// What was asked for.
    #[serde(default)]
    pub data: super::Loose,
}

impl Coded {
    /// What was asked for, or why there is none.
    pub fn data(self) -> Result<String, AgentFailure> {
        match self.code {
            0 => Ok(self.data.0),
            2 | 4 => Err(AgentFailure::NoCertificate),
            11 => Err(AgentFailure::Cancelled),
            code => Err(AgentFailure::Refused(code.to_string())),
        }
    }

    /// Whether the licence was taken: 0 and 1 mean yes.
    pub fn licence(&self) -> Result<(), AgentFailure> {
        match self.code {
            0 | 1 => Ok(()),
            _ => Err(AgentFailure::LicenceRefused),
        }
    }
}

/// Where a signature is seen, in points from the lower left corner of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PdfLook {
    /// Counting from 1.
    pub page: u16,
    /// Left.
    pub llx: u16,
    /// Bottom.
    pub lly: u16,
    /// Right.
    pub urx: u16,
    /// Top.
    pub ury: u16,
}

impl PdfLook {
    /// The argument.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
