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
    case enableUser, endedInPayroll, endedOn, enrolledSince, enrolment, enrolmentEnded, enrolmentIs
    case enrolments, everywhere, executionDay, exportCSV, familiesByCategory, familiesByProvince
    case familyElsewhere, familyHasConflict, familyHasDuplicate, familyIsAskedFor, familyMerged
    case familyName, familyReceives, familyReceivesNot, familySheet, fatherName, fileFormat
    case fileHash, fileName, filesTooLarge, filters, firstPassword, forgetPhone, found, foundMore
    case freeDisk, from, gigabytes, giveBack, givenName, giveToken, goOn, grandfatherName
    case groupDecide, groupDecided, groupDecideText, groupDifferent, groupNothingOpen
    case groupOneFamily, groupReasonHint, groupSame, groupStays, groupTitle, hasNoAccount, held
    case heldEnrolments, help, helpHolds, helpHoldsText, helpOffline, helpOfflineText, history
    case historyElsewhere, holdAlreadyEntitled, holdBadIBAN, holdBank, holdConflict, holdDeceased
    case holdDuplicate, holdEnrolledTwice, holdName, holdNeverSynced, holdNoAccount, holdNoAmount
    case holdsByReason, holdShared, holdsOf, holdStale, holdStopped, holdSuspended, holdVerification
    case home, hoursAgo, household, households, iban, ibanHint, identifier, importChanged
    case importDone, importFailed, importFiles, importHint, importNew, importNoFile, importOutside
    case importRejected, importRejectedText, importRuns, importStart, importText, includeStale
    case incomeHint, inTheRegistry, inThisDraft, isHeld, isNewlyEnrolled, judgedAt, justNow
    case keepHint, keepRecord, keepWhich, keyDifferent, keyHelp, keyNext, keyOpen, keyRows, keys
    case keySame, keySearch, kind, language, lastContact, later, laterRegistration, leftOn, letJoin
    case likelihood, likelihoodIs, linkBehind, linkInStep, linkLate, linkLost, linkNever
    case linkOffline, linkOfflineWaiting, linkRevoked, listSeparator, locked, looksRegistered
    case madeBy, madeOn, makers, maritalStatus, membersCount, membership, ministry, minutesAgo
    case month, monthlyIncome, months, moreThan, motherIs, motherName, name, nationalID, navigation
    case navigationAudit, navigationCases, navigationConflicts, navigationImport, navigationNodes
    case navigationOverview, navigationPayroll, navigationRegister, navigationSearch
    case navigationStatus, navigationTransfers, navigationUsers, needsSecond, never, newArea
    case newInPayroll, newNote, newPassword, nextCase, nextCheck, nextDecision, nextMember, nextPage
    case nextPayment, nextReport, noAccount, nobodyFound, nobodyFoundText, nobodyYet, noBrokenRules
    case noBrokenRulesText, noCases, noCasesText, noConflicts, noConflictsText, node, nodeField
    case nodeHub, nodeProvince, nodeRevoked, noDrafts, noDraftsText, noFileChosen, noLongerSupported
    case noNodes, noNodesText, noNotes, noPassword, noPayrolls, noPayrollsText, noPayrollYet
    case noProgramme, notEnrolled, notes, noteSaved, nothing, nothingLogged, nothingSetAside
    case nothingSetAsideText, noTransfers, noTransfersText, notSaid, number, oldPassword
    case oneTimeCode, openCase, openConflicts, openDuplicates, opened, openedSince, openFamily
    case openPayroll, openRequest, openSince, openThatFamily, otherIsElsewhere, outbox, outcome
    case paid, paperA5, paperSlip, partOfList, password, passwordAgain, passwordHint
    case passwordsDiffer, passwordShort, payee, payeeChanged, payer, paymentFile, paymentFiles
    case payments, paymentsCount, paymentStates, payroll, payrollOpenAlready, payrollsText
    case payrollWorks, person, persons, phone, phoneSet, previousPage, print, prior
    case problemAccountOrNone, problemBadDate, problemBadIBAN, problemBadNationalID
    case problemBadNumber, problemBadPhone, problemBusy, problemBusyText, problemControlCharacters
    case problemFailed, problemFailedText, problemForbidden, problemForbiddenText
    case problemInTheFuture, problemMissing, problemNoHead, problemNoMembers, problemNotFound
    case problemNotFoundText, problemRefused, problemRefusedText, problemSameNumber
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
