//! The national catalogue: reading its records and turning them into procedures of this portal.
//!
//! A record says much and promises little: fields change their type, time limits are sentences, codes hold blanks. So it
//! is read leniently, what it says is kept byte by byte beside the procedure that was made of it, and everything that
//! could not be understood is named in the report.

pub mod convert;
pub mod parts;
pub mod read;
pub mod value;
