public import ChangeLog
import Registry
import Storage
public import Trust

/// Lets people in: password, lock-out, one-time password.
public struct SignIn {
    /// After so many wrong passwords in a row the account is locked.
    public static let allowedFailures = 5
    /// How long the first lock lasts, in milliseconds; each further one twice as long, up to a day.
    public static let lockMilliseconds: Int64 = 15 * 60_000

    private let journal: Journal

    public init(_ journal: Journal) {
        self.journal = journal
    }

    private var now: Int64 { Int64(journal.clock.milliseconds) }

    /// The account, when the password is right.
    ///
    /// - Throws: `AccountRefusal.wrong`, `.locked`.
    public func account(_ name: String, password: String) throws -> StaffAccount {
        let (account, hash) = try journal.read { view in
            let account = try StaffAccounts(view, node: journal.identity.name).find(name)
            let hash = try account.flatMap { account in
                try view.transaction.first(
                    "SELECT hash FROM user_password WHERE name = $1", .text(account.name))
            }
            return (account, hash.flatMap { PasswordHash($0.text(0)) })
        }
        guard let account, let hash, !account.isDisabled else {
            // As slow as a wrong password, so that nobody learns which names exist.
            _ = try PasswordHash.make(password: password)
            throw AccountRefusal.wrong
        }
        if let until = account.lockedUntil, until > now {
            throw AccountRefusal.locked(untilMilliseconds: until)
        }
        guard hash.verifies(password) else {
            try failed(account.name)
            throw AccountRefusal.wrong
        }
        if !account.needsSecondFactor { try succeeded(account.name) }
        return account
    }

    /// Accepts a code of the phone that is set up. Throws `AccountRefusal.wrongCode`, `.locked`.
    public func verify(code: String, of account: StaffAccount) throws {
        let row = try journal.read {
            try $0.transaction.first(
                "SELECT totp_secret, totp_step, locked_until FROM user_sign_in WHERE name = $1",
                .text(account.name))
        }
        if let until = row?.values[2].integer, until > now {
            throw AccountRefusal.locked(untilMilliseconds: until)
        }
        guard let secret = row?.bytes(0), !secret.isEmpty else { throw AccountRefusal.wrongCode }
        let step = OneTimePassword(secret: secret).verify(
            code, atSeconds: now / 1000, lastStep: row?.values[1].integer)
        guard let step else {
            try failed(account.name)
            throw AccountRefusal.wrongCode
        }
        try journal.store.write {
            try $0.execute(
                "UPDATE user_sign_in SET totp_step = $2 WHERE name = $1", .text(account.name),
                .integer(step))
        }
        try succeeded(account.name)
    }

    /// Keeps the secret of a phone that has just shown a right code.
    ///
    /// - Throws: `AccountRefusal.wrongCode`.
    public func setUp(
        _ oneTime: OneTimePassword, code: String, for account: StaffAccount
    ) throws {
        let step = oneTime.verify(code, atSeconds: now / 1000, lastStep: nil)
        guard let step else { throw AccountRefusal.wrongCode }
        try journal.store.write {
            try $0.execute(
                """
                INSERT INTO user_sign_in (name, failures, totp_secret, totp_step)
                VALUES ($1, 0, $2, $3) ON CONFLICT (name) DO UPDATE SET failures = 0,
                    locked_until = NULL, totp_secret = excluded.totp_secret,
                    totp_step = excluded.totp_step
                """, .text(account.name), .bytes(oneTime.secret), .integer(step))
        }
    }

    private func succeeded(_ name: String) throws {
        try journal.store.write {
            try $0.execute(
                "UPDATE user_sign_in SET failures = 0, locked_until = NULL WHERE name = $1",
                .text(name))
        }
    }

    private func failed(_ name: String) throws {
        try journal.store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO user_sign_in (name, failures) VALUES ($1, 1)
                ON CONFLICT (name) DO UPDATE SET failures = user_sign_in.failures + 1
                """, .text(name))
            let failures =
                try transaction.first(
                    "SELECT failures FROM user_sign_in WHERE name = $1", .text(name))?.int(0) ?? 0
            guard failures >= Self.allowedFailures else { return }
            let doublings = min(failures - Self.allowedFailures, 7)
            let length = min(Self.lockMilliseconds << Int64(doublings), 86_400_000)
            try transaction.execute(
                "UPDATE user_sign_in SET locked_until = $2 WHERE name = $1", .text(name),
                .integer(now + length))
        }
    }
}
