//! The codes of officers' passwords. They join those of `error.rs`.

/// Makes the enum of the given codes and of those of officers and dossiers.
macro_rules! codes_with_those_of_officers {
    ($($others:tt)*) => {
        codes_with_those_of_dossiers! {
            $($others)*

            // passwords of officers
            /// Passwords open no account of this unit any more, since `day`.
            StaffPasswordClosed = "staff-password-closed",
            /// Not a name to sign in with.
            NotALogin = "not-a-login",
            /// Another account signs in with this name.
            LoginTaken = "login-taken",
            /// The account has no name to sign in with.
            LoginNeeded = "login-needed",
            /// There is neither phone nor e-mail to which a link could go.
            NoContact = "no-contact",
            /// The unit above closes on `day`, so that this one cannot close later.
            ClosingAfterUpper = "closing-after-upper",
        }
    };
}
