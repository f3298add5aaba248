error-bad-request = The request was incomplete or malformed. Reload the page and try again.
error-sign-in-needed = Your session has ended. Sign in again to continue.
error-not-allowed = The account in use cannot do this. Switch to an account that can.
error-not-found = This could not be found. Go back to the list and choose again.
error-version-conflict = This was changed elsewhere in the meantime. Look at the newest version, then change it again.
error-body-too-large = What was sent is too large. Shorten it and send again.
error-too-many-requests = Too many requests in a short time. Wait a moment, then try again.
error-internal = Something went wrong on our side. Try again in a few minutes; if it persists, give the request code to the helpdesk.
error-unavailable = The system is busy. Try again in a few minutes.
error-no-connection = No connection. Check your network and try again; what you entered is still here.
error-unknown = The system could not do this. Reload the page and try again.

error-required = Fill in this field.
error-too-long = Shorten this to at most { $max } characters.
error-not-a-choice = Choose one of the list.
error-not-a-date = Enter day, month and year, such as 31/01/1999.
error-not-a-phone = Enter a phone number of 10 digits that starts with 0.
error-not-an-identity-number = Enter an identity number of 12 digits (CCCD) or 9 digits (CMND).
error-not-a-name = Enter your full name in letters, as on your identity document.
error-not-an-email = Enter an e-mail address such as name@example.vn, or leave it empty.
error-not-an-insurance-number = Enter the social insurance number of 10 digits, or the personal number of 12 digits.
error-not-an-issue-date = The day of issue can be neither in the future nor before 1900. Look again.
error-not-a-birth-date = Check the date of birth.
error-too-young = People below the age of 14 cannot register by themselves. A parent or guardian files for them, or the one-stop desk helps.
error-birth-year-doubtful = Check the date of birth and the number: the number names another year of birth. If both are as on your document, tick the box to confirm.
error-province-doubtful = Check the number: its first three digits are no usual code of a place of birth. If it is as on your document, tick the box to confirm.
error-password-rule = Choose a password that meets everything in the list.
error-password-differs = The two passwords are not the same. Enter them again.
error-email-needed = Enter the e-mail address of the body, like name@example.vn.
error-consent-needed = Tick this box if the body agrees, then register.

error-sign-in-failed = Account or password is not right. Check both and enter them again.
error-code-wrong = The code is not right. Enter the 6 digits of the newest message.
error-code-expired = The code has expired. Choose “Send the code again”.
error-code-locked = Wrong codes were entered too often. Try again in 10 minutes.
error-flow-elsewhere = This sign-in was begun in another browser. Please sign in again and stay in one browser until the end.
error-proof-needed = The browser has to run its automatic check once more. Send again.
error-subscriber-mismatch = What you entered differs from the subscriber record of the operator { $operator }. Check it, or renew your registration with the operator.
error-already-registered = There is an account under this number. If it is yours, set a new password, or visit the one-stop desk.
error-flow-gone = This attempt has ended. Start again.
error-confirm-needed = Please confirm that it is you before changing this.
error-link-over = This link was used or has ended. If you did not ask for the change, tell the one-stop desk at once.

error-file-empty = This file has no content (0 bytes). Choose another file.
error-file-too-large = The file is larger than { $max_mb } MB. Choose a smaller file.
error-file-name-has-path = The file name contains a slash or an odd character. Rename the file and choose it again.
error-file-not-pdf = This file is not a PDF. Choose a digitally signed PDF.
error-file-damaged = The PDF is damaged or was not downloaded completely. Download it again where it was issued.
error-file-encrypted = The PDF asks for a password. Ask the issuer for a copy without a password.
error-file-type-not-taken = Only PDF, JPEG and PNG files are taken. Choose another file.
error-file-heic = A HEIC picture cannot be attached as it is. Choose “Photograph / scan” and pick this picture there: it becomes a PDF.
error-upload-gone = The file that was sent is no longer on the server. Choose the file again.

error-paper-unsigned = This file is not digitally signed. Ask the issuing agency for the signed copy.
error-paper-signature-lost = This file was once signed, but a program saved it anew and lost the signature. Ask the issuing agency for the original.
error-paper-changed = The content was changed after signing. Ask the issuing agency for the original.
error-paper-signature-broken = The signature no longer matches the content. Ask the issuing agency for the original.

error-agent-not-found = No signing software answers on this computer. Install and start it (VGCA Sign Service or VNPT-CA Plugin), then try again.
error-agent-no-answer = The signing software has not answered. See whether its window is waiting for the PIN, then try again.
error-agent-unreadable = The signing software answered in an unexpected way. Update it to the newest version, then try again.
error-agent-cancelled = Signing was stopped. Sign again when you are ready.
error-agent-no-certificate = The signing software finds no certificate. Plug in the USB token, then try again.
error-agent-licence-refused = The VNPT-CA Plugin does not let this portal use it. Use VGCA Sign Service, or tell the helpdesk.
error-agent-not-handed-in = The file was signed but did not reach the portal. Check your network, then sign again.
error-agent-refused = The signing software did not sign (code { $code }). If you closed its window, sign again. Otherwise check the PIN, plug the USB token in again, then try again.




error-component-unsigned = This component must be a digitally signed PDF. Choose another file.
error-content-changed = The dossier differs from the page you just checked. Check it again, then file.
error-draft-submitted = This dossier has already been filed.

error-scan-missing = Please attach the scan of both sides of the identity card.
error-scan-type-not-taken = Please choose a doc, docx or pdf file.
error-category-code = A code has two to six groups of letters and digits with points between, such as KQ.G15.000021.
error-not-in-range = Enter a whole number from { $min } to { $max }.
error-day-before = Choose a day that is not before “{ $other }”.
error-span-too-long = Choose a day within { $months } months of “{ $other }”.
error-day-ahead = Choose a day no later than today, { $today }.
error-day-past = Choose a day from today, { $today }, on.
error-same-answer = This is the same as “{ $other }”. Look at both again: each person has their own number.
error-name-has-signs = Write the name in letters only, as on the papers: without digits, signs and pictures.
error-procedure-changed = This procedure has just changed. Press “Update the dossier”: what you filled in stays, only what is new is asked for.
error-changed-elsewhere = This was just changed elsewhere.
error-not-an-amount = Enter an amount in đồng, for example 15.000.
error-payment-open = A payment is open until { $until }. If you paid, wait for the confirmation; if not, you can begin again.
error-reception-over = The time with this person at the desk is over. Check the identity card again to go on; nothing that was typed is lost.
