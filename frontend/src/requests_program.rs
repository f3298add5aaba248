//! The program of certified copies and feedback on results.

fn main() {
    motcua_frontend::start_requests();
}
