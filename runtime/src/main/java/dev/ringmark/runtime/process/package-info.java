/// Child processes and signals as blocking calls of tasks.
@NullMarked
package dev.ringmark.runtime.process;

import org.jspecify.annotations.NullMarked;
