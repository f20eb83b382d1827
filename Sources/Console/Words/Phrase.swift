/// Everything that the pages say, by name; the words are in one file per language.
package enum Phrase: String, CaseIterable, Sendable {
    case account, accountLocked, acrossProvinces, actApprove, actCompute, actComputeText
    case actExport, actExportText, actFreeze, actFreezeText, active, actReturn, actReview
    case actReviewText, addMember, address, addUser, after, agree, agrees, allActors, allAreas
    case allHolds, allNodes, amount, appearance, approvalPanel, approvalText, approvedBy, area
    case areaCodes, areaCodesHint, areasOfUser, areasOfUserHint, assignedTo, asTable, atBank
    case auditText, back, backToStart, badNodeName, bank, bannerCertificate, bannerClock
    case bannerDisk, becomes, before, bitsExplained, born, brokenRules, byBank
    case byProvince, capacity, caseAlreadyDecided, caseNotDecided, caseNumber, casesCount
    case casesText, caseWasDifferent, caseWasSame, category, certificate, changeAccount
    case changeBirth, changeDeath, changedInPayroll, changeDivorce, changeJoins, changeLeaves
    case changeMarriage, changeMove, changePassword, changeProposed, changeSaved, changesets
    case changesWaiting, choose, chooseValue, clockOffset, closeOrKeep, closeRecord, comparison
    case comparisonNone, completeAt, completeText, conflict, conflictSettled, conflictsText
    case consent, count, currency, cutOff, dateExample, daysAgo, daysLeft, decided
    case decidedDifferent, decidedSame, decidedThisWeek, decision, decisionUndone, diedOn
    case different, differentBecause, differentBecauseHint, digest, digits, dinars, disability
    case disabled, disableUser, discard, doubtChildOlder, doubtParentYounger, doubtYoungHead
    case doubtYoungSpouse, download, draftDiscarded, draftsBegun, draftWithoutName
    case duplicateCase, duplicateQuestion, duplicatesByWeek, duplicatesLegend, dwelling
    case earlierRegistration, edit, editedAt, editMember, elsewhere, employment, enableUser
    case endedInPayroll, endedOn, enrolment, enrolments, everywhere, exportCSV
    case familiesByCategory, familiesByProvince, familyHasConflict, familyHasDuplicate
    case familyMerged, familyName, familySheet, fatherName, fileHash, filters, firstPassword
    case forgetPhone, found, foundMore, freeDisk, from, giveBack, givenName, giveToken, goOn
    case grandfatherName, hasNoAccount, held, heldEnrolments, help, helpHolds, helpHoldsText
    case helpOffline, helpOfflineText, history, historyElsewhere, holdAlreadyEntitled
    case holdBadIBAN, holdBank, holdConflict, holdDeceased, holdDuplicate, holdEnrolledTwice
    case holdName, holdNeverSynced, holdNoAccount, holdNoAmount, holdsByReason, holdShared
    case holdsOf, holdStale, holdStopped, holdSuspended, holdVerification, home, hoursAgo
    case household, households, iban, ibanHint, identifier, includeStale, incomeHint
    case inTheRegistry, inThisDraft, justNow, keepHint, keepRecord, keepWhich, keyDifferent
    case keyHelp, keyNext, keyOpen, keyRows, keys, keySame, keySearch, kind, language
    case lastContact, later, laterRegistration, leftOn, letJoin, likelihood, likelihoodIs
    case linkBehind, linkInStep, linkLate, linkLost, linkNever, linkOffline, linkOfflineWaiting
    case linkRevoked, listSeparator, locked, looksRegistered, makers, maritalStatus
    case membersCount, membership, ministry, minutesAgo, month, monthlyIncome, months, motherIs
    case motherName, name, nationalID, navigation, navigationAudit, navigationCases
    case navigationConflicts, navigationNodes, navigationOverview, navigationPayroll
    case navigationRegister, navigationSearch, navigationStatus, navigationUsers, needsSecond
    case never, newArea, newInPayroll, newNote, newPassword, nextCase, nextCheck, nextDecision
    case nextMember, nextPage, nextPayment, nextReport, noAccount, nobodyFound, nobodyFoundText
    case nobodyYet, noCases, noCasesText, noConflicts, noConflictsText, node, nodeField, nodeHub
    case nodeProvince, nodeRevoked, noDrafts, noDraftsText, noNodes, noNodesText, noNotes
    case noPassword, noPayrolls, noPayrollsText, noPayrollYet, noProgramme, notEnrolled, notes
    case noteSaved, nothing, nothingLogged, notSaid, number, oldPassword, oneTimeCode, openCase
    case openConflicts, openDuplicates, opened, openedSince, openFamily, openPayroll, openSince
    case openThatFamily, otherIsElsewhere, outbox, outcome, paid, paperA5, paperSlip, password
    case passwordAgain, passwordHint, passwordsDiffer, passwordShort, payee, paymentFiles
    case payments, paymentsCount, payroll, payrollOpenAlready, payrollsText, person, persons
    case phone, phoneSet, previousPage, print, prior, problemAccountOrNone, problemBadDate
    case problemBadIBAN, problemBadNationalID, problemBadNumber, problemBadPhone
    case problemControlCharacters, problemFailed, problemFailedText, problemForbidden
    case problemForbiddenText, problemInTheFuture, problemMissing, problemNoHead
    case problemNoMembers, problemNotFound, problemNotFoundText, problemRefused
    case problemRefusedText, problemSameNumber, problemSeveralHeads, problemStale
    case problemStaleText, problemTooLong, problemTooLongAgo, product, programme
    case proposalAnswered, proposalOwn, proposalRejected, proposedBy, purpose, purposeComplaint
    case purposeDuplicate, purposeMove, purposeOther, purposeWords, putThisRight, readHash
    case reason, reasonConflict, reasonCorrection, reasonDuplicate, reasonHint, reasonImport
    case reasonNeeded, reasonRegistration, receipt, receiptSigned, receiptTitle, receives
    case refusedApprovedAlready, refusedApproverIsMaker, refusedBadName, refusedMakerAndApprover
    case refusedNameTaken, refusedNoRole, refusedNotNow, refusedOwnAccount, register
    case registeredOn, registeredTwice, registerNew, registerText, registrationDay
    case registrationsByWeek, relationship, remove, reportChange, resetPassword, restOfFamily
    case returnText, revision, revokeNode, revokeText, roleAdministrator, roleAuditor
    case roleCaseworker, rolePayrollApprover, rolePayrollMaker, roleProvinceManager
    case roleRegistrar, roles, roleSyncOperator, rooms, same, sameAs, saveChange, saveFamily
    case saveMember, saveNote, saveRoles, sayWhatFor, searchButton, searchHelp, searchHint
    case searchTitle, secondFactor, secondFactorText, sessionEnded, settledByCaseworker
    case settledByDesk, settledByHeadquarters, settledBySync, settleWithThis, setUpByHand
    case setUpPhone, setUpPhoneText, sex, show, showDecided, showMine, showOpen, signIn, signOut
    case sinceWhen, skipToContent, startWork, state, stateApproved, stateClosed, stateComputed
    case stateDispatched, stateDraft, stateFrozen, stateReviewed, stateSealed, stateSettled
    case stepAccount, stepCheck, stepDone, stepHousehold, stepMembers, steps, sumOfBits, syncNow
    case syncStarted, takeIt, theHead, themeDark, themeLight, themeMachine, theyAreDifferent
    case theyAreTheSame, thisMachine, toAccount, toCheck, tokenFor, tokenText, toMembers, total
    case totalDiffers, turnDown, typedIsKept, typedIsKeptText, typedNameDiffers, typeNodeName
    case typeTotal, unchangedInPayroll, undo, until, upstream, userAdded, userName, userSaved
    case usersText, valueFrom, verification, vitalStatus, waitsForApprovers, waitsForMaker
    case wasRecorded, waterfallLabel, weekFrom, whatAndWhy, whatDiffers, whatFor, whatForText
    case whatHappened, whatNext, when, whichIsRight, whichMember, who, whyHeld, withinProvince
    case worksOnIt, wrongCode, wrongNameOrPassword, years, youApproved, youMadeIt

    /// Those that speak of a count and have a form for each kind of it.
    package static let counted: Set<Phrase> = [
        .bannerCertificate, .bannerClock, .casesCount, .changesWaiting, .daysAgo, .daysLeft,
        .found, .hoursAgo, .linkBehind, .membersCount, .minutesAgo, .years,
    ]
}
