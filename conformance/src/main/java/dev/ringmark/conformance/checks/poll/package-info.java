/// Polling files: readiness, edges, updates (S085-S090).
package dev.ringmark.conformance.checks.poll;
