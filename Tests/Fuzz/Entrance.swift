import Glibc

// libFuzzer brings `main`. Which parser it feeds is said by the environment, so that one program
// serves for all: SHABAKA_FUZZ=csv shabaka-fuzz CORPUS.

private let parser: ForeignParser = {
    let name = unsafe getenv("SHABAKA_FUZZ").map { unsafe String(cString: $0) } ?? ""
    guard let parser = ForeignParser(rawValue: name) else {
        let names = ForeignParser.allCases.map(\.rawValue).joined(separator: ", ")
        complain("Set SHABAKA_FUZZ to one of \(names).")
        exit(64)
    }
    return parser
}()

private func complain(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
}

/// Called once before the first input: writes the seeds of a corpus where that is asked for.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer)
    -> Int32
{
    guard let folder = unsafe getenv("SHABAKA_FUZZ_SEEDS").map({ unsafe String(cString: $0) })
    else { return 0 }
    do {
        for (index, seed) in try parser.seeds().enumerated() {
            try store(seed, to: "\(folder)/seed-\(index)")
        }
    } catch {
        complain("\(error)")
        exit(1)
    }
    exit(0)
}

/// Called with each input. What is wrong with foreign bytes must come out as an error; a trap, a
/// broken rule or endless work is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    parser.feed(unsafe [UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}
