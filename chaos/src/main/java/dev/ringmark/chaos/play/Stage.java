package dev.ringmark.chaos.play;

import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Shape;

/// What a play is on.
///
/// @param kernel the kernel
/// @param plan what goes wrong on it
/// @param seed what it is drawn from
/// @param shape which kernel it is, and how the driver is made
record Stage(SimulatedKernel kernel, FaultPlan plan, long seed, Shape shape) {}
