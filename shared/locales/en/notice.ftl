notice-purpose-sign-in = sign in
notice-purpose-register = registration
notice-purpose-reset-password = new password
notice-purpose-lost-phone = new phone
notice-purpose-add-phone = add a phone
notice-purpose-add-email = add an e-mail
notice-purpose-confirm = confirm a change
notice-purpose-link = link an account
notice-purpose-assist = registration at the desk
notice-purpose-vault-look = consent to a look into the vault
notice-mail-purpose-sign-in = sign in
notice-mail-purpose-register = register
notice-mail-purpose-reset-password = set a new password
notice-mail-purpose-lost-phone = replace a lost phone
notice-mail-purpose-add-phone = add a phone
notice-mail-purpose-add-email = add an e-mail address
notice-mail-purpose-confirm = confirm a change
notice-mail-purpose-link = link an account
notice-mail-purpose-assist = register at the desk
notice-mail-purpose-vault-look = consent to an officer’s look into the vault
notice-sms-one-time-code = Mot Cua code: { $code } ({ $purpose }). Valid { $minutes } minutes. Never give this code to anyone.
notice-sms-read-out-code = Mot Cua code: { $code } ({ $purpose }). Valid { $minutes } minutes. Tell it only to the officer in front of you, nobody else.
notice-sms-dossier-submitted = Mot Cua: dossier { $dossier } was sent. See its progress under Filed dossiers.
notice-sms-account-opened = Mot Cua: your account was made at { $time }. If this was not you, tell the one-stop desk.
notice-sms-new-device = Mot Cua: your account was used on a new device at { $time }. If this was not you, change your password now.
notice-sms-phone-changed = Mot Cua: the phone of your account was changed to { $phone } at { $time }. If this was not you, tell the one-stop desk now.
notice-sms-email-changed = Mot Cua: the e-mail of your account was changed at { $time }. If this was not you, tell the one-stop desk now.
notice-sms-password-changed = Mot Cua: your password was changed at { $time }. If this was not you, set a new one and tell the one-stop desk.
notice-sms-password-link = Mot Cua: set your password at { $url } (within { $hours } hours, once). Do not pass this message on.
notice-sms-certificate-added = Mot Cua: a new certificate (until { $until }) was used for your account at { $time }. If it was not you, tell the one-stop desk at once.
notice-sms-signed-in-with-token = Mot Cua: somebody signed in to your account with its certificate at { $time }. If it was not you, tell the one-stop desk at once.
notice-subject-one-time-code = Your Một Cửa code
notice-sms-draft-ends = Mot Cua: your draft of a dossier will be deleted on { $day } unless you go on with it. See Drafts.
notice-subject-draft-ends = A draft of a dossier will be deleted soon
notice-mail-draft-ends =
    Nobody has gone on with your draft “{ $procedure }” for a long time. It will be deleted on { $day }, with the files that were sent only for it.

    To keep it, open it under “File online” and go on. Papers in the vault are not touched.
notice-subject-dossier-submitted = Dossier { $dossier } was sent
notice-subject-account-opened = Your Một Cửa account was made
notice-subject-new-device = Signed in on a new device
notice-subject-phone-changed = The phone number of your account was changed
notice-subject-email-changed = The e-mail address of your account was changed
notice-subject-password-changed = The password of your account was changed
notice-subject-password-link = Set the password of your Một Cửa account
notice-subject-account-hold = Somebody asked to recover your account
notice-subject-certificate-added = A new certificate for your account
notice-subject-signed-in-with-token = Signed in with the certificate
notice-mail-one-time-code =
    Your code to { $purpose }: { $code }

    It is valid for { $minutes } minutes and works once. Never give it to anyone, not even to an officer.
notice-mail-read-out-code =
    Your code to { $purpose }: { $code }

    It is valid for { $minutes } minutes and works once. Tell it only to the officer in front of you, and only if you agree. Send it to nobody else.
