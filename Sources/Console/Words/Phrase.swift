/// Everything that the pages say, by name; the words are in one file per language.
package enum Phrase: String, CaseIterable, Sendable {
    case account, accountLocked, acrossProvinces, actApprove, actCompute, actComputeText, actExport
    case actExportText, actFreeze, actFreezeText, active, actReturn, actReview, actReviewText
    case addMember, address, addUser, after, agree, agrees, allActors, allAreas, allHolds, allNodes
    case amount, appearance, approvalPanel, approvalText, approvedBy, area, areaCodes, areaCodesHint
    case areasOfUser, areasOfUserHint, assignedTo, asTable, atBank, auditAccount, auditCheck
    case auditFile, auditHolds, auditNote, auditOpen, auditPrint, auditProposal, auditReceipt
    case auditRegister, auditRegisterOf, auditText, back, backToStart, badNodeName, bank
    case bannerCertificate, bannerClock, bannerDisk, becomes, before, bitsExplained, born
    case brokenRules, brokenRulesText, byBank, byProvince, capacity, caseAlreadyDecided
    case caseNotDecided, caseNumber, casesCount, casesText, caseWasDifferent, caseWasSame, category
    case certificate, changeAccount, changeBirth, changeDeath, changedInPayroll, changeDivorce
    case changeJoins, changeLeaves, changeMarriage, changeMove, changePassword, changeProposed
    case changeSaved, changesets, changesWaiting, choose, chooseValue, clockOffset, closeOrKeep
    case closeRecord, compareAll, compareAlready, compareDone, compareFailed, compareText
    case comparison, comparisonNone, completeAt, completeText, conflict, conflictSettled
    case conflictsText, consent, count, currency, cutOff, dateExample, daysAgo, daysLeft, decided
    case decidedDifferent, decidedSame, decidedThisWeek, decision, decisionUndone, diedOn, different
    case differentBecause, differentBecauseHint, digest, digits, dinars, disability, disabled
    case disableUser, discard, doubtChildOlder, doubtParentYounger, doubtYoungHead, doubtYoungSpouse
    case download, draftDiscarded, draftsBegun, draftWithoutName, duplicateCase, duplicateQuestion
    case duplicatesByWeek, duplicatesLegend, dwelling, earlierRegistration, edit, editedAt
    case editMember, elsewhere, elsewhereFound, elsewhereNobody, elsewhereSearch, elsewhereText
    case elsewhereThere, elsewhereTitle, elsewhereTooLittle, elsewhereUnreachable, employment
    case enableUser, endedInPayroll, endedOn, enrolment, enrolments, everywhere, exportCSV
    case familiesByCategory, familiesByProvince, familyElsewhere, familyHasConflict
    case familyHasDuplicate, familyIsAskedFor, familyMerged, familyName, familyReceives
    case familyReceivesNot, familySheet, fatherName, fileHash, filters, firstPassword, forgetPhone
    case found, foundMore, freeDisk, from, gigabytes, giveBack, givenName, giveToken, goOn
    case grandfatherName, groupDecide, groupDecided, groupDecideText, groupDifferent
    case groupNothingOpen, groupOneFamily, groupReasonHint, groupSame, groupStays, groupTitle
    case hasNoAccount, held, heldEnrolments, help, helpHolds, helpHoldsText, helpOffline
    case helpOfflineText, history, historyElsewhere, holdAlreadyEntitled, holdBadIBAN, holdBank
    case holdConflict, holdDeceased, holdDuplicate, holdEnrolledTwice, holdName, holdNeverSynced
    case holdNoAccount, holdNoAmount, holdsByReason, holdShared, holdsOf, holdStale, holdStopped
    case holdSuspended, holdVerification, home, hoursAgo, household, households, iban, ibanHint
    case identifier, importChanged, importDone, importFailed, importFiles, importHint, importNew
    case importNoFile, importOutside, importRejected, importRejectedText, importRuns, importStart
    case importText, includeStale, incomeHint, inTheRegistry, inThisDraft, justNow, keepHint
    case keepRecord, keepWhich, keyDifferent, keyHelp, keyNext, keyOpen, keyRows, keys, keySame
    case keySearch, kind, language, lastContact, later, laterRegistration, leftOn, letJoin
    case likelihood, likelihoodIs, linkBehind, linkInStep, linkLate, linkLost, linkNever
    case linkOffline, linkOfflineWaiting, linkRevoked, listSeparator, locked, looksRegistered
    case makers, maritalStatus, membersCount, membership, ministry, minutesAgo, month, monthlyIncome
    case months, moreThan, motherIs, motherName, name, nationalID, navigation, navigationAudit
    case navigationCases, navigationConflicts, navigationImport, navigationNodes, navigationOverview
    case navigationPayroll, navigationRegister, navigationSearch, navigationStatus
    case navigationTransfers, navigationUsers, needsSecond, never, newArea, newInPayroll, newNote
    case newPassword, nextCase, nextCheck, nextDecision, nextMember, nextPage, nextPayment
    case nextReport, noAccount, nobodyFound, nobodyFoundText, nobodyYet, noBrokenRules
    case noBrokenRulesText, noCases, noCasesText, noConflicts, noConflictsText, node, nodeField
    case nodeHub, nodeProvince, nodeRevoked, noDrafts, noDraftsText, noLongerSupported, noNodes
    case noNodesText, noNotes, noPassword, noPayrolls, noPayrollsText, noPayrollYet, noProgramme
    case notEnrolled, notes, noteSaved, nothing, nothingLogged, noTransfers, noTransfersText
    case notSaid, number, oldPassword, oneTimeCode, openCase, openConflicts, openDuplicates, opened
    case openedSince, openFamily, openPayroll, openRequest, openSince, openThatFamily
    case otherIsElsewhere, outbox, outcome, paid, paperA5, paperSlip, password, passwordAgain
    case passwordHint, passwordsDiffer, passwordShort, payee, paymentFiles, payments, paymentsCount
    case payroll, payrollOpenAlready, payrollsText, payrollWorks, person, persons, phone, phoneSet
    case previousPage, print, prior, problemAccountOrNone, problemBadDate, problemBadIBAN
    case problemBadNationalID, problemBadNumber, problemBadPhone, problemControlCharacters
    case problemFailed, problemFailedText, problemForbidden, problemForbiddenText
    case problemInTheFuture, problemMissing, problemNoHead, problemNoMembers, problemNotFound
    case problemNotFoundText, problemRefused, problemRefusedText, problemSameNumber
    case problemSeveralHeads, problemStale, problemStaleText, problemTooLong, problemTooLongAgo
    case product, programme, proposalAnswered, proposalOwn, proposalRejected, proposedBy, purpose
    case purposeComplaint, purposeDuplicate, purposeMove, purposeOther, purposeWords, putThisRight
    case readHash, reason, reasonConflict, reasonCorrection, reasonDuplicate, reasonHint
    case reasonImport, reasonNeeded, reasonRegistration, receipt, receiptSigned, receiptTitle
    case receives, refusedApprovedAlready, refusedApproverIsMaker, refusedBadName
    case refusedMakerAndApprover, refusedNameTaken, refusedNoRole, refusedNotNow, refusedOwnAccount
    case register, registeredElsewhere, registeredOn, registeredTwice, registerNew, registerText
    case registrationDay, registrationsByWeek, relationship, remedyAccount, remedyEnrolment
    case remedyHead, remedyIdentifier, remedyMembership, remove, reportChange, resetPassword
    case restOfFamily, returnText, revision, revokeNode, revokeText, roleAdministrator, roleAuditor
    case roleCaseworker, rolePayrollApprover, rolePayrollMaker, roleProvinceManager, roleRegistrar
    case roles, roleSyncOperator, rooms, ruleAccount, ruleEnrolment, ruleHead, ruleIdentifier
    case ruleMembership, same, sameAs, saveChange, saveFamily, saveMember, saveNote, saveRoles
    case sayWhatFor, searchButton, searchHelp, searchHint, searchTitle, secondFactor
    case secondFactorText, secondsShort, sessionEnded, settledByCaseworker, settledByDesk
    case settledByHeadquarters, settledBySync, settleWithThis, setUpByHand, setUpPhone
    case setUpPhoneText, sex, show, showDecided, showMine, showOpen, signIn, signOut, sinceWhen
    case skipToContent, startWork, state, stateApproved, stateClosed, stateComputed, stateDispatched
    case stateDraft, stateFrozen, stateReviewed, stateSealed, stateSettled, stepAccount, stepCheck
    case stepDone, stepHousehold, stepMembers, steps, sumOfBits, syncNow, syncStarted, takeIt
    case theHead, themeDark, themeLight, themeMachine, theyAreDifferent, theyAreTheSame, thisMachine
    case toAccount, toCheck, tokenFor, tokenText, toMembers, total, totalDiffers, transferAnswered
    case transferAnsweredBy, transferAsk, transferAsked, transferAskedAlready, transferAskedBy
    case transferAskHint, transferFrom, transferFromTo, transferGrant, transferGranted
    case transferIsAsked, transferIsGranted, transferIsRefused, transferNotHere, transferNotYours
    case transferReasonHint, transferReasonNeeded, transferRefuse, transferRefused, transfersText
    case transferTo, transferWaits, turnDown, typedIsKept, typedIsKeptText, typedNameDiffers
    case typeNodeName, typeTotal, unchangedInPayroll, undo, until, upstream, userAdded, userName
    case userSaved, usersText, valueFrom, verification, vitalStatus, waitsForApprovers
    case waitsForMaker, wasRecorded, waterfallLabel, weekFrom, whatAndWhy, whatDiffers, whatFor
    case whatForText, whatHappened, whatNext, when, whichIsRight, whichMember, who, whyHeld
    case withinProvince, workGoesOn, workRunsAlready, worksOnIt, wrongCode, wrongNameOrPassword
    case years, youApproved, youMadeIt

    /// Those that speak of a count and have a form for each kind of it.
    package static let counted: Set<Phrase> = [
        .bannerCertificate, .bannerClock, .casesCount, .changesWaiting, .daysAgo, .daysLeft,
        .found, .groupDecided, .hoursAgo, .linkBehind, .membersCount, .minutesAgo, .years,
    ]
}
