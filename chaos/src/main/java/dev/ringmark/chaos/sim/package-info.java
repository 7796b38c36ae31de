/// The simulated kernel: io_uring at the level of its system calls, in one process, on virtual
/// time, the same every time for the same seed.
package dev.ringmark.chaos.sim;
