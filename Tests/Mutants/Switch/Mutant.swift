import Foundation

/// Whether the mistake of this name is to be made; the variable `MUTANT` names one, or none.
///
/// Only the copy that `run.sh` builds has this function: it goes into `Registry` there.
package func isMutant(_ name: String) -> Bool { name == mutant }

private let mutant = ProcessInfo.processInfo.environment["MUTANT"]
