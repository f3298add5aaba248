catalogue-title = File online
catalogue-intro = Find a procedure, see which papers it needs and how long it takes, then file from home.
catalogue-search-label = Find a procedure
catalogue-search-hint = Name, field or code of the procedure
catalogue-search = Search
catalogue-search-clear = Show all procedures
catalogue-found = { $count ->
    [one] 1 procedure
   *[other] { $count } procedures
}
catalogue-found-for = { $count ->
    [one] 1 procedure matches “{ $q }”
   *[other] { $count } procedures match “{ $q }”
}
catalogue-list = List of procedures
catalogue-none-title = No procedure matches “{ $q }” yet
catalogue-none-hint = Try a shorter word, such as “giấy khen” or “kết hôn”. Marks on letters do not matter.
catalogue-empty-title = No procedure can be filed online yet
catalogue-empty-hint = The one-stop desk near you will help you.

catalogue-code = Procedure code
catalogue-field = Field
catalogue-levels = Received at
catalogue-applicants = Who may file
catalogue-time = Time needed
catalogue-time-from = From { $time }
catalogue-intended-for = for: { $applicants }
catalogue-fee = Fee
catalogue-no-fee = No fee
catalogue-level-ministry = ministry
catalogue-level-province = province
catalogue-level-district = district
catalogue-level-commune = commune
catalogue-applicant-citizen = Citizens
catalogue-applicant-enterprise = Companies
catalogue-applicant-agency = State agencies and public units
catalogue-applicant-staff = Officers
catalogue-applicant-administrator = Administrators
catalogue-calendar-days = { $days } days of the calendar
catalogue-hours = { $hours } hours
catalogue-months = { $months } months
catalogue-working-days = { $days ->
    [one] 1 working day
   *[other] { $days } working days
}
catalogue-same-day = Within the same working day
catalogue-time-and-name = { $time } – { $name }
catalogue-other-account = The account in use cannot file this procedure.
catalogue-other-account-title = This procedure is for: { $applicants }.
catalogue-other-account-hint = The account in use cannot file it. Sign out, then sign in with an account that fits.

catalogue-drafts = Drafts
catalogue-drafts-more = { $count ->
    [one] 1 more draft
   *[other] { $count } more drafts
}
catalogue-draft-saved = saved at { $time }
catalogue-draft-continue = Continue
catalogue-draft-continue-label = Continue the draft of { $name }
catalogue-draft-delete = Delete
catalogue-draft-delete-label = Delete the draft of { $name }
catalogue-draft-delete-title = Delete this draft?
catalogue-draft-delete-hint = What was filled in for “{ $name }” will be lost. The papers in the vault stay.
catalogue-draft-delete-yes = Delete the draft
catalogue-draft-delete-no = Keep it
catalogue-draft-deleting = Deleting…
catalogue-draft-deleted = The draft of “{ $name }” was deleted.

catalogue-back = All procedures
catalogue-start = File online
catalogue-start-signed-out = Sign in and file online
catalogue-start-hint = You sign in first, then come back to this page.
catalogue-starting = Opening the dossier…
catalogue-start-new = Start a new dossier
catalogue-draft-title = You have a draft for this procedure.
catalogue-draft-resume = Continue the draft
catalogue-needed = Papers you need
catalogue-needed-hint = Papers that are in the vault are taken from there; no need to upload them again.
catalogue-original = Original
catalogue-copy = Copy
catalogue-quantity = { $count ->
    [one] 1 copy
   *[other] { $count } copies
}
catalogue-signed = Digitally signed
catalogue-optional = optional
catalogue-only-for = Only when: { $cases }
catalogue-how-long = How long it takes and what it costs
catalogue-case = Case
catalogue-how-long-hint = Time counts from the day the authority receives the dossier.
catalogue-result = What you receive
catalogue-delivery = How you receive it
catalogue-delivery-online = Signed electronic document, sent to the vault
catalogue-delivery-at-unit = At the one-stop desk of the responsible authority
catalogue-delivery-by-post = By post
catalogue-grounds = Legal grounds
catalogue-not-found-title = This procedure was not found
catalogue-not-found-hint = Its code may have changed. Search by its name.

catalogue-every-field = Every field
catalogue-only-online = Only procedures that are filed at this portal
catalogue-information = For information
catalogue-max-age = Issued within { $months } months
catalogue-further-copies = and { $count } copies
catalogue-ended-title = This procedure is in force no longer
catalogue-ended-hint = Dossiers that were filed are worked on to their end.
catalogue-elsewhere-title = This portal does not receive this procedure yet
catalogue-elsewhere-hint = See below how to file and which authority does it, or ask the one-stop desk near you.
catalogue-channels = How to file, time and fees
catalogue-channel-online = Online
catalogue-channel-direct = In person
catalogue-channel-post = By post
catalogue-more-fees = { $count } more fees
catalogue-fee-plain = Fee
catalogue-fee-price = Price list
catalogue-steps = Steps
catalogue-requirements = Requirements and conditions
catalogue-subjects = Who it is for
catalogue-authorities = Who carries it out
catalogue-published-by = Published by

catalogue-life-event = Event of life
catalogue-every-event = All events
catalogue-really = How long it really takes
catalogue-really-at = At
catalogue-every-unit = The whole province
catalogue-really-took = Half of the dossiers were done within { $half } working days, 9 of 10 within { $most } days ({ $dossiers } dossiers, last { $days } days).
catalogue-really-same-day = 9 of 10 dossiers were done on the same working day ({ $dossiers } dossiers, last { $days } days).
catalogue-really-few = { $dossiers } dossiers were done in the last { $days } days. It takes at least { $least } to say how long it usually takes.
catalogue-really-none = No dossier was done in the last { $days } days.
catalogue-rated = People rated this office { $mean } of 5 ({ $count } ratings, last { $days } days).
catalogue-rated-few = This office has fewer than { $least } ratings of the last { $days } days; no figure is given.
catalogue-found-near = { $count ->
    [one] No procedure matches “{ $q }” exactly. 1 comes close:
   *[other] No procedure matches “{ $q }” exactly. { $count } come close:
}
catalogue-counts-signed = Filed here, a digitally signed PDF counts as the original.
catalogue-counts-original = Filed here: send a clear photograph or scan of every page of the original; keep the paper in case you are asked to show it.
catalogue-counts-copy = Filed here: send a clear photograph or scan of every page.
