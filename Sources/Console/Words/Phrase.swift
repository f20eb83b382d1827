/// Everything that the pages say, by name; the words are in one file per language.
package enum Phrase: String, CaseIterable, Sendable {
    case account, accountLocked, acrossProvinces, actApprove, actCompute, actComputeText
    case actExport, actExportText, actFreeze, actFreezeText, active, actReturn, actReview
    case actReviewText, addMember, address, addUser, after, agree, agrees, allActors, allAreas
    case allHolds, allNodes, amount, appearance, approvalPanel, approvalText, approvedBy, area
    case areaCodes, areaCodesHint, areasOfUser, areasOfUserHint, assignedTo, asTable, atBank
    case auditAccount, auditCheck, auditFile, auditHolds, auditNote, auditOpen, auditPrint
    case auditProposal, auditReceipt, auditRegister, auditRegisterOf, auditText, back, backToStart
    case badNodeName, bank, bannerCertificate, bannerClock, bannerDisk, becomes, before
    case bitsExplained, born, brokenRules, byBank, byProvince, capacity, caseAlreadyDecided
    case caseNotDecided, caseNumber, casesCount, casesText, caseWasDifferent, caseWasSame
    case category, certificate, changeAccount, changeBirth, changeDeath, changedInPayroll
    case changeDivorce, changeJoins, changeLeaves, changeMarriage, changeMove, changePassword
    case changeProposed, changeSaved, changesets, changesWaiting, choose, chooseValue, clockOffset
    case closeOrKeep, closeRecord, compareAll, compareAlready, compareDone, compareFailed
    case compareRunning, compareText, comparison, comparisonNone, completeAt, completeText
    case conflict, conflictSettled, conflictsText, consent, count, currency, cutOff, dateExample
    case daysAgo, daysLeft, decided, decidedDifferent, decidedSame, decidedThisWeek, decision
    case decisionUndone, diedOn, different, differentBecause, differentBecauseHint, digest, digits
    case dinars, disability, disabled, disableUser, discard, doubtChildOlder, doubtParentYounger
    case doubtYoungHead, doubtYoungSpouse, download, draftDiscarded, draftsBegun, draftWithoutName
    case duplicateCase, duplicateQuestion, duplicatesByWeek, duplicatesLegend, dwelling
    case earlierRegistration, edit, editedAt, editMember, elsewhere, employment, enableUser
    case endedInPayroll, endedOn, enrolment, enrolments, everywhere, exportCSV, familiesByCategory
    case familiesByProvince, familyHasConflict, familyHasDuplicate, familyMerged, familyName
    case familySheet, fatherName, fileHash, filters, firstPassword, forgetPhone, found, foundMore
    case freeDisk, from, gigabytes, giveBack, givenName, giveToken, goOn, grandfatherName
    case groupTitle, hasNoAccount, held, heldEnrolments, help, helpHolds, helpHoldsText
    case helpOffline, helpOfflineText, history, historyElsewhere, holdAlreadyEntitled, holdBadIBAN
    case holdBank, holdConflict, holdDeceased, holdDuplicate, holdEnrolledTwice, holdName
    case holdNeverSynced, holdNoAccount, holdNoAmount, holdsByReason, holdShared, holdsOf
    case holdStale, holdStopped, holdSuspended, holdVerification, home, hoursAgo, household
    case households, iban, ibanHint, identifier, includeStale, incomeHint, inTheRegistry
    case inThisDraft, justNow, keepHint, keepRecord, keepWhich, keyDifferent, keyHelp, keyNext
    case keyOpen, keyRows, keys, keySame, keySearch, kind, language, lastContact, later
    case laterRegistration, leftOn, letJoin, likelihood, likelihoodIs, linkBehind, linkInStep
    case linkLate, linkLost, linkNever, linkOffline, linkOfflineWaiting, linkRevoked
    case listSeparator, locked, looksRegistered, makers, maritalStatus, membersCount, membership
    case ministry, minutesAgo, month, monthlyIncome, months, moreThan, motherIs, motherName, name
    case nationalID, navigation, navigationAudit, navigationCases, navigationConflicts
    case navigationNodes, navigationOverview, navigationPayroll, navigationRegister
    case navigationSearch, navigationStatus, navigationUsers, needsSecond, never, newArea
    case newInPayroll, newNote, newPassword, nextCase, nextCheck, nextDecision, nextMember
    case nextPage, nextPayment, nextReport, noAccount, nobodyFound, nobodyFoundText, nobodyYet
    case noCases, noCasesText, noConflicts, noConflictsText, node, nodeField, nodeHub
    case nodeProvince, nodeRevoked, noDrafts, noDraftsText, noLongerSupported, noNodes
    case noNodesText, noNotes, noPassword, noPayrolls, noPayrollsText, noPayrollYet, noProgramme
    case notEnrolled, notes, noteSaved, nothing, nothingLogged, notSaid, number, oldPassword
    case oneTimeCode, openCase, openConflicts, openDuplicates, opened, openedSince, openFamily
    case openPayroll, openSince, openThatFamily, otherIsElsewhere, outbox, outcome, paid, paperA5
    case paperSlip, password, passwordAgain, passwordHint, passwordsDiffer, passwordShort, payee
    case paymentFiles, payments, paymentsCount, payroll, payrollOpenAlready, payrollsText, person
    case persons, phone, phoneSet, previousPage, print, prior, problemAccountOrNone
    case problemBadDate, problemBadIBAN, problemBadNationalID, problemBadNumber, problemBadPhone
    case problemControlCharacters, problemFailed, problemFailedText, problemForbidden
    case problemForbiddenText, problemInTheFuture, problemMissing, problemNoHead, problemNoMembers
    case problemNotFound, problemNotFoundText, problemRefused, problemRefusedText
    case problemSameNumber, problemSeveralHeads, problemStale, problemStaleText, problemTooLong
    case problemTooLongAgo, product, programme, proposalAnswered, proposalOwn, proposalRejected
    case proposedBy, purpose, purposeComplaint, purposeDuplicate, purposeMove, purposeOther
    case purposeWords, putThisRight, readHash, reason, reasonConflict, reasonCorrection
    case reasonDuplicate, reasonHint, reasonImport, reasonNeeded, reasonRegistration, receipt
    case receiptSigned, receiptTitle, receives, refusedApprovedAlready, refusedApproverIsMaker
    case refusedBadName, refusedMakerAndApprover, refusedNameTaken, refusedNoRole, refusedNotNow
    case refusedOwnAccount, register, registeredOn, registeredTwice, registerNew, registerText
    case registrationDay, registrationsByWeek, relationship, remove, reportChange, resetPassword
    case restOfFamily, returnText, revision, revokeNode, revokeText, roleAdministrator
    case roleAuditor, roleCaseworker, rolePayrollApprover, rolePayrollMaker, roleProvinceManager
    case roleRegistrar, roles, roleSyncOperator, rooms, same, sameAs, saveChange, saveFamily
    case saveMember, saveNote, saveRoles, sayWhatFor, searchButton, searchHelp, searchHint
    case searchTitle, secondFactor, secondFactorText, secondsShort, sessionEnded
    case settledByCaseworker, settledByDesk, settledByHeadquarters, settledBySync, settleWithThis
    case setUpByHand, setUpPhone, setUpPhoneText, sex, show, showDecided, showMine, showOpen
    case signIn, signOut, sinceWhen, skipToContent, startWork, state, stateApproved, stateClosed
    case stateComputed, stateDispatched, stateDraft, stateFrozen, stateReviewed, stateSealed
    case stateSettled, stepAccount, stepCheck, stepDone, stepHousehold, stepMembers, steps
    case sumOfBits, syncNow, syncStarted, takeIt, theHead, themeDark, themeLight, themeMachine
    case theyAreDifferent, theyAreTheSame, thisMachine, toAccount, toCheck, tokenFor, tokenText
    case toMembers, total, totalDiffers, turnDown, typedIsKept, typedIsKeptText, typedNameDiffers
    case typeNodeName, typeTotal, unchangedInPayroll, undo, until, upstream, userAdded, userName
    case userSaved, usersText, valueFrom, verification, vitalStatus, waitsForApprovers
    case waitsForMaker, wasRecorded, waterfallLabel, weekFrom, whatAndWhy, whatDiffers, whatFor
    case whatForText, whatHappened, whatNext, when, whichIsRight, whichMember, who, whyHeld
    case withinProvince, worksOnIt, wrongCode, wrongNameOrPassword, years, youApproved, youMadeIt

    /// Those that speak of a count and have a form for each kind of it.
    package static let counted: Set<Phrase> = [
        .bannerCertificate, .bannerClock, .casesCount, .changesWaiting, .daysAgo, .daysLeft,
        .found, .hoursAgo, .linkBehind, .membersCount, .minutesAgo, .years,
    ]
}
