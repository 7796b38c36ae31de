/// What a kernel really does: asked by trying, not read off its version.
///
/// [Features] is the answer, one [Support] for each constant of `uapi` and each [Behaviour];
/// [Availability] says why there is none where io_uring cannot be used at all.
package dev.ringmark.runtime.probe;
