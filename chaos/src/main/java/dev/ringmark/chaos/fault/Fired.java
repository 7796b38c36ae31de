package dev.ringmark.chaos.fault;

/// A fault that happened.
///
/// @param kind what
/// @param at at which opportunity for this kind, from 1
/// @param variant which variant of it, from 1
public record Fired(FaultKind kind, int at, int variant) {}
