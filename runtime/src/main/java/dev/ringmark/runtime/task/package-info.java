/// Tasks: virtual threads that run on the ring's own thread, and what ends their waits.
@NullMarked
package dev.ringmark.runtime.task;

import org.jspecify.annotations.NullMarked;
