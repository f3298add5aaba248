//! Somebody says that an account under their number is not theirs. What they say is kept for the desk; the answer tells
//! nothing of the account, not even whether there is one.

mod desk;
pub mod handler;
pub mod service;
mod store;

use motcua_shared::identity::person::composed;
use motcua_shared::unseen::is_unseen;

/// What somebody wrote, without what makes it read as something else.
fn readable(text: &str) -> String {
    let is_shown = |c: &char| *c == '\n' || !is_unseen(*c);
    composed(text.trim()).chars().filter(is_shown).collect()
}
