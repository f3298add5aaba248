//! "Ủy quyền giải quyết": an officer has another one work on dossiers in their place, from a day to a day (seed 004).

pub mod dto;
pub mod rule;
