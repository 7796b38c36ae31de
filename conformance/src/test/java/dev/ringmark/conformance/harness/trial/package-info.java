/// Checks that misbehave in one way each, for the harness' own tests.
package dev.ringmark.conformance.harness.trial;