notice-mail-dossier-submitted =
    Dossier { $dossier } was sent to the responsible office.

    See its progress under “Filed dossiers” on the portal.
notice-mail-account-opened =
    Your account on the Một Cửa portal was made at { $time }.

    If you did not register, please tell the nearest one-stop desk.
notice-mail-new-device =
    Your account was just used on a new device ({ $device }) at { $time }.

    If it was you, there is nothing to do. If not, change your password and end the other sessions under “Account”.
notice-mail-phone-changed =
    The phone number of your account was changed to { $phone } at { $time }.

    If you did not ask for this, tell the one-stop desk at once.
notice-mail-email-changed =
    The e-mail address of your account was changed at { $time }.

    If you did not ask for this, tell the one-stop desk at once.
notice-mail-password-changed =
    The password of your account was changed at { $time }.

    If it was not you, use “Forgotten password” to set a new one, and tell the one-stop desk.
notice-mail-password-link =
    To set the password of your account, please open this address:

    { $url }

    It is valid for { $hours } hours and works once. Do not pass this e-mail on.
notice-sms-signed-in = Mot Cua: your account signed in at { $time }. If this was not you, change your password now.
notice-sms-phone-added = Mot Cua: { $phone } was added to your account. Not you? Cancel within { $hours } h: { $url }
notice-sms-phone-removed = Mot Cua: { $phone } was removed from your account at { $time }. If this was not you, tell the one-stop desk now.
notice-sms-recovery-codes-made = Mot Cua: new recovery codes were made at { $time }; old ones are void. If this was not you, change your password now.
notice-sms-recovery-code-used = Mot Cua: a recovery code was used at { $time }, { $left } left. If this was not you, change your password now.
notice-sms-account-hold = Mot Cua: { $phone } will replace your phone in { $hours } h. Not you? Cancel: { $url }
notice-subject-signed-in = Your account signed in
notice-subject-phone-added = A phone number was added to your account
notice-subject-phone-removed = A phone number was removed from your account
notice-subject-recovery-codes-made = New recovery codes of your account
notice-subject-recovery-code-used = A recovery code was used
notice-mail-signed-in =
    Your account signed in ({ $device }) at { $time }.

    If it was you, there is nothing to do. If not, change your password and end the other sessions under “My account”.
notice-mail-certificate-added =
    At { $time } your account was opened with a new certificate, valid until { $until }.

    If you have just renewed or replaced the certificate, there is nothing to do. If not, tell the one-stop desk and the issuer of the certificate at once.
notice-mail-signed-in-with-token =
    Somebody signed in to your account with its certificate (USB token or signing SIM) at { $time }.

    If it was you, there is nothing to do. If not, tell the one-stop desk and the issuer of the certificate at once.
notice-mail-phone-added =
    The phone number { $phone } was added to your account.

    If this was you, there is nothing to do. If not, open this address within { $hours } hours to cancel:

    { $url }
notice-mail-phone-removed =
    The phone number { $phone } was removed from your account at { $time }.

    If you did not ask for this, tell the one-stop desk at once.
notice-mail-recovery-codes-made =
    New recovery codes of your account were made at { $time }. The old ones are void.

    If you did not make them, change your password at once and tell the one-stop desk.
notice-mail-recovery-code-used =
    A recovery code of your account was used at { $time }. { $left } are left.

    If this was not you, change your password at once and tell the one-stop desk.
notice-mail-account-hold =
    At { $time } somebody said that your phone is lost and asked to use { $phone } for your account. The new number takes effect only after { $hours } hours.

    If this was you, there is nothing to do. If not, open this address to cancel:

    { $url }
