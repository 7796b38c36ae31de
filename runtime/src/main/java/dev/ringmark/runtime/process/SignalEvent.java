package dev.ringmark.runtime.process;

/// A signal that came.
///
/// @param signal which one
/// @param senderPid who sent it; 0 for the kernel
/// @param senderUser that one's user id
public record SignalEvent(Signal signal, int senderPid, int senderUser) {}
