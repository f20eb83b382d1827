public import ArgumentParser
public import Simulation

/// `--noise low`, on the command line.
extension PopulationSimulation.Noise: ExpressibleByArgument {}
