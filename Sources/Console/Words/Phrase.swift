/// Everything that the pages say, by name; the words are in one file per language.
package enum Phrase: String, CaseIterable, Sendable {
    case account, accountChanged, accountLocked, acrossProvinces, actApprove, actCompute
    case actComputeText, actExport, actExportText, actFreeze, actFreezeText, active, actorKnownAt
    case actReturn, actReview, actReviewText, addMember, address, addUser, adviceBackupAhead
    case adviceBackupNone, adviceBackupOld, adviceBadSignature, adviceCertificateEnded
    case adviceCertificateEnds, adviceCertificateOf, adviceClockHere, adviceClockOf, adviceConflicts
    case adviceCopied, adviceDiskBelow, adviceLinkBroken, adviceLinkBusy, adviceLinkDiskFull
    case adviceLinkExpired, adviceLinkFailed, adviceLinkForeign, adviceLinkRefused, adviceLinkRenew
    case adviceLinkRevoked, adviceLinkUnknown, adviceLinkUnreachable, adviceLinkUpgrade
    case adviceRewritten, adviceRolledBack, adviceSetAsideHere, adviceSetAsideWaits, adviceSilent
    case adviceStick, adviceTwoLogs, adviceUpstreamSilent, after, agree, agrees
    case allActors, allAreas, allHolds
    case allNodes, allProgrammes, amount, appearance, approvalPanel, approvalText, approvedBy, area
    case areaCodes, areaCodesHint, areasOfUser, areasOfUserHint, assignedTo, asTable, atBank
    case auditAccount, auditBundleFor, auditBundleFrom, auditCheck, auditFile, auditFilePayments
    case auditHolds, auditNote, auditOpen, auditPrint, auditProposal, auditReceipt, auditRegister
    case auditRegisterOf, auditText, back, backToStart, badNodeName, bank, banksOfPayments
    case bannerCertificate, bannerClock, bannerDisk, becomes, before, bic, bitsExplained, born
    case bothStand, bothStandText, brokenRules, brokenRulesText
    case bundleBusy, bundleChanged, bundleCut
    case bundleFile, bundleFor, bundleForAnother, bundleForked, bundleFromStranger, bundleIncomplete
    case bundleMake, bundleMakeButton, bundleNoFile, bundleOld, bundleOtherKey, bundleRevoked
    case bundles, bundlesText, bundleTake, bundleTakeButton, bundleTaken, bundleTooLarge
    case bundleUnreadable, bundleUnsigned, bundleUpgradeFirst, byBank, byProvince, capacity
    case capChanged, caseAlreadyDecided, caseNotDecided, caseNumber, casesCount, casesText
    case caseWasDifferent, caseWasSame, category, certificate, changeAccount, changeBirth
    case changeDeath, changedInPayroll, changeDivorce, changedPayees, changeJoins, changeLeaves
    case changeMarriage, changeMove, changePassword, changeProposed, changeSaved, changesets
    case changesWaiting, choose, chooseFile, chooseFiles, chooseValue, clockOffset, closeOrKeep
    case closeRecord, compareAll, compareAlready, compareDone, compareFailed, compareText
    case comparison, comparisonNone, completeAt, completeText, configuration, configurationText
    case conflict, conflictSettled, conflictsText, consent, count, currency, cutOff, dateExample
    case daysAgo, daysLeft, decided, decidedDifferent, decidedSame, decidedThisWeek, decision
    case decisionUndone, diedOn, different, differentBecause, differentBecauseHint, digest, digits
    case dinars, disability, disabled, disableUser, discard, doubtChildOlder, doubtParentYounger
    case doubtYoungHead, doubtYoungSpouse, download, draftDiscarded, draftsBegun, draftWithoutName
    case duplicateCase, duplicateQuestion, duplicatesByWeek, duplicatesLegend, dwelling
    case earlierRegistration, edit, editedAt, editMember, elsewhere, elsewhereFound, elsewhereNobody
    case elsewhereSearch, elsewhereText, elsewhereThere, elsewhereTitle, elsewhereTooLittle
    case elsewhereUnreachable, employment, enableUser, endedInPayroll, endedOn, enrolledCount
    case enrolledSince, enrolment, enrolmentEnded, enrolmentIs, enrolments, everywhere, executionDay
    case exportCSV, familiesByCategory, familiesByProvince, familyElsewhere, familyHasConflict
    case familyHasDuplicate, familyIsAskedFor, familyMerged, familyName, familyReceives
    case familyReceivesNot, familySheet, fatherName, fileFormat, fileHash, fileName, filesTooLarge
    case filters, firstPassword, forgetPhone, found, foundMore, freeDisk, from, gigabytes, giveBack
    case givenName, giveToken, goOn, grandfatherName, groupDecide, groupDecided, groupDecideText
    case groupDifferent, groupNothingOpen, groupOneFamily, groupReasonHint, groupSame, groupStays
    case groupTitle, hasNoAccount, held, heldEnrolments, help, helpHolds, helpHoldsText, helpOffline
    case helpOfflineText, history, historyElsewhere, holdAlreadyEntitled, holdBadIBAN, holdBank
    case holdConflict, holdDeceased, holdDuplicate, holdEnrolledTwice, holdName, holdNeverSynced
    case holdNoAccount, holdNoAmount, holdsByReason, holdShared, holdsOf, holdStale, holdStopped
    case holdSuspended, holdVerification, home, hoursAgo, household, households, iban, ibanHint
    case identifier, importChanged, importDone, importFailed, importFiles, importHint, importNew
    case importNoFile, importOutside, importRejected, importRejectedText, importRuns, importStart
    case importText, includeStale, incomeHint, inTheRegistry, inThisDraft, isHeld, isNewlyEnrolled
    case judgedAt, justNow, keepHint, keepRecord, keepWhich, keyDifferent, keyHelp, keyNext, keyOpen
    case keyRows, keys, keySame, keySearch, kind, language, lastContact, later, laterRegistration
    case leftOn, letJoin, likelihood, likelihoodIs, linkAway, linkBehind, linkBroken, linkByBundles
    case linkInStep, linkNever, linkOffline, linkOfflineWaiting, linkOnline, linkRefused
    case linkRevoked, linkSilent, linkUnreachable, linkUntried, listSeparator, locked
    case looksRegistered, madeBy, madeOn, makers, maritalStatus, membersCount, membership, ministry
    case minutesAgo, month, monthlyIncome, months, moreThan, motherIs, motherName, name, nationalID
    case navigation, navigationAudit, navigationCases, navigationConflicts, navigationImport
    case navigationNodes, navigationOverview, navigationPayroll, navigationRegister
    case navigationSearch, navigationStatus, navigationTransfers, navigationUsers, needsSecond
    case never, newArea, newInPayroll, newNote, newPassword, nextCase, nextCheck, nextDecision
    case nextMember, nextPage, nextPayment, nextReport, noAccount, nobodyFound, nobodyFoundText
    case nobodyYet, noBrokenRules, noBrokenRulesText, noCases, noCasesText, noConflicts
    case noConflictsText, node, nodeField, nodeHub, nodeProvince, nodeRevoked, noDrafts
    case noDraftsText, noFileChosen, noLongerSupported, noNodes, noNodesText, noNotes, noPassword
    case noPayrolls, noPayrollsText, noPayrollYet, noProgramme, notEnrolled, notes, noteSaved
    case nothing, nothingLogged, nothingSetAside, nothingSetAsideText, noTransfers, noTransfersText
    case notSaid, number, oldPassword, oneTimeCode, openCase, openConflicts, openDuplicates, opened
    case openedSince, openFamily, openPayroll, openRequest, openSince, openThatFamily
    case otherIsElsewhere, outbox, outcome, paid, paperA5, paperSlip, partOfList, password
    case passwordAgain, passwordHint, passwordsDiffer, passwordShort, payee, payeeChanged, payer
    case paymentFile, paymentFiles, payments, paymentsCount, paymentStates, payroll
    case payrollOpenAlready, payrollsText, payrollWorks, person, persons, phone, phoneSet
    case portOfNodes, portOfPages, previousPage, print, prior, problemAccountOrNone, problemBadDate
    case problemBadIBAN, problemBadNationalID, problemBadNumber, problemBadPhone, problemBusy
    case problemBusyText, problemControlCharacters, problemFailed, problemFailedText
    case problemForbidden, problemForbiddenText, problemInTheFuture, problemMissing, problemNoHead
    case problemNoMembers, problemNotFound, problemNotFoundText, problemRefused, problemRefusedText
    case problemSameNumber, problemSeveralHeads, problemStale, problemStaleText, problemTooLarge
    case problemTooLargeText, problemTooLong, problemTooLongAgo, product, programme
    case proposalAnswered, proposalOwn, proposalRejected, proposedBy, purpose, purposeComplaint
    case purposeDuplicate, purposeMove, purposeOther, purposeWords, putThisRight, readHash, reason
    case reasonConflict, reasonCorrection, reasonDuplicate, reasonHint, reasonImport, reasonNeeded
    case reasonRegistration, receipt, receiptSigned, receiptTitle, receives, refusedAnswersMissing
    case refusedApprovalsMissing, refusedApprovedAlready, refusedApproverIsMaker, refusedBadName
    case refusedChangedSince, refusedFileChanged, refusedMakerAndApprover, refusedNameTaken
    case refusedNoProgramme, refusedNoRole, refusedNotNow, refusedNotOpen, refusedNotPossible
    case refusedNoVersion, refusedOnlyHeadquarters, refusedOwnAccount, refusedRulesDamaged
    case refusedSnapshotMissing, refusedSumsDiffer, refusedTwoPeople, register, registeredElsewhere
    case registeredOn, registeredTwice, registerNew, registerText, registrationDay
    case registrationsByWeek, rejectSetAside, relationship, releaseSetAside, remedyAccount
    case remedyEnrolment, remedyHead, remedyIdentifier, remedyMembership, remove, reportChange
    case resetPassword, restOfFamily, returnText, revision, revokeNode, revokeText
    case roleAdministrator, roleAuditor, roleCaseworker, rolePayrollApprover, rolePayrollMaker
    case roleProvinceManager, roleRegistrar, roles, roleSyncOperator, rooms, ruleAccount
    case ruleEnrolment, ruleHead, ruleIdentifier, ruleMembership, rulesChanged, rulesVersion, same
    case sameAs, saveChange, saveFamily, saveMember, saveNote, saveRoles, sayWhatFor, searchButton
    case searchHelp, searchHint, searchTitle, secondFactor, secondFactorText, secondsShort
    case sessionEnded, setAside, setAsideForeignGrant, setAsideForeignNode
    case setAsideForeignRecord, setAsideHeadquarters
    case setAsideOpen, setAsideOutOfScope, setAsideRejected, setAsideReleased, setAsideText
    case settledByCaseworker, settledByDesk, settledByHeadquarters, settledBySync, settleWithThis
    case setUpByHand, setUpPhone, setUpPhoneText, sex, show, showAll, showDecided, showMine
    case showOpen, signIn, signOut, sinceWhen, sizeChanged, skipToContent, startWork, state
    case stateApproved, stateClosed, stateComputed, stateDispatched, stateDraft, stateFrozen
    case stateReviewed, stateSealed, stateSettled, stepAccount, stepCheck, stepDone, stepHousehold
    case stepMembers, steps, sumOfBits, supplementChanged, syncNow, syncStarted, takeIt, theHead
    case themeDark, themeLight, themeMachine, theyAreDifferent, theyAreTheSame, thisMachine
    case toAccount, toCheck, toDo, tokenFor, tokenText, toMembers, total, totalDiffers
    case transferAnswered, transferAnsweredBy, transferAsk, transferAsked, transferAskedAlready
    case transferAskedBy, transferAskHint, transferFrom, transferFromTo, transferGrant
    case transferGranted, transferIsAsked, transferIsGranted, transferIsRefused, transferNotHere
    case transferNotYours, transferReasonHint, transferReasonNeeded, transferRefuse, transferRefused
    case transfersText, transferTo, transferWaits, turnDown, typedIsKept, typedIsKeptText
    case typedNameDiffers, typeNodeName, typeTotal, unchangedInPayroll, undo, until, upstream
    case userAdded, userName, userSaved, usersText, valueFrom, verification, vitalStatus
    case waitsForApprovers, waitsForMaker, wasHeld, wasRecorded, waterfallLabel, weekFrom
    case whatAndWhy, whatDiffers, whatFor, whatForText, whatHappened, whatNext, when, whichIsRight
    case whichMember, who, whyHeld, withinProvince, workGoesOn, workRunsAlready, worksOnIt
    case wrongCode, wrongNameOrPassword, years, youApproved, youMadeIt

    /// Those that speak of a count and have a form for each kind of it.
    package static let counted: Set<Phrase> = [
        .bannerCertificate, .bannerClock, .casesCount, .changesWaiting, .daysAgo, .daysLeft,
        .found, .groupDecided, .hoursAgo, .linkBehind, .membersCount, .minutesAgo, .years,
    ]
}
