package dev.ringmark.runtime.fs;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something happened to what is watched.
///
/// @param watched what [Watcher#add] was given; null for [WatchKind#OVERFLOWN], which is about
///     everything
/// @param name in the watched directory; empty if it is about the watched file itself
/// @param kinds what happened
/// @param cookie joins the two halves of a move; otherwise 0
public record WatchEvent(@Nullable Path watched, String name, Set<WatchKind> kinds, int cookie) {}
