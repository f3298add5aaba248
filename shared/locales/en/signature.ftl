signature-tag-passed = Signature valid
signature-tag-undecided = Revocation unknown
signature-tag-failed = Signature not valid
signature-tag-unsigned = Not signed
signature-tag-unreadable = Unreadable
