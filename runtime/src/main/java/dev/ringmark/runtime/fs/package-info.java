/// Files, directories and paths as blocking calls of tasks: opened, read, written, copied, walked
/// and watched through a loop's ring, or without it where that was measured to be cheaper.
@NullMarked
package dev.ringmark.runtime.fs;

import org.jspecify.annotations.NullMarked;