notice-mail-footer = This e-mail was sent by the Một Cửa portal; please do not answer it. The portal never asks for passwords or codes by e-mail.
notice-claim-kept = checked; the account belongs to who uses it and stays
notice-claim-suspended = that account is suspended now
notice-claim-no-account = there is no account under the number you gave
notice-sms-claim-settled = Mot Cua: your word about an account: { $outcome }. For questions please come to the one-stop desk.
notice-reviewed-kept = stays as it is
notice-reviewed-suspended = was suspended
notice-sms-account-reviewed = Mot Cua: your account { $outcome } ({ $time }) after somebody's word was checked. For questions please come to the one-stop desk.
notice-subject-claim-settled = What became of your word about an account
notice-subject-account-reviewed = Your account was reviewed
notice-mail-claim-kept = the account belongs to who uses it and stays as it is
notice-mail-claim-suspended = that account is suspended now
notice-mail-claim-no-account = there is no account under the number you gave
notice-mail-claim-settled =
    The one-stop desk has checked what you told us: { $outcome }.
    For questions please come to the desk with your identity card.
notice-mail-reviewed-kept = stays as it is
notice-mail-reviewed-suspended = was suspended
notice-mail-account-reviewed =
    After somebody's word was checked, your account { $outcome } ({ $time }).
    For questions please come to the desk with your identity card.
notice-rights-added = was made
notice-rights-changed = was given other rights or data
notice-rights-suspended = was suspended
notice-rights-resumed = is active again
notice-rights-removed = was removed
notice-sms-staff-rights = Mot Cua: your staff account { $outcome } at { $time }. If you do not know why, ask the administrator.
notice-subject-staff-rights = Your staff account was changed
notice-mail-rights-added = was made
notice-mail-rights-changed = was given other rights or data
notice-mail-rights-suspended = was suspended
notice-mail-rights-resumed = is active again
notice-mail-rights-removed = was removed and cannot be used any more
notice-mail-staff-rights =
    Your staff account on the portal { $outcome } at { $time }.
    You sign in with VNeID on the page for officers. If you do not know why, please ask the administrator of your unit.
notice-sms-password-closes = Mot Cua: from { $day } your staff account no longer opens with a password. Please sign in with VNeID before that day.
notice-subject-password-closes = From { $day } officers sign in with VNeID
notice-mail-password-closes =
    From { $day } your staff account on the portal no longer opens with a password, but with VNeID alone.
    This account is not bound to VNeID yet. Before that day, please sign in once with VNeID on the page for officers. If you cannot get in, ask the administrator of your unit.
notice-delegation-begun = holds from now on
notice-delegation-withdrawn = was withdrawn
notice-delegation-ended = has ended
notice-sms-delegation = Mot Cua: your delegation of dossiers { $outcome } ({ $time }). See Delegation on the pages of officers.
notice-mail-delegation-begun = holds from now on
notice-mail-delegation-withdrawn = was withdrawn
notice-mail-delegation-ended = has ended because the rights of one of the two accounts changed
notice-subject-delegation = A delegation of dossiers { $outcome }
notice-mail-delegation =
    A delegation of work on dossiers { $outcome } ({ $time }).
    { $delegator } delegated to { $delegate } until the end of { $until }.

    The details stand under Delegation on the pages of officers.
notice-sms-email-removed = Mot Cua: the e-mail of your account was removed at { $time }. If this was not you, tell the one-stop desk now.
notice-subject-email-removed = The e-mail address was removed from your account
notice-mail-email-removed =
    This e-mail address was removed from your account at { $time }. The portal sends no more notices to it.

    If this was not you, please tell the one-stop desk at once.
notice-half-morning = in the morning
notice-half-afternoon = in the afternoon
notice-sms-copy-appointed = Mot Cua: your certified copy: come on { $day } { $part }. Bring the original and an identity paper.
notice-sms-copy-issued = Mot Cua: the certified copy no. { $number } is in your vault.
notice-sms-copy-refused = Mot Cua: your request for a certified copy was refused at { $time }. The reason stands on the portal, Certified copies.
notice-subject-copy-appointed = Your appointment for a certified copy
notice-subject-copy-issued = The certified copy is in your vault
notice-subject-copy-refused = A certified copy was refused
notice-mail-copy-appointed =
    You are expected for your certified electronic copy on { $when }.

    Please bring the original and an identity paper. If you cannot come, choose another day or cancel on the portal.
