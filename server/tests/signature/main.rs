//! `motcua verify` on papers made here and, where they are at hand, on real ones.
#![cfg(test)]

mod accepting;
mod real_papers;
mod signing;
mod verdicts;
