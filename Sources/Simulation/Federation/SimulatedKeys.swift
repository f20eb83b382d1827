import Synchronization
import Trust

/// The keys of the simulated nodes: always the same, since a node's public key stands in the log
/// and one seed must give one log. They guard nothing.
enum SimulatedKeys {
    /// The signing key of a simulated node.
    ///
    /// - Throws: `OpenSSLFailure`.
    static func key(of name: String) throws -> SigningKey {
        try read.withLock { read in
            if let known = read[name] { return known }
            guard let body = bodies[name] else { return try SigningKey.generate() }
            let key = try SigningKey(
                pem: """
                    -----BEGIN PRIVATE KEY-----
                    \(body)
                    -----END PRIVATE KEY-----

                    """)
            read[name] = key
            return key
        }
    }

    /// Keys that were read already: reading one takes longer than signing with it.
    private static let read = Mutex<[String: SigningKey]>([:])

    private static let bodies = [
        "H": """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkqTW+OumeqcuG8Na
        skvqKDJ+FJS+Rbu3+GD/Z2BcJe+hRANCAAQUcc9nzRDZN1EA7egEUU5SvuKgzgoL
        jToJGJX5hVgO6GwkQxpyKL9dWUd/AHlV5GLTPWGz8IMs01yUE7JZWAVJ
        """,
        "P1": """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghREFRvTZ7QnaIqPC
        0ahUxnHyh5bXmpndWvGRc1SmhAehRANCAATcbhIUNIv2mxpaqMbQFdcZ+OZltRNj
        yryDrhbf5UtE4HgduIk1UDtTZnmztNC5tJykeyUIEyyu0w8BFuZGVE/l
        """,
        "P2": """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgK+y84gL8X65s2LP5
        cPLJOrlseYm1zGNH5V8O3iv2842hRANCAASXZRbIJw8dOYKDYyGEU3zKajOzEgur
        xHYX+cdKCoq+3BrBzQnzolWBlgRZegZerCP453w0S7oTqDZTCL8L8P4I
        """,
        "F1": """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggH+zqV29xblQDK4A
        ulkflr3DS4fMZrW79YrUf/IDw3ihRANCAAQa9z7u6UP3LOxSf9eu3uBM/9R3JAE0
        Of8Zi5Q6AqF8BURTkxkX1GAjtbFVxjbprGzVr/rgPf5/Z7sKzi+tcJ4H
        """,
        "F2": """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglcdY9cqhoNZXLCdQ
        41CyKIAlmtFYbrFL4WAsizZW/VuhRANCAAShgBnFqH7jIiWpGFKUAw0XwuMKcIRf
        kJA5I2KZ6Ck3nyf9nEz55VE51E63yZAHC1p7PVd7hjapEF3tMG/7B9Hi
        """,
        "F3": """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoCf4klffeNUKj/Zm
        GHeerUZUp9esNbZiVnBQOhkPoYmhRANCAARjXdELJTGXEkZ0R6E2/RD+yV54A/F/
        hMdYIk5ujq3PCyBnQA2eXHEx7C4mO2He6bSwjIVcT34ANrTefNRKZyFu
        """,
    ]
}
