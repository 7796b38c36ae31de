/// Bugs put into the runtime on purpose, to see that the simulation finds them.
package dev.ringmark.chaos.mutants;
