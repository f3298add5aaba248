//! Having a file signed by a token agent: it is handed out, signed on somebody's computer, and taken back.

pub mod dto;