notice-mail-copy-issued =
    The certified electronic copy no. { $number } is in your vault.

    You can use it when you file online.
notice-mail-copy-refused =
    Your request for a certified electronic copy was refused at { $time }.

    The reason stands with the request, under “Certified copies” on the portal. There is nothing to pay.
notice-sms-file-infected = Mot Cua: a file that you sent holds malicious code and is not used any more ({ $time }). Scan your device for viruses.
notice-subject-file-infected = A file that was sent holds malicious code
notice-mail-file-infected =
    At { $time } the antivirus found malicious code in the file “{ $file }” that you sent. It is not used, and nobody can open it any more.

    Please scan your device for viruses, then send another file if it is still needed.
notice-feedback-sent = was sent to its agency
notice-feedback-comparing = is being compared
notice-feedback-replaced = brought a new file into your vault
notice-feedback-refused = was not accepted, the portal says why
notice-sms-feedback = Mot Cua: your feedback on a result { $outcome } ({ $time }). See it in your data vault.
notice-subject-feedback = Your feedback on a result
notice-mail-feedback-sent = it was sent to the agency that issued the result
notice-mail-feedback-comparing = the agency is comparing the file
notice-mail-feedback-replaced = it was accepted, and the right file has replaced the old one in your vault
notice-mail-feedback-refused = it was not accepted; the feedback says why
notice-mail-feedback =
    Your feedback on a result: { $outcome } (at { $time }).
    See each step under Feedback in your data vault.
notice-petition-received = was received
notice-petition-refused = was not accepted, the portal says why
notice-petition-asked = needs a reply from you
notice-petition-answered = was answered
notice-sms-petition = Mot Cua: petition { $petition } { $outcome }. See Petitions on the portal.
notice-subject-petition = Petition { $petition }
notice-mail-petition-received = was received
notice-mail-petition-refused = was not accepted; its page says on which ground
notice-mail-petition-asked = needs a reply from you; the question is on its page
notice-mail-petition-answered = was answered
notice-mail-petition =
    Petition { $petition } { $outcome }.
    See it under Petitions on the portal (address /kien-nghi).
notice-sms-dossier-paper-replaced = Mot Cua: a paper filed with dossier { $dossier } was just replaced by its agency with the right file. See the dossier's page.
notice-subject-dossier-paper-replaced = Dossier { $dossier }: a paper was replaced
notice-mail-dossier-paper-replaced =
    A paper filed with dossier { $dossier } was wrong, and its agency has just replaced it with the right file.
    The receiving agency has this information as well. See the dossier's page for details.
notice-sms-paper-shared = Mot Cua: a paper was shared with your organisation at { $time }. See { $url }
notice-sms-share-used-up = Mot Cua: a share of one of your papers was used up at { $time }. See your vault.
notice-sms-vault-looked = Mot Cua: an officer looked into your vault at { $time }. If you do not agree: { $url }
notice-subject-paper-shared = A paper was shared with your organisation
notice-subject-share-used-up = A share of a paper was used up
notice-subject-vault-looked = An officer looked into your vault
notice-mail-paper-shared =
    { $from } shared a paper with your organisation at { $time }.

    See it at { $url }. Each view is noted in the log of its owner.
notice-mail-share-used-up =
    The share of the paper “{ $paper }” was used as often as it may be, at { $time }.

    If it is still needed, share it again in “Kho giấy tờ”.
notice-mail-vault-looked =
    { $unit } opened your vault at { $time }, with the consent that was noted at the desk.

    What the officer saw stands in the log: { $url }. If you do not agree, choose “I do not agree” there: the look ends at once, and the unit is told.
