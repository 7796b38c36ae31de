/// Timeouts and timed waits: when they end, how, and on which clock (S059-S073).
package dev.ringmark.conformance.checks.timeout;
