/// Checks of how a ring is made: sizes, flags, errors, and what a kernel says of itself.
package dev.ringmark.conformance.checks.setup;
