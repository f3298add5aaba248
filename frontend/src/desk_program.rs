//! The program of certified copies and feedback on results, for officers.

fn main() {
    motcua_frontend::start_desk_requests();
}