notice-dossier-received = was received; its result is due on { $due }
notice-dossier-refused = was not received; see the dossier's page for the reason
notice-dossier-stopped = was stopped; see the dossier's page for the reason
notice-dossier-in-vault = has its result; the file lies in your data vault
notice-dossier-ready = has its result; see the dossier's page for how to get it
notice-dossier-fee-paid = has its fee of { $amount } paid
notice-dossier-fee-waived = has its fee waived
notice-dossier-fee-refunded = had { $amount } of its fee refunded
notice-dossier-fee-overpaid = was paid { $amount } too much, which will be refunded
notice-dossier-fee-kept = gets no refund of the fee of { $amount }, the ground is on its page
notice-dossier-fee-struck = a transfer of { $amount } noted by mistake was taken off, see Fee
notice-dossier-supplement-asked = needs further papers by the end of { $until }, see its page
notice-dossier-supplied = has its further papers, result due on { $due }
notice-dossier-extended = takes longer, the office apologises: result due on { $due }
notice-dossier-handed-over = is now with another office, because the former one closed; the due day stays
notice-dossier-supplied-early = has what was asked for, the office will look at it to receive it
notice-dossier-withdrawn = was withdrawn as you asked
notice-dossier-withdrawal-declined = was not withdrawn, the reason is on its page
notice-dossier-message = has a new message of its office, see its page
notice-sms-dossier-moved = Mot Cua: dossier { $dossier } { $outcome }.
notice-subject-dossier-moved = Dossier { $dossier }
notice-mail-dossier-received = was received, and its result is due on { $due }
notice-mail-dossier-refused = was not received; its page gives the reason
notice-mail-dossier-stopped = was stopped; its page gives the reason
notice-mail-dossier-in-vault = has its result: the signed file lies in your data vault
notice-mail-dossier-ready = has its result; its page says how to get it
notice-mail-dossier-fee-paid = has its fee of { $amount } paid; the receipt is under Fee
notice-mail-dossier-fee-waived = has its fee waived; the ground is under Fee
notice-mail-dossier-fee-refunded = had { $amount } of its fee refunded; the voucher is under Fee
notice-mail-dossier-fee-overpaid = was paid { $amount } too much, which will be refunded; there is nothing you need to do
notice-mail-dossier-fee-kept = gets no refund of the fee of { $amount }; the ground is on its page
notice-mail-dossier-fee-struck = a transfer of { $amount } had been noted for it by mistake and was taken off; the ground and what is owed stand under Fee
notice-mail-dossier-supplement-asked = needs further papers by the end of { $until }; each paper and the reason are on its page
notice-mail-dossier-supplied = has its further papers, its result is due on { $due }
notice-mail-dossier-extended = takes longer than promised; the office apologises and promises the result for { $due }. The letter is on the page of the dossier
notice-mail-dossier-handed-over = is now with another office, because the former one closed. The due day stays and there is nothing you need to do
notice-mail-dossier-supplied-early = has what was asked for; the office will look at it to receive it
notice-mail-dossier-withdrawn = was withdrawn as you asked
notice-mail-dossier-withdrawal-declined = was not withdrawn, the reason is on its page
notice-mail-dossier-message = has a new message of its office, which is on its page
notice-mail-dossier-moved =
    Dossier { $dossier } { $outcome }.
    See how it went on the dossier's page of the portal.
notice-dossier-filed-for-owner = was filed for you by somebody else; if you asked nobody to, tell the office
notice-dossier-ready-for-owner = has its result, handed over as chosen; with an account the file comes into your vault
notice-sms-dossier-submitted-fee = Mot Cua: dossier { $dossier } was sent. A fee of { $amount } is due, see the page of the dossier.
notice-mail-dossier-filed-for-owner = was filed for you by somebody else; if you asked nobody to, tell the office
notice-mail-dossier-ready-for-owner = has its result, handed over as was chosen; once you register with your own number, the file comes into your vault by itself
notice-mail-dossier-submitted-fee =
    Dossier { $dossier } was sent to the office.

    A fee of { $amount } is due. How to pay, and the receipt, are on the page of the dossier. No officer calls to ask for money.
