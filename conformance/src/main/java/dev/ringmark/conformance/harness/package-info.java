/// The harness: finds the checks, asks each in a process that may die, and records what came out.
///
/// Three processes: the command line starts a supervisor ([Main], verb `run`), the supervisor
/// starts a worker ([Worker]) and replaces it when it dies. Only the worker touches the kernel.
package dev.ringmark.conformance.harness;
