import ChangeLog

/// What to do about a node, in a sentence of the reader's language.
enum AdviceWords {
    /// - Parameter now: in milliseconds since 1970.
    static func text(_ advice: NodeAdvice, _ w: Wording, now: Int64) -> String {
        switch advice {
        case .disk(let megabytes): w(.bannerDisk, w.number(megabytes))
        case .diskBelow(let node, let megabytes):
            w(.adviceDiskBelow, node, w.number(megabytes))
        case .alarm(let kind, let node, let at): w(phrase(kind), node, w.ago(at, now: now))
        case .twoLogs(let nodes):
            w(.adviceTwoLogs, nodes.joined(separator: w(.listSeparator) + " "))
        case .link(let state, let code, let upstream, let since):
            w(phrase(state, code), upstream, w.ago(since, now: now))
        case .upstreamSilent(let upstream, let contact, let waiting):
            w(.adviceUpstreamSilent, upstream, w.ago(contact, now: now), w.number(waiting))
        case .stick(let upstream, let waiting): w(.adviceStick, upstream, w.number(waiting))
        case .clockHere(let upstream, let seconds):
            w(.adviceClockHere, upstream, w.number(seconds))
        case .setAsideHere(let count): w(.adviceSetAsideHere, w.number(count))
        case .setAsideWaits(let count): w(.adviceSetAsideWaits, w.number(count))
        case .noBackup(let node): w(.adviceBackupNone, node)
        case .oldBackup(let node, let madeAt):
            w(.adviceBackupOld, node, w.ago(madeAt, now: now))
        case .backupAhead(let node): w(.adviceBackupAhead, node)
        case .certificateEnded: w(.adviceCertificateEnded)
        case .certificateEnds(let days): w(.adviceCertificateEnds, w.number(days))
        case .certificate(let node, let days): w(.adviceCertificateOf, node, w.number(days))
        case .clock(let node, let seconds): w(.adviceClockOf, node, w.number(seconds))
        case .silent(let node, let contact):
            w(.adviceSilent, node, w.ago(contact, now: now))
        case .conflicts(let count): w(.adviceConflicts, w.number(count))
        }
    }

    private static func phrase(_ kind: Alarm.Kind) -> Phrase {
        switch kind {
        case .rolledBack: .adviceRolledBack
        case .rewritten: .adviceRewritten
        case .badSignature: .adviceBadSignature
        case .fork: .adviceCopied
        }
    }

    /// What the operator's guide says about a state and the code of a refusal.
    private static func phrase(_ state: NodeStatus.Upstream.State, _ code: String) -> Phrase {
        switch state {
        case .refused: break
        case .unreachable: return .adviceLinkUnreachable
        case .broken, .byBundles, .untried, .online: return .adviceLinkBroken
        }
        switch code {
        case "revoked": return .adviceLinkRevoked
        case "unknown-node", "certificate-required", "no-node", "unknown-ca":
            return .adviceLinkUnknown
        case "certificate-expired": return .adviceLinkExpired
        case "certificate-replaced", "certificate-unknown": return .adviceLinkRenew
        case "upgrade-first": return .adviceLinkUpgrade
        case "busy": return .adviceLinkBusy
        case "disk-full": return .adviceLinkDiskFull
        case "failed": return .adviceLinkFailed
        case "wrong-upstream": return .adviceLinkForeign
        case _ where code.hasPrefix("http"): return .adviceLinkForeign
        default: return .adviceLinkRefused
        }
    }
}

extension NodeStatus.Upstream.State {
    /// A word and, as the kind of its tag, a colour. Offline is no mistake: grey, not red.
    var tag: (kind: String, phrase: Phrase) {
        switch self {
        case .byBundles: ("", .linkByBundles)
        case .untried: ("", .linkUntried)
        case .online: ("good", .linkOnline)
        case .unreachable: ("", .linkUnreachable)
        case .refused: ("look", .linkRefused)
        case .broken: ("bad", .linkBroken)
        }
    }
}
