public import ArgumentParser
public import Linkage

/// `--splink-dialect duckdb` or `--splink-dialect spark`.
extension SplinkSettings.Dialect: ExpressibleByArgument {}
