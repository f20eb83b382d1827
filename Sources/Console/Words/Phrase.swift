/// Everything that the pages say, by name; the words are in one file per language.
package enum Phrase: String, CaseIterable, Sendable {
    case account, accountChanged, accountLocked, acrossProvinces, actApprove, actCompute
    case actComputeText, actExport, actExportText, actFreeze, actFreezeText, active, actorKnownAt
    case actReturn, actReview, actReviewText, addMember, address, addUser, after, agree, agrees
    case allActors, allAreas, allHolds, allNodes, allProgrammes, amount, appearance, approvalPanel
    case approvalText, approvedBy, area, areaCodes, areaCodesHint, areasOfUser, areasOfUserHint
    case assignedTo, asTable, atBank, auditAccount, auditBundleFor, auditBundleFrom, auditCheck
    case auditFile, auditFilePayments, auditHolds, auditNote, auditOpen, auditPrint, auditProposal
    case auditReceipt, auditRegister, auditRegisterOf, auditText, back, backToStart, badNodeName
    case bank, banksOfPayments, bannerCertificate, bannerClock, bannerDisk, becomes, before, bic
    case bitsExplained, born, bothStand, bothStandText, brokenRules, brokenRulesText, bundleFile
    case bundleFor, bundleForked, bundleIncomplete, bundleMake, bundleMakeButton, bundleNoFile
    case bundleOld, bundles, bundlesText, bundleTake, bundleTakeButton, bundleTaken, byBank
    case byProvince, capacity, capChanged, caseAlreadyDecided, caseNotDecided, caseNumber
    case casesCount, casesText, caseWasDifferent, caseWasSame, category, certificate, changeAccount
    case changeBirth, changeDeath, changedInPayroll, changeDivorce, changedPayees, changeJoins
    case changeLeaves, changeMarriage, changeMove, changePassword, changeProposed, changeSaved
    case changesets, changesWaiting, choose, chooseFile, chooseFiles, chooseValue, clockOffset
    case closeOrKeep, closeRecord, compareAll, compareAlready, compareDone, compareFailed
    case compareText, comparison, comparisonNone, completeAt, completeText, configuration
    case configurationText, conflict, conflictSettled, conflictsText, consent, count, currency
    case cutOff, dateExample, daysAgo, daysLeft, decided, decidedDifferent, decidedSame
    case decidedThisWeek, decision, decisionUndone, diedOn, different, differentBecause
    case differentBecauseHint, digest, digits, dinars, disability, disabled, disableUser, discard
    case doubtChildOlder, doubtParentYounger, doubtYoungHead, doubtYoungSpouse, download
    case draftDiscarded, draftsBegun, draftWithoutName, duplicateCase, duplicateQuestion
    case duplicatesByWeek, duplicatesLegend, dwelling, earlierRegistration, edit, editedAt
    case editMember, elsewhere, elsewhereFound, elsewhereNobody, elsewhereSearch, elsewhereText
    case elsewhereThere, elsewhereTitle, elsewhereTooLittle, elsewhereUnreachable, employment
    case enableUser, endedInPayroll, endedOn, enrolledCount, enrolledSince, enrolment
    case enrolmentEnded, enrolmentIs, enrolments, everywhere, executionDay, exportCSV
    case familiesByCategory, familiesByProvince, familyElsewhere, familyHasConflict
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
    case leftOn, letJoin, likelihood, likelihoodIs, linkBehind, linkInStep, linkLate, linkLost
    case linkNever, linkOffline, linkOfflineWaiting, linkRevoked, listSeparator, locked
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
    case previousPage, print, prior, problemAccountOrNone, problemBadDate, problemBadIBAN
    case problemBadNationalID, problemBadNumber, problemBadPhone, problemBusy, problemBusyText
    case problemControlCharacters, problemFailed, problemFailedText, problemForbidden
    case problemForbiddenText, problemInTheFuture, problemMissing, problemNoHead, problemNoMembers
    case problemNotFound, problemNotFoundText, problemRefused, problemRefusedText, problemSameNumber
    case problemSeveralHeads, problemStale, problemStaleText, problemTooLarge, problemTooLargeText
    case problemTooLong, problemTooLongAgo, product, programme, proposalAnswered, proposalOwn
    case proposalRejected, proposedBy, purpose, purposeComplaint, purposeDuplicate, purposeMove
    case purposeOther, purposeWords, putThisRight, readHash, reason, reasonConflict
    case reasonCorrection, reasonDuplicate, reasonHint, reasonImport, reasonNeeded
    case reasonRegistration, receipt, receiptSigned, receiptTitle, receives, refusedApprovedAlready
    case refusedApproverIsMaker, refusedBadName, refusedMakerAndApprover, refusedNameTaken
    case refusedNoRole, refusedNotNow, refusedOwnAccount, register, registeredElsewhere
    case registeredOn, registeredTwice, registerNew, registerText, registrationDay
    case registrationsByWeek, rejectSetAside, relationship, releaseSetAside, remedyAccount
    case remedyEnrolment, remedyHead, remedyIdentifier, remedyMembership, remove, reportChange
    case resetPassword, restOfFamily, returnText, revision, revokeNode, revokeText
    case roleAdministrator, roleAuditor, roleCaseworker, rolePayrollApprover, rolePayrollMaker
    case roleProvinceManager, roleRegistrar, roles, roleSyncOperator, rooms, ruleAccount
    case ruleEnrolment, ruleHead, ruleIdentifier, ruleMembership, rulesChanged, rulesVersion, same
    case sameAs, saveChange, saveFamily, saveMember, saveNote, saveRoles, sayWhatFor, searchButton
    case searchHelp, searchHint, searchTitle, secondFactor, secondFactorText, secondsShort
    case sessionEnded, setAside, setAsideForeignGrant, setAsideForeignNode, setAsideHeadquarters
    case setAsideOpen, setAsideOutOfScope, setAsideRejected, setAsideReleased, setAsideText
    case settledByCaseworker, settledByDesk, settledByHeadquarters, settledBySync, settleWithThis
    case setUpByHand, setUpPhone, setUpPhoneText, sex, show, showAll, showDecided, showMine
    case showOpen, signIn, signOut, sinceWhen, sizeChanged, skipToContent, startWork, state
    case stateApproved, stateClosed, stateComputed, stateDispatched, stateDraft, stateFrozen
    case stateReviewed, stateSealed, stateSettled, stepAccount, stepCheck, stepDone, stepHousehold
    case stepMembers, steps, sumOfBits, supplementChanged, syncNow, syncStarted, takeIt, theHead
    case themeDark, themeLight, themeMachine, theyAreDifferent, theyAreTheSame, thisMachine
    case toAccount, toCheck, tokenFor, tokenText, toMembers, total, totalDiffers, transferAnswered
    case transferAnsweredBy, transferAsk, transferAsked, transferAskedAlready, transferAskedBy
    case transferAskHint, transferFrom, transferFromTo, transferGrant, transferGranted
    case transferIsAsked, transferIsGranted, transferIsRefused, transferNotHere, transferNotYours
    case transferReasonHint, transferReasonNeeded, transferRefuse, transferRefused, transfersText
    case transferTo, transferWaits, turnDown, typedIsKept, typedIsKeptText, typedNameDiffers
    case typeNodeName, typeTotal, unchangedInPayroll, undo, until, upstream, userAdded, userName
    case userSaved, usersText, valueFrom, verification, vitalStatus, waitsForApprovers
    case waitsForMaker, wasHeld, wasRecorded, waterfallLabel, weekFrom, whatAndWhy, whatDiffers
    case whatFor, whatForText, whatHappened, whatNext, when, whichIsRight, whichMember, who, whyHeld
    case withinProvince, workGoesOn, workRunsAlready, worksOnIt, wrongCode, wrongNameOrPassword
    case years, youApproved, youMadeIt

    /// Those that speak of a count and have a form for each kind of it.
    package static let counted: Set<Phrase> = [
        .bannerCertificate, .bannerClock, .casesCount, .changesWaiting, .daysAgo, .daysLeft,
        .found, .groupDecided, .hoursAgo, .linkBehind, .membersCount, .minutesAgo, .years,
    ]
}
