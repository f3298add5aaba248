error-bad-request = The request was incomplete or malformed. Reload the page and try again.
error-check-fields = Some details need another look. Correct the marked fields and send again.
error-sign-in-needed = Your session has ended. Sign in again to continue.
error-not-allowed = The account in use cannot do this. Switch to an account that can.
error-cross-site = The request came from another site and was not carried out. Open the portal again and retry.
error-not-found = This could not be found. Go back to the list and choose again.
error-method-not-allowed = This address does not take that action. Reload the page.
error-version-conflict = This was changed elsewhere in the meantime. Look at the newest version, then change it again.
error-idempotency-mismatch = This request was already sent with other content. Reload the page and try again.
error-body-too-large = What was sent is too large. Shorten it and send again.
error-wrong-content-type = What was sent is of the wrong kind. Reload the page and try again.
error-too-many-requests = Too many requests in a short time. Wait a moment, then try again.
error-statement-not-ours = This result was changed or was not made by this portal. Check the file again.
error-internal = Something went wrong on our side. Try again in a few minutes; if it persists, give the request code to the helpdesk.
error-unavailable = The system is busy. Try again in a few minutes.
error-no-connection = No connection. Check your network and try again; what you entered is still here.
error-unknown = The system could not do this. Reload the page and try again.

error-required = Fill in this field.
error-too-long = Shorten this to at most { $max } characters.
error-not-a-choice = Choose one of the list.
error-not-a-date = Enter a date such as 20/11/2026.
error-not-a-phone = Enter a phone number of 10 digits that starts with 0.
error-not-an-identity-number = Enter an identity number of 12 digits (CCCD) or 9 digits (CMND).

error-sign-in-failed = Account or password is not right. Check both and enter them again.
error-code-wrong = The code is not right. Enter the 6 digits of the newest message.
error-code-expired = The code has expired. Choose “Send a new code”.
error-code-locked = Wrong codes were entered too often. Sign in again in 10 minutes.
error-too-many-codes = Too many codes were sent in a short time. Wait before you ask for another one, or go to the one-stop desk for help.
error-sign-in-closed = Wrong passwords were entered too often, so signing in with the password is closed. Choose “Forgot password” to set a new one, or go to the one-stop desk.
error-code-too-soon = A code was just sent. Wait a moment, then choose “Send a new code”.

error-file-empty = This file has no content (0 bytes). Choose another file.
error-file-too-large = The file is larger than { $max_mb } MB. Choose a smaller file.
error-file-name-has-path = The file name contains a slash or an odd character. Rename the file and choose it again.
error-file-not-pdf = This file is not a PDF. Choose a digitally signed PDF.
error-file-damaged = The PDF is damaged or was not downloaded completely. Download it again where it was issued.
error-file-encrypted = The PDF asks for a password. Ask the issuer for a copy without a password.
error-file-type-not-taken = Only PDF, JPEG and PNG files are taken. Choose another file.
error-upload-gone = The file that was sent is no longer on the server. Choose the file again.

error-paper-unsigned = This file is not digitally signed. Ask the issuing agency for the signed copy.
error-paper-signature-lost = This file was once signed, but a program saved it anew and lost the signature. Ask the issuing agency for the original.
error-paper-untrusted-signer = The file is signed, but not with a certificate of Ban Cơ yếu Chính phủ. Ask for a copy signed with such a certificate.
error-paper-changed = The content was changed after signing. Ask the issuing agency for the original.
error-paper-signature-broken = The signature no longer matches the content. Ask the issuing agency for the original.
error-paper-signer-expired = The certificate had expired when this file was signed. Ask the issuing agency to sign again.
error-paper-signer-expired-since = The signer's certificate has expired, and the file has no timestamp to prove that it was signed before. Ask the issuing agency for a copy with a timestamp.
error-paper-signer-revoked = The certificate had been revoked when this file was signed. Ask the issuing agency to sign again.
error-paper-signer-revoked-since = The signer's certificate has been revoked, and the file has no timestamp to prove that it was signed before. Ask the issuing agency to sign again.
error-paper-undecided = Whether the signature is valid cannot be told. Ask the issuing agency for a newly signed copy.

error-agent-not-found = No signing software answers on this computer. Install and start it (VGCA Sign Service or VNPT-CA Plugin), then try again.
error-agent-no-answer = The signing software has not answered. See whether its window is waiting for the PIN, then try again.
error-agent-unreadable = The signing software answered in an unexpected way. Update it to the newest version, then try again.
error-agent-cancelled = Signing was stopped. Sign again when you are ready.
error-agent-no-certificate = The signing software finds no certificate. Plug in the USB token, then try again.
error-agent-licence-refused = The VNPT-CA Plugin does not let this portal use it. Use VGCA Sign Service, or tell the helpdesk.
error-agent-not-handed-in = The file was signed but did not reach the portal. Check your network, then sign again.
error-agent-refused = The signing software could not sign (code { $code }). Check the PIN, plug the USB token in again, then try again.

error-token-expired = The certificate expired on { $since }. Have it renewed by its issuer, then try again.
error-token-not-yet-valid = The certificate is valid from { $from } only. Use a certificate that is valid now.
error-token-revoked = The certificate was revoked on { $since }. Use another one, or ask its issuer.
error-token-foreign = The certificate comes from an issuer that this portal does not recognise. Use one of Ban Cơ yếu Chính phủ.
error-token-personal = This is the certificate of a person. Use the USB token of the agency or organisation.
error-token-no-identifier = The certificate names no budget code (MNS) or tax code (MST) of the organisation. Ask its issuer to add one, or register in another way.
error-token-signature-wrong = The signature does not match the certificate. Plug the USB token in again, then sign again.
error-token-other-certificate = The certificate that signed is not the one that was shown. Choose the certificate again, then sign again.
error-token-weak-algorithm = The certificate uses an algorithm or key that is no longer safe. Ask its issuer for a new certificate.
error-token-unreadable = Certificate or signature cannot be read. Update the signing software, then try again.
error-token-revocation-unknown = Whether the certificate was revoked cannot be checked now. Try again in a few minutes.

error-signed-file-not-the-paper = What came back is not the file that was handed out for signing. Reload the page, then sign again.
error-signed-file-changed = The content was changed while it was signed. Reload the page, then sign the original again.
error-signed-file-signature-count = Exactly one signature must have been added. Reload the page, then sign once.
error-signed-file-other-signer = The file was signed with the certificate of another organisation. Plug in the USB token of your own, then sign again.

error-paper-duplicate = This file is already in the vault as { $code }. There is no need to add it again.

error-applicant-not-allowed = This procedure does not take dossiers from this kind of account. Switch to a suitable account.
error-unit-not-receiving = This unit does not receive the chosen procedure. Choose another unit.
error-component-missing = Attach this paper before filing.
error-component-unsigned = This component must be a digitally signed PDF. Choose another file.
error-content-changed = The dossier differs from the page you just checked. Check it again, then file.
error-draft-submitted = This dossier has already been filed.
error-too-many-drafts = You have too many unfinished dossiers. File or delete some, then start a new one.
