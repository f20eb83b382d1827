public import ArgumentParser
public import Intake

/// `--encoding utf-8` or `--encoding windows-1256`, wherever a command reads CSV.
extension CSVFormat.Encoding: ExpressibleByArgument {}
