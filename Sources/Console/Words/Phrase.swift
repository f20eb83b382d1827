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
    case hasNoAccount, held, heldEnrolments, help, helpHolds, helpHoldsText, helpOffline
    case helpOfflineText, history, historyElsewhere, holdAlreadyEntitled, holdBadIBAN, holdBank
    case holdConflict, holdDeceased, holdDuplicate, holdEnrolledTwice, holdName, holdNeverSynced
    case holdNoAccount, holdNoAmount, holdsByReason, holdShared, holdsOf, holdStale, holdStopped
    case holdSuspended, holdVerification, home, hoursAgo, household, households, iban, ibanHint
    case identifier, includeStale, incomeHint, inTheRegistry, inThisDraft, justNow, keepHint
    case keepRecord, keepWhich, keyDifferent, keyHelp, keyNext, keyOpen, keyRows, keys, keySame
    case keySearch, kind, language, lastContact, later, laterRegistration, leftOn, letJoin
    case likelihood, likelihoodIs, linkBehind, linkInStep, linkLate, linkLost, linkNever
    case linkOffline, linkOfflineWaiting, linkRevoked, listSeparator, locked, looksRegistered
    case makers, maritalStatus, membersCount, membership, ministry, minutesAgo, month
    case monthlyIncome, months, moreThan, motherIs, motherName, name, nationalID, navigation
    case navigationAudit, navigationCases, navigationConflicts, navigationNodes
    case navigationOverview, navigationPayroll, navigationRegister, navigationSearch
    case navigationStatus, navigationUsers, needsSecond, never, newArea, newInPayroll, newNote
    case newPassword, nextCase, nextCheck, nextDecision, nextMember, nextPage, nextPayment
    case nextReport, noAccount, nobodyFound, nobodyFoundText, nobodyYet, noCases, noCasesText
    case noConflicts, noConflictsText, node, nodeField, nodeHub, nodeProvince, nodeRevoked
    case noDrafts, noDraftsText, noLongerSupported, noNodes, noNodesText, noNotes, noPassword
    case noPayrolls, noPayrollsText, noPayrollYet, noProgramme, notEnrolled, notes, noteSaved
    case nothing, nothingLogged, notSaid, number, oldPassword, oneTimeCode, openCase
    case openConflicts, openDuplicates, opened, openedSince, openFamily, openPayroll, openSince
    case openThatFamily, otherIsElsewhere, outbox, outcome, paid, paperA5, paperSlip, password
    case passwordAgain, passwordHint, passwordsDiffer, passwordShort, payee, paymentFiles
    case payments, paymentsCount, payroll, payrollOpenAlready, payrollsText, person, persons
    case phone, phoneSet, previousPage, print, prior, problemAccountOrNone, problemBadDate
    case problemBadIBAN, problemBadNationalID, problemBadNumber, problemBadPhone
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
