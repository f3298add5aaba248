layout-skip = Skip to the main content
layout-nav = Main navigation
layout-menu = Menu
layout-file-online = File online
layout-vault = Document vault
layout-dossiers = Filed dossiers
layout-sign-in = Sign in
layout-register = Register
layout-account = Your account
layout-sign-file = Sign a file
layout-for-officers = For officers
layout-to-officers = To the pages of officers
layout-sign-out = Sign out
layout-other-language = Tiếng Việt
layout-other-language-tag = vi
layout-acting-label = Account in use
layout-acting = Acting as:
layout-capacity = ({ $kind }, assurance level { $level })
layout-kind-citizen = citizen
layout-kind-enterprise = company
layout-kind-agency = agency
layout-kind-staff = officer
layout-kind-administrator = administrator
layout-help = Need help? The one-stop desk near you helps free of charge.
layout-hours = Monday to Friday, { $morning } and { $afternoon }
layout-not-found-title = This page was not found
layout-not-found-hint = The address may have changed or be incomplete. Go to the home page and search again.
layout-to-home = To the home page
layout-expiry-title = Your session is about to end
layout-expiry-hint = Nothing has happened for a while. To keep the account safe, the session ends in about { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}.
layout-expiry-stay = Keep working
layout-check-signature = Check a digital signature
layout-not-opened = The page could not be opened
