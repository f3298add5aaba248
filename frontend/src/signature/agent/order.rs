//! A file that is signed by an order of the server: the order says where it is fetched and handed in.

use super::{Agent, FileToSign, SignedFile, find, hand_in, sentence};
use crate::api::{Api, Failure};
use crate::ui::FormErrors;
use motcua_shared::identity::token::TokenOptions;
use motcua_shared::path;
use motcua_shared::signature::agent::AgentFailure;
use motcua_shared::signature::agent::vgca::FileFunction;
use motcua_shared::signature::agent::vnpt::PdfLook;
use motcua_shared::signing::dto::SigningOrderView;
use motcua_shared::text::Lang;

/// Why it did not go on.
pub enum Trouble {
    /// The agent, or the token.
    Agent(AgentFailure),
    /// The server.
    Server(Failure),
}

impl From<AgentFailure> for Trouble {
    fn from(failure: AgentFailure) -> Self {
        Self::Agent(failure)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Server(failure)
    }
}

impl Trouble {
    /// Says so at the top of a form, or beside the field that it concerns.
    pub fn show(&self, errors: FormErrors, lang: Lang) {
        match self {
            Self::Agent(failure) => {
                errors.mark("", sentence(failure, lang));
                errors.show();
            }
            Self::Server(failure) => errors.show_failure(failure, lang, str::to_owned),
        }
    }
}

/// In which capacity it is signed, and how that shows.
pub struct Manner {
    /// The capacity; VNPT knows no difference.
    pub function: FileFunction,
    /// Where VNPT shows the signature; VGCA asks the person.
    pub look: PdfLook,
    /// Number and date, for [`FileFunction::Issued`].
    pub issued: Option<(String, String)>,
}

/// Looks for the agent that the portal knows.
pub async fn look_for(api: Api) -> Result<Agent, Trouble> {
    let options: TokenOptions = api.get(path::TOKEN, None).await?;
    Ok(find(&options).await?)
}

impl Agent {
    /// Has the file of an order signed and handed in.
    pub async fn carry_out(&self, order: &SigningOrderView, manner: &Manner) -> Result<(), Trouble> {
        let issued = manner.issued.as_ref();
        let file = FileToSign {
            function: manner.function,
            look: manner.look,
            download: &order.download_url,
            upload: &order.upload_url,
            issued: issued.map(|(number, day)| (number.as_str(), day.as_str())),
        };
        match self.sign_file(&file).await? {
            SignedFile::HandedIn(name) if name == order.id.to_string() => Ok(()),
            // Another file than the one of this order.
            SignedFile::HandedIn(_) => Err(AgentFailure::Unreadable.into()),
            SignedFile::Here(bytes) => Ok(hand_in(&order.upload_url, &bytes).await?),
        }
    }
}
