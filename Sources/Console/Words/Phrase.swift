/// Everything that the pages say, by name; the words are in one file per language.
package enum Phrase: String, CaseIterable, Sendable {
    case account, accountLocked, acrossProvinces, actApprove, actCompute, actComputeText
    case actExport, actExportText, actFreeze, actFreezeText, active, actReturn, actReview
    case actReviewText, addMember, address, addUser, after, agree, agrees, allActors, allAreas
    case allHolds, allNodes, amount, appearance, approvalPanel, approvalText, approvedBy, area
    case areaCodes, areaCodesHint, areasOfUser, areasOfUserHint, assignedTo, asTable, atBank
    case auditText, back, backToStart, badNodeName, bank, bannerCertificate, bannerClock
    case bannerDisk, becomes, before, birthYear, bitsExplained, born, brokenRules, byBank
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
    case earlierRegistration, edit, editedAt, editMember, employment, enableUser, endedInPayroll
    case endedOn, enrolment, enrolments, everywhere, exportCSV, familiesByCategory
    case familiesByProvince, familyHasConflict, familyHasDuplicate, familyMerged, familyName
    case familySheet, fatherName, fileHash, filters, firstPassword, forgetPhone, found
    case foundMore, freeDisk, from, giveBack, givenName, giveToken, goOn, grandfatherName
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
    case monthlyIncome, months, motherIs, motherName, name, nationalID, navigation
    case navigationAudit, navigationCases, navigationConflicts, navigationNodes
    case navigationOverview, navigationPayroll, navigationRegister, navigationSearch
    case navigationStatus, navigationUsers, needsSecond, never, newArea, newInPayroll, newNote
    case newPassword, nextCase, nextCheck, nextDecision, nextMember, nextPage, nextPayment
    case nextReport, noAccount, nobodyFound, nobodyFoundText, nobodyYet, noCases, noCasesText
    case noConflicts, noConflictsText, node, nodeField, nodeHub, nodeProvince, nodeRevoked
    case noDrafts, noDraftsText, noNodes, noNodesText, noNotes, noPassword, noPayrolls
    case noPayrollsText, noPayrollYet, noProgramme, notEnrolled, notes, noteSaved, nothing
    case nothingLogged, notSaid, number, oldPassword, oneTimeCode, openCase, openConflicts
    case openDuplicates, opened, openedSince, openFamily, openPayroll, openSince, openThatFamily
    case outbox, outcome, paid, paperA5, paperSlip, password, passwordAgain, passwordHint
    case passwordsDiffer, passwordShort, payee, paymentFiles, payments, paymentsCount, payroll
    case payrollOpenAlready, payrollsText, person, persons, phone, phoneSet, previousPage, print
    case prior, problemAccountOrNone, problemBadDate, problemBadIBAN, problemBadNationalID
    case problemBadNumber, problemBadPhone, problemControlCharacters, problemFailed
    case problemFailedText, problemForbidden, problemForbiddenText, problemInTheFuture
    case problemMissing, problemNoHead, problemNoMembers, problemNotFound, problemNotFoundText
    case problemRefused, problemRefusedText, problemSameNumber, problemSeveralHeads
    case problemStale, problemStaleText, problemTooLong, problemTooLongAgo, product, programme
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
