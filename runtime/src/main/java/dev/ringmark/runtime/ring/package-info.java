/// One ring: its queues by index arithmetic, its buffer rings, its registered files and buffers.
///
/// Everything here works on any [dev.ringmark.runtime.kernel.Kernel] and allocates nothing per SQE
/// or CQE.
package dev.ringmark.runtime.ring;
