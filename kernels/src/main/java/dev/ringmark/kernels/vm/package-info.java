/// Boots a kernel, runs one command in it, and tells how that ended.
@NullMarked
package dev.ringmark.kernels.vm;

import org.jspecify.annotations.NullMarked;
