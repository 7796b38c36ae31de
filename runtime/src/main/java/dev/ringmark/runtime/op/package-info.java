/// Every io_uring operation as a typed, validated value, and what runs it on a driver.
///
/// An operation goes through three types, each with only its own methods: the value that is built
/// ([dev.ringmark.runtime.op.Op]), the one under way ([dev.ringmark.runtime.op.Submitted]) and the
/// one that has ended ([dev.ringmark.runtime.op.Completed]). [dev.ringmark.runtime.op.Run] is the
/// same without an object per operation, for callbacks.
package dev.ringmark.runtime.op;
