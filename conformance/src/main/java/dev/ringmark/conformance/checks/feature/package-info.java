/// Checks of the features themselves: what a kernel of a release has to have.
package dev.ringmark.conformance.checks.feature;
