# Certified electronic copies.
certified-ground-altered = The original was erased, corrected, added to or shortened against the rules
certified-ground-damaged = The original is damaged or worn so that its content is not certain
certified-ground-secret = The original is marked secret or not to be copied
certified-ground-unlawful = The content of the original is against law or morals
certified-ground-not-legalised = The original is foreign and was not legalised by a consulate
certified-ground-unconfirmed = The paper was made by a person, without confirmation and seal of an authority
certified-ground-no-original = No original was shown
