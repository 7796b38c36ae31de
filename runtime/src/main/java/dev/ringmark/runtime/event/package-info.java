/// What the runtime shows of itself while it runs.
@NullMarked
package dev.ringmark.runtime.event;

import org.jspecify.annotations.NullMarked;
