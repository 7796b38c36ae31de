/// The seam: io_uring at the level of its system calls, and the decorators that stand on it.
package dev.ringmark.runtime.kernel;
