//! The codes of a dossier: filling it in, filing it, what its unit does with it, its fees; and of petitions. They join those of `error.rs`.

/// Makes the enum of the given codes and of those of a dossier.
macro_rules! codes_with_those_of_dossiers {
    ($($others:tt)*) => {
        codes! {
            $($others)*

            // filing
            /// This kind of account may not file this procedure.
            ApplicantNotAllowed = "applicant-not-allowed",
            /// The unit does not receive this procedure.
            UnitNotReceiving = "unit-not-receiving",
            /// No dossiers are handed in at this desk.
            NoDeskThere = "no-desk-there",
            /// A required component has no file.
            ComponentMissing = "component-missing",
            /// The component takes signed papers only.
            ComponentUnsigned = "component-unsigned",
            /// The paper was issued on `issued`, and the component takes none older than `months` months: it was good until `until`.
            PaperTooOld = "paper-too-old",
            /// The content differs from what the person saw on the check page.
            ContentChanged = "content-changed",
            /// The draft was already submitted.
            DraftSubmitted = "draft-submitted",
            /// No dossier has this code and these digits, or this secret.
            LookupWrong = "lookup-wrong",
            /// Too many drafts are open.
            TooManyDrafts = "too-many-drafts",
            /// As many dossiers as `max` were filed within 24 hours; the next is taken `from` then on.
            TooManyFilings = "too-many-filings",
            /// Since the draft was opened, the procedure asks for something else.
            ProcedureChanged = "procedure-changed",
            /// The procedure is in force no longer, or cannot be filed here.
            ProcedureNotReceived = "procedure-not-received",
            /// Into the vault of who filed goes only a PDF of their device, filed in their own matter.
            NotForVault = "not-for-vault",

            // processing
            /// Nothing was found in the dossier that this rule speaks of, or its day has not come.
            GroundNotFound = "ground-not-found",
            /// Somebody else was quicker: the dossier is in another state now.
            DossierMovedOn = "dossier-moved-on",
            /// Its officers have handed it on, or another desk has not handed it on yet: it lies at `unit`.
            DossierElsewhere = "dossier-elsewhere",
            /// The time that the person agreed to at the desk is over.
            ReceptionOver = "reception-over",
            /// The person has not agreed to it, or has no account yet.
            ReceptionNotAgreed = "reception-not-agreed",
            /// The officer's unit neither decides the procedure nor takes dossiers in for others.
            ReceptionNotHere = "reception-not-here",
            /// It is to be handed in at another desk than the officer's.
            ReceptionElsewhere = "reception-elsewhere",
            /// `officer` has it open to work on it, and nobody took over.
            DossierHeld = "dossier-held",
            /// A later day was promised before: that is done once.
            ExtendedBefore = "extended-before",
            /// The procedure's steps ask for another role at this one, `step`.
            StepOfOthers = "step-of-others",
            /// The result is given back at the last step; the dossier stands at `step`.
            StepNotLast = "step-not-last",
            /// The step that gives the result back is the last one, and the only one of its kind.
            ReturnIsLast = "return-is-last",
            /// Fewer working days than `min`, or more than `max`.
            DaysNotWithin = "days-not-within",
            /// The unit was asked, and has not answered yet.
            OpinionOpen = "opinion-open",
            /// It was answered, or nobody waits for an answer any more.
            OpinionOver = "opinion-over",
            /// There is no such word for a template: `name`.
            TemplateWord = "template-word",
            /// The form has no field of the name `name`.
            TemplateAnswer = "template-answer",
            /// Braces that nobody closes, or that hold nothing.
            TemplateBraces = "template-braces",
            /// Something that the template leaves open was not typed: `names`.
            DraftingOpen = "drafting-open",
            /// Only who signs by a delegation signs "TUQ.", and nobody else.
            SignerTitleUnfit = "signer-title-unfit",
            /// The unit's place and seal were not entered.
            UnitWithoutSeal = "unit-without-seal",
            /// There is no step in that direction.
            NoSuchStep = "no-such-step",
            /// The officer does not work in this unit, or has not the role of the step.
            OfficerNotFit = "officer-not-fit",
            /// Parts were asked for, and their last day, `until`, is not over.
            SupplementOpen = "supplement-open",
            /// The words are those of an earlier round.
            SupplementGroundKnown = "supplement-ground-known",
            /// The very file that was to be replaced.
            SupplementSameFile = "supplement-same-file",
            /// The draft is a round of supplement: it is sent from its dossier, and not changed otherwise.
            DraftIsSupplement = "draft-is-supplement",
            /// The dossier is not over, or was rated more than a week ago.
            RatingClosed = "rating-closed",
            /// Taking it back would mean something else by now.
            WithdrawalMovedOn = "withdrawal-moved-on",
            /// No organisation signed the file that was to be the result.
            ResultNotSealed = "result-not-sealed",
            /// The file was filed with this very dossier.
            ResultIsComponent = "result-is-component",
            /// The owner's vault has exactly this file as a result already, or it was chosen twice.
            ResultKnown = "result-known",

            // fees
            /// Somebody else was quicker: the charge is in another state now.
            ChargeMovedOn = "charge-moved-on",
            /// The amount that was seen is not the one that is owed.
            ChargeAmountDiffers = "charge-amount-differs",
            /// A result is not given back before the fee was paid or waived.
            FeeDue = "fee-due",
            /// An online payment was begun and not finished; it can be paid until `until`.
            PaymentOpen = "payment-open",
            /// Nobody takes online payments here.
            PaymentNotOffered = "payment-not-offered",
            /// More than came in and did not go back, which is `max`.
            RefundTooLarge = "refund-too-large",
            /// This transfer was noted for the fee before.
            TransferNoted = "transfer-noted",
            /// It was noted for another dossier of the unit, whose code is `code`, and nobody said that it was for both.
            TransferNotedElsewhere = "transfer-noted-elsewhere",
            /// No transfer with this number stands.
            TransferUnknown = "transfer-unknown",
            /// Money of the fee went back already, so that a transfer cannot be taken off.
            TransferWentBack = "transfer-went-back",
            /// A transfer of less than `min` or more than `max`.
            TransferOutOfRange = "transfer-out-of-range",
            /// A transfer of less than the fee, which is `min`: it is not paid by it.
            TransferTooSmall = "transfer-too-small",

            // delegation
            /// The delegation for which the session works holds no longer.
            DelegationEnded = "delegation-ended",
            /// For another officer one works on dossiers, and does nothing else.
            DelegationCovers = "delegation-covers",
            /// The two have a delegation within these days.
            DelegationOverlaps = "delegation-overlaps",
            /// Nobody delegates to themselves, by whichever of their accounts.
            DelegationToOneself = "delegation-to-oneself",

            // petitions
            /// No dossier of the account has this code.
            PetitionDossierUnknown = "petition-dossier-unknown",
            /// Its writer was asked once already.
            PetitionAskedBefore = "petition-asked-before",
            /// Its writer did not allow that it is published.
            PetitionNotToPublish = "petition-not-to-publish",
            /// A text that everybody is to read names somebody: `found`.
            TextNamesSomebody = "text-names-somebody",
        }
    };
}
