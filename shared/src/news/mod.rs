//! News and the introduction of the portal: what everybody reads, and what administrators write.

pub mod dto;
pub mod markup;
