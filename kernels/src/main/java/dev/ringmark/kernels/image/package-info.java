/// What a VM boots from: a read-only disk with a small system and a Java runtime, made once.
@NullMarked
package dev.ringmark.kernels.image;

import org.jspecify.annotations.NullMarked;
