//! The program of what a unit does beside its dossiers: delegations, opinions for others, ratings, rules of refusal.

fn main() {
    motcua_frontend::start_unit();
}
