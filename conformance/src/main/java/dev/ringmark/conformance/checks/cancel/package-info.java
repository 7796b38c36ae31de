/// Cancelling requests: what matches, what is answered, and who ends how (S074-S084).
package dev.ringmark.conformance.checks.cancel;
