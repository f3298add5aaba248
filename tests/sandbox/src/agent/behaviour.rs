//! What the agent can be told to do wrong.

use serde::{Deserialize, Serialize};

/// How the agent behaves from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behaviour {
    /// As it should.
    Honest,
    /// Takes the connection and the message, and never answers.
    Silent,
    /// Answers what is no answer.
    Rubbish,
    /// Signs with another certificate than it shows.
    OtherCertificate,
    /// The person closed the dialog.
    Cancelled,
    /// The person typed a wrong PIN: the token itself refuses.
    WrongPin,
    /// Adds a change of the page to the file before it signs: all that it was given is still there.
    Altered,
    /// Saves the file anew before it signs.
    Rewritten,
    /// Signs the file and cannot hand it in.
    NoUpload,
}
